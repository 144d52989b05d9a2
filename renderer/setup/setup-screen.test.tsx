import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CallInput } from '../../shared/ipc.ts';
import type {
  AccountId,
  ConnectionReport,
  SetupDefaults,
  SetupSuggestion,
  SignInId,
  SignInState,
} from '../../shared/mail.ts';
import { type AppError, success } from '../../shared/reply.ts';
import { followSignIn } from '../sign-in/sign-in.ts';
import { useUi } from '../stores/ui.ts';
import type { FakeAnswers } from '../testing/fake-bridge.ts';
import {
  button,
  closeAll,
  field,
  heading,
  installBridge,
  noteOf,
  press,
  pressKey,
  settle,
  show,
  submit,
  type,
} from '../testing/test-window.tsx';
import { pendingReport } from './setup-flow.ts';
import { SetupScreen } from './setup-screen.tsx';

const signInId = 'run' as SignInId;
const microsoft: SetupDefaults['microsoft'] = {
  clientId: 'client-1',
  tenant: 'common',
  loginHost: 'https://login.microsoftonline.com',
  imap: { host: 'outlook.office365.com', port: 993, security: 'tls' },
  smtp: { host: 'smtp.office365.com', port: 587, security: 'starttls' },
};
const blocked: AppError = {
  code: 'basic_auth_blocked',
  params: { reason: 'no_passwords', server: 'mail.contoso.example:993' },
  retryable: false,
};

function suggestion(change: Partial<SetupSuggestion>): SetupSuggestion {
  return {
    provider: 'generic',
    name: null,
    isCertain: false,
    foundBy: 'guess',
    username: null,
    foreignHosts: [],
    imap: { host: 'mail.contoso.example', port: 993, security: 'tls' },
    smtp: microsoft.smtp,
    tenant: null,
    loginHost: null,
    identity: null,
    method: 'password',
    helpUrl: null,
    hint: null,
    ...change,
  };
}

function reportOf(failing: number, error: AppError | null): ConnectionReport {
  return {
    ok: failing < 0,
    steps: pendingReport.steps.map((step, index) =>
      failing < 0 || index < failing
        ? { ...step, state: 'passed', durationMs: 1 }
        : index === failing
          ? { ...step, state: 'failed', durationMs: 1, error }
          : step,
    ),
  };
}

let stop = () => {};

async function open(provider: 'microsoft365' | 'generic', answers: FakeAnswers = {}) {
  const fake = installBridge({
    'accounts.defaults': success({ microsoft }),
    'accounts.suggest': success(suggestion({ provider })),
    'signIn.start': success({ signInId }),
    'signIn.state': success({ kind: 'requesting' }),
    'signIn.cancel': success(null),
    'accounts.cancelTest': success(null),
    ...answers,
  });
  stop = followSignIn();
  await show(<SetupScreen />);
  await type('Email address', 'mario@contoso.example');
  await submit();
  return fake;
}

beforeEach(() => useUi.setState({ screen: { kind: 'setup', canLeave: false }, dialog: null }));
afterEach(async () => {
  stop();
  await closeAll();
});

