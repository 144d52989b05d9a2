import { expect, it } from 'vitest';
import { type Reply, success } from '../../shared/reply.ts';
import type { DraftId, DraftSummary, SendingState } from '../../shared/writing.ts';
import { fakeClock } from '../platform/clock-fake.ts';
import { finishSending, finishWithinMs } from './finish-sending.ts';

const draft = (id: string, sending: SendingState | null) => ({ id: id as DraftId, sending }) as DraftSummary;
const error = { code: 'network_unreachable', params: { reason: 'no_route', server: 'x' }, retryable: true } as never;

function scene(drafts: readonly DraftSummary[], { paused = false } = {}) {
  const clock = fakeClock();
  const state = { drafts, retried: [] as DraftId[], waits: 0, done: false };
  const listeners = new Set<(drafts: readonly DraftSummary[]) => void>();
  const become = (next: readonly DraftSummary[]) => {
    state.drafts = next;
    for (const tell of listeners) tell(next);
  };
  const finished = finishSending({
    call: async (name, input): Promise<Reply<never>> => {
      if (name === 'drafts.retry') state.retried.push((input as { draftId: DraftId }).draftId);
      return success((name === 'drafts.list' ? state.drafts : null) as never);
    },
    onDrafts: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    isPaused: () => paused,
    clock,
    onWaiting: () => {
      state.waits += 1;
    },
  }).then(() => {
    state.done = true;
  });
  return { clock, state, listeners, become, finished };
}

const held: SendingState = { kind: 'held', until: 1 };

it('Y3 what is held when Heron quits leaves first', async () => {
  const { clock, state, listeners, become, finished } = scene([draft('a', held), draft('b', null)]);
  await clock.advance(0);
  expect(state).toMatchObject({ retried: ['a'], waits: 1, done: false });
  become([draft('a', { kind: 'sending' }), draft('b', null)]);
  await clock.advance(0);
  expect(state.done).toBe(false);
  become([draft('b', null)]);
  await finished;
  expect([clock.pending(), listeners.size]).toEqual([[], 0]);
});

it('a message that cannot leave now holds nothing up', async () => {
  const { state, become, finished, clock } = scene([draft('a', held)]);
  await clock.advance(0);
  become([draft('a', { kind: 'waiting', error, retryAt: 5 })]);
  await finished;
  expect(state.done).toBe(true);
});

it('quitting waits only so long', async () => {
  const { clock, state, finished } = scene([draft('a', { kind: 'sending' })]);
  await clock.advance(0);
  await clock.advance(finishWithinMs - 1);
  expect(state).toMatchObject({ done: false, retried: [] });
  await clock.advance(1);
  await finished;
});

it.each<[string, SendingState | null, boolean]>([
  ['a draft', null, false],
  ['one for later', { kind: 'scheduled', at: 9 }, false],
  ['one that was refused', { kind: 'refused', error, refused: [] }, false],
  ['one that may have been sent', { kind: 'uncertain', error, lookedAt: null }, false],
  ['anything while Heron is paused', held, true],
])('is not delayed by %s', async (_what, sending, paused) => {
  const { state, finished } = scene([draft('a', sending)], { paused });
  await finished;
  expect(state).toMatchObject({ retried: [], waits: 0 });
});
