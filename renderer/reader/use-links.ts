import { useCallback, useState } from 'react';
import { errorMessage } from '../../shared/error-texts.ts';
import { call } from '../bridge.ts';
import { type LinkMismatch, linkMismatch } from './link-safety.ts';

export interface PendingLink extends LinkMismatch {
  readonly href: string;
}

interface Links {
  /** The address under the pointer, or why one was not opened. */
  readonly status: string | null;
  /** A link that names another host than it opens: the user decides. */
  readonly pending: PendingLink | null;
  readonly onHover: (href: string | null) => void;
  readonly onLink: (link: { readonly href: string; readonly text: string }) => void;
  readonly confirm: () => void;
  readonly dismiss: () => void;
}

/** Opens the links of a message in the system's browser, after a question where the text lies about the address. */
export function useLinks(): Links {
  const [status, setStatus] = useState<string | null>(null);
  const [pending, setPending] = useState<PendingLink | null>(null);
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
  const dismiss = useCallback(() => setPending(null), []);
  const confirm = useCallback(() => {
    if (pending !== null) void open(pending.href);
    setPending(null);
  }, [open, pending]);
  return { status, pending, onHover: setStatus, onLink, confirm, dismiss };
}
