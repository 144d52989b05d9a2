import type { Reply } from '../../shared/reply.ts';
import type { DraftSummary, SendingState } from '../../shared/writing.ts';
import type { EngineCalls } from '../engine/contract.ts';
import type { Clock } from '../platform/clock.ts';

type Asked = 'drafts.list' | 'drafts.retry';

interface FinishSendingPorts {
  readonly call: <K extends Asked>(name: K, input: EngineCalls[K]['input']) => Promise<Reply<EngineCalls[K]['output']>>;
  /** Follows the engine's drafts; returns the unsubscribe. */
  readonly onDrafts: (listener: (drafts: readonly DraftSummary[]) => void) => () => void;
  readonly isPaused: () => boolean;
  readonly clock: Clock;
  /** Quitting is about to wait. */
  readonly onWaiting: () => void;
}

/** How long quitting waits for messages on their way, in milliseconds. What is not sent by then is, at the next start. */
export const finishWithinMs = 10_000;

/**
 * Before Heron quits: what the user has sent leaves. A message that is held to be taken back would otherwise lie here, unseen, until the
 * next start (Y3).
 */
export async function finishSending({ call, onDrafts, isPaused, clock, onWaiting }: FinishSendingPorts): Promise<void> {
  if (isPaused()) return;
  const before = await call('drafts.list', undefined);
  if (!before.ok || !before.value.some(({ sending }) => isLeaving(sending))) return;
  onWaiting();
  await new Promise<void>((done) => {
    const take = (drafts: readonly DraftSummary[]): void => {
      if (drafts.some(({ sending }) => isLeaving(sending))) return;
      cancelTimer();
      stop();
      done();
    };
    const stop = onDrafts(take);
    const cancelTimer = clock.after(finishWithinMs, () => take([]));
    const held = before.value.filter(({ sending }) => sending?.kind === 'held');
    void Promise.all(held.map(({ id }) => call('drafts.retry', { draftId: id, decision: 'try_now' })))
      // It may have gone while the engine was asked.
      .then(() => call('drafts.list', undefined))
      .then((reply) => take(reply.ok ? reply.value : []));
  });
}

/** Whether the message leaves within moments, as far as is known. */
function isLeaving(sending: SendingState | null): boolean {
  if (sending?.kind === 'waiting') return sending.error === null;
  return sending?.kind === 'held' || sending?.kind === 'sending';
}
