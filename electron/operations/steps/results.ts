import type { Outcome } from '../../imap/session.ts';
import type { Sent } from '../action-kind.ts';

/** The outcome of a session's verb as a Sent: `done` gets the result for `apply`. */
export function sent<R>(outcome: Outcome, result: R): Sent<R> {
  return outcome.kind === 'done' ? { kind: 'done', result } : outcome;
}
