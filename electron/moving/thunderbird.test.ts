import { describe, expect, it } from 'vitest';
import { sampleDefaults as defaults, samplePrefs } from './moving-fixture.ts';
import { thunderbirdAccounts } from './thunderbird.ts';
import { parsePrefs } from './thunderbird-prefs.ts';
import { parseProfiles } from './thunderbird-profiles.ts';

const pref = (name: string, value: string | number | boolean) => `user_pref("${name}", ${JSON.stringify(value)});\n`;

/** A profile with one account, and whatever is added. */
const oneAccount = (...more: string[]) =>
  [
    pref('mail.accountmanager.accounts', 'account1'),
    pref('mail.account.account1.server', 'server1'),
    pref('mail.account.account1.identities', 'id1'),
    pref('mail.identity.id1.useremail', 'ada@example.org'),
    pref('mail.server.server1.type', 'imap'),
    pref('mail.server.server1.hostname', 'imap.example.org'),
    ...more,
  ].join('');

describe('thunderbirdAccounts', () => {
  const { accounts, leftOut } = thunderbirdAccounts(samplePrefs, defaults);

  it('reads server, name, user name and the server for sending, and brings no secret', () => {
    expect(accounts.map(({ address }) => address)).toEqual([
      'ada@analytical.example',
      'ada@contoso.com',
      'ada.lovelace@gmail.com',
    ]);
    expect(accounts[0]).toMatchObject({
      displayName: 'Ada Lovelace "the first"',
      method: 'password',
      username: 'ada',
      imap: { host: 'imap.analytical.example', port: 993, security: 'tls' },
      smtp: { host: 'mail.analytical.example', port: 465, security: 'tls' },
      secret: null,
      notes: [],
    });
  });

  it('takes further identities for further addresses, and HTML signatures as text', () => {
    const writing = accounts[0]?.writing;
    expect(writing?.own).toMatchObject({ replyTo: 'office@analytical.example' });
    expect(writing?.own.signature.html).toBeNull();
    expect(writing?.own.signature.text).toContain('Ada');
    expect(writing?.own.signature.text).not.toMatch(/[<>]|alert/);
    expect(writing?.aliases.map(({ name, address }) => [name, address])).toEqual([
      ['The office', 'office@analytical.example'],
    ]);
  });

  it('signs in to Microsoft with the registration of this Heron, not with Thunderbird’s', () => {
    expect(accounts[1]).toMatchObject({
      provider: 'microsoft365',
      method: 'oauth2',
      identity: { clientId: defaults.microsoft.clientId, tenant: 'common', username: null },
      smtp: { host: 'smtp.office365.com', port: 587, security: 'starttls' },
    });
  });

  it('asks for an app password where OAuth2 needs a registration that nobody made, and says so', () => {
    expect(accounts[2]).toMatchObject({ method: 'app_password', identity: null });
    expect(accounts[2]?.notes.map(({ reason }) => reason)).toContain('no_oauth');
  });

  it('names what cannot come in, and is silent about the local folders', () => {
    expect(leftOut).toEqual([
      { name: 'old@pop.example', reason: 'pop3' },
      { name: 'Blogs & News Feeds', reason: 'other_kind' },
    ]);
  });

  it.each([
    [0, undefined, 'starttls', 143, true],
    [1, 143, 'starttls', 143, true],
    [2, 1143, 'starttls', 1143, false],
    [3, undefined, 'tls', 993, false],
    [0, 993, 'tls', 993, true],
  ])('never leaves a connection unencrypted: socket type %s, port %s', (socket, port, security, expected, said) => {
    const source = oneAccount(
      pref('mail.server.server1.socketType', socket),
      port === undefined ? '' : pref('mail.server.server1.port', port),
    );
    const [account] = thunderbirdAccounts(source, defaults).accounts;
    expect(account?.imap).toMatchObject({ security, port: expected });
    expect(account?.notes.some(({ reason, field }) => reason === 'made_secure' && field.endsWith('socketType'))).toBe(
      said,
    );
  });

  it('guesses the server for sending where none is named, and says so', () => {
    const [account] = thunderbirdAccounts(oneAccount(), defaults).accounts;
    expect(account?.smtp).toEqual({ host: 'smtp.example.org', port: 587, security: 'starttls' });
    expect(account?.notes).toContainEqual({ reason: 'guessed', field: 'mail.smtpservers' });
  });

  it('says where the computer itself signs in', () => {
    const [account] = thunderbirdAccounts(oneAccount(pref('mail.server.server1.authMethod', 5)), defaults).accounts;
    expect(account?.notes.map(({ reason }) => reason)).toContain('by_system');
  });

  it.each([
    ['no address', pref('mail.identity.id1.useremail', ''), 'no_address'],
    ['an address that is none', pref('mail.identity.id1.useremail', 'ada"><script>'), 'no_address'],
    ['a host that is none', pref('mail.server.server1.hostname', 'x y/../z'), 'no_server'],
    ['a port out of range', pref('mail.server.server1.port', 70_000), 'no_server'],
    ['text in place of the host', 'user_pref("mail.server.server1.hostname", 7);\n', 'no_server'],
  ])('leaves out an account with %s, and says why', (_what, more, reason) => {
    const read = thunderbirdAccounts(oneAccount(more), defaults);
    expect(read.accounts).toEqual([]);
    expect(read.leftOut).toEqual([expect.objectContaining({ reason })]);
  });

  it('takes the first of two accounts with one address', () => {
    const source = oneAccount(
      pref('mail.accountmanager.accounts', 'account1,account2'),
      pref('mail.account.account2.server', 'server1'),
      pref('mail.account.account2.identities', 'id1'),
    );
    const read = thunderbirdAccounts(source, defaults);
    expect(read.accounts).toHaveLength(1);
    expect(read.leftOut).toEqual([{ name: 'ada@example.org', reason: 'twice' }]);
  });
});

