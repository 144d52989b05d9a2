import { afterEach, describe, expect, it } from 'vitest';
import { exampleError } from '../../../shared/example-errors.ts';
import type { AccountView, ConnectionState, MessageRow } from '../../../shared/mail.ts';
import type { AppError } from '../../../shared/reply.ts';
import { setLanguage } from '../../../shared/texts/texts.ts';
import {
  type Arrival,
  judgeTrouble,
  lastingFailureMs,
  mailNotification,
  noTrouble,
  troubleNotification,
} from './notification-model.ts';

const error: AppError = { code: 'sign_in_required', params: { reason: 'asked_again' }, retryable: false };
const account = (
  connection: ConnectionState = { kind: 'online' },
  more: { label?: string; notify?: boolean } = {},
  lastSyncAt: number | null = null,
) =>
  ({
    account: { id: 'a', address: 'ada@x.test', label: '', notify: true, auth: { method: 'password' }, ...more },
    status: { connection, lastSyncAt, proof: { kind: 'reconciled', at: 0 } },
    token: null,
  }) as unknown as AccountView;
const row = (id: number, name: string, subject: string) =>
  ({ id, subject, from: { name, address: `${name.toLowerCase()}@y.test` } }) as unknown as MessageRow;
const arrival = (count: number, messages: readonly MessageRow[], folderId = 1) =>
  ({ accountId: 'a', folderId, count, messages }) as unknown as Arrival;

type Question = Parameters<typeof mailNotification>[0];
const ask = (arrivals: readonly Arrival[], more: Partial<Question> = {}) =>
  mailNotification({
    arrivals,
    account: account(),
    severalAccounts: false,
    preferences: { notifications: true, notificationPreview: true },
    focused: false,
    paused: false,
    ...more,
  });
const noPreview = { notifications: true, notificationPreview: false };

afterEach(() => setLanguage('en'));

describe('new mail', () => {
  it('is one message with its sender and subject', () => {
    expect(ask([arrival(1, [row(7, 'Grace', 'Lunch?')])])).toEqual({
      kind: 'mail',
      accountId: 'a',
      title: 'Grace',
      body: 'Lunch?',
      destination: { kind: 'message', accountId: 'a', folderId: 1, messageId: 7 },
      markRead: [7],
    });
  });

  it('is grouped when it is several, and leads to the newest', () => {
    const first = arrival(2, [row(5, 'Grace', 'One'), row(4, 'Alan', 'Two')]);
    const second = arrival(1, [row(9, 'Grace', 'Three')], 2);
    expect(ask([first, second])).toMatchObject({
      title: '3 new messages',
      body: 'Grace and Alan',
      destination: { kind: 'message', folderId: 2, messageId: 9 },
      markRead: [5, 4, 9],
    });
    // Told twice, counted once.
    expect(ask([arrival(1, [row(5, 'Grace', 'One')]), arrival(1, [row(5, 'Grace', 'One')])])?.markRead).toEqual([5]);
  });

  it('names some senders, counts the rest, and does not mark what it cannot name', () => {
    const messages = ['Ada', 'Bob', 'Cleo', 'Dan', 'Eve'].map((name, index) => row(100 - index, name, 'x'));
    expect(ask([arrival(12, messages)])).toMatchObject({
      title: '12 new messages',
      body: 'Ada, Bob, Cleo and 9 others',
      markRead: null,
    });
  });

  it('names the account where there are several', () => {
    const several = { severalAccounts: true, account: account({ kind: 'online' }, { label: 'Work' }) };
    expect(ask([arrival(1, [row(7, 'Grace', 'Lunch?')])], several)?.body).toBe('Lunch?\nWork');
  });

  it('tells neither sender nor subject without preview', () => {
    const one = ask([arrival(1, [row(7, 'Grace', 'Lunch?')])], { preferences: noPreview });
    expect(one).toMatchObject({ title: 'New message', body: 'ada@x.test', markRead: [7] });
    const two = ask([arrival(2, [row(7, 'Grace', 'Lunch?'), row(8, 'Alan', 'No')])], { preferences: noPreview });
    expect(two).toMatchObject({ title: '2 new messages', body: 'ada@x.test' });
  });

  it('is not told of while the user looks, has paused, or does not want it', () => {
    const one = [arrival(1, [row(7, 'Grace', 'Lunch?')])];
    expect(ask(one, { focused: true })).toBeNull();
    expect(ask(one, { paused: true })).toBeNull();
    expect(ask(one, { preferences: { notifications: false, notificationPreview: true } })).toBeNull();
    expect(ask(one, { account: account({ kind: 'online' }, { notify: false }) })).toBeNull();
    expect(ask([arrival(0, [])])).toBeNull();
  });

  it('is shown as one short line each, whatever a stranger wrote (P2)', () => {
    const hostile = ask([arrival(1, [row(7, 'Gr\u202eace\n\n', `a\u0000b\n${'x'.repeat(5_000)}`)])]);
    expect(hostile?.title).toBe('Gr ace');
    expect(hostile?.body).toMatch(/^a b x{1,150}$/);
    expect(ask([arrival(1, [row(7, '', ' ')])])).toMatchObject({ title: '@y.test', body: 'No subject' });
  });

  it('leads to the mailbox when it is counted only', () => {
    expect(ask([arrival(3, [])])).toMatchObject({
      title: '3 new messages',
      body: 'ada@x.test',
      destination: { kind: 'mailbox' },
      markRead: null,
    });
  });

  it('speaks the language that is set', () => {
    setLanguage('de');
    expect(ask([arrival(3, [row(7, 'Grace', 'x')])])).toMatchObject({
      title: '3 neue Nachrichten',
      body: 'Grace und 2 weitere',
    });
  });
});

