import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { exampleError } from '../../shared/example-errors.ts';
import type { AccountId, AccountView, IdentityId, SignInId } from '../../shared/mail.ts';
import { failure, success } from '../../shared/reply.ts';
import { setLanguage } from '../../shared/texts/texts.ts';
import type { DraftId, DraftSummary, SendingState } from '../../shared/writing.ts';
import { defaultWriting } from '../../shared/writing-settings.ts';
import { initialCompose, useCompose } from '../compose/composers.ts';
import { followSignIn } from '../sign-in/sign-in.ts';
import { useAccounts } from '../stores/accounts.ts';
import { showDialog, useUi } from '../stores/ui.ts';
import { noCopy } from '../testing/no-copy.ts';
import {
  button,
  closeAll,
  field,
  installBridge,
  press,
  pressKey,
  settle,
  show,
  submit,
  type,
} from '../testing/test-window.tsx';
import { AccountDialogs } from './account-dialogs.tsx';

const accountId = 'account' as AccountId;
const signInId = 'run' as SignInId;

function account(auth: AccountView['account']['auth']): AccountView {
  return {
    account: {
      id: accountId,
      provider: 'microsoft365',
      address: 'mario@contoso.example',
      displayName: 'Mario',
      label: '',
      colour: null,
      notify: true,
      writing: defaultWriting,
      auth,
      imap: { host: 'mail.contoso.example', port: 993, security: 'tls' },
      smtp: { host: 'smtp.contoso.example', port: 587, security: 'starttls' },
      connectionTimeoutSeconds: 30,
    },
    identity: null,
    status: {
      connection: { kind: 'online' },
      proof: { kind: 'unknown' },
      lastSyncAt: null,
      lastError: null,
      progress: null,
      pendingOperations: 2,
      parkedOperations: 0,
      inboxUnread: null,
    },
    token: null,
    secret: 'encrypted',
  };
}

const byPassword = account({ method: 'password', username: 'mario' });
const byMicrosoft = account({ method: 'oauth2', identityId: 'identity' as IdentityId });
/** Of an account that came in from another program. */
const unregistered: NonNullable<AccountView['identity']> = {
  id: 'identity' as IdentityId,
  provider: 'microsoft365',
  clientId: '',
  tenant: 'organizations',
  loginHost: 'https://login.microsoftonline.com',
  homeAccountId: null,
  username: null,
  grantedScopes: [],
};
const said = () => document.querySelector('[role="dialog"]')?.textContent ?? '';

beforeEach(() => {
  useUi.setState({ screen: { kind: 'mailbox' }, dialog: null });
  useCompose.setState(initialCompose, true);
});
afterEach(closeAll);

describe('switching to a password', () => {
  it('says that the account is as it was when the server refuses, and keeps what was typed', async () => {
    const { calls } = installBridge({
      'accounts.switchToPassword': {
        ok: false,
        error: {
          code: 'authentication_failed',
          params: { reason: 'password_refused', server: 'mail.contoso.example:993', said: '' },
          retryable: false,
        },
      },
    });
    useAccounts.setState({ accounts: [byMicrosoft] });
    await show(<AccountDialogs />);
    await settle(() => showDialog({ kind: 'switch_to_password', accountId }));
    expect(said()).toContain('is tried against mail.contoso.example before it is saved');
    await submit();
    expect(said()).toContain('Enter the password.');
    await type('Password', 'secret');
    await submit();
    expect(calls).toEqual([
      {
        name: 'accounts.switchToPassword',
        input: { accountId, method: 'password', username: 'mario@contoso.example', password: 'secret' },
      },
    ]);
    expect(said()).toContain('Nothing was changed: mario@contoso.example still signs in with Microsoft.');
    expect(field('Password').value).toBe('secret');
  });

  it('closes when it worked', async () => {
    installBridge({ 'accounts.switchToPassword': success(null) });
    useAccounts.setState({ accounts: [byMicrosoft] });
    await show(<AccountDialogs />);
    await settle(() => showDialog({ kind: 'switch_to_password', accountId }));
    await type('Password', 'secret');
    await submit();
    expect(useUi.getState().dialog).toBeNull();
  });
});

