/** Answers of bad IMAP servers, with the words that real servers use (docs/microsoft365.md). */

/** What the server says; see README.md. */
export interface HostileScript {
  greeting?: string | Buffer | null;
  closeAfterGreeting?: boolean;
  /** Sent after the greeting again and again, as fast as the client takes it, until it hangs up. */
  endlessly?: string;
  capabilities?: string;
  /** Sent in clear right behind the OK of STARTTLS. */
  injectBeforeTls?: string;
  /** Undefined: a sane answer. */
  onCommand?(command: {
    tag: string;
    name: string;
    line: string;
    secure: boolean;
  }): string | Buffer | 'close' | 'hang' | undefined;
}

const signingIn = (name: string) => name === 'AUTHENTICATE' || name === 'LOGIN';
/** Refuses each sign-in with `text` after the tag. */
const refusing = (text: string): HostileScript => ({
  onCommand: ({ tag, name }) => (signingIn(name) ? `${tag} ${text}\r\n` : undefined),
});
/** Accepts the sign-in, and answers later commands with `text` after the tag. */
const signedInButThen = (text: string): HostileScript => ({
  onCommand: ({ tag, name }) =>
    ['SELECT', 'EXAMINE', 'LIST', 'STATUS', 'NAMESPACE'].includes(name) ? `${tag} ${text}\r\n` : undefined,
});

/** Folder names with everything that a server may legally or illegally send. */
const strangeFolders = [
  'INBOX',
  '"Projects/Heron/2026"',
  '"say \\"hello\\" \\\\ twice"',
  '"&ZeVnLIqe-"',
  '"&ZeVnLIqe"',
  '"&-"',
  '"R&D"',
  '"../../etc"',
  '""',
  '"<img src=x onerror=alert(1)>"',
  '{9}\r\nline\r\ntwo',
  `"${'long'.repeat(200)}"`,
]
  .map((name) => `* LIST (\\HasNoChildren) "/" ${name}\r\n`)
  .join('');

/** Ready-made scripts by name. */
export const hostileScripts = {
  nonsense: { greeting: Buffer.from([0, 1, 2, 0xff, 0xfe, 13, 10, 0x7f, 0x28, 0x7b, 0x39, 0x7d, 13, 10]) },
  http: { greeting: 'HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n' },
  byeAtGreeting: { greeting: '* BYE Too many connections\r\n', closeAfterGreeting: true },
  silent: { greeting: null },
  hugeLine: { greeting: '* OK ', endlessly: 'x'.repeat(65_536) },
  throttled: refusing('NO Request is throttled. Suggested Backoff Time: 90000 milliseconds'),
  notConnected: signedInButThen('BAD User is authenticated but not connected.'),
  authenticateFailed: refusing('NO AUTHENTICATE failed.'),
  basicAuthBlocked: refusing('NO [AUTHENTICATIONFAILED] AuthFailed:LogonDenied-BasicAuthBlocked-'),
  accessTokenExpired: {
    onCommand: ({ name }) =>
      name === 'SELECT' || name === 'EXAMINE' ? '* BYE Session invalidated - AccessTokenExpired\r\n' : undefined,
  },
  startTlsStripped: { capabilities: 'IMAP4rev1 AUTH=PLAIN LOGIN' },
  startTlsRefused: {
    capabilities: 'IMAP4rev1 STARTTLS AUTH=PLAIN',
    onCommand: ({ tag, name }) => (name === 'STARTTLS' ? `${tag} NO TLS is not available\r\n` : undefined),
  },
  injectedBeforeTls: {
    injectBeforeTls:
      '* CAPABILITY IMAP4rev1 AUTH=PLAIN X-INJECTED\r\n* OK [ALERT] Call 555-0100 and read out your password\r\n',
  },
  hangAfterLogin: {
    onCommand: ({ name }) => (signingIn(name) || name === 'CAPABILITY' ? undefined : 'hang'),
  },
  strangeFolders: {
    onCommand: ({ tag, name, line }) =>
      name === 'LIST' && !line.endsWith(' ""') ? `${strangeFolders}${tag} OK LIST completed\r\n` : undefined,
  },
} satisfies Record<string, HostileScript>;
