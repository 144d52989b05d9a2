import type { Socket } from 'node:net';
import { Readable } from 'node:stream';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { AppError } from '../../shared/reply.ts';
import { makeError, serverName } from '../imap/imap-errors.ts';
import { secretsIn } from '../mail/credentials.ts';
import { openSocket, tlsOptions } from './open-socket.ts';
import { isOneTooMany, recipientRefusal } from './recipient-refusals.ts';
import { signIn } from './sign-in.ts';
import { networkError, portBlocked, refusalError, type SmtpContext } from './smtp-errors.ts';
import { isPassing, readReply, saidBy } from './smtp-reply.ts';
import {
  namesOf,
  type OutgoingMessage,
  type RefusedRecipient,
  type SubmissionOptions,
  type SubmissionOutcome,
  type Submit,
  whyOf,
} from './submission.ts';

/** The waits of a step, in milliseconds. */
export interface SmtpWaits {
  /** For each answer up to the message itself, and for each piece of the message to be taken. */
  readonly stepMs: number;
  /** For the answer to the end of the message: RFC 5321 section 4.5.3.2.6 asks for ten minutes, since giving up early doubles messages. */
  readonly finalMs: number;
}

/** Hands messages over by SMTP (RFC 6409), always encrypted (S1). */
export const submitBySmtp: Submit = (message, options, signal) => {
  const stepMs = options.timeoutSeconds * 1_000;
  return submitWithin(message, options, { stepMs, finalMs: Math.max(600_000, stepMs) }, signal);
};

