import { useEffect, useMemo, useRef, useState } from 'react';
import { texts } from '../../shared/texts/texts.ts';
import { followFrame } from './frame-contents.ts';
import { mailDocument } from './mail-document.ts';
import type { SanitizedMail } from './sanitize-mail.ts';

interface MessageFrameProps {
  readonly mail: SanitizedMail;
  readonly onLink: (link: { readonly href: string; readonly text: string }) => void;
  readonly onHover: (href: string | null) => void;
}

/**
 * A stranger's HTML in the only place where it may paint (H3): a frame without scripts whose document the window can reach, so it is as
 * high as its content, and its links and keys are Heron's.
 */
export function MessageFrame({ mail, onLink, onHover }: MessageFrameProps) {
  const frame = useRef<HTMLIFrameElement>(null);
  const handlers = useRef({ onLink, onHover });
  useEffect(() => {
    handlers.current = { onLink, onHover };
  });
  const [height, setHeight] = useState(0);
  const srcDoc = useMemo(() => mailDocument(mail), [mail]);

  useEffect(() => {
    if (frame.current === null || srcDoc === '') return;
    return followFrame(frame.current, {
      onHeight: setHeight,
      onLink: (link) => handlers.current.onLink(link),
      onHover: (href) => handlers.current.onHover(href),
    });
  }, [srcDoc]);

  return (
    <iframe
      ref={frame}
      title={texts().reader.messageText}
      sandbox="allow-same-origin"
      referrerPolicy="no-referrer"
      srcDoc={srcDoc}
      className="block min-h-full w-full flex-none"
      // Until it is measured the frame has the rest of the pane, so that nothing jumps when the text comes.
      style={{ height: height === 0 ? '100%' : height, colorScheme: mail.supportsDark ? 'inherit' : 'light' }}
    />
  );
}
