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
 * The only place where HTML of a message may be drawn (H3): a frame without scripts. The window can reach its document,
 * so it gives the frame the height of its content and handles its links and keys.
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
      // Until its content is measured the frame has the height of the pane, so that nothing jumps when the text
      // appears.
      style={{ height: height === 0 ? '100%' : height, colorScheme: mail.supportsDark ? 'inherit' : 'light' }}
    />
  );
}
