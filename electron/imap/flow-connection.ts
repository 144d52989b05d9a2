import type { ImapFlow } from 'imapflow';
import { type AppError, AppFailure } from '../../shared/reply.ts';
import { CommandQueue, cancelled, withDeadline } from './command-queue.ts';
import { closedError, type FaultContext, imapError, imapFailure, serverName } from './imap-errors.ts';
import { nap } from './nap.ts';

const bulkTotalMs = 10 * 60_000;
const logoutMs = 2_000;
const never = new AbortController().signal;

/** The callbacks of a connection's owner. */
interface ConnectionListener {
  /** A command waits for its turn, or the connection ended. */
  wanted(): void;
  /** The connection ended, for whatever reason; told once. */
  closed(error: AppError): void;
}

/** The life of one signed-in imapflow client: commands one at a time, each under a deadline, and one end with one reason. */
export class FlowConnection {
  readonly client: ImapFlow;
  readonly #context: FaultContext;
  readonly #quietMs: number;
  readonly #listener: ConnectionListener;
  readonly #queue = new CommandQueue();
  /** Ends the command that runs. */
  #stop: ((failure: AppFailure) => void) | null = null;
  #ending: AppError | null = null;
  #closed: AppError | null = null;

  /** @param quietMs how long the server may be silent while a command runs */
  constructor(client: ImapFlow, context: FaultContext, quietMs: number, listener: ConnectionListener) {
    this.client = client;
    this.#context = context;
    this.#quietMs = quietMs;
    this.#listener = listener;
    client.on('error', (error) => {
      this.#ending ??= imapError(error, context);
    });
    client.on('close', () => this.#finish());
  }

  get closed(): boolean {
    return this.#closed !== null || this.#ending !== null;
  }

  /** Octets from the server so far. */
  get received(): number {
    return this.client.stats().received;
  }

  /** How many turns run or wait. */
  get waiting(): number {
    return this.#queue.length;
  }

  /** Ends the connection at once; what runs or waits fails with this. */
  end(error: AppError): void {
    this.#ending ??= error;
    this.client.close();
    this.#finish();
  }

  /** LOGOUT where nothing runs, with a short deadline; then the socket is destroyed. Never throws. */
  async close(): Promise<void> {
    if (this.closed) return;
    const isFree = this.#queue.length === 0;
    this.#ending = cancelled().error;
    if (isFree) {
      const pause = nap(logoutMs);
      await Promise.race([this.client.logout().catch(() => undefined), pause.ended]);
      pause.wake();
    }
    this.client.close();
    this.#finish();
  }

  /** A command that is answered soon. */
  async command<T>(signal: AbortSignal, act: () => Promise<T>): Promise<T> {
    return await this.#run(signal, this.#quietMs * 2, act);
  }

  /** A command that may take its time as long as something comes. */
  async bulk<T>(signal: AbortSignal, act: () => Promise<T>): Promise<T> {
    return await this.#run(signal, bulkTotalMs, act);
  }

  /** A command with a long literal, during which the server says nothing. */
  async upload<T>(signal: AbortSignal, act: () => Promise<T>): Promise<T> {
    return await this.#run(signal, bulkTotalMs, act, bulkTotalMs);
  }

  /** Runs `act` as one turn, without a deadline and without a signal. */
  async turn(act: () => Promise<void>): Promise<void> {
    await this.#queue.run(async () => {
      this.mustBeOpen();
      await act();
    }, never);
  }

  /** Runs a part of a turn under a deadline. A time-out, an abort and an answer that is not IMAP end the connection. */
  async bounded<T>(act: () => Promise<T>, quietMs: number, totalMs: number, signal: AbortSignal = never): Promise<T> {
    const server = serverName(this.#context.endpoint);
    try {
      return await withDeadline(
        act,
        { quietMs, totalMs },
        signal,
        () => this.received,
        (failure) => this.end(failure.error),
        { reason: 'no_answer', server },
        (stop) => {
          this.#stop = stop;
        },
      );
    } catch (error) {
      const failure = this.#failure(error);
      // After an answer that is not IMAP, later lines cannot be assigned to commands; and a connection reported as lost
      // must not stay open.
      if (failure.error.code === 'imap_protocol' || failure.error.code === 'connection_lost') this.end(failure.error);
      throw failure;
    }
  }

  /** Throws what the connection ended with. */
  mustBeOpen(): void {
    const end = this.#closed ?? this.#ending;
    if (end) throw new AppFailure(end);
    const { state, states, usable } = this.client;
    if (usable && state !== states.LOGOUT) return;
    const error = closedError(this.client.byeReason, this.#context);
    this.end(error);
    throw new AppFailure(error);
  }

  async #run<T>(signal: AbortSignal, totalMs: number, act: () => Promise<T>, quietMs = this.#quietMs): Promise<T> {
    this.mustBeOpen();
    const turn = this.#queue.run(async () => {
      this.mustBeOpen();
      return await this.bounded(act, quietMs, totalMs, signal);
    }, signal);
    this.#listener.wanted();
    return await turn;
  }

  /** The failure of a command. If the connection ended, its reason replaces the vaguer one of the command. */
  #failure(error: unknown): AppFailure {
    const failure = imapFailure(error, this.#context);
    const end = this.#ending ?? this.#closed;
    if (!['connection_lost', 'cancelled', 'server_timeout'].includes(failure.error.code)) return failure;
    if (end) return new AppFailure(end, error);
    const isLost = failure.error.code === 'connection_lost';
    return isLost && this.client.byeReason
      ? new AppFailure(closedError(this.client.byeReason, this.#context), error)
      : failure;
  }

  /** Reports the end of the connection, once. */
  #finish(): void {
    if (this.#closed) return;
    const error = this.#ending ?? closedError(this.client.byeReason, this.#context);
    this.#closed = error;
    this.#ending = error;
    this.#listener.wanted();
    this.#stop?.(new AppFailure(error));
    this.#listener.closed(error);
  }
}