/** As `submitBySmtp`, with waits of the caller's choice. */
export async function submitWithin(
  message: OutgoingMessage,
  options: SubmissionOptions,
  waits: SmtpWaits,
  signal: AbortSignal,
): Promise<SubmissionOutcome> {
  const { endpoint, credentials } = options;
  const context: SmtpContext = {
    endpoint,
    auth: credentials.kind === 'password' ? 'password' : 'xoauth2',
    secrets: secretsIn(credentials),
    sender: message.envelope.from,
  };
  if (/\p{Cc}/u.test(credentials.username)) {
    return notSent(makeError('authentication_failed', { reason: 'not_sendable' }));
  }
  const attempt = new Attempt(message, options, waits, context);
  const abort = (): void => attempt.giveUp(makeError('cancelled', { reason: 'closing' }));
  if (signal.aborted) abort();
  signal.addEventListener('abort', abort, { once: true });
  try {
    return await attempt.run();
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

/** One connection that hands one message over. */
class Attempt {
  readonly #message: OutgoingMessage;
  readonly #options: SubmissionOptions;
  readonly #waits: SmtpWaits;
  readonly #context: SmtpContext;
  readonly #ended = new AbortController();
  /** From here on the server may have accepted the message. */
  #handingOver = false;
  /** The connection has ended or was given up: nothing is sent any more. */
  #isOver = false;
  #timer: NodeJS.Timeout | null = null;
  #gaveUp: AppError | null = null;
  #fail: (error: unknown) => void = () => undefined;
  #connection: SMTPConnection | null = null;

  constructor(message: OutgoingMessage, options: SubmissionOptions, waits: SmtpWaits, context: SmtpContext) {
    this.#message = message;
    this.#options = options;
    this.#waits = waits;
    this.#context = context;
  }

  /** Ends the connection; the outcome says how far the message had got. */
  giveUp(error: AppError): void {
    if (this.#gaveUp !== null) return;
    this.#gaveUp = error;
    this.#ended.abort();
    this.#connection?.close();
    this.#fail(new Error('given up'));
  }

  async run(): Promise<SubmissionOutcome> {
    const broken = new Promise<never>((_resolve, reject) => {
      this.#fail = (error) => {
        this.#isOver = true;
        reject(error);
      };
    });
    broken.catch(() => undefined);
    try {
      return await Promise.race([this.#steps(), broken]);
    } catch (error) {
      return this.#failed(error);
    } finally {
      this.#isOver = true;
      if (this.#timer !== null) clearTimeout(this.#timer);
      this.#ended.abort();
      this.#connection?.close();
    }
  }

  async #steps(): Promise<SubmissionOutcome> {
    this.#expect(this.#waits.stepMs);
    const socket = await openSocket(this.#options.endpoint, this.#options.extraCa, this.#ended.signal);
    const connection = this.#connect(socket);
    this.#expect(this.#waits.stepMs);
    await new Promise<void>((resolve, reject) => {
      connection.connect((error?: Error | null) => (error ? reject(error) : resolve()));
    });
    const refusal = await this.#signIn(connection);
    if (refusal !== null) return refusal;
    const outcome = await this.#send(connection);
    if (outcome.kind === 'accepted') connection.quit();
    return outcome;
  }

  #connect(socket: Socket): SMTPConnection {
    const { endpoint, extraCa } = this.#options;
    const isTls = endpoint.security === 'tls';
    const connection = new SMTPConnection({
      host: endpoint.host,
      port: endpoint.port,
      connection: socket,
      secure: isTls,
      secured: isTls,
      // STARTTLS is asked for even where the server does not offer it, and everything ends where it is refused.
      requireTLS: !isTls,
      tls: tlsOptions(endpoint, extraCa),
      // EHLO tells nothing about this computer.
      name: '[127.0.0.1]',
      connectionTimeout: this.#waits.stepMs + 5_000,
      greetingTimeout: this.#waits.stepMs + 5_000,
      // Only a backstop: each step has its own wait.
      socketTimeout: this.#waits.finalMs + 60_000,
      socketCloseTimeout: 1_000,
      maxResponseSize: 64 * 1024,
      logger: false,
      customAuth: {},
    });
    connection.on('error', (error: unknown) => this.#fail(error));
    connection.on('end', () => this.#fail(Object.assign(new Error('ended'), { code: 'ECONNRESET' })));
    this.#connection = connection;
    return connection;
  }

  /** Null when signed in. */
  async #signIn(connection: SMTPConnection): Promise<SubmissionOutcome | null> {
    this.#expect(this.#waits.stepMs);
    const { credentials, onSizeLimit } = this.#options;
    const server = serverName(this.#context.endpoint);
    return await new Promise<SubmissionOutcome | null>((resolve, reject) => {
      connection.customAuth.set('HERON', async (dialogue) => {
        if (dialogue.maxAllowedSize !== false && dialogue.maxAllowedSize > 0) onSizeLimit?.(dialogue.maxAllowedSize);
        const unsendable = this.#unsendable(dialogue.extensions, dialogue.maxAllowedSize || 0);
        if (unsendable !== null) return resolve(notSent(unsendable));
        const result = await signIn(credentials, {
          authMethods: dialogue.authMethods,
          sendCommand: (command) => {
            this.#expect(this.#waits.stepMs);
            return dialogue.sendCommand(command);
          },
        });
        if (result.kind === 'signed_in') return resolve(null);
        if (result.kind === 'refused') {
          // Some servers end the connection with the refusal.
          return resolve(notSent(refusalError(result.reply, 'sign_in', this.#context)));
        }
        const reason = credentials.kind === 'password' ? 'no_password_sign_in' : 'no_oauth_sign_in';
        return resolve(notSent(makeError('server_refused', { reason, server })));
      });
      connection.login({ method: 'HERON', user: credentials.username }, (error?: Error | null) => {
        if (error) reject(error);
      });
    });
  }

  /** Why this server cannot take the message, before anything of it is sent. */
  #unsendable(extensions: readonly string[], limit: number): AppError | null {
    const { envelope, size } = this.#message;
    const server = serverName(this.#context.endpoint);
    const address = [envelope.from, ...envelope.to].find((each) => !/^[\x20-\x7e]*$/.test(each));
    if (address !== undefined && !extensions.includes('SMTPUTF8')) {
      return makeError('not_sendable', { reason: 'no_utf8', address, server });
    }
    return limit > 0 && size > limit ? makeError('not_sendable', { reason: 'too_large', size, limit, server }) : null;
  }

  async #send(connection: SMTPConnection): Promise<SubmissionOutcome> {
    const { envelope, size, eightBit } = this.#message;
    // The answers to all recipients, of which there may be thousands, come within one wait for each hundred.
    this.#expect(this.#waits.stepMs * Math.ceil((envelope.to.length + 1) / 100));
    const info = await new Promise<{ readonly rejectedErrors?: readonly unknown[] | undefined }>((resolve, reject) => {
      const { from, to } = envelope;
      connection.send({ from, to: [...to], size, use8BitMime: eightBit }, this.#body(reject), (error, sent) =>
        error ? reject(error) : resolve(sent ?? {}),
      );
    });
    return {
      kind: 'accepted',
      server: serverName(this.#context.endpoint),
      refused: this.#refusedIn(info.rejectedErrors),
    };
  }

  /**
   * The message. nodemailer reads it once the server wants it, and sends the final dot when it ends: so its end is held back until the
   * caller has noted that it is sent.
   */
  #body(fail: (error: unknown) => void): Readable {
    const chunks = async function* (this: Attempt): AsyncGenerator<Buffer, void> {
      for await (const chunk of this.#message.open()) {
        this.#expect(this.#waits.stepMs);
        yield chunk;
      }
      // The connection may have ended while the last octets were read.
      if (this.#isOver) throw new Error('The connection has ended.');
      this.#options.onHandingOver();
      this.#handingOver = true;
      this.#expect(this.#waits.finalMs);
    };
    const body = Readable.from(chunks.call(this), { objectMode: false });
    body.on('error', (cause) => {
      // A message whose file is gone has to be built again; a full disk passes.
      this.giveUp({
        ...makeError('internal', { reason: 'unforeseen' }),
        retryable: textOf(cause, 'code') !== 'ENOENT',
      });
      fail(cause);
    });
    return body;
  }

  #failed(error: unknown): SubmissionOutcome {
    const server = serverName(this.#context.endpoint);
    const response = textOf(error, 'response');
    const reply = readReply(response);
    if (this.#handingOver) {
      // Only the server's own "no" says that it does not have the message.
      if (reply.code >= 400) return notSent(refusalError(reply, 'message', this.#context));
      const reason = response === '' ? 'connection_cut' : 'strange_answer';
      return { kind: 'unknown', error: makeError('may_have_been_sent', { reason, server }) };
    }
    if (this.#gaveUp !== null) return notSent(this.#beforeGreeting(this.#gaveUp));
    const refused = this.#refusedIn(listOf(error, 'rejectedErrors'));
    if (refused.length > 0) return this.#allRefused(refused, response);
    const code = textOf(error, 'code');
    const command = textOf(error, 'command');
    if (code === 'ETLS' && (command === 'STARTTLS' || response !== '') && reply.code >= 400) {
      return notSent(makeError('starttls_missing', { reason: 'not_offered', server }));
    }
    if (/does not support required STARTTLS/.test(messageOf(error))) {
      return notSent(makeError('starttls_missing', { reason: 'not_offered', server }));
    }
    if (response !== '') {
      const phase =
        command === 'MAIL FROM' ? 'sender' : command === 'CONN' || command === 'EHLO' ? 'greeting' : 'message';
      return notSent(refusalError(reply, phase, this.#context));
    }
    if (code === 'EPROTOCOL') return notSent(makeError('smtp_protocol', { reason: 'not_smtp', server }));
    return notSent(this.#beforeGreeting(networkError(error, this.#context.endpoint)));
  }

  #beforeGreeting(error: AppError): AppError {
    return this.#connection === null ? portBlocked(error, this.#context.endpoint) : error;
  }

  /** Nobody was taken. `response`: an answer that may pass, else the last one. */
  #allRefused(refused: readonly RefusedRecipient[], response: string): SubmissionOutcome {
    const error = refusalError(readReply(response), 'recipient', this.#context);
    // Not they are the reason, but the account, its limits or the moment.
    if (!isAboutRecipients(error)) return { kind: 'not_sent', error, refused: [] };
    const server = serverName(this.#context.endpoint);
    const params = { reason: 'all', server, refused: namesOf(refused), said: refused[0]?.said ?? '' } as const;
    return { kind: 'not_sent', error: makeError('recipients_refused', { ...params, why: whyOf(refused) }), refused };
  }

  #refusedIn(errors: readonly unknown[] | undefined): RefusedRecipient[] {
    return (errors ?? []).map((error) => {
      const reply = readReply(textOf(error, 'response'));
      return {
        address: textOf(error, 'recipient'),
        said: saidBy(reply, this.#context),
        why: recipientRefusal(reply),
        passing: isPassing(reply),
        oneTooMany: isOneTooMany(reply),
      };
    });
  }

  /** Ends the attempt unless the next step follows in time. A server that sends an octet now and then does not prolong it. */
  #expect(ms: number): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      const server = serverName(this.#context.endpoint);
      const seconds = Math.max(1, Math.round(ms / 1_000));
      this.giveUp(makeError('server_timeout', { reason: 'no_answer_within', server, seconds }));
    }, ms);
  }
}

function isAboutRecipients({ code, params }: AppError): boolean {
  return code === 'message_refused' && (params.reason === 'refused' || params.reason === 'policy');
}

function notSent(error: AppError): SubmissionOutcome {
  return { kind: 'not_sent', error, refused: [] };
}

function textOf(error: unknown, name: string): string {
  const value: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, name) : undefined;
  return typeof value === 'string' ? value : '';
}

function listOf(error: unknown, name: string): readonly unknown[] {
  const value: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, name) : undefined;
  return Array.isArray(value) ? value : [];
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : '';
}
