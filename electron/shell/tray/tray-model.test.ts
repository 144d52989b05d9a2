import { afterEach, describe, expect, it } from 'vitest';
import { exampleError } from '../../../shared/example-errors.ts';
import type { AccountView, ConnectionState } from '../../../shared/mail.ts';
import type { AppError, ErrorCode } from '../../../shared/reply.ts';
import { setLanguage } from '../../../shared/texts/texts.ts';
import type { DraftSummary, SendingState } from '../../../shared/writing.ts';
import { type TrayItem, totalUnread, trayGlyph, trayModel } from './tray-model.ts';

const error: AppError = { code: 'sign_in_required', params: { reason: 'asked_again' }, retryable: false };
const failed = (code: ErrorCode): ConnectionState => ({ kind: 'failed', error: exampleError(code), retryAt: null });

function view(address: string, connection: ConnectionState, inboxUnread: number | null = 0, label = ''): AccountView {
  const auth = { method: 'password', username: address };
  return {
    account: { id: address, address, label, auth },
    status: { connection, inboxUnread, proof: { kind: 'reconciled', at: 0 } },
    token: null,
  } as AccountView;
}

const labels = (items: readonly TrayItem[]) => items.map((item) => (item.kind === 'item' ? item.label : '-'));
const find = (items: readonly TrayItem[], id: string) =>
  items.find((item) => item.kind === 'item' && item.id === id) as Extract<TrayItem, { kind: 'item' }> | undefined;
const model = (
  accounts: readonly AccountView[],
  pausedUntil: number | null = null,
  drafts: readonly DraftSummary[] = [],
) => trayModel({ accounts, pausedUntil, drafts });

afterEach(() => setLanguage('en'));

describe('the menu', () => {
  it('has each account with unread and state, then what can be done', () => {
    expect(
      labels(
        model([view('ada@contoso.test', { kind: 'online' }, 1234, 'Work'), view('b@x.test', { kind: 'syncing' }, null)])
          .items,
      ),
    ).toEqual([
      expect.stringMatching(/^Work: 1,234 unread, up to date, as of \d{1,2}:\d\d$/),
      'b@x.test: refreshing',
      '-',
      'Sync now',
      'Pause for an hour',
      '-',
      'New message',
      'Open Heron',
      'Settings…',
      '-',
      'Quit',
    ]);
  });

  it('works without any account', () => {
    const { items, tooltip, turn } = model([]);
    expect(labels(items)[0]).toBe('Sync now');
    expect(find(items, 'sync')?.enabled).toBe(false);
    expect(find(items, 'pause')?.enabled).toBe(false);
    expect(find(items, 'write')?.enabled).toBe(false);
    expect({ tooltip, turn }).toEqual({ tooltip: 'Heron', turn: false });
  });

  it('offers no sync where every account waits for its user', () => {
    const waiting = view('a@x.test', { kind: 'needs_sign_in', error });
    expect(find(model([waiting]).items, 'sync')?.enabled).toBe(false);
    expect(find(model([waiting, view('b@x.test', { kind: 'online' })]).items, 'sync')?.enabled).toBe(true);
  });

  const offline: ConnectionState = { kind: 'offline', error, retryAt: null };
  it.each<[string, ConnectionState, string | null, string | null]>([
    ['up to date', { kind: 'online' }, null, null],
    ['being connected', { kind: 'connecting' }, null, null],
    ['waiting for a sign-in', { kind: 'needs_sign_in', error }, 'Sign in…', 'sign_in'],
    ['offline', offline, 'Try again', 'reconnect'],
    ['throttled', { kind: 'throttled', until: 0 }, 'Try again', 'reconnect'],
    ['failed by its sign-in', failed('token_rejected'), 'Sign in…', 'sign_in'],
    ['failed by a wrong password', failed('authentication_failed'), 'Sign in…', 'sign_in'],
    ['failed by the administrator', failed('policy_blocked'), 'Open settings…', 'account'],
    ['failed by a full disk', failed('disk_full'), 'Try again', 'reconnect'],
    ['failed by the server', failed('server_unavailable'), 'Try again', 'reconnect'],
  ])('has one action for an account that is %s', (_, connection, label, command) => {
    const items = model([view('a@x.test', connection)]).items;
    const actions = items.filter((item) => item.kind === 'item' && item.id === 'account:a@x.test:action');
    expect(actions).toHaveLength(label === null ? 0 : 1);
    const action = find(items, 'account:a@x.test:action');
    expect(action?.label.trim() ?? null).toBe(label);
    const asked = action?.command;
    expect(asked?.kind === 'go' ? asked.destination.kind : (asked?.kind ?? null)).toBe(command);
  });

  it('turns “Pause” into “Resume” with its time', () => {
    const until = new Date(2026, 0, 1, 15, 30).getTime();
    const { items, tooltip } = model([view('a@x.test', { kind: 'paused', until })], until);
    expect(find(items, 'pause')).toBeUndefined();
    expect(find(items, 'resume')?.label).toBe('Resume (paused until 15:30)');
    expect(labels(items)[0]).toBe('a@x.test: paused until 15:30');
    expect(tooltip).toBe('Heron: paused until 15:30');
  });
});

