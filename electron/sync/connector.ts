import type { ConnectionState } from '../../shared/mail.ts';
import { type AppError, AppFailure, assertNever, type Reply } from '../../shared/reply.ts';
import type { Credentials, EngineAccount } from '../engine/contract.ts';
import type { ImapSession, OpenSession } from '../imap/session.ts';
import type { Clock } from '../platform/clock.ts';
import { createBackoff } from './backoff.ts';
import { faultKind } from './connection-faults.ts';
import { KeyedLock } from './keyed-lock.ts';

/** A session that ends sooner than this was no success. */
const settledAfterMs = 30_000;
/** A user who clicks may try again so soon after a failure. */
const nudgeAfterMs = 3_000;

export interface ConnectorOptions {
  readonly account: () => EngineAccount;
  readonly openSession: OpenSession;
  readonly extraCa: string | null;
  /** `rejected` names the token that the server just refused. */
  readonly credentials: (rejected: string | null, signal: AbortSignal) => Promise<Reply<Credentials>>;
  readonly clock: Clock;
  readonly random: () => number;
  readonly onState: () => void;
  readonly onError: (error: AppError) => void;
}

/** Why no attempt is made now; `until` is null while only `retryNow` helps. */
type Block = Extract<ConnectionState, { kind: 'offline' | 'throttled' | 'needs_sign_in' | 'failed' }>;

/**
 * Opens an account's sessions, one attempt at a time, and knows when not to: after a failure it waits with backoff, when throttled as long as
 * the server says, and when somebody has to sign in until it is told that they did.
 */
export class Connector {
  readonly #options: ConnectorOptions;
  readonly #lock = new KeyedLock<'attempt'>();
  readonly #backoff;
  readonly #shortLives = new Map<object, number>();
  #block: Block | null = null;
  #blockError: AppError | null = null;
  #blockedAt = 0;
  #cancelTimer: () => void = () => undefined;
  #wakers = new Set<() => void>();
  #live = 0;
  #freshTokensRefused = 0;
  #started = false;

  constructor(options: ConnectorOptions) {
    this.#options = options;
    this.#backoff = createBackoff(options.random);
  }

  get state(): ConnectionState {
    if (!this.#started) return { kind: 'stopped' };
    const isTold = this.#block?.kind === 'throttled' || this.#block?.kind === 'needs_sign_in';
    if (this.#live > 0 && !isTold) return { kind: 'online' };
    return this.#block ?? { kind: 'connecting' };
  }

  /** Why a call that needs the server can be refused at once; null while connected or trying. */
  get blockedBy(): AppError | null {
    return this.#block === null ? null : this.#blockError;
  }

  /**
   * A signed-in session, however long it takes; waits out what stands in the way.
   * @param owner whose sessions are counted together to notice flapping
   */
  async connect(owner: object, signal: AbortSignal): Promise<ImapSession> {
    this.#started = true;
    for (;;) {
      await this.#unblocked(signal);
      const session = await this.#lock.run('attempt', () => this.#attempt(owner, signal));
      if (session !== null) return session;
    }
  }

  /** Something changed for the better, or the user says so: try now. */
  retryNow(): void {
    this.#backoff.reset();
    this.#shortLives.clear();
    this.#freshTokensRefused = 0;
    this.#unblock();
  }

  /** Whether the next sign-in will have something to show: a grant that ended is told of while the connections still live. */
  async proveCredentials(signal: AbortSignal): Promise<void> {
    if (this.#live === 0) return;
    const reply = await this.#options.credentials(null, signal);
    if (!reply.ok && faultKind(reply.error) === 'sign_in') this.#setBlock(reply.error);
  }

  /**
   * A user waits for something that needs the server.
   * @param asked the user asked for another try: then also after what is no matter of the network, and would be tried again slowly
   */
  nudge(asked = false): void {
    const waited = this.#options.clock.monotonic() - this.#blockedAt;
    const kind = this.#block?.kind;
    if ((kind === 'offline' || (asked && kind === 'failed')) && waited >= nudgeAfterMs) this.#unblock();
  }

  /** A command of a living session met something that concerns the whole account, such as throttling. */
  fault(error: AppError): void {
    this.#setBlock(error);
  }

  stop(): void {
    this.#started = false;
    this.#cancelTimer();
    for (const wake of [...this.#wakers]) wake();
  }

  /** Waits until attempts are allowed. Throws `cancelled` when the signal aborts. */
  async #unblocked(signal: AbortSignal): Promise<void> {
    while (this.#block !== null && !signal.aborted) {
      await new Promise<void>((resolve) => {
        const wake = (): void => {
          this.#wakers.delete(wake);
          signal.removeEventListener('abort', wake);
          resolve();
        };
        this.#wakers.add(wake);
        signal.addEventListener('abort', wake, { once: true });
      });
    }
    if (signal.aborted) throw new AppFailure(cancelled);
  }

  /** Null when it failed, or when another attempt failed while this one waited for its turn. */
  async #attempt(owner: object, signal: AbortSignal): Promise<ImapSession | null> {
    if (this.#block !== null) return null;
    this.#options.onState();
    try {
      const session = await this.#open(signal);
      this.#watch(owner, session);
      return session;
    } catch (error) {
      if (signal.aborted) throw new AppFailure(cancelled, error);
      this.#setBlock(error instanceof AppFailure ? error.error : unforeseen(error));
      return null;
    }
  }

  /** A stale token is exchanged once, without anybody noticing (T5). */
  async #open(signal: AbortSignal): Promise<ImapSession> {
    const credentials = await this.#credentials(null, signal);
    try {
      return await this.#signIn(credentials, signal);
    } catch (error) {
      const isStale = error instanceof AppFailure && error.error.code === 'token_rejected';
      if (!isStale || credentials.kind !== 'xoauth2') throw error;
      const fresh = await this.#credentials(credentials.accessToken, signal);
      const session = await this.#signIn(fresh, signal);
      this.#freshTokensRefused = 0;
      return session;
    }
  }

  async #credentials(rejected: string | null, signal: AbortSignal): Promise<Credentials> {
    const reply = await this.#options.credentials(rejected, signal);
    if (reply.ok) return reply.value;
    throw new AppFailure(reply.error);
  }

  async #signIn(credentials: Credentials, signal: AbortSignal): Promise<ImapSession> {
    const { imap, connectionTimeoutSeconds } = this.#options.account();
    return await this.#options.openSession(
      {
        endpoint: imap,
        credentials,
        timeoutSeconds: connectionTimeoutSeconds,
        extraCa: this.#options.extraCa,
      },
      signal,
    );
  }