describe('setup', () => {
  it('U3 says at the field what is wrong with the address, and stays there', async () => {
    installBridge({});
    await show(<SetupScreen />);
    expect(noteOf('Email address')).toBe('');
    await submit();
    expect(noteOf('Email address')).toBe('Enter your email address.');
    expect(field('Email address').getAttribute('aria-invalid')).toBe('true');
    await type('Email address', 'mario');
    expect(noteOf('Email address')).toBe('This is not a mail address.');
    expect(heading()).toBe('Welcome to Heron');
  });

  it('says what the provider wants for a password, where it is entered', async () => {
    const imap = { host: 'imap.gmail.com', port: 993, security: 'tls' } as const;
    await open('generic', {
      'accounts.suggest': success(suggestion({ provider: 'generic', imap, hint: 'gmail' })),
    });
    await submit();
    expect(field('Password').value).toBe('');
    expect(document.body.textContent).toContain('2-Step Verification');
  });

  it('U1 goes on by Enter and back by Escape, and loses nothing on the way', async () => {
    await open('generic');
    expect(heading()).toBe('Where is this mailbox?');
    expect(document.activeElement?.getAttribute('aria-label')).toBe('Other IMAP server');
    await submit();
    expect(heading()).toBe('How does Heron sign in?');
    expect(document.activeElement).toBe(field('Password'));
    await type('Password', 'secret');
    await pressKey('Escape');
    await pressKey('Escape');
    expect(heading()).toBe('Welcome to Heron');
    expect(field('Email address').value).toBe('mario@contoso.example');
    await submit();
    await submit();
    expect(field('Password').value).toBe('secret');
    expect(field('IMAP server').value).toBe('mail.contoso.example');
  });

  it('explains the registration where no client ID is set, and wants one', async () => {
    const { calls } = await open('microsoft365', {
      'accounts.defaults': success({ microsoft: { ...microsoft, clientId: '' } }),
    });
    await submit();
    expect(document.body.textContent).toContain('Allow public client flows');
    expect(document.body.textContent).toContain('Exchange turns away tokens made for Graph');
    await submit();
    expect(noteOf('Client ID')).toBe('Enter the client ID from the app registration.');
    expect(calls.some(({ name }) => name === 'signIn.start')).toBe(false);
  });
});