describe('the tooltip and the glyph', () => {
  it('count what is unread, over all accounts whose inbox is known', () => {
    const accounts = [
      view('a@x.test', { kind: 'online' }, 3),
      view('b@x.test', { kind: 'online' }, null),
      view('c@x.test', { kind: 'offline', error, retryAt: null }, 4),
    ];
    expect(totalUnread(accounts)).toBe(7);
    expect(model(accounts)).toMatchObject({ tooltip: 'Heron: 7 unread', turn: false });
  });

  it('say whose turn it is', () => {
    expect(
      model([
        view('ada@contoso.test', { kind: 'needs_sign_in', error }, 2),
        view('grace@contoso.test', { kind: 'offline', error, retryAt: null }),
        view('alan@contoso.test', failed('disk_full')),
        view('eve@contoso.test', failed('policy_blocked')),
        view('mary@contoso.test', failed('server_unavailable')),
      ]),
    ).toMatchObject({
      tooltip:
        'Heron: 2 unread, ada@contoso.test needs you to sign in, alan@contoso.test needs you, ' +
        'eve@contoso.test needs your administrator, mary@contoso.test needs attention',
      turn: true,
    });
  });

  it('leave the user alone with what others must mend', () => {
    for (const code of ['server_unavailable', 'policy_blocked', 'throttled'] as const) {
      expect(model([view('a@x.test', failed(code))]).turn).toBe(false);
    }
  });
});

it('speaks the language that is set', () => {
  setLanguage('de');
  const { items, tooltip } = model([view('a@x.test', { kind: 'needs_sign_in', error }, 1200)]);
  expect(labels(items).slice(0, 4)).toEqual([
    'a@x.test: 1.200 ungelesen, Anmeldung nötig',
    '    Anmelden …',
    '-',
    'Jetzt synchronisieren',
  ]);
  expect(tooltip).toBe('Heron: 1.200 ungelesen, Bitte anmelden: a@x.test');
});

it('draws a glyph that can be seen on the panel', () => {
  const glyph = (platform: NodeJS.Platform, systemIsDark: boolean, desktop = '') =>
    trayGlyph({ platform, systemIsDark, desktop });
  expect(glyph('darwin', true)).toBe('template');
  expect(glyph('win32', true)).toBe('light');
  expect(glyph('win32', false)).toBe('dark');
  expect(glyph('linux', false, 'KDE')).toBe('dark');
  expect(glyph('linux', true, 'KDE')).toBe('light');
  expect(glyph('linux', false, 'ubuntu:GNOME')).toBe('light');
});

describe('the outbox', () => {
  const draft = (id: string, sending: SendingState | null, subject = 'Offer') =>
    ({ id, subject, sending }) as DraftSummary;
  const refused: SendingState = { kind: 'refused', error, refused: [] };
  const uncertain: SendingState = { kind: 'uncertain', error, lookedAt: null };
  const online = view('ada@contoso.test', { kind: 'online' });

  it('is not there while it holds nothing, whatever is being written', () => {
    const { items, turn, tooltip } = model([online], null, [draft('a', null)]);
    expect(find(items, 'outbox')).toBeUndefined();
    expect([turn, tooltip]).toEqual([false, 'Heron']);
  });

  it('Y3 what could not be sent is the user’s turn, said in tooltip and menu, and a click leads there', () => {
    const drafts = [draft('a', refused), draft('b', refused), draft('c', uncertain), draft('d', { kind: 'sending' })];
    const { items, turn, tooltip } = model([online], null, drafts);
    expect(turn).toBe(true);
    expect(tooltip).toBe('Heron: 2 messages could not be sent, 1 message may have been sent');
    expect(find(items, 'outbox')).toMatchObject({
      label: 'Outbox: 2 messages could not be sent, 1 message may have been sent, 1 waiting to be sent',
      command: { kind: 'go', destination: { kind: 'outbox' } },
    });
  });

  it('a message that waits by itself is nobody’s turn', () => {
    const { turn, items } = model([online], null, [draft('a', { kind: 'waiting', error, retryAt: 1 })]);
    expect(turn).toBe(false);
    expect(find(items, 'outbox')?.label).toBe('Outbox: 1 waiting to be sent');
  });

  it('what is held can be taken back there, each by its subject', () => {
    const held: SendingState = { kind: 'held', until: 1 };
    const drafts = [draft('a', held), draft('b', held, '  '), draft('c', { kind: 'sending' })];
    const { items } = model([online], null, drafts);
    expect(find(items, 'takeBack:a')).toMatchObject({
      label: 'Undo sending “Offer”',
      command: { kind: 'takeBack', draftId: 'a' },
    });
    expect(find(items, 'takeBack:b')?.label).toBe('Undo sending');
    expect(find(items, 'takeBack:c')).toBeUndefined();
    setLanguage('de');
    expect(find(model([online], null, drafts).items, 'takeBack:a')?.label).toBe('Senden von „Offer“ rückgängig machen');
  });
});
