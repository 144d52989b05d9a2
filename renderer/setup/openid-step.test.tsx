import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SetupSuggestion } from '../../shared/mail.ts';
import { success } from '../../shared/reply.ts';
import { useUi } from '../stores/ui.ts';
import { closeAll, field, heading, installBridge, noteOf, press, show, submit, type } from '../testing/test-window.tsx';
import { SetupScreen } from './setup-screen.tsx';

const imap = { host: 'imap.contoso.com', port: 993, security: 'tls' } as const;
const smtp = { host: 'smtp.contoso.com', port: 465, security: 'tls' } as const;

async function open(change: Partial<SetupSuggestion> = {}) {
  const suggestion: SetupSuggestion = {
    provider: 'generic',
    name: 'Contoso',
    isCertain: true,
    foundBy: 'guess',
    username: null,
    foreignHosts: [],
    imap,
    smtp,
    tenant: null,
    loginHost: null,
    identity: null,
    method: 'password',
    hint: null,
    helpUrl: null,
    ...change,
  };
  const fake = installBridge({ 'accounts.suggest': success(suggestion), 'signIn.start': 'never' });
  await show(<SetupScreen />);
  await type('Email address', 'ada@contoso.com');
  await submit();
  await press('Sign in with OAuth2 instead');
  const started = () => fake.calls.findLast(({ name }) => name === 'signIn.start')?.input;
  return { ...fake, started };
}

beforeEach(() => useUi.setState({ screen: { kind: 'setup', canLeave: false }, dialog: null }));
afterEach(closeAll);

describe('a provider of one’s own', () => {
  it('names each wrong field, and signs in by browser at the servers that were entered', async () => {
    const { started } = await open();
    expect(heading()).toBe('Sign in with OAuth2');
    await type('Provider’s address', 'http://login.contoso.com');
    await submit();
    expect(noteOf('Provider’s address')).toBe('Enter an address that begins with https://.');
    expect(noteOf('Client ID')).toBe('Enter the client ID from the app registration.');
    expect(noteOf('Scopes')).toBe('Enter at least one scope.');
    await type('Provider’s address', ' https://login.contoso.com/realm ');
    await type('Client ID', 'heron.desktop');
    await type('Scopes', 'mail offline');
    await submit();
    expect(started()).toEqual({
      purpose: 'new_account',
      provider: 'openid',
      way: 'browser',
      address: 'ada@contoso.com',
      displayName: '',
      identity: {
        clientId: 'heron.desktop',
        tenant: '',
        loginHost: 'https://login.contoso.com',
        options: {
          discovery: 'https://login.contoso.com/realm',
          scopes: 'mail offline',
          mailHosts: 'imap.contoso.com smtp.contoso.com',
        },
      },
      imap,
      smtp,
    });
  });

  it('shows what the domain names before anything is sent there, and signs in at what is shown', async () => {
    const { started, calls } = await open({
      foundBy: 'autoconfig',
      signIn: {
        authorizationEndpoint: 'https://login.contoso.com/authorize',
        tokenEndpoint: 'https://token.hoster.example/token',
        issuer: null,
        scopes: 'mail offline_access',
      },
    });
    expect(document.body.textContent).toContain('contoso.com names this provider.');
    expect(document.body.textContent).not.toContain('Use a code instead');
    expect(field('Sign-in page').value).toBe('https://login.contoso.com/authorize');
    expect(field('Token address').value).toBe('https://token.hoster.example/token');
    expect(calls.some(({ name }) => name === 'signIn.start')).toBe(false);
    await type('Token address', 'http://token.contoso.com');
    await type('Client ID', 'heron');
    await submit();
    expect(noteOf('Token address')).toBe('Enter an address that begins with https://.');
    await type('Token address', 'https://token.contoso.com/t');
    await submit();
    expect(started()).toMatchObject({
      provider: 'openid',
      identity: {
        loginHost: 'https://login.contoso.com',
        options: {
          authorizationEndpoint: 'https://login.contoso.com/authorize',
          tokenEndpoint: 'https://token.contoso.com/t',
          scopes: 'mail offline_access',
          mailHosts: 'imap.contoso.com smtp.contoso.com',
        },
      },
    });
  });

  it('lets the user name another provider than the domain does', async () => {
    const pages = { authorizationEndpoint: 'https://a.example/a', tokenEndpoint: 'https://a.example/t' };
    const { started } = await open({ foundBy: 'autoconfig', signIn: { ...pages, issuer: null, scopes: 'mail' } });
    await press('Enter the provider’s address instead');
    expect(document.body.textContent).not.toContain('names this provider');
    await type('Provider’s address', 'https://login.contoso.com');
    await type('Client ID', 'heron');
    await submit();
    expect(JSON.stringify(started())).not.toContain('a.example');
  });

  it('wants no more of Google’s users than their own client, and offers no code', async () => {
    const { started } = await open({ name: 'Gmail', imap: { ...imap, host: 'imap.gmail.com' } });
    expect(heading()).toBe('Sign in with Google');
    expect(document.body.textContent).not.toContain('Use a code instead');
    await type('Client ID', '1234-abc.apps.googleusercontent.com');
    await type('Client secret', 'GOCSPX-not-confidential');
    await submit();
    expect(started()).toMatchObject({
      provider: 'google',
      clientSecret: 'GOCSPX-not-confidential',
      identity: { loginHost: 'https://accounts.google.com', options: {} },
    });
  });
});
