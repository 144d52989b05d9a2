import { describe, expect, it } from 'vitest';
import { logText } from '../../shared/reply.ts';
import { sampleDefaults as defaults, rustyMailFile, rustyOAuth, rustyPassword } from './moving-fixture.ts';
import { isRustyMail, rustyMailAccounts } from './rustymail.ts';

function read(...accounts: readonly unknown[]) {
  const reply = rustyMailAccounts(JSON.parse(rustyMailFile(...accounts)), '/a.json', defaults);
  if (!reply.ok) throw new Error(logText(reply.error));
  return reply.value;
}

describe('rustyMailAccounts', () => {
  it('reads a password account with its password', () => {
    expect(read(rustyPassword).accounts).toEqual([
      {
        address: 'ada@analytical.example',
        displayName: '',
        label: 'Default (ada@analytical.example)',
        provider: 'generic',
        method: 'password',
        username: 'ada',
        identity: null,
        imap: { host: 'imap.analytical.example', port: 993, security: 'tls' },
        smtp: { host: 'smtp.analytical.example', port: 587, security: 'starttls' },
        secret: { kind: 'password', password: 'CANARY-horse' },
        notes: [],
      },
    ]);
  });

  it('reads a sign-in at Microsoft with its refresh token', () => {
    expect(read(rustyOAuth).accounts[0]).toMatchObject({
      provider: 'microsoft365',
      method: 'oauth2',
      identity: { clientId: defaults.microsoft.clientId },
      secret: { kind: 'refresh_token', refreshToken: 'CANARY-refresh' },
      smtp: defaults.microsoft.smtp,
      notes: [{ reason: 'guessed', field: 'smtp' }],
    });
  });

  it.each([
    ['app_password', 'app_password'],
    ['password', 'password'],
    ['oauth2', 'oauth2'],
    // As RustyMail's serde spells its variant OAuth2.
    ['o_auth2', 'oauth2'],
    [undefined, 'oauth2'],
  ])('knows the method %s', (auth_method, method) => {
    expect(read({ ...rustyOAuth, auth_method }).accounts[0]?.method).toBe(method);
  });

  it.each([
    ['imap.password', { ...rustyPassword, imap: { ...rustyPassword.imap, password: 'ENC:v1:eyJub25jZSI6' } }],
    ['oauth_refresh_token', { ...rustyOAuth, oauth_refresh_token: 'ENC:v1:eyJub25jZSI6' }],
    ['oauth_access_token', { ...rustyOAuth, oauth_access_token: 'ENC:v2:anything' }],
  ])('names the encrypted field %s, and the account comes in all the same', (field, account) => {
    const [found] = read(account).accounts;
    expect(found?.notes).toContainEqual({ reason: 'encrypted', field });
  });

  it.each([
    ['imap.password', { ...rustyPassword, imap: { ...rustyPassword.imap, password: { nested: true } } }],
    ['imap.password', { ...rustyPassword, imap: { ...rustyPassword.imap, password: 'line\nbreak' } }],
    ['auth_method', { ...rustyPassword, auth_method: 42 }],
    ['oauth_refresh_token', { ...rustyOAuth, oauth_refresh_token: ['a'] }],
    ['oauth_refresh_token', { ...rustyOAuth, oauth_refresh_token: 'x'.repeat(20_000) }],
    ['oauth_token_expiry', { ...rustyOAuth, oauth_token_expiry: 'tomorrow' }],
  ])('names the unreadable field %s, and the account comes in all the same', (field, account) => {
    const [found] = read(account).accounts;
    expect(found?.notes).toContainEqual({ reason: 'unreadable', field });
  });

  it('keeps no secret that another program encrypted', () => {
    const account = { ...rustyPassword, imap: { ...rustyPassword.imap, password: 'ENC:v1:abc' } };
    expect(read(account).accounts[0]?.secret).toBeNull();
  });

  it('says that sending has another password there', () => {
    const account = { ...rustyPassword, smtp: { ...rustyPassword.smtp, password: 'CANARY-other' } };
    expect(read(account).accounts[0]?.notes).toEqual([{ reason: 'second_password', field: 'smtp.password' }]);
  });

  it('encrypts where RustyMail does not, and says so', () => {
    const account = { ...rustyPassword, imap: { ...rustyPassword.imap, port: 143, use_tls: false } };
    expect(read(account).accounts[0]).toMatchObject({
      imap: { port: 143, security: 'starttls' },
      notes: [{ reason: 'made_secure', field: 'imap.use_tls' }],
    });
  });

  it('does not take a sign-in at a provider where Heron has no registration', () => {
    const account = { ...rustyOAuth, oauth_provider: 'google', imap: { ...rustyOAuth.imap, host: 'imap.gmail.com' } };
    expect(read(account).accounts[0]).toMatchObject({ method: 'app_password', secret: null });
  });

  it.each([
    ['nothing', null, 'malformed'],
    ['a number', 7, 'malformed'],
    ['a list', [], 'malformed'],
    ['an address of another type', { ...rustyPassword, email_address: 7 }, 'no_address'],
    ['a server that is a text', { ...rustyPassword, imap: 'imap.example.org' }, 'no_server'],
    ['a port that is a text', { ...rustyPassword, imap: { ...rustyPassword.imap, port: '993' } }, 'no_server'],
  ])('leaves out %s and reads the others', (_what, account, reason) => {
    const found = read(account, rustyOAuth);
    expect(found.accounts.map(({ address }) => address)).toEqual(['ada@contoso.test']);
    expect(found.leftOut).toEqual([expect.objectContaining({ reason })]);
  });

  it('takes keys of prototypes for keys', () => {
    const text = rustyMailFile(rustyPassword).replace(
      '"auth_method"',
      '"__proto__": {"polluted": true}, "constructor": {"prototype": {"polluted": true}}, "auth_method"',
    );
    const reply = rustyMailAccounts(JSON.parse(text), '/a.json', defaults);
    expect(reply.ok && reply.value.accounts).toHaveLength(1);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  it('takes no more accounts than the settings do', () => {
    const many = Array.from({ length: 700 }, (_, n) => ({ ...rustyPassword, email_address: `a${n}@example.org` }));
    const found = read(...many);
    expect(found.accounts).toHaveLength(500);
    expect(found.leftOut).toEqual([{ name: '…', reason: 'too_many' }]);
  });

  it.each([{ accounts: 'x' }, { accounts: {} }, [], 'text', 7, null])('refuses %j', (content) => {
    const reply = rustyMailAccounts(content, '/a.json', defaults);
    expect(reply.ok || reply.error.params.reason).toBe('unknown_content');
    expect(isRustyMail(content)).toBe(false);
  });
});