describe('the device code screen', () => {
  const waiting: SignInState = {
    kind: 'waiting',
    userCode: 'FQWX7RTB9',
    verificationUri: 'https://login.microsoft.com/device',
    expiresAt: Date.now() + 60_000,
    networkTrouble: false,
  };

  async function openCode(state: SignInState) {
    const fake = await open('microsoft365', { 'signIn.copyAndOpen': success(null) });
    await submit();
    await press('Use a code instead');
    await settle(() => fake.emit('signIn.changed', { signInId, state }));
    return fake;
  }

  it('shows the code ungarbled, copies it and opens the page', async () => {
    const { calls } = await openCode(waiting);
    expect(document.querySelector('[aria-label="Sign-in code"]')?.textContent).toBe('FQWX7RTB9');
    expect(document.body.textContent).toContain('Never enter a code that somebody sent you');
    expect(document.activeElement).toBe(button('Copy code and open page'));
    await press('Copy code and open page');
    expect(calls.at(-1)).toEqual({ name: 'signIn.copyAndOpen', input: { signInId } });
  });

  it('sends what was typed', async () => {
    const { calls } = await openCode(waiting);
    expect(calls.find(({ name }) => name === 'signIn.start')?.input).toEqual({
      purpose: 'new_account',
      way: 'code',
      address: 'mario@contoso.example',
      displayName: '',
      identity: { clientId: 'client-1', tenant: 'common', loginHost: 'https://login.microsoftonline.com' },
      imap: microsoft.imap,
      smtp: microsoft.smtp,
    } satisfies CallInput<'signIn.start'>);
  });

  it('T7 says that the network is down and keeps the code', async () => {
    await openCode({ ...waiting, networkTrouble: true });
    expect(document.body.textContent).toContain('Cannot reach the sign-in server; trying again.');
    expect(document.querySelector('[aria-label="Sign-in code"]')).not.toBeNull();
  });

  it.each([
    [
      { kind: 'declined', error: { code: 'sign_in_declined', params: { reason: 'declined' }, retryable: true } },
      'The sign-in was declined',
    ],
    [
      { kind: 'expired', error: { code: 'sign_in_expired', params: { reason: 'code_expired' }, retryable: true } },
      'The code has expired',
    ],
    [{ kind: 'cancelled' }, 'The sign-in was cancelled'],
  ] as const)('offers a new code when it is %o', async (state, title) => {
    await openCode(state);
    expect(heading()).toBe(title);
    expect(button('New code')).toBeDefined();
  });

  it('hands the administrator’s kit over when it is blocked', async () => {
    const { calls } = await openCode({
      kind: 'blocked',
      error: {
        code: 'consent_required',
        params: { reason: 'not_approved' },
        retryable: false,
        guidance: {
          letter: {
            kind: 'consent',
            permissions: ['https://outlook.office.com/IMAP.AccessAsUser.All'],
            clientId: 'the-client',
            tenant: 'common',
          },
          adminUrl: 'https://login.example/adminconsent',
          reference: 'AADSTS65001',
        },
      },
    });
    expect(document.body.textContent).toContain('AADSTS65001');
    await press('Copy text for your administrator');
    expect(calls.at(-1)).toEqual({ name: 'app.copyText', input: { text: expect.stringContaining('the-client') } });
    expect(document.body.textContent).toContain('To read and file the mail of whoever signs in');
    await press('Send by e-mail');
    expect(calls.at(-1)).toEqual({
      name: 'app.openExternal',
      input: { url: expect.stringMatching(/^mailto:\?subject=/) },
    });
    await press('How an administrator approves it, and takes it back');
    await press('Copy the commands');
    expect(calls.at(-1)).toEqual({
      name: 'app.copyText',
      input: { text: expect.stringContaining('New-MgOauth2PermissionGrant') },
    });
    await press('Open the approval page');
    expect(calls.at(-1)).toEqual({ name: 'app.openExternal', input: { url: 'https://login.example/adminconsent' } });
    expect(button('Approved: try again')).toBeDefined();
  });

  it('asks before it takes somebody else’s sign-in', async () => {
    await openCode({ kind: 'confirming', expected: 'info@contoso.example', actual: 'mario@contoso.example' });
    expect(heading()).toBe('Is this the right person?');
    expect(button('Use this sign-in')).toBeDefined();
  });

  it('T7 is given up by Escape', async () => {
    const { calls } = await openCode(waiting);
    await pressKey('Escape');
    expect(heading()).toBe('Sign in to Microsoft 365');
    expect(calls.at(-1)).toEqual({ name: 'signIn.cancel', input: { signInId } });
  });

  it('goes on to the first sync when it succeeded', async () => {
    await openCode({ kind: 'succeeded', accountId: 'new' as AccountId });
    // A quick first sync shows nothing in between; a longer one says what goes on.
    expect(heading()).toBe('You are signed in');
    await settle(() => vi.advanceTimersByTime(500));
    expect(heading()).toBe('Getting your mail');
  });
});

