import { afterEach, describe, expect, it } from 'vitest';
import { exampleError } from '../../shared/example-errors.ts';
import type { AccountId, ConnectionState } from '../../shared/mail.ts';
import { success } from '../../shared/reply.ts';
import { setLanguage } from '../../shared/texts/texts.ts';
import { useAccounts } from '../stores/accounts.ts';
import { useUi } from '../stores/ui.ts';
import { sampleGenericView } from '../testing/sample-accounts.ts';
import { closeAll, installBridge, press, show } from '../testing/test-window.tsx';
import { AccountBanner, ConnectionNotice } from './account-banner.tsx';
import { Notices } from './notices.tsx';

const accountId = 'account' as AccountId;

async function banner(connection: ConnectionState) {
  const fake = installBridge({
    'app.openExternal': success(null),
    'mail.syncNow': success(null),
    'app.dismissNotice': success(null),
  });
  useUi.setState({ screen: { kind: 'mailbox' }, dialog: null });
  const sample = sampleGenericView(accountId, 'mario');
  useAccounts.setState({ accounts: [{ ...sample, status: { ...sample.status, connection } }] });
  await show(<AccountBanner accountId={accountId} />);
  return fake;
}

async function notice(connection: ConnectionState) {
  const fake = await banner({ kind: 'online' });
  await closeAll();
  const [view] = useAccounts.getState().accounts ?? [];
  if (!view) throw new Error('There is no account.');
  await show(<ConnectionNotice view={{ ...view, status: { ...view.status, connection } }} shape="box" />);
  return fake;
}

const said = () => document.body.textContent ?? '';

afterEach(async () => {
  setLanguage('en');
  await closeAll();
});

describe('the account banner', () => {
  it.each(['stopped', 'connecting', 'online', 'syncing'] as const)(
    'is silent while the account is %s',
    async (kind) => {
      await banner({ kind });
      expect(said()).toBe('');
    },
  );

  it.each<ConnectionState>([
    { kind: 'paused', until: 0 },
    { kind: 'offline', error: exampleError('offline'), retryAt: null },
    { kind: 'throttled', until: 0 },
  ])('is silent while the account only waits: its line in the sidebar says so ($kind)', async (connection) => {
    await banner(connection);
    expect(said()).toBe('');
  });

  it('T6 asks for a sign-in once, and says that the mail can be read', async () => {
    await banner({
      kind: 'needs_sign_in',
      error: { code: 'sign_in_required', params: { reason: 'asked_again' }, retryable: false },
    });
    expect(said()).toContain('The mail stored here can still be read.');
    expect([...document.querySelectorAll('button')].map((each) => each.textContent)).toEqual(['Sign in', 'Diagnose…']);
    await press('Sign in');
    expect(useUi.getState().dialog).toEqual({ kind: 'sign_in', accountId });
  });

  it('is of the language of the moment, also for an error from before it changed', async () => {
    const state = {
      kind: 'needs_sign_in',
      error: { code: 'sign_in_required', params: { reason: 'asked_again' }, retryable: false },
    } as const;
    await banner(state);
    expect(said()).toContain('The provider does not accept the sign-in that Heron has.');
    await closeAll();
    setLanguage('de');
    await banner(state);
    expect(said()).toContain('Der Anbieter nimmt die Anmeldung, die Heron hat, nicht an.');
    expect(said()).not.toContain('Microsoft does');
  });

  it.each(['needs_sign_in', 'failed'] as const)('leads from blocked passwords (%s) to Microsoft', async (kind) => {
    await banner({
      kind,
      retryAt: null,
      error: {
        code: 'basic_auth_blocked',
        params: { reason: 'no_passwords', server: 'mail.contoso.example:993' },
        retryable: false,
      },
    });
    await press('Sign in with Microsoft instead');
    expect(useUi.getState().dialog).toEqual({ kind: 'switch_to_oauth2', accountId });
  });
});

describe('B18 a provider that wants a sign-in with a browser', () => {
  const error = {
    ...exampleError('web_sign_in_required'),
    guidance: { page: 'https://accounts.google.com/signin?x=1' },
  };

  it.each([
    ['en', 'Open accounts.google.com', 'Try again'],
    ['de', 'accounts.google.com öffnen', 'Erneut versuchen'],
  ] as const)(
    'names the host on the button that opens it, and then tries again (%s)',
    async (language, open, again) => {
      setLanguage(language);
      const { calls } = await banner({ kind: 'failed', retryAt: null, error });
      await press(open);
      expect(calls).toEqual([{ name: 'app.openExternal', input: { url: 'https://accounts.google.com/signin?x=1' } }]);
      await press(again);
      expect(calls.at(-1)).toEqual({ name: 'mail.syncNow', input: { accountId } });
    },
  );

  it('whose page is not known can be tried again', async () => {
    const { calls } = await banner({ kind: 'failed', retryAt: null, error: exampleError('web_sign_in_required') });
    await press('Try again');
    expect(calls).toEqual([{ name: 'mail.syncNow', input: { accountId } }]);
  });
});

describe('the notice in setup and settings', () => {
  it('T6 is quiet when offline and does not ask for a sign-in', async () => {
    const { calls } = await notice({
      kind: 'offline',
      retryAt: null,
      error: { code: 'offline', params: { reason: 'computer' }, retryable: true },
    });
    expect(said()).not.toContain('Sign in');
    await press('Try now');
    expect(calls).toEqual([{ name: 'mail.syncNow', input: { accountId } }]);
  });

  it('says until when it is throttled', async () => {
    await notice({ kind: 'throttled', until: Date.UTC(2026, 10, 22, 12, 30) });
    expect(document.querySelector('time')?.dateTime).toBe('2026-11-22T12:30:00.000Z');
  });
});

describe('notices', () => {
  it('go away here and in main when they are dismissed', async () => {
    const { calls } = installBridge({ 'app.dismissNotice': success(null) });
    useAccounts.setState({
      notices: [
        { id: 'no-keyring', error: { code: 'secret_not_saved', params: { reason: 'refused' }, retryable: false } },
      ],
    });
    await show(<Notices />);
    expect(said()).toContain(
      'Sign-ins are kept for this session only. The system’s keyring refused to encrypt the sign-in',
    );
    await press('Dismiss');
    expect(said()).toBe('');
    expect(calls).toEqual([{ name: 'app.dismissNotice', input: { id: 'no-keyring' } }]);
  });
});
