import type { ServerEndpoint } from '../../shared/mail.ts';
import { AppFailure } from '../../shared/reply.ts';
import { imapFailure, isWebAnswer, makeError, serverName, webServerError } from '../imap/imap-errors.ts';
import type { LineSocket } from '../imap/line-socket.ts';
import { TlsProbe } from '../imap/tls-probe.ts';
import { cleanText } from '../mail/clean-text.ts';
import { type Credentials, secretsIn } from '../mail/credentials.ts';
import { signIn } from '../smtp/sign-in.ts';
import { portBlocked, refusalError, type SmtpContext } from '../smtp/smtp-errors.ts';
import { readReply } from '../smtp/smtp-reply.ts';
import { agreeOnTls } from './imap-rungs.ts';
import type { RungNotes, Rungs } from './rungs.ts';

interface SmtpRungsOptions {
  readonly endpoint: ServerEndpoint;
  readonly extraCa: string | null;
  /** Null: the server refused these credentials at the IMAP rung, or they are not to be tried. */
  readonly credentials: ((signal: AbortSignal) => Promise<Credentials>) | null;
  /** The address that messages are sent from. */
  readonly sender: string;
}

/** The most lines of one answer; EHLO has some twenty. */
const mostLines = 100;
const greetedAs = 'EHLO [127.0.0.1]';

/** Climbs the SMTP half: connect, TLS, EHLO with SIZE, AUTH. No mail is begun (no MAIL FROM). */
export async function climbSmtp(rungs: Rungs, options: SmtpRungsOptions): Promise<void> {
  const { endpoint, extraCa } = options;
  const probe = new TlsProbe(endpoint, extraCa, startTls);
  try {
    if (!(await rungs.try('smtp_tcp', endpoint, (notes) => connect(probe, endpoint, notes)))) return;
    const isSecure = await rungs.try('smtp_tls', endpoint, (notes, signal) =>
      agreeOnTls(probe, endpoint, notes, signal),
    );
    if (!isSecure) return;
    const talk = new SmtpTalk(probe.lines(), endpoint);
    const greeted = await rungs.try('smtp_ehlo', endpoint, (notes) => greet(talk, notes, endpoint));
    const { credentials } = options;
    if (greeted && credentials === null) rungs.skip(['smtp_sign_in'], 'refused_before');
    if (!greeted || credentials === null) return;
    await rungs.try('smtp_sign_in', endpoint, async (notes, signal) => {
      const lent = await credentials(signal);
      rungs.hide(secretsIn(lent));
      await authenticate(talk, lent, options, notes);
    });
  } finally {
    probe.close();
    rungs.skip(['smtp_tls', 'smtp_ehlo', 'smtp_sign_in'], 'earlier_failed');
  }
}

async function connect(probe: TlsProbe, endpoint: ServerEndpoint, notes: RungNotes): Promise<void> {
  try {
    await probe.dns();
    notes.fact('proxy', (await probe.tcp()) ?? '');
  } catch (cause) {
    throw new AppFailure(
      portBlocked(imapFailure(cause, { endpoint, phase: 'connect', auth: 'password' }).error, endpoint),
    );
  }
}

/** RFC 3207: greeting, EHLO and STARTTLS in the clear; nothing of it is believed afterwards. */
async function startTls(lines: LineSocket, endpoint: ServerEndpoint): Promise<void> {
  const talk = new SmtpTalk(lines, endpoint);
  const greeting = await talk.answer();
  if (isWebAnswer(greeting)) throw new AppFailure(webServerError(endpoint));
  const server = serverName(endpoint);
  if (readReply(greeting).code !== 220)
    throw new AppFailure(makeError('smtp_protocol', { reason: 'not_smtp', server }));
  const offered = /^250[ -]STARTTLS\s*$/im.test(await talk.ask(greetedAs));
  if (!offered || readReply(await talk.ask('STARTTLS')).code !== 220) {
    throw new AppFailure(makeError('starttls_missing', { reason: 'not_offered', server }));
  }
}

async function greet(talk: SmtpTalk, notes: RungNotes, endpoint: ServerEndpoint): Promise<void> {
  const context: SmtpContext = { endpoint, auth: 'password', secrets: [], sender: '' };
  if (endpoint.security === 'tls') {
    const greeting = await talk.answer();
    notes.said(greeting);
    if (isWebAnswer(greeting)) throw new AppFailure(webServerError(endpoint));
    const reply = readReply(greeting);
    if (reply.code !== 220) throw new AppFailure(refusalError(reply, 'greeting', context));
  }
  const answer = await talk.ask(greetedAs);
  const reply = readReply(answer);
  if (reply.code !== 250) {
    notes.said(answer);
    throw new AppFailure(refusalError(reply, 'greeting', context));
  }
  const [, ...extensions] = answer.split('\n').map((line) => cleanText(line.slice(4), 200));
  talk.methods = (extensions.find((line) => /^AUTH\b/i.test(line)) ?? '').toUpperCase().split(' ').slice(1);
  notes.fact('offers', extensions.join(', ').slice(0, 400));
  notes.fact('size_limit', /^SIZE (\d{1,15})$/im.exec(extensions.join('\n'))?.[1] ?? '');
}

async function authenticate(
  talk: SmtpTalk,
  credentials: Credentials,
  { endpoint, sender }: SmtpRungsOptions,
  notes: RungNotes,
): Promise<void> {
  const auth = credentials.kind === 'password' ? 'password' : 'xoauth2';
  const dialogue = {
    authMethods: talk.methods,
    sendCommand: async (command: string) => {
      const response = await talk.ask(command);
      if (!response.startsWith('334')) notes.said(response);
      return { response };
    },
  };
  const result = await signIn(credentials, dialogue);
  if (result.kind === 'no_method') {
    const reason = auth === 'password' ? 'no_password_sign_in' : 'no_oauth_sign_in';
    throw new AppFailure(makeError('server_refused', { reason, server: serverName(endpoint) }));
  }
  if (result.kind === 'refused') {
    throw new AppFailure(
      refusalError(result.reply, 'sign_in', { endpoint, auth, secrets: secretsIn(credentials), sender }),
    );
  }
  await talk.ask('QUIT').catch(() => undefined);
}

/** Commands and answers of SMTP, line by line; failures of the socket become errors with the server's name. */
class SmtpTalk {
  methods: readonly string[] = [];
  readonly #lines: LineSocket;
  readonly #endpoint: ServerEndpoint;

  constructor(lines: LineSocket, endpoint: ServerEndpoint) {
    this.#lines = lines;
    this.#endpoint = endpoint;
  }

  async ask(command: string): Promise<string> {
    this.#lines.send(command);
    return await this.answer();
  }

  /** All lines of one answer (RFC 5321 section 4.2.1), joined by line feeds. */
  async answer(): Promise<string> {
    const answer: string[] = [];
    try {
      while (answer.length < mostLines) {
        const line = await this.#lines.line();
        answer.push(line);
        if (!/^\d{3}-/.test(line)) break;
      }
    } catch (cause) {
      throw imapFailure(cause, { endpoint: this.#endpoint, phase: 'connect', auth: 'password' });
    }
    return answer.join('\n');
  }
}
