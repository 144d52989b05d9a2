import type { ImapSession } from '../../imap/session.ts';
import type { Clock } from '../../platform/clock.ts';

export interface ProofOptions {
  readonly clock: Clock;
  /** How long the server may take before another session is opened beside this one. */
  readonly patienceMs: number;
  /** Opens the other session; rejects when its signal aborts, and where none is needed. */
  readonly open: (signal: AbortSignal) => Promise<ImapSession>;
  readonly signal: AbortSignal;
}

/**
 * Waits for the server's answer to a command. When it takes longer than `patienceMs`, another session is opened beside
 * this one, and the one that answers first stays: a half-open connection is replaced soon (N1), and one that is only slow
 * is kept (N4). The command may have to wait for a long one, so any octet that arrives in the second half of `patienceMs`
 * counts as an answer.
 * @param answer settles with the command, and rejects when the session ends
 * @returns the session that takes this one's place; null when this one answered, or ended before the other was begun
 */
export async function prove(
  session: ImapSession,
  answer: Promise<unknown>,
  { clock, patienceMs, open, signal }: ProofOptions,
): Promise<ImapSession | null> {
  const answered = answer.then(
    () => true,
    () => false,
  );
  // Octets that were on their way before the computer slept may still arrive in the first half.
  let early = Number.POSITIVE_INFINITY;
  const cancelEarly = clock.after(patienceMs / 2, () => {
    early = session.received;
  });
  const isMissed = await new Promise<boolean>((resolve) => {
    const cancel = clock.after(patienceMs, () => resolve(session.received <= early));
    void answered.then(() => {
      cancel();
      cancelEarly();
      resolve(false);
    });
  });
  if (!isMissed) return null;
  const beside = new AbortController();
  const opened = open(AbortSignal.any([signal, beside.signal])).catch(() => null);
  // When this one ends unanswered, the other is waited for.
  const next = await Promise.race([answered.then(async (isAlive) => (isAlive ? null : await opened)), opened]);
  if (next !== null) return next;
  beside.abort();
  void opened.then((late) => late?.close());
  return null;
}
