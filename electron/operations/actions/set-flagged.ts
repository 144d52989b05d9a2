import { flagKind } from '../steps/flag-kind.ts';

/** Gives a message a star, or takes it away. */
export interface SetFlagged {
  readonly kind: 'set_flagged';
  readonly flagged: boolean;
}

export const setFlagged = flagKind<SetFlagged>({
  kind: 'set_flagged',
  flags: ({ flagged }) => ({ flagged }),
  send: (session, uids, { flagged }, signal) => session.setFlagged(uids, flagged, signal),
});
