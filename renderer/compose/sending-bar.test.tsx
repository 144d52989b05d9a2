import { act } from 'react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { exampleError } from '../../shared/example-errors.ts';
import type { AccountId } from '../../shared/mail.ts';
import { success } from '../../shared/reply.ts';
import type { DraftId, DraftSummary } from '../../shared/writing.ts';
import { noCopy } from '../testing/no-copy.ts';
import { button, closeAll, installBridge, press, settle, show } from '../testing/test-window.tsx';
import { followDrafts, initialCompose, useCompose } from './composers.ts';
import { SendingBar } from './sending-bar.tsx';

const id = '22222222-2222-4222-8222-222222222222' as DraftId;
const inWindow: DraftSummary = {
  id,
  accountId: '11111111-1111-4111-8111-111111111111' as AccountId,
  subject: 'Offer',
  to: [],
  changedAt: 0,
  sending: null,
  place: 'window',
  ...noCopy,
};
let fake: ReturnType<typeof installBridge>;
let stop: () => void;

beforeEach(async () => {
  vi.useFakeTimers();
  useCompose.setState(initialCompose, true);
  fake = installBridge({ 'drafts.list': success([inWindow]), 'drafts.discard': success(null) });
  stop = followDrafts();
  await act(async () => vi.advanceTimersByTimeAsync(0));
  await show(<SendingBar />);
});
afterEach(async () => {
  stop();
  await closeAll();
  vi.useRealTimers();
});

const becomes = (drafts: readonly DraftSummary[]) => settle(() => fake.emit('drafts.changed', { drafts }));
const said = () => document.body.textContent;

it('says that a draft was kept whose window was closed, for a while', async () => {
  await becomes([{ ...inWindow, changedAt: 1 }]);
  expect(said()).toBe('');
  await becomes([{ ...inWindow, place: null }]);
  expect(said()).toContain('Draft kept: Offer');
  await act(async () => vi.advanceTimersByTimeAsync(10_000));
  expect(said()).toBe('');
});

it('throws such a draft away, when the user has confirmed that', async () => {
  await becomes([{ ...inWindow, place: null }]);
  await press('Delete draft');
  expect(fake.calls.filter(({ name }) => name === 'drafts.discard')).toEqual([]);
  const confirm = [
    ...document.querySelectorAll<HTMLButtonElement>('[role="alertdialog"] button, [role="dialog"] button'),
  ];
  await act(async () => confirm.find((each) => each.textContent === 'Delete draft')?.click());
  expect(fake.calls.filter(({ name }) => name === 'drafts.discard')).toEqual([
    { name: 'drafts.discard', input: { draftId: id } },
  ]);
});

it('offers to take back what was sent from a window of its own, and says nothing of one that was thrown away', async () => {
  await becomes([{ ...inWindow, sending: { kind: 'held', until: Date.now() + 10_000 } }]);
  expect(said()).toContain('Sending in 10 seconds');
  expect(button('Undo')).toBeTruthy();
  await settle(() => useCompose.setState({ justSent: null }));
  await becomes([inWindow]);
  await becomes([]);
  expect(said()).toBe('');
});

it('Y3 says that a message could not be sent, until the outbox is opened', async () => {
  const onItsWay: DraftSummary = { ...inWindow, place: null, sending: { kind: 'sending' } };
  const refused: DraftSummary = {
    ...onItsWay,
    sending: { kind: 'refused', error: exampleError('recipients_refused'), refused: [] },
  };
  await becomes([onItsWay]);
  await becomes([refused]);
  expect(said()).toContain('Could not be sent: Offer');
  await becomes([onItsWay]);
  expect(said()).toBe('');
  await becomes([refused]);
  await press('Show');
  expect(useCompose.getState().list).toBe('outbox');
  expect(said()).toBe('');
  await becomes([onItsWay]);
  await becomes([refused]);
  expect(said(), 'the open outbox says it').toBe('');
});