describe('the sign-in in the browser', () => {
  const atBrowser: SignInState = {
    kind: 'at_browser',
    host: 'login.microsoftonline.com',
    browser: 'open',
    hasCode: true,
    expiresAt: Date.now() + 60_000,
  };

  async function openBrowser(state: SignInState, answers: FakeAnswers = {}) {
    const fake = await open('microsoft365', {
      'signIn.openPage': success(null),
      'signIn.copyPage': success(null),
      'signIn.pageSays': success(null),
      ...answers,
    });
    await submit();
    await submit();
    await settle(() => fake.emit('signIn.changed', { signInId, state }));
    return fake;
  }

  it('comes first, says where to sign in as whom, and can be opened again', async () => {
    const { calls } = await openBrowser(atBrowser);
    expect(calls.find(({ name }) => name === 'signIn.start')?.input).toMatchObject({ way: 'browser' });
    expect(heading()).toBe('Sign in with your browser');
    expect(document.body.textContent).toContain('Sign in on login.microsoftonline.com as mario@contoso.example');
    await press('Open the page again');
    expect(calls.at(-1)).toEqual({ name: 'signIn.openPage', input: { signInId } });
  });

  it('says when no browser could be opened, and copies the address', async () => {
    const { calls } = await openBrowser({ ...atBrowser, browser: 'failed' });
    expect(document.body.textContent).toContain('No browser could be opened.');
    await press('Copy the address');
    expect(calls.at(-1)).toEqual({ name: 'signIn.copyPage', input: { signInId } });
    expect(document.body.textContent).toContain('The address is copied.');
  });

  it('changes to a code and back to the browser, with what was typed', async () => {
    const { calls, emit } = await openBrowser(atBrowser);
    const starts = () => calls.filter(({ name }) => name === 'signIn.start').map(({ input }) => input);
    await press('Use a code instead');
    await settle(() =>
      emit('signIn.changed', {
        signInId,
        state: { kind: 'waiting', userCode: 'A', verificationUri: 'https://a', expiresAt: 0, networkTrouble: false },
      }),
    );
    expect(heading()).toBe('Sign in with a code');
    await press('Sign in by browser instead');
    const [first] = starts();
    expect(starts()).toEqual([first, { ...Object(first), way: 'code' }, { ...Object(first), way: 'browser' }]);
  });

  it('offers no code where the provider has none', async () => {
    await openBrowser({ ...atBrowser, hasCode: false });
    expect(document.body.textContent).not.toContain('Use a code instead');
  });

  it('asks what the page shows when it refuses, and wants a code that is one', async () => {
    const { calls, emit } = await openBrowser(atBrowser);
    await press('The page says no');
    await press('What helps?');
    expect(calls.at(-1)).toEqual({ name: 'signIn.pageSays', input: { signInId, said: { page: 'approval' } } });
    await press('Something else, with a code');
    await type('Error code', 'I do not know');
    await press('What helps?');
    expect(noteOf('Error code')).toBe('A code looks like AADSTS53003.');
    await type('Error code', 'Error: AADSTS530035: Access has been blocked');
    await press('What helps?');
    expect(calls.at(-1)).toEqual({
      name: 'signIn.pageSays',
      input: { signInId, said: { page: 'code', code: 530035 } },
    });
    const error: AppError = { code: 'wrong_account', params: { reason: 'on_page' }, retryable: false };
    await settle(() => emit('signIn.changed', { signInId, state: { kind: 'blocked', error } }));
    await press('Choose another account');
    expect(calls.findLast(({ name }) => name === 'signIn.start')?.input).toMatchObject({ askWho: true });
  });

  it.each([
    ['code_blocked', { reason: 'by_policy' }, 'Sign in by browser', { way: 'browser' }],
    ['browser_sign_in_failed', { reason: 'cannot_listen', systemCode: '' }, 'Use a code instead', { way: 'code' }],
  ] as const)('%s has one button, which leads on', async (code, params, label, change) => {
    const error = { code, params, retryable: false } as AppError;
    const { calls } = await openBrowser({ kind: 'blocked', error });
    await press(label);
    expect(calls.findLast(({ name }) => name === 'signIn.start')?.input).toMatchObject(change);
  });

  it('is diagnosed where it failed, without a token, and begins anew by the verdict', async () => {
    const error: AppError = { code: 'policy_blocked', params: { reason: 'blocked' }, retryable: false };
    const { calls } = await openBrowser(
      { kind: 'blocked', error },
      { 'diagnosis.runSetup': success({ rungs: [], verdict: 'grant_revoked', error }) },
    );
    await press('Diagnose…');
    expect(calls.find(({ name }) => name === 'diagnosis.runSetup')?.input).toMatchObject({
      address: 'mario@contoso.example',
      by: { kind: 'sign_in', signInId },
    });
    const before = calls.filter(({ name }) => name === 'signIn.start').length;
    await press('Sign in again');
    expect(calls.filter(({ name }) => name === 'signIn.start')).toHaveLength(before + 1);
    expect(document.querySelector('[role=dialog]')).toBeNull();
  });

  it('offers no new code to somebody who had none', async () => {
    const error = { code: 'sign_in_declined', params: { reason: 'declined' }, retryable: false } as const;
    await openBrowser({ kind: 'declined', error });
    expect(button('Try again')).toBeDefined();
  });
});

