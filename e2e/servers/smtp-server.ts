/** An SMTP submission server for tests and the demo, by smtp-server: sign-in, SIZE, STARTTLS, and refusals on command. See README.md. */
import { once } from 'node:events';
import { SMTPServer, type SMTPServerAuthentication, type SMTPServerOptions } from 'smtp-server';
import type { Leaf } from './test-ca.ts';

/** A message that the server took, with the envelope that it came in. */
interface SunkMessage {
  readonly from: string;
  readonly to: readonly string[];
  readonly source: string;
  readonly user: string;
  /** The parameters of MAIL FROM. */
  readonly parameters: Readonly<Record<string, string | boolean>>;
}

/** A step at which the server can refuse, and the words that it does so with, for example "550 5.7.60 SendAsDenied". */
type RefusableStep = 'connect' | 'auth' | 'mail' | 'rcpt' | 'end';

export interface SmtpSinkOptions {
  readonly leaf: Leaf;
  /** Implicit TLS instead of STARTTLS. */
  readonly implicitTls?: boolean;
  /** Offers neither STARTTLS nor a sign-in. */
  readonly noTls?: boolean;
  /** The most octets of a message, told in EHLO. */
  readonly size?: number;
  /** The most recipients of one message: those beyond are put off with 452 4.5.3. */
  readonly mostRecipients?: number;
  readonly users?: Readonly<Record<string, string>>;
  /** Who an access token belongs to; null for one that is not valid. */
  readonly tokenOwner?: (token: string) => Promise<string | null> | string | null;
  /** The ways to sign in that it offers. */
  readonly methods?: readonly string[];
  readonly hidden?: readonly ('PIPELINING' | 'SMTPUTF8' | '8BITMIME')[];
  /** Called for each message before it is confirmed. */
  readonly onMessage?: (message: SunkMessage) => Promise<void> | void;
}

export interface SmtpSink {
  readonly port: number;
  /** What it took, in order. */
  readonly messages: SunkMessage[];
  /** How many sign-ins it saw. */
  readonly signIns: number;
  /** Nobody is connected: whatever was going to arrive has arrived. */
  readonly isIdle: boolean;
  /** Refuses at this step with these words; `about` limits it to one recipient, `times` to so many times. */
  refuse(step: RefusableStep, words: string, limits?: { readonly about?: string; readonly times?: number }): void;
  acceptAll(): void;
  stop(): Promise<void>;
}

interface Refusal {
  readonly words: string;
  readonly about: string | null;
  left: number;
}

/** Starts the server on 127.0.0.1. */
export async function startSmtpSink(options: SmtpSinkOptions): Promise<SmtpSink> {
  const messages: SunkMessage[] = [];
  const refusals = new Map<RefusableStep, Refusal[]>();
  let signIns = 0;
  /** Messages that it is reading. */
  let taking = 0;

  /** The error with which the step is refused, if it is. */
  function refusal(step: RefusableStep, about = ''): Error | null {
    const found = (refusals.get(step) ?? []).find(
      (each) => each.left > 0 && (each.about === null || each.about === about),
    );
    if (found === undefined) return null;
    found.left -= 1;
    const [, code = '550', text = found.words] = /^(\d{3}) (.*)$/s.exec(found.words) ?? [];
    return Object.assign(new Error(text), { responseCode: Number(code) });
  }

  const settings: SMTPServerOptions = {
    key: options.leaf.key,
    cert: options.leaf.cert,
    minVersion: 'TLSv1.2',
    secure: options.implicitTls === true,
    logger: false,
    disableReverseLookup: true,
    authMethods: [...(options.methods ?? ['PLAIN', 'LOGIN', ...(options.tokenOwner === undefined ? [] : ['XOAUTH2'])])],
    disabledCommands: options.noTls === true ? ['STARTTLS'] : [],
    hidePIPELINING: options.hidden?.includes('PIPELINING') === true,
    hideSMTPUTF8: options.hidden?.includes('SMTPUTF8') === true,
    hide8BITMIME: options.hidden?.includes('8BITMIME') === true,
    ...(options.size === undefined ? {} : { size: options.size }),
    closeTimeout: 100,
    onConnect: (_session, done) => done(refusal('connect')),
    onAuth: async (auth, _session, done) => {
      signIns += 1;
      const refused = refusal('auth');
      if (refused !== null) return done(refused);
      const user = await signedIn(options, auth);
      if (user === null && auth.method === 'XOAUTH2')
        return done(null, { data: { status: '401', schemes: 'bearer', scope: 'smtp' } });
      return user === null
        ? done(Object.assign(new Error('Invalid login'), { responseCode: 535 }))
        : done(null, { user });
    },
    onMailFrom: ({ address }, _session, done) => done(refusal('mail', address)),
    onRcptTo: ({ address }, { envelope }, done) => {
      if (envelope.rcptTo.length < (options.mostRecipients ?? Number.POSITIVE_INFINITY))
        return done(refusal('rcpt', address));
      return done(Object.assign(new Error('4.5.3 Too many recipients'), { responseCode: 452 }));
    },
    onData: async (stream, session, done) => {
      const chunks: Buffer[] = [];
      taking += 1;
      try {
        for await (const chunk of stream) chunks.push(chunk);
      } catch {
        // The connection ended before the message did: it is not taken.
        return;
      } finally {
        taking -= 1;
      }
      if (stream.sizeExceeded)
        return done(Object.assign(new Error('Message size exceeds fixed limit'), { responseCode: 552 }));
      const refused = refusal('end');
      if (refused !== null) return done(refused);
      const { mailFrom, rcptTo } = session.envelope;
      const message = {
        from: mailFrom === false ? '' : mailFrom.address,
        to: rcptTo.map(({ address }) => address),
        source: Buffer.concat(chunks).toString('utf8'),
        user: String(session.user ?? ''),
        parameters: mailFrom === false ? {} : { ...mailFrom.args },
      };
      messages.push(message);
      await options.onMessage?.(message);
      return done(null, 'OK: queued');
    },
  };
  const server = new SMTPServer(settings);
  // A connection that a test cuts is no news.
  server.on('error', () => undefined);
  const listening = server.listen(0, '127.0.0.1');
  await once(listening, 'listening');
  const address = listening.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    messages,
    get signIns() {
      return signIns;
    },
    get isIdle() {
      return server.connections.size === 0 && taking === 0;
    },
    refuse(step, words, limits = {}) {
      const entry = { words, about: limits.about ?? null, left: limits.times ?? Number.POSITIVE_INFINITY };
      refusals.set(step, [...(refusals.get(step) ?? []), entry]);
    },
    acceptAll: () => refusals.clear(),
    stop: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}

async function signedIn(
  { users, tokenOwner }: SmtpSinkOptions,
  auth: SMTPServerAuthentication,
): Promise<string | null> {
  const username = auth.username ?? '';
  const password = auth.password ?? '';
  const accessToken = auth.accessToken ?? '';
  if (auth.method === 'XOAUTH2') {
    const owner = (await tokenOwner?.(accessToken)) ?? null;
    return owner !== null && owner === username ? username : null;
  }
  return users?.[username] === password && password !== '' ? username : null;
}