  #watch(owner: object, session: ImapSession): void {
    const { clock, onState } = this.#options;
    const since = clock.monotonic();
    this.#live += 1;
    session.on('closed', (error) => {
      this.#live -= 1;
      if (clock.monotonic() - since >= settledAfterMs) {
        this.#shortLives.delete(owner);
        this.#backoff.reset();
      } else if (error.code !== 'cancelled') {
        const lives = (this.#shortLives.get(owner) ?? 0) + 1;
        this.#shortLives.set(owner, lives);
        // The first is taken up at once; a server that throws us out each time is left in peace for longer and longer (N5).
        if (lives > 1 || faultKind(error) === 'throttled') this.#setBlock(error);
      }
      onState();
    });
    onState();
  }

  #setBlock(error: AppError): void {
    if (faultKind(error) === 'cancelled' || this.#block !== null) return;
    const { clock, onError, onState } = this.#options;
    this.#blockError = error;
    this.#blockedAt = clock.monotonic();
    this.#block = this.#blockFor(error);
    const until = 'retryAt' in this.#block ? this.#block.retryAt : 'until' in this.#block ? this.#block.until : null;
    this.#cancelTimer();
    if (until !== null) this.#cancelTimer = clock.after(until - clock.now(), () => this.#unblock());
    onError(error);
    onState();
  }

  #blockFor(error: AppError): Block {
    const kind = faultKind(error);
    const retryAt = (askedMs?: number): number => this.#options.clock.now() + this.#backoff.next(askedMs);
    switch (kind) {
      case 'throttled':
        return { kind: 'throttled', until: retryAt(error.retryAfterMs ?? 30_000) };
      case 'sign_in':
        return { kind: 'needs_sign_in', error };
      case 'token':
        // A token fresh from the provider: once may be a hiccup of the server's, twice is the wrong token.
        this.#freshTokensRefused += 1;
        if (this.#freshTokensRefused > 1) return { kind: 'needs_sign_in', error };
        return { kind: 'failed', error, retryAt: retryAt() };
      case 'failed':
        return { kind: 'failed', error, retryAt: retryAt(60_000) };
      case 'network':
      case 'cancelled':
        return { kind: 'offline', error, retryAt: retryAt(error.retryAfterMs) };
      default:
        return assertNever(kind);
    }
  }

  #unblock(): void {
    this.#cancelTimer();
    this.#block = null;
    for (const wake of [...this.#wakers]) wake();
    this.#options.onState();
  }
}

const cancelled: AppError = { code: 'cancelled', message: 'The account was closed.', retryable: true };

function unforeseen(cause: unknown): AppError {
  void cause;
  return { code: 'internal', message: 'Something in Heron went wrong while connecting.', retryable: true };
}
