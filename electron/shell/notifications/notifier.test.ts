import { expect, it, vi } from 'vitest';
import { exampleError } from '../../../shared/example-errors.ts';
import type { AccountId, AccountView, ConnectionState, MessageRow } from '../../../shared/mail.ts';
import type { AppError } from '../../../shared/reply.ts';
import type { DraftSummary, SendingState } from '../../../shared/writing.ts';
import { fakeClock } from '../../platform/clock-fake.ts';
import { type Arrival, lastingFailureMs, type NotificationModel, uncertainMs } from './notification-model.ts';
import { Notifier, type ShowNotification } from './notifier.ts';

const error: AppError = { code: 'sign_in_required', params: { reason: 'asked_again' }, retryable: false };
const view = (id: string, connection: ConnectionState = { kind: 'online' }, lastSyncAt = 0) =>
  ({
    account: { id, address: `${id}@x.test`, label: '', notify: true, auth: { method: 'password', username: '' } },
    status: { connection, lastSyncAt, proof: { kind: 'reconciled', at: 0 } },
    token: null,
  }) as unknown as AccountView;
const arrival = (accountId: string, id: number) => {
  const message = { id, subject: `Subject ${id}`, from: { name: 'Grace', address: '' } } as unknown as MessageRow;
  return { accountId, folderId: 1, count: 1, messages: [message] } as unknown as Arrival;
};

function scene() {
  const clock = fakeClock();
  const state = { accounts: [view('a')] as AccountView[], attended: false, wanted: true, preview: true };
  const visible: { model: NotificationModel; answers: Parameters<ShowNotification>[1] }[] = [];
  const go = vi.fn();
  const markRead = vi.fn();
  const notifier = new Notifier({
    clock,
    show: (model, answers) => {
      const one = { model, answers };
      visible.push(one);
      return () => void visible.splice(visible.indexOf(one), 1);
    },
    accounts: () => state.accounts,
    preferences: () => ({ notifications: state.wanted, notificationPreview: state.preview }),
    isAttended: () => state.attended,
    isPaused: () => false,
    go,
    markRead,
  });
  const become = (...accounts: AccountView[]) => {
    state.accounts = accounts;
    notifier.accountsChanged(accounts);
  };
  const titles = () => visible.map(({ model }) => model.title);
  return { clock, state, visible, go, markRead, notifier, become, titles };
}

it('groups what comes within two seconds, for each account by itself', async () => {
  const { clock, notifier, become, titles } = scene();
  become(view('a'), view('b'));
  notifier.arrived(arrival('a', 1));
  notifier.arrived(arrival('b', 2));
  await clock.advance(1_500);
  notifier.arrived(arrival('a', 3));
  expect(titles()).toEqual([]);
  await clock.advance(500);
  expect(titles()).toEqual(['2 new messages', 'Grace']);
  notifier.arrived(arrival('a', 4));
  await clock.advance(2_000);
  expect(titles()).toHaveLength(3);
});

it('asks whether the user looks when it would tell, not when the mail came', async () => {
  const { clock, state, notifier, titles } = scene();
  notifier.arrived(arrival('a', 1));
  state.attended = true;
  await clock.advance(2_000);
  expect(titles()).toEqual([]);
});

it('leads to the message, or marks it as read, and is gone then', async () => {
  const { clock, visible, go, markRead, notifier } = scene();
  notifier.arrived(arrival('a', 1));
  await clock.advance(2_000);
  visible[0]?.answers.click();
  expect(go).toHaveBeenCalledWith({ kind: 'message', accountId: 'a', folderId: 1, messageId: 1 });
  notifier.arrived(arrival('a', 2));
  await clock.advance(2_000);
  visible[0]?.answers.markRead();
  expect(markRead).toHaveBeenCalledWith('a' as AccountId, [2]);
  expect(go).toHaveBeenCalledTimes(1);
  expect(visible).toEqual([]);
  expect(notifier.shown()).toEqual([]);
});

it('tells once of a sign-in, and takes it back when it is done', () => {
  const { become, titles } = scene();
  for (let round = 0; round < 3; round += 1) become(view('a', { kind: 'needs_sign_in', error }));
  expect(titles()).toEqual(['a@x.test needs you to sign in']);
  become(view('a', { kind: 'connecting' }));
  expect(titles()).toHaveLength(1);
  become(view('a', { kind: 'online' }));
  expect(titles()).toHaveLength(1);
  become(view('a', { kind: 'online' }, 1));
  expect(titles()).toEqual([]);
});