describe('an account that needs somebody', () => {
  it('leads to what helps', () => {
    expect(troubleNotification(account({ kind: 'needs_sign_in', error }))).toEqual({
      kind: 'trouble',
      accountId: 'a',
      title: 'ada@x.test needs you to sign in',
      body: 'The provider does not accept the sign-in that Heron has.',
      destination: { kind: 'sign_in', accountId: 'a' },
      markRead: null,
    });
    expect(troubleNotification(account({ kind: 'failed', error, retryAt: null }))).toMatchObject({
      title: 'ada@x.test needs you to sign in',
      destination: { kind: 'sign_in', accountId: 'a' },
    });
    const policy = exampleError('policy_blocked');
    expect(troubleNotification(account({ kind: 'needs_sign_in', error: policy }))).toMatchObject({
      title: 'ada@x.test needs your administrator',
      destination: { kind: 'account', accountId: 'a' },
    });
    const away = exampleError('server_unavailable');
    expect(troubleNotification(account({ kind: 'failed', error: away, retryAt: null }))).toMatchObject({
      title: 'ada@x.test cannot be synced',
      destination: { kind: 'account', accountId: 'a' },
    });
    expect(troubleNotification(account({ kind: 'online' }))).toBeNull();
  });

  const signIn: ConnectionState = { kind: 'needs_sign_in', error };
  const away = exampleError('server_unavailable');
  const hopeless: ConnectionState = { kind: 'failed', error: away, retryAt: null };
  const retrying: ConnectionState = { kind: 'failed', error: away, retryAt: 1 };
  const offline: ConnectionState = { kind: 'offline', error, retryAt: 1 };
  const online: ConnectionState = { kind: 'online' };
  /** Lets the states pass, each a minute after the other; `synced` ones after a synchronisation. */
  const tellings = (...states: (ConnectionState | { readonly synced: ConnectionState })[]) => {
    let trouble = noTrouble;
    let lastSyncAt = 0;
    return states.map((state, minute) => {
      if ('synced' in state) lastSyncAt = minute;
      const connection = 'synced' in state ? state.synced : state;
      const verdict = judgeTrouble(trouble, account(connection, {}, lastSyncAt), minute * 60_000);
      trouble = verdict.after;
      return verdict.tell ? 'told' : verdict.healed ? 'healed' : '';
    });
  };

  it('is told of once until it is well, and then taken back', () => {
    const connecting: ConnectionState = { kind: 'connecting' };
    expect(tellings(signIn, connecting, signIn, offline, signIn)).toEqual(['told', '', '', '', '']);
    expect(tellings(hopeless, { synced: online }, hopeless)).toEqual(['told', 'healed', 'told']);
    expect(tellings({ kind: 'online' }, { kind: 'syncing' })).toEqual(['', '']);
  });

  it('is told of again when it becomes something else', () => {
    expect(tellings(hopeless, signIn, hopeless)).toEqual(['told', 'told', '']);
  });

  it('is not well because it is connected, only because its mail was synchronised', () => {
    expect(tellings(hopeless, online, { kind: 'syncing' }, hopeless, online, { synced: online }, hopeless)).toEqual([
      ...['told', '', '', '', ''],
      'healed',
      'told',
    ]);
    // One that is retried counts from its beginning, however often it connects in between.
    expect(tellings(retrying, online, retrying, online, retrying, retrying)).toEqual(['', '', '', '', '', 'told']);
  });

  it('is left alone while it is offline, throttled or paused', () => {
    expect(
      tellings(offline, { kind: 'throttled', until: 9 }, { kind: 'paused', until: 9 }, { kind: 'stopped' }),
    ).toEqual(['', '', '', '']);
  });

  it('has time to mend itself', () => {
    expect(judgeTrouble(noTrouble, account(retrying), 0)).toMatchObject({ tell: false, waitMs: lastingFailureMs });
    const synced = { synced: { kind: 'syncing' } as const };
    expect(tellings(retrying, offline, retrying, synced, retrying, retrying)).toEqual(['', '', '', '', '', '']);
    expect(tellings(retrying, retrying, retrying, retrying, retrying, retrying, retrying)).toEqual([
      ...['', '', '', '', ''],
      'told',
      '',
    ]);
  });
});
