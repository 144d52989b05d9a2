import { flagKind } from '../steps/flag-kind.ts';

/** Marks a message as read, or as unread. */
export interface SetSeen {
  readonly kind: 'set_seen';
  readonly seen: boolean;
}

export const setSeen = flagKind<SetSeen>({
  kind: 'set_seen',
  flags: ({ seen }) => ({ seen }),
  send: (session, uids, { seen }, signal) => session.setSeen(uids, seen, signal),
});
