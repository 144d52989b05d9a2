import { useEffect, useRef, useState } from 'react';
import { texts } from '../../shared/texts/texts.ts';
import { useMarkedWords } from '../stores/marked-words.ts';
import { BodySkeleton } from './body-skeleton.tsx';
import { offerScrolling } from './message-scroll.ts';
import { PageLink } from './page-link.ts';
import type { MailFindings, MailToDraw } from './page-messages.ts';
import { abandonReaderPage, readerPage } from './reader-page.ts';

interface MessageFrameProps {
  readonly mail: Omit<MailToDraw, 'title'>;
  /** Gives the page up when it takes too long; not after the user asked to see the message anyway. */
  readonly watched: boolean;
  /** Null until `onFound`. */
  readonly findings: MailFindings | null;
  /** What the HTML turned out to be; comes before the message is seen. */
  readonly onFound: (findings: MailFindings) => void;
  /** The message takes too long, or its page answers no more. Taking the frame away ends its process. */
  readonly onGivenUp: () => void;
  readonly onLink: (link: { readonly href: string; readonly text: string }) => void;
  readonly onHover: (href: string | null) => void;
}

/**
 * The only place where HTML of a message is parsed or drawn: a page of another origin, and so of another process, which can be ended. The
 * window hands it the message's text, and hears what became of it.
 */
export function MessageFrame({ mail, watched, findings, ...handlers }: MessageFrameProps) {
  const frame = useRef<HTMLIFrameElement>(null);
  const link = useRef<PageLink | null>(null);
  const latest = useRef(handlers);
  useEffect(() => {
    latest.current = handlers;
  });
  const [page, setPage] = useState(readerPage);
  const firstPage = useRef(page);
  const [drawn, setDrawn] = useState(false);

  useEffect(() => {
    const element = frame.current;
    if (element === null) return;
    const own = new PageLink(element, page, {
      onFound: (findings) => latest.current.onFound(findings),
      onDrawn: () => setDrawn(true),
      onGivenUp: (how) => {
        abandonReaderPage(page);
        // A process that did not start gets one successor.
        if (how === 'restart' && page === firstPage.current) setPage(readerPage());
        else latest.current.onGivenUp();
      },
      onLink: (clicked) => latest.current.onLink(clicked),
      onHover: (href) => latest.current.onHover(href),
    });
    link.current = own;
    const withdraw = offerScrolling((pages, leaves) => own.scroll(pages, leaves));
    return () => {
      withdraw();
      if (!own.isIdle) abandonReaderPage(page);
      own.stop();
      link.current = null;
    };
  }, [page]);

  const words = useMarkedWords((state) => state.words);
  useEffect(() => {
    if (page.url !== '') link.current?.mark(words);
  }, [words, page]);

  useEffect(() => {
    // Handed again to the page that took the place of one that did not start.
    if (page.url !== '') link.current?.draw({ ...mail, title: texts().reader.messageText }, watched);
  }, [mail, watched, page]);

  return (
    <div className="relative flex-1" aria-busy={!drawn}>
      <iframe
        ref={frame}
        key={page.url}
        title={texts().reader.messageText}
        src={page.url}
        sandbox="allow-scripts allow-same-origin"
        referrerPolicy="no-referrer"
        className="absolute inset-0 block size-full"
        style={{ colorScheme: findings?.supportsDark ? 'inherit' : findings?.isDarkened ? 'dark' : 'light' }}
      />
      {/* Beside the frame and not over it: Chromium draws no frame that is covered, and then it would never be drawn. */}
      {findings === null && <BodySkeleton />}
    </div>
  );
}
