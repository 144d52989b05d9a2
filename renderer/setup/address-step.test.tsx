import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { AccountView, SetupSuggestion } from '../../shared/mail.ts';
import { success } from '../../shared/reply.ts';
import { initialAccounts, useAccounts } from '../stores/accounts.ts';
import { useUi } from '../stores/ui.ts';
import type { FakeAnswers } from '../testing/fake-bridge.ts';
import {
  closeAll,
  field,
  heading,
  installBridge,
  noteOf,
  press,
  settle,
  show,
  submit,
  type,
} from '../testing/test-window.tsx';
import { SetupScreen } from './setup-screen.tsx';

const gmail: SetupSuggestion = {
  provider: 'generic',
  name: 'Gmail',
  isCertain: true,
  foundBy: 'domain',
  username: null,
  foreignHosts: [],
  imap: { host: 'imap.gmail.com', port: 993, security: 'tls' },
  smtp: { host: 'smtp.gmail.com', port: 465, security: 'tls' },
  tenant: null,
  loginHost: null,
  identity: null,
  method: 'app_password',
  hint: 'gmail',
  helpUrl: 'https://myaccount.google.com/apppasswords',
};
const microsoft = {
  clientId: 'client-1',
  tenant: 'common',
  loginHost: 'https://login.microsoftonline.com',
  imap: { host: 'outlook.office365.com', port: 993, security: 'tls' },
  smtp: { host: 'smtp.office365.com', port: 587, security: 'starttls' },
} as const;
const outlook: SetupSuggestion = {
  ...gmail,
  provider: 'microsoft365',
  name: 'Outlook.com',
  imap: microsoft.imap,
  smtp: microsoft.smtp,
  tenant: 'consumers',
  method: 'password',
  hint: null,
  helpUrl: null,
};

async function open(suggestion: SetupSuggestion, answers: FakeAnswers = {}) {
  const fake = installBridge({
    'accounts.defaults': success({ microsoft }),
    'accounts.suggest': success(suggestion),
    'signIn.start': 'never',
    'app.openExternal': success(null),
    ...answers,
  });
  await show(<SetupScreen />);
  const lookUps = () => fake.calls.filter(({ name }) => name === 'accounts.suggest').map(({ input }) => input);
  return { ...fake, lookUps };
}

beforeEach(() => useUi.setState({ screen: { kind: 'setup', canLeave: false }, dialog: null }));
afterEach(async () => {
  await closeAll();
  useAccounts.setState(initialAccounts);
});

describe('the address', () => {
  it('is looked up when the user pauses, once it is complete, and tells where the mailbox is', async () => {
    const { lookUps } = await open(gmail);
    await type('Email address', 'ada@gmail');
    await type('Email address', 'ada@gmail.com');
    expect(lookUps()).toEqual([]);
    await settle(() => vi.advanceTimersByTime(2_000));
    expect(lookUps()).toEqual([{ address: 'ada@gmail.com', thorough: false }]);
    expect(noteOf('Email address')).toBe('This mailbox is at Gmail.');
    await type('Email address', 'ada@gmail.co');
    expect(noteOf('Email address')).toBe('');
    await type('Email address', 'ada@gmail.com');
    await submit();
    expect(lookUps()).toHaveLength(1);
  });

  it('is looked up thoroughly once it has been entered, which counts before the hint', async () => {
    const guess: SetupSuggestion = { ...gmail, name: null, isCertain: false, foundBy: 'guess', hint: null };
    const { answers, lookUps } = await open(guess);
    await type('Email address', 'ada@contoso.com');
    await settle(() => vi.advanceTimersByTime(2_000));
    const server = (host: string, port: number) => ({ host, port, security: 'tls' }) as const;
    answers['accounts.suggest'] = success({
      ...guess,
      isCertain: true,
      foundBy: 'srv',
      imap: server('mail.hoster.net', 993),
      smtp: server('mail.hoster.net', 465),
      username: 'ada.l',
      foreignHosts: ['mail.hoster.net'],
    });
    await submit();
    expect(lookUps().map((input) => (input as { thorough: boolean }).thorough)).toEqual([false, true]);
    expect([field('IMAP server').value, field('User name').value]).toEqual(['mail.hoster.net', 'ada.l']);
    expect(document.body.textContent).toContain('contoso.com names servers at another domain: mail.hoster.net.');
    await type('User name', 'typed');
    await press('Back');
    await submit();
    expect(lookUps()).toHaveLength(2);
    expect(field('User name').value).toBe('typed');
  });

  it('skips the question for a known provider, with what works there, and leads back to it', async () => {
    const { calls } = await open(gmail);
    await type('Email address', 'ada@gmail.com');
    await submit();
    expect(heading()).toBe('Sign in to Gmail');
    expect(field('App password').value).toBe('');
    expect(field('IMAP server').value).toBe('imap.gmail.com');
    await press('Make an app password');
    expect(calls.at(-1)).toEqual({
      name: 'app.openExternal',
      input: { url: 'https://myaccount.google.com/apppasswords' },
    });
    await press('The mailbox is somewhere else');
    expect(heading()).toBe('Where is this mailbox?');
  });

  it('leads an Outlook.com address to Microsoft’s sign-in for people, by Enter twice', async () => {
    const { calls } = await open(outlook);
    await type('Email address', 'ada@outlook.com');
    await submit();
    expect(heading()).toBe('Sign in to Microsoft 365');
    await submit();
    expect(calls.findLast(({ name }) => name === 'signIn.start')?.input).toMatchObject({
      way: 'browser',
      identity: { clientId: 'client-1', tenant: 'consumers', loginHost: 'https://login.microsoftonline.com' },
      imap: microsoft.imap,
    });
  });

  it('forgets what another address had told', async () => {
    const { answers, calls } = await open(outlook);
    await type('Email address', 'ada@outlook.com');
    await settle(() => vi.advanceTimersByTime(2_000));
    answers['accounts.suggest'] = success({ ...outlook, name: 'Microsoft 365', tenant: null });
    await type('Email address', 'ada@contoso.com');
    await submit();
    await submit();
    expect(calls.findLast(({ name }) => name === 'signIn.start')?.input).toMatchObject({
      identity: { tenant: 'common' },
    });
  });

  it('says at once that the mailbox is in Heron already, and stays', async () => {
    useAccounts.setState({
      accounts: [{ account: { id: 'a', address: 'Ada@contoso.com' } } as unknown as AccountView],
    });
    const { lookUps } = await open(outlook);
    await type('Email address', 'ada@CONTOSO.com');
    expect(noteOf('Email address')).toBe('This mailbox is in Heron already.');
    await submit();
    expect([heading(), lookUps()]).toEqual(['Add an account', []]);
  });
});