it('does not tell later of what the user saw in the window', () => {
  const { state, become, titles } = scene();
  state.attended = true;
  become(view('a', { kind: 'needs_sign_in', error }));
  state.attended = false;
  become(view('a', { kind: 'needs_sign_in', error }));
  expect(titles()).toEqual([]);
});

it('tells of a failure that lasts without any further change', async () => {
  const { clock, become, titles } = scene();
  become(view('a', { kind: 'failed', error: exampleError('server_unavailable'), retryAt: 1 }));
  await clock.advance(lastingFailureMs - 1);
  expect(titles()).toEqual([]);
  await clock.advance(1);
  expect(titles()).toEqual(['a@x.test cannot be synced']);
});

it('is silent when notifications are switched off', async () => {
  const { clock, state, notifier, become, titles } = scene();
  state.wanted = false;
  notifier.arrived(arrival('a', 1));
  become(view('a', { kind: 'needs_sign_in', error }));
  await clock.advance(5_000);
  expect(titles()).toEqual([]);
});

it('forgets an account that is removed', async () => {
  const { clock, notifier, become, titles } = scene();
  become(view('a'), view('b', { kind: 'failed', error, retryAt: 1 }));
  notifier.arrived(arrival('a', 1));
  notifier.arrived(arrival('b', 2));
  await clock.advance(2_000);
  notifier.arrived(arrival('b', 3));
  expect(titles()).toHaveLength(2);
  become(view('a'));
  expect(titles()).toHaveLength(1);
  expect(clock.pending()).toEqual([]);
});

it('keeps no more than twenty', async () => {
  const { clock, notifier, visible } = scene();
  for (let id = 1; id <= 25; id += 1) {
    notifier.arrived(arrival('a', id));
    await clock.advance(2_000);
  }
  expect(visible).toHaveLength(20);
  expect(visible[0]?.model.body).toBe('Subject 6');
  notifier.dispose();
  expect(visible).toEqual([]);
});

const draft = (sending: SendingState | null, id = 'd') =>
  ({ id, accountId: 'a', subject: 'Offer', sending }) as DraftSummary;
const refused: SendingState = { kind: 'refused', error: exampleError('recipients_refused'), refused: [] };
const uncertain: SendingState = { kind: 'uncertain', error: exampleError('may_have_been_sent'), lookedAt: null };

it('Y3 a message that could not be sent is told once, and a click leads to the outbox', () => {
  const { notifier, visible, go, become, titles } = scene();
  become(view('a'));
  notifier.draftsChanged([draft({ kind: 'sending' })]);
  expect(titles()).toEqual([]);
  notifier.draftsChanged([draft(refused)]);
  notifier.draftsChanged([draft(refused), draft(null, 'other')]);
  expect(titles()).toEqual(['A message could not be sent']);
  expect(visible[0]?.model.body).toMatch(/^Offer\n.+/);
  visible[0]?.answers.click();
  expect(go).toHaveBeenCalledWith({ kind: 'outbox' });
  notifier.draftsChanged([draft(refused)]);
  expect(titles()).toEqual([]);
});

it('its notification goes when it is sent after all, and a second refusal is told anew', () => {
  const { notifier, titles } = scene();
  notifier.draftsChanged([draft(refused)]);
  notifier.draftsChanged([draft({ kind: 'sending' })]);
  expect(titles()).toEqual([]);
  notifier.draftsChanged([draft(refused)]);
  expect(titles()).toHaveLength(1);
  notifier.draftsChanged([]);
  expect(titles()).toEqual([]);
});

it('what may have been sent is told when it was looked for a while, and not where it was found', async () => {
  const { clock, notifier, titles } = scene();
  notifier.draftsChanged([draft(uncertain), draft(uncertain, 'e')]);
  await clock.advance(uncertainMs - 1);
  notifier.draftsChanged([draft(uncertain)]);
  expect(titles()).toEqual([]);
  await clock.advance(1);
  expect(titles()).toEqual(['A message may have been sent']);
  notifier.draftsChanged([]);
  expect([titles(), clock.pending()]).toEqual([[], []]);
});

it('no notification where the window says it, or where none is wanted; without preview it names nothing', () => {
  const { state, notifier, visible, titles } = scene();
  state.attended = true;
  notifier.draftsChanged([draft(refused, 'd1')]);
  state.attended = false;
  state.wanted = false;
  notifier.draftsChanged([draft(refused, 'd1'), draft(refused, 'd2')]);
  expect(titles()).toEqual([]);
  state.wanted = true;
  state.preview = false;
  notifier.draftsChanged([draft(refused, 'd3')]);
  expect(visible.map(({ model }) => [model.title, model.body])).toEqual([['A message could not be sent', '']]);
});