describe('parsePrefs', () => {
  it('evaluates nothing', () => {
    const attack = [
      'user_pref("a", globalThis.hit = 1);',
      'globalThis.hit = 1;',
      'user_pref("b", (() => { globalThis.hit = 1 })());',
      '`$' + '{globalThis.hit = 1}`',
      'user_pref("c", 3);',
    ].join('\n');
    expect([...parsePrefs(attack)]).toEqual([['c', 3]]);
    expect('hit' in globalThis).toBe(false);
  });

  it('keeps names that mean something to JavaScript as names', () => {
    const prefs = parsePrefs('user_pref("__proto__", "x"); user_pref("constructor", true);');
    expect([...prefs]).toEqual([
      ['__proto__', 'x'],
      ['constructor', true],
    ]);
    expect(({} as { x?: unknown }).x).toBeUndefined();
  });

  it.each([
    ['// user_pref("a", 1);', []],
    ['# user_pref("a", 1);', []],
    ['/* user_pref("a", 1); */ user_pref("b", 2);', [['b', 2]]],
    ['/* never ends user_pref("a", 1);', []],
    ['user_pref("a", 1', []],
    ['user_pref("a", 1.5);\nuser_pref("b", -7);', [['b', -7]]],
    ["user_pref('a', 'it''s');\nuser_pref('b', 'x');", [['b', 'x']]],
    ['user_pref("a", "no end);\nuser_pref("b", true);', [['b', true]]],
    ['user_pref( "a" , "\\u00e4\\x41\\n\\\\\\"" ) ;', [['a', 'äA\n\\"']]],
    ['user_pref("a", 1); user_pref("a", 2);', [['a', 2]]],
    ['', []],
  ])('reads %j', (source, expected) => {
    expect([...parsePrefs(source)]).toEqual(expected);
  });

  it.each([
    ['openings of comments', '/*\n'],
    ['texts without an end', 'user_pref("\\\n'],
    ['quotation marks', '"'],
    ['backslashes', 'user_pref("\\\\'],
    ['one long text', `user_pref("a", "${'x'.repeat(50)}`],
  ])('takes linear time for %s', (_what, piece) => {
    const length = 1_000_000;
    const fastest = (source: string) =>
      Math.min(
        ...[1, 2, 3].map(() => {
          const begun = performance.now();
          parsePrefs(source);
          return performance.now() - begun;
        }),
      );
    const usual = fastest(pref('mail.server.server1.port', 993).repeat(length / 50));
    // A quadratic reader takes more than a thousand times as long.
    expect(fastest(piece.repeat(Math.ceil(length / piece.length))) / Math.max(usual, 1)).toBeLessThan(200);
  });
});

describe('parseProfiles', () => {
  it('reads profiles and leaves other sections alone', () => {
    const text =
      '[General]\nVersion=2\n[Profile0]\nName=a\nPath=x.a\n[Install1]\nDefault=y\n[Profile1]\nIsRelative=0\nPath=/y\n';
    expect(parseProfiles(text)).toEqual([
      { name: 'a', path: 'x.a', isRelative: true },
      { name: '', path: '/y', isRelative: false },
    ]);
  });

  it('takes no more than a person has', () => {
    const many = Array.from({ length: 1_000 }, (_, n) => `[Profile${n}]\nPath=p${n}`).join('\n');
    expect(parseProfiles(many)).toHaveLength(50);
  });
});
