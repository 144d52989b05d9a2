import { useCallback, useEffect, useState } from 'react';
import { errorMessage } from '../../shared/error-texts.ts';
import type { MessageId } from '../../shared/mail.ts';
import { call, on } from '../bridge.ts';
import { type LinkMismatch, linkMismatch } from './link-safety.ts';

export interface PendingLink extends LinkMismatch {
  readonly href: string;
}

export interface Links {
  /** The address of the link under the pointer, or why a link was not opened. */
  readonly status: string | null;
  /** A link that opens another host than its text names, while the user is asked about it. */
  readonly pending: PendingLink | null;
  readonly onHover: (href: string | null) => void;
  readonly onLink: (link: { readonly href: string; readonly text: string }) => void;
  readonly confirm: () => void;
  readonly dismiss: () => void;
}

/** Opens the links of the open message in the system's browser; asks first if a link's text names another host. */
export function useLinks(messageId: MessageId | null): Links {
  const [status, setStatus] = useState<string | null>(null);
  const [pending, setPending] = useState<PendingLink | null>(null);
  // What is said is about the message that is open.
  const [about, setAbout] = useState(messageId);
  if (about !== messageId) {
    setAbout(messageId);
    setStatus(null);
    setPending(null);
  }
  const open = useCallback(async (href: string) => {
    const reply = await call('app.openExternal', { url: href });
    if (!reply.ok) setStatus(errorMessage(reply.error));
  }, []);
  const onLink = useCallback(
    ({ href, text }: { readonly href: string; readonly text: string }) => {
      const mismatch = linkMismatch(text, href);
      if (mismatch === null) void open(href);
      else setPending({ ...mismatch, href });
    },
    [open],
  );
  // Chosen in the native context menu.
  useEffect(() => on('app.linkChosen', onLink), [onLink]);
  const dismiss = useCallback(() => setPending(null), []);
  const confirm = useCallback(() => {
    if (pending !== null) void open(pending.href);
    setPending(null);
  }, [open, pending]);
  return { status, pending, onHover: setStatus, onLink, confirm, dismiss };
}
