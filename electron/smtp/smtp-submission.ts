import { Readable } from 'node:stream';
import type SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { AppError } from '../../shared/reply.ts';
import { makeError, serverName } from '../imap/imap-errors.ts';
import { secretsIn } from '../mail/credentials.ts';
import { isOneTooMany, recipientRefusal } from './recipient-refusals.ts';
import { signIn } from './sign-in.ts';
import { networkError, portBlocked, refusalError, type SmtpContext } from './smtp-errors.ts';
import { SmtpLink, type SmtpWaits, sizeLimitIn, waitsOf } from './smtp-link.ts';
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

/** What nodemailer says of a message that was sent. */
interface SentInfo {
  readonly response: string;
  readonly rejectedErrors?: readonly unknown[] | undefined;
}

/** Hands messages over by SMTP (RFC 6409), always encrypted (S1). */
export const submitBySmtp: Submit = (message, options, signal) =>
  submitWithin(message, options, waitsOf(options.timeoutSeconds), signal);

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
  readonly #link: SmtpLink;
  /** From here on the server may have accepted the message. */
  #handingOver = false;
  /** The server names a limit that can be believed, so it is told the message's size. */
  #tellsLimit = false;

  constructor(message: OutgoingMessage, options: SubmissionOptions, waits: SmtpWaits, context: SmtpContext) {
    this.#message = message;
    this.#options = options;
    this.#waits = waits;
    this.#context = context;
    this.#link = new SmtpLink(options.endpoint, options.extraCa, waits, options.onLine);
  }

  /** Ends the connection; the outcome says how far the message had got. */
  giveUp(error: AppError): void {
    this.#link.giveUp(error);
  }

  async run(): Promise<SubmissionOutcome> {
    try {
      return await this.#link.run(async () => {
        const connection = await this.#link.open();
        const refusal = await this.#signIn(connection);
        if (refusal !== null) return refusal;
        const outcome = await this.#send(connection);
        if (outcome.kind === 'accepted') connection.quit();
        return outcome;
      });
    } catch (error) {
      return this.#failed(error);
    }
  }

  /** Null when signed in. */
  async #signIn(connection: SMTPConnection): Promise<SubmissionOutcome | null> {
    this.#link.expect(this.#waits.stepMs);
    const { credentials, onSizeLimit } = this.#options;
    const server = serverName(this.#context.endpoint);
    return await new Promise<SubmissionOutcome | null>((resolve, reject) => {
      connection.customAuth.set('HERON', async (dialogue) => {
        const limit = sizeLimitIn(dialogue.maxAllowedSize);
        if (limit !== null) onSizeLimit?.(limit);
        this.#tellsLimit = limit !== null;
        const unsendable = this.#unsendable(dialogue.extensions, limit);
        if (unsendable !== null) return resolve(notSent(unsendable));
        const result = await signIn(credentials, {
          authMethods: dialogue.authMethods,
          sendCommand: (command) => {
            this.#link.expect(this.#waits.stepMs);
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
  #unsendable(extensions: readonly string[], limit: number | null): AppError | null {
    const { envelope, size } = this.#message;
    const server = serverName(this.#context.endpoint);
    const address = [envelope.from, ...envelope.to].find((each) => !/^[\x20-\x7e]*$/.test(each));
    if (address !== undefined && !extensions.includes('SMTPUTF8')) {
      return makeError('not_sendable', { reason: 'no_utf8', address, server });
    }
    return limit !== null && size > limit
      ? makeError('not_sendable', { reason: 'too_large', size, limit, server })
      : null;
  }

  async #send(connection: SMTPConnection): Promise<SubmissionOutcome> {
    const { envelope, size, eightBit } = this.#message;
    // The answers to all recipients, of which there may be thousands, come within one wait for each hundred.
    this.#link.expect(this.#waits.stepMs * Math.ceil((envelope.to.length + 1) / 100));
    const info = await new Promise<SentInfo>((resolve, reject) => {
      const { from, to } = envelope;
      const told = this.#tellsLimit ? { size } : {};
      connection.send({ from, to: [...to], ...told, use8BitMime: eightBit }, this.#body(reject), (error, sent) =>
        error ? reject(error) : resolve(sent ?? { response: '' }),
      );
    });
    // An answer to a message that it does not have yet: it may be one to something else.
    if (!this.#handingOver) throw Object.assign(new Error('answered too early'), { code: 'EPROTOCOL' });
    // nodemailer looks at the first character alone.
    if (readReply(info.response).code === 0)
      throw Object.assign(new Error('strange answer'), { response: info.response });
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
        this.#link.expect(this.#waits.stepMs);
        yield chunk;
      }
      // The connection may have ended while the last octets were read.
      if (this.#link.isOver) throw new Error('The connection has ended.');
      this.#options.onHandingOver();
      this.#handingOver = true;
      this.#link.expect(this.#waits.finalMs);
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
    if (this.#link.gaveUp !== null) return notSent(this.#beforeGreeting(this.#link.gaveUp));
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
      const phase = command === 'MAIL FROM' ? 'sender' : /^(CONN|EHLO|HELO)$/.test(command) ? 'greeting' : 'message';
      return notSent(refusalError(reply, phase, this.#context));
    }
    if (code === 'EPROTOCOL') return notSent(makeError('smtp_protocol', { reason: 'not_smtp', server }));
    return notSent(this.#beforeGreeting(networkError(error, this.#context.endpoint)));
  }

  #beforeGreeting(error: AppError): AppError {
    return this.#link.wasReached ? error : portBlocked(error, this.#context.endpoint);
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
