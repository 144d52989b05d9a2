import type { MessageMark } from '../../imap/session.ts';
import { flagKind } from '../steps/flag-kind.ts';

/** Marks a message as answered or forwarded, which other mail programs show as well. */
export interface MarkMessage {
  readonly kind: 'mark_message';
  readonly mark: MessageMark;
}

export const markMessage = {
  ...flagKind<MarkMessage>({
    kind: 'mark_message',
    flags: ({ mark }) => (mark === 'answered' ? { answered: true } : { forwarded: true }),
    send: (session, uids, { mark }, signal) => session.mark(uids, mark, signal),
  }),
  // A message can be answered and forwarded, so neither mark makes the other pointless.
  replaces: [],
};
