import SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { ServerEndpoint } from '../../shared/mail.ts';
import type { AppError } from '../../shared/reply.ts';
import { makeError, serverName } from '../imap/imap-errors.ts';
import { openSocket } from '../imap/open-socket.ts';
import type { OnLine } from '../imap/protocol-lines.ts';
import { tlsOptions } from '../imap/tls-options.ts';
import { type Clock, systemClock } from '../platform/clock.ts';

/** The waits of a step, in milliseconds. */
export interface SmtpWaits {
  /** For each answer up to the message itself, and for each piece of the message to be taken. */
  readonly stepMs: number;
  /** For the answer to the end of the message: RFC 5321 section 4.5.3.2.6 asks for ten minutes, since giving up early doubles messages. */
  readonly finalMs: number;
  /** Runs a task after a wait. Default: the computer's clock. */
  readonly after?: Clock['after'];
}

/** The waits of an account. RFC 5321 section 4.5.3.2.6: nobody gives up the last answer earlier than after ten minutes. */
export function waitsOf(timeoutSeconds: number): SmtpWaits {
  const stepMs = timeoutSeconds * 1_000;
  return { stepMs, finalMs: Math.max(600_000, stepMs) };
}

/** RFC 5321 section 4.5.3.1.7: every server takes 64 kilobytes, so one that names less, or no number, does not tell its limit. */
const leastLimit = 64 * 1024;

/** The most octets that a server takes, as EHLO says (RFC 1870); null where it names no limit that can be believed. */
export function sizeLimitIn(maxAllowedSize: number | false): number | null {
  return Number.isSafeInteger(maxAllowedSize) && Number(maxAllowedSize) >= leastLimit ? Number(maxAllowedSize) : null;
}

/** Takes the lines of the protocol out of nodemailer's log. */
function lineLogger(onLine: OnLine) {
  const ignore = (): void => undefined;
  const debug = (entry: unknown, line?: unknown): void => {
    const from = typeof entry === 'object' && entry !== null && 'tnx' in entry ? entry.tnx : null;
    if (from === 'client' || from === 'server') onLine(from, String(line));
  };
  return { trace: ignore, debug, info: ignore, warn: ignore, error: ignore, fatal: ignore };
}

/** One connection to an SMTP server, always encrypted before anything is said (S1), with a wait for each of its steps. */
export class SmtpLink {
  readonly #endpoint: ServerEndpoint;
  readonly #extraCa: string | null;
  readonly #waits: SmtpWaits;
  readonly #onLine: OnLine | undefined;
  readonly #ended = new AbortController();
  readonly #broken: Promise<never>;
  #fail: (error: unknown) => void = () => undefined;
  #cancelWait: () => void = () => undefined;
  #connection: SMTPConnection | null = null;
  #gaveUp: AppError | null = null;
  #isOver = false;

  constructor(endpoint: ServerEndpoint, extraCa: string | null, waits: SmtpWaits, onLine?: OnLine) {
    this.#onLine = onLine;
    this.#endpoint = endpoint;
    this.#extraCa = extraCa;
    this.#waits = waits;
    this.#broken = new Promise<never>((_resolve, reject) => {
      this.#fail = (error) => {
        this.#isOver = true;
        reject(error);
      };
    });
    this.#broken.catch(() => undefined);
  }

  /** Why it was ended from here; null where it was not. */
  get gaveUp(): AppError | null {
    return this.#gaveUp;
  }

  /** The connection has ended or was given up: nothing is sent any more. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** Whether the server's port took the connection. */
  get wasReached(): boolean {
    return this.#connection !== null;
  }

  /** Runs steps until they are done. Rejects as they do, or with nodemailer's or Node's error when the connection breaks before. */
  async run<T>(steps: () => Promise<T>): Promise<T> {
    try {
      return await Promise.race([steps(), this.#broken]);
    } finally {
      this.#isOver = true;
      this.#cancelWait();
      this.#ended.abort();
      this.#connection?.close();
    }
  }

  /** Connects, has the connection encrypted, and says EHLO. */
  async open(): Promise<SMTPConnection> {
    this.expect(this.#waits.stepMs);
    const socket = await openSocket(this.#endpoint, this.#extraCa, this.#ended.signal);
    const isTls = this.#endpoint.security === 'tls';
    const connection = new SMTPConnection({
      host: this.#endpoint.host,
      port: this.#endpoint.port,
      connection: socket,
      secure: isTls,
      secured: isTls,
      // STARTTLS is asked for even where the server does not offer it, and everything ends where it is refused.
      requireTLS: !isTls,
      tls: tlsOptions(this.#endpoint, this.#extraCa),
      // EHLO tells nothing about this computer.
      name: '[127.0.0.1]',
      connectionTimeout: this.#waits.stepMs + 5_000,
      greetingTimeout: this.#waits.stepMs + 5_000,
      // Only a backstop: each step has its own wait.
      socketTimeout: this.#waits.finalMs + 60_000,
      socketCloseTimeout: 1_000,
      maxResponseSize: 64 * 1024,
      // nodemailer writes commands and replies with it, and never the message.
      transactionLog: this.#onLine !== undefined,
      logger: this.#onLine === undefined ? false : lineLogger(this.#onLine),
      customAuth: {},
    });
    connection.on('error', (error: unknown) => this.#fail(error));
    connection.on('end', () => {
      this.#isOver = true;
      // An answer that came with the end (421, for example) tells more than the end does, and is still being read.
      setImmediate(() => this.#fail(Object.assign(new Error('ended'), { code: 'ECONNRESET' })));
    });
    this.#connection = connection;
    this.expect(this.#waits.stepMs);
    await new Promise<void>((resolve, reject) => {
      connection.connect((error?: Error | null) => (error ? reject(error) : resolve()));
    });
    return connection;
  }

  /** Ends the connection, and `run` with it. The first reason stays. */
  giveUp(error: AppError): void {
    if (this.#gaveUp !== null) return;
    this.#gaveUp = error;
    this.#ended.abort();
    this.#connection?.close();
    this.#fail(new Error('given up'));
  }

  /** Gives up unless the next step follows in time. A server that sends an octet now and then does not prolong it. */
  expect(ms: number): void {
    this.#cancelWait();
    const after = this.#waits.after ?? systemClock.after;
    this.#cancelWait = after(ms, () => {
      const server = serverName(this.#endpoint);
      const seconds = Math.max(1, Math.round(ms / 1_000));
      this.giveUp(makeError('server_timeout', { reason: 'no_answer_within', server, seconds }));
    });
  }
}