describe('switching to OAuth2', () => {
  const refusing = failure({ code: 'internal', params: { reason: 'unforeseen' }, retryable: false } as const);
  async function open(change: Partial<AccountView['account']>, identity: AccountView['identity'] = null) {
    const fake = installBridge({ 'accounts.defaults': refusing, 'signIn.start': 'never' });
    const view = { ...byPassword, account: { ...byPassword.account, ...change }, identity };
    useAccounts.setState({ accounts: [view] });
    await show(<AccountDialogs />);
    await settle(() => showDialog({ kind: 'switch_to_oauth2', accountId }));
    const started = () => fake.calls.find(({ name }) => name === 'signIn.start')?.input;
    return { started, smtp: view.account.smtp };
  }

  it('asks at servers that anybody may run, and signs in at a provider of one’s own', async () => {
    const { started, smtp } = await open({});
    expect(said()).toContain('Its own provider');
    await submit();
    expect(said()).toContain('Enter an address that begins with https://.');
    await type('Provider’s address', 'https://login.contoso.example/realm');
    await type('Client ID', 'heron');
    await type('Client secret', 'not-told');
    await type('Scopes', 'mail');
    await press('Use a code instead');
    expect(started()).toEqual({
      purpose: 'switch_to_oauth2',
      accountId,
      way: 'code',
      provider: 'openid',
      identity: {
        clientId: 'heron',
        tenant: '',
        loginHost: 'https://login.contoso.example',
        options: {
          discovery: 'https://login.contoso.example/realm',
          scopes: 'mail',
          mailHosts: 'mail.contoso.example smtp.contoso.example',
        },
      },
      clientSecret: 'not-told',
      imap: byPassword.account.imap,
      smtp,
    });
  });

  it('knows Gmail’s servers, and offers no code there', async () => {
    const imap = { host: 'IMAP.gmail.com', port: 993, security: 'tls' } as const;
    const { started } = await open({ imap });
    expect(said()).toContain('Sign in with Google instead');
    expect(said()).not.toContain('Its own provider');
    expect(said()).not.toContain('Use a code instead');
    await type('Client ID', 'heron');
    await submit();
    const identity = { clientId: 'heron', tenant: '', loginHost: 'https://accounts.google.com', options: {} };
    expect(started()).toMatchObject({ provider: 'google', identity, imap });
    expect(started()).not.toHaveProperty('clientSecret');
  });

  it('shows a registration that is to be mended as it is, without its secret', async () => {
    const own = {
      ...unregistered,
      provider: 'openid',
      clientId: 'heron-2',
      loginHost: 'https://login.contoso.example',
      options: { discovery: 'https://login.contoso.example', scopes: 'mail', redirect: 'http://localhost' },
    };
    const { started } = await open({ auth: { method: 'oauth2', identityId: own.id } }, own);
    expect(field('Client ID').value).toBe('heron-2');
    expect(said()).toContain('Leave it empty to keep the one that is there.');
    await submit();
    expect(started()).toMatchObject({ identity: { options: { redirect: 'http://localhost', scopes: 'mail' } } });
    expect(started()).not.toHaveProperty('clientSecret');
  });

  it.each([
    ['Microsoft’s', 'outlook.office365.com', 'Sign in with Microsoft instead'],
    ['a server that only ends like Microsoft’s', 'notoutlook.com', 'Sign in with OAuth2 instead'],
    ['one that only begins like Gmail’s', 'imap.gmail.com.evil.example', 'Sign in with OAuth2 instead'],
  ])('is told by the server’s name: %s', async (_what, host, title) => {
    await open({ imap: { host, port: 993, security: 'tls' } });
    expect(said()).toContain(title);
  });
});

describe('switching to Microsoft', () => {
  it('signs the same account in on the same server, and says what stayed when it failed', async () => {
    const { calls, emit } = installBridge({
      'accounts.defaults': failure({ code: 'internal', params: { reason: 'unforeseen' }, retryable: false }),
      'signIn.start': success({ signInId }),
      'signIn.state': success({ kind: 'requesting' }),
      'signIn.cancel': success(null),
    });
    const stop = followSignIn();
    useAccounts.setState({ accounts: [byPassword] });
    await show(<AccountDialogs />);
    await settle(() => showDialog({ kind: 'switch_to_oauth2', accountId }));
    await press('Microsoft 365');
    await type('Client ID', 'client-1');
    await submit();
    expect(calls.find(({ name }) => name === 'signIn.start')?.input).toMatchObject({
      purpose: 'switch_to_oauth2',
      accountId,
      imap: byPassword.account.imap,
      smtp: byPassword.account.smtp,
    });
    await settle(() =>
      emit('signIn.changed', {
        signInId,
        state: {
          kind: 'failed',
          error: {
            code: 'token_rejected',
            params: { reason: 'expired', server: 'mail.contoso.example:993' },
            retryable: false,
          },
        },
      }),
    );
    expect(said()).toContain('Nothing was changed: mario@contoso.example still signs in with a password.');
    await pressKey('Escape');
    expect(useUi.getState().dialog).toBeNull();
    stop();
  });

  it.each([
    ['a switch', 'switch_to_oauth2', byPassword],
    [
      'a sign-in of an account that came in without a registration',
      'sign_in',
      { ...byMicrosoft, identity: unregistered },
    ],
  ] as const)('%s is seen to its end, though the account has its identity before', async (_what, kind, before) => {
    const { calls, emit } = installBridge({
      'accounts.defaults': failure({ code: 'internal', params: { reason: 'unforeseen' }, retryable: false }),
      'signIn.start': success({ signInId }),
      'signIn.state': success({ kind: 'requesting' }),
      'signIn.cancel': success(null),
    });
    const stop = followSignIn();
    useAccounts.setState({ accounts: [before] });
    await show(<AccountDialogs />);
    await settle(() => showDialog({ kind, accountId }));
    if (before.identity === null) await press('Microsoft 365');
    await type('Client ID', 'client-1');
    await submit();
    await settle(() => emit('signIn.changed', { signInId, state: { kind: 'finishing' } }));
    await settle(() =>
      useAccounts.setState({ accounts: [{ ...byMicrosoft, identity: { ...unregistered, clientId: 'client-1' } }] }),
    );
    await settle(() => emit('signIn.changed', { signInId, state: { kind: 'succeeded', accountId } }));
    expect(useUi.getState().dialog).toBeNull();
    expect(calls.filter(({ name }) => name === 'signIn.start')).toHaveLength(1);
    stop();
  });
});