describe('the connection test', () => {
  async function openTest(report: ConnectionReport, answers: FakeAnswers = {}) {
    const fake = await open('generic', { 'accounts.testConnection': success(report), ...answers });
    await submit();
    await type('Password', 'secret');
    await submit();
    return fake;
  }

  const states = () => [...document.querySelectorAll('ol li')].map((item) => item.getAttribute('data-state'));

  it('shows each step as it goes, and stops when it is cancelled', async () => {
    const { calls, emit } = await openTest(pendingReport, { 'accounts.testConnection': 'never' });
    const input = calls.at(-1)?.input as CallInput<'accounts.testConnection'>;
    await settle(() => emit('accounts.testProgress', { testId: input.testId, report: reportOf(2, null) }));
    expect(states()).toEqual(['passed', 'passed', 'failed', 'pending', 'pending', 'pending']);
    await press('Cancel');
    expect(calls.at(-1)).toEqual({ name: 'accounts.cancelTest', input: { testId: input.testId } });
    expect(field('Password').value).toBe('secret');
  });

  it('U3 names the failed step with its message and one button that leads to the field', async () => {
    await openTest(
      reportOf(0, {
        code: 'dns_failed',
        params: { reason: 'no_such_name', host: 'mail.contoso.example' },
        retryable: false,
      }),
    );
    expect(document.body.textContent).toContain('There is no server named mail.contoso.example.');
    await press('Check the server name');
    expect(field('IMAP server').value).toBe('mail.contoso.example');
  });

  it('leads from a blocked password to Microsoft, on the same server', async () => {
    const { calls } = await openTest(reportOf(4, blocked));
    await press('Sign in with Microsoft instead');
    expect(heading()).toBe('Sign in to Microsoft 365');
    await press('Use a code instead');
    expect(calls.find(({ name }) => name === 'signIn.start')?.input).toMatchObject({
      address: 'mario@contoso.example',
      imap: { host: 'mail.contoso.example', port: 993, security: 'tls' },
    });
  });

  it('is diagnosed where it failed, with what was typed, and leads to the field by the verdict', async () => {
    const error: AppError = {
      code: 'authentication_failed',
      params: { reason: 'password_refused', server: 'mail.contoso.example:993', said: '' },
      retryable: false,
    };
    const { calls } = await openTest(reportOf(4, error), {
      'diagnosis.runSetup': success({ rungs: [], verdict: 'password_refused', error }),
    });
    await press('Diagnose…');
    const { testId } = Object(calls.find(({ name }) => name === 'accounts.testConnection')?.input) as {
      testId: string;
    };
    expect(calls.find(({ name }) => name === 'diagnosis.runSetup')?.input).toMatchObject({
      address: 'mario@contoso.example',
      imap: { host: 'mail.contoso.example', port: 993, security: 'tls' },
      by: { kind: 'password', username: 'mario@contoso.example', password: 'secret', testId },
      repeatRefused: false,
    });
    await press('Enter the password');
    expect(document.querySelector('[role=dialog]')).toBeNull();
    expect(field('Password').value).toBe('secret');
  });

  it('adds the account after it has passed, and says when that did not work', async () => {
    const { answers } = await openTest(reportOf(-1, null), {
      'accounts.addWithPassword': {
        ok: false,
        error: { code: 'disk_full', params: { reason: 'mail' }, retryable: true },
      },
    });
    expect(document.activeElement).toBe(button('Add account'));
    await submit();
    expect(heading()).toBe('The account was not added');
    answers['accounts.addWithPassword'] = success({ accountId: 'new' as AccountId });
    await submit();
    // A quick first sync shows nothing in between; a longer one says what goes on.
    expect(heading()).toBe('You are signed in');
    await settle(() => vi.advanceTimersByTime(500));
    expect(heading()).toBe('Getting your mail');
  });
});
