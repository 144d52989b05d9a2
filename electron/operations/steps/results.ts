import type { Outcome } from '../../imap/session.ts';
import type { Sent } from '../action-kind.ts';

/** A verb's outcome, with the result for `apply` where it is done. */
export function sent<R>(outcome: Outcome, result: R): Sent<R> {
  return outcome.kind === 'done' ? { kind: 'done', result } : outcome;
}