describe('signing out', () => {
  it('counts what waits in all accounts that the sign-in opens', async () => {
    installBridge({});
    const signedIn = { ...byMicrosoft, identity: { ...unregistered, clientId: 'client' } };
    const shared = {
      ...signedIn,
      account: { ...signedIn.account, id: 'sales' as AccountId, address: 'sales@x.example' },
    };
    const other = { ...byPassword, account: { ...byPassword.account, id: 'other' as AccountId } };
    useAccounts.setState({ accounts: [signedIn, shared, other] });
    await show(<AccountDialogs />);
    await settle(() => showDialog({ kind: 'sign_out', accountId }));
    expect(said()).toContain('sales@x.example');
    expect(said()).toContain('4 changes');
  });
});

describe('removing', () => {
  it('says what is lost and what stays, and starts on the harmless button', async () => {
    const { calls } = installBridge({ 'accounts.remove': success(null) });
    useAccounts.setState({ accounts: [byPassword] });
    await show(<AccountDialogs />);
    await settle(() => showDialog({ kind: 'remove', accountId }));
    expect(document.activeElement).toBe(button('Keep'));
    expect(said()).toContain('The mail on the server stays as it is.');
    expect(said()).toContain('2 changes have not reached the server yet and would be lost.');
    await press('Remove account');
    expect(calls).toEqual([{ name: 'accounts.remove', input: { accountId } }]);
  });

  describe('says that nothing that was written is lost', () => {
    const refused: SendingState = { kind: 'refused', error: exampleError('recipients_refused'), refused: [] };
    const uncertain: SendingState = { kind: 'uncertain', error: exampleError('may_have_been_sent'), lookedAt: null };
    const scheduled: SendingState = { kind: 'scheduled', at: 0 };
    const asked = async (own: readonly (SendingState | null)[]): Promise<string> => {
      installBridge({});
      useAccounts.setState({ accounts: [byPassword] });
      const summary = (of: AccountId, sending: SendingState | null, index: number): DraftSummary => ({
        id: `${of} ${index}` as DraftId,
        accountId: of,
        subject: '',
        to: [],
        changedAt: 0,
        sending,
        place: null,
        ...noCopy,
      });
      const summaries = own.map((sending, index) => summary(accountId, sending, index));
      useCompose.setState({ summaries: [...summaries, summary('other' as AccountId, null, 0)] });
      await show(<AccountDialogs />);
      await settle(() => showDialog({ kind: 'remove', accountId }));
      return said();
    };
    afterEach(() => setLanguage('en'));

    it('with one draft', async () => {
      const words = await asked([null]);
      expect(words).toContain('1 draft stays on this computer as a draft. To send it, choose another sender.');
      expect(words).not.toContain('may have been sent');
    });

    it('with drafts and what waits in the Outbox', async () => {
      expect(await asked([null, scheduled, null])).toContain(
        '2 drafts and 1 unsent message stay on this computer as drafts. To send them, choose another sender.',
      );
    });

    it('with a message that may have been sent', async () => {
      const words = await asked([refused, uncertain]);
      expect(words).toContain('2 unsent messages stay on this computer as drafts.');
      expect(words).toContain('One of these may have been sent already. Ask a recipient before you send it again.');
    });

    it('in German', async () => {
      setLanguage('de');
      expect(await asked([null, refused])).toContain(
        '1 Entwurf und 1 nicht gesendete Nachricht bleiben als Entwürfe auf diesem Computer.',
      );
    });

    it('and nothing of it where nothing was written', async () => {
      expect(await asked([])).not.toMatch(/draft|unsent/);
    });
  });
});
