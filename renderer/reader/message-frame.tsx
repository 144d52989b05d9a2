import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { MessageId } from '../../shared/mail.ts';
import { texts } from '../../shared/texts/texts.ts';
import { useMarks } from '../stores/marked-words.ts';
import { BodySkeleton } from './body-skeleton.tsx';
import { type HitOffer, offerHits } from './find/find.ts';
import { offerScrolling, revealWithin, scrollToWithin } from './message-scroll.ts';
import { PageLink } from './page-link.ts';
import type { MailFindings, MailToDraw } from './page-messages.ts';
import { abandonReaderPage, type ReaderPage, returnReaderPage, takeReaderPage } from './reader-page.ts';

interface MessageFrameProps {
  readonly mail: Omit<MailToDraw, 'title'>;
  /** Gives the page up when it takes too long; not after the user asked to see the message anyway. */
  readonly watched: boolean;
  /** The frame is as high as its message, and what it stands in scrolls; else it fills its place and scrolls itself. */
  readonly fits?: boolean;
  /** The message that is drawn; absent: what is found in it is marked and not counted. */
  readonly hitsOf?: MessageId;
  /** Null until `onFound`. */
  readonly findings: MailFindings | null;
  /** What the HTML turned out to be; comes before the message is seen. */
  readonly onFound: (findings: MailFindings) => void;
  /** The message takes too long, or its page answers no more. Taking the frame away ends its process. */
  readonly onGivenUp: () => void;
  /** The message is on the screen. */
  readonly onDrawn?: () => void;
  readonly onLink: (link: { readonly href: string; readonly text: string }) => void;
  readonly onHover: (href: string | null) => void;
}

/** Until a message has told its height, in CSS pixels: as much as the placeholder takes. */
const firstHeight = 140;

/**
 * The only place where HTML of a message is parsed or drawn: a page of another origin, and so of another process, which can be ended. The
 * window hands it the message's text, and hears what became of it.
 */
export function MessageFrame({ mail, watched, findings, fits = false, hitsOf, ...handlers }: MessageFrameProps) {
  const frame = useRef<HTMLIFrameElement>(null);
  const link = useRef<PageLink | null>(null);
  const latest = useRef(handlers);
  useEffect(() => {
    latest.current = handlers;
  });
  const [page, setPage] = useState<ReaderPage | null>(null);
  const restarted = useRef(false);
  const [drawn, setDrawn] = useState(false);
  const [height, setHeight] = useState(firstHeight);

  // Before the browser paints, and after the frame before was taken away, so that its process goes on with this message.
  useLayoutEffect(() => setPage(takeReaderPage()), []);

  useLayoutEffect(() => {
    const element = frame.current;
    if (element === null || page === null) return;
    const own = new PageLink(element, page, {
      onFound: (findings) => latest.current.onFound(findings),
      onDrawn: () => setDrawn(true),
      onHeight: setHeight,
      onTarget: (top) => scrollToWithin(element, top),
      onHits: (count, isMore) => offer.current?.counted(count, isMore),
      onHitPlace: (top, bottom) => revealWithin(element, top, bottom),
      onGivenUp: (how) => {
        abandonReaderPage(page);
        // A process that did not start gets one successor.
        if (how === 'restart' && !restarted.current) setPage(takeReaderPage());
        else latest.current.onGivenUp();
        restarted.current = true;
      },
      onLink: (clicked) => latest.current.onLink(clicked),
      onHover: (href) => latest.current.onHover(href),
    });
    link.current = own;
    return () => {
      if (own.isIdle) returnReaderPage(page);
      else abandonReaderPage(page);
      own.stop();
      link.current = null;
    };
  }, [page]);

  useEffect(() => {
    if (page === null) return;
    link.current?.fit(fits ? texts().reader.quoted : null);
    return fits ? undefined : offerScrolling((pages, leaves) => link.current?.scroll(pages, leaves));
  }, [fits, page]);

  const { onDrawn } = handlers;
  useEffect(() => {
    if (drawn) onDrawn?.();
  }, [drawn, onDrawn]);

  const offer = useRef<HitOffer | null>(null);
  useEffect(() => {
    if (hitsOf === undefined) return;
    const own = offerHits(hitsOf, { show: (index, reveals) => link.current?.showHit(index, reveals) });
    offer.current = own;
    return () => {
      own.stop();
      offer.current = null;
    };
  }, [hitsOf]);
  const marks = useMarks();
  useEffect(() => {
    if (page !== null) link.current?.mark(marks);
  }, [marks, page]);

  useEffect(() => {
    // Handed again to the page that took the place of one that did not start.
    if (page !== null) link.current?.draw({ ...mail, title: texts().reader.messageText }, watched);
  }, [mail, watched, page]);

  return (
    <div
      className={fits ? 'relative' : 'relative flex-1'}
      style={fits ? { height: `${height}px` } : undefined}
      aria-busy={!drawn}
    >
      {page !== null && (
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
      )}
      {/* Beside the frame and not over it: Chromium draws no frame that is covered, and then it would never be drawn. */}
      {findings === null && <BodySkeleton />}
    </div>
  );
}
