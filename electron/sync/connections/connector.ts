import type { ConnectionState } from '../../../shared/mail.ts';
import { type AppError, AppFailure, assertNever, type Reply } from '../../../shared/reply.ts';
import type { ImapSession, OpenSession } from '../../imap/session.ts';
import type { Credentials } from '../../mail/credentials.ts';
import type { EngineAccount } from '../../mail/engine-account.ts';
import type { Clock } from '../../platform/clock.ts';
import { Mutex } from '../../platform/mutex.ts';
import { createBackoff } from './backoff.ts';
import { faultKind } from './connection-faults.ts';

/** A session that ends sooner than this was no success. */
const settledAfterMs = 30_000;
/** Somebody who opens a folder may cause another try so soon after a failure; who asks for one gets it at once. */
const nudgeAfterMs = 3_000;
/** An attempt so young has seen the network as it is now. */
const freshAttemptMs = 1_000;

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
  /** This server has taken a sign-in with these settings before. */
  readonly hasWorked: () => boolean;
}

/** Why no attempt is made now; `until` is null while only `retryNow` helps. */
type Block = Extract<ConnectionState, { kind: 'offline' | 'throttled' | 'needs_sign_in' | 'failed' }>;

/**
 * Opens an account's sessions, one attempt at a time, and knows when not to: after a failure it waits with backoff, when throttled as long as
 * the server says, and when somebody has to sign in until it is told that they did.
 */
export class Connector {
  readonly #options: ConnectorOptions;
  readonly #attempts = new Mutex();
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
  #pausedUntil: number | null = null;
  #attempting: { readonly since: number; readonly abort: AbortController } | null = null;

  constructor(options: ConnectorOptions) {
    this.#options = options;
    this.#backoff = createBackoff(options.random);
  }

  get state(): ConnectionState {
    if (this.#pausedUntil !== null) return { kind: 'paused', until: this.#pausedUntil };
    if (!this.#started) return { kind: 'stopped' };
    const isTold = this.#block?.kind === 'throttled' || this.#block?.kind === 'needs_sign_in';
    if (this.#live > 0 && !isTold) return { kind: 'online' };
    return this.#block ?? { kind: 'connecting' };
  }

  /** Why a call that needs the server can be refused at once; null while connected or trying. */
  get blockedBy(): AppError | null {
    if (this.#pausedUntil !== null) return pausedError(this.#pausedUntil);
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
      const session = await this.#attempts.run(() => this.#attempt(owner, signal), signal);
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

  /**
   * The network is another one, or the computer slept: as retryNow, and an attempt that began before is begun anew. One that began just now is left alone, so that
   * a network that comes up in steps does not keep it from ever ending.
   */
  startOver(): void {
    this.retryNow();
    const attempt = this.#attempting;
    if (attempt !== null && this.#options.clock.monotonic() - attempt.since >= freshAttemptMs) attempt.abort.abort();
  }

  /** No attempts until `resume`; one that runs is given up. The sessions are their owners' to close. @param until as told, milliseconds since the epoch */
  pause(until: number): void {
    this.#pausedUntil = until;
    this.#attempting?.abort.abort();
    this.#options.onState();
  }

  /** Goes on at once, except where the server asked for more time. */
  resume(): void {
    this.#pausedUntil = null;
    if (this.#block?.kind !== 'throttled') this.retryNow();
    else this.#wake();
  }

  /** Whether the next sign-in will have something to show: a grant that ended is told of while the connections still live. */
  async proveCredentials(signal: AbortSignal): Promise<void> {
    if (this.#live === 0) return;
    const reply = await this.#options.credentials(null, signal);
    if (!reply.ok && faultKind(reply.error) === 'sign_in') this.#setBlock(reply.error);
  }

  /**
   * A user waits for something that needs the server.
   * @param asked the user asked for another try: then at once, whatever is being waited for; only a sign-in cannot be done without
   */
  nudge(asked = false): void {
    if (this.#block === null || this.#block.kind === 'needs_sign_in') return;
    const waited = this.#options.clock.monotonic() - this.#blockedAt;
    if (asked || (this.#block.kind === 'offline' && waited >= nudgeAfterMs)) this.#unblock();
  }

  /** A command of a living session met something that concerns the whole account, such as throttling. */
  fault(error: AppError): void {
    this.#setBlock(error);
  }

  stop(): void {
    this.#started = false;
    this.#cancelTimer();
    this.#wake();
  }

  /** Waits until attempts are allowed. Throws `cancelled` when the signal aborts. */
  async #unblocked(signal: AbortSignal): Promise<void> {
    while ((this.#block !== null || this.#pausedUntil !== null) && !signal.aborted) {
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
    if (signal.aborted) throw new AppFailure(cancelled());
  }

  /** Null when it failed, or when another attempt failed while this one waited for its turn. */
  async #attempt(owner: object, signal: AbortSignal): Promise<ImapSession | null> {
    if (this.#block !== null || this.#pausedUntil !== null) return null;
    this.#options.onState();
    const abort = new AbortController();
    this.#attempting = { since: this.#options.clock.monotonic(), abort };
    try {
      const session = await this.#open(AbortSignal.any([signal, abort.signal]));
      this.#watch(owner, session);
      // It was given up when it had just succeeded.
      if (!abort.signal.aborted) return session;
      await session.close();
      return null;
    } catch (error) {
      if (signal.aborted) throw new AppFailure(cancelled(), error);
      if (!abort.signal.aborted)
        this.#setBlock(error instanceof AppFailure ? this.#fromExperience(error.error) : unforeseen());
      return null;
    } finally {
      this.#attempting = null;
    }
  }

  /** Who has been here before need not be told to check the server's name and port. */
  #fromExperience(error: AppError): AppError {
    const isAddress = error.code === 'connection_refused' || error.code === 'dns_failed';
    return isAddress && this.#options.hasWorked() ? { ...error, code: 'server_unavailable', retryable: true } : error;
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
    this.#wake();
    this.#options.onState();
  }

  #wake(): void {
    for (const wake of [...this.#wakers]) wake();
  }
}

const cancelled = (): AppError => ({ code: 'cancelled', params: { reason: 'account_closed' }, retryable: true });

const unforeseen = (): AppError => ({ code: 'internal', params: { reason: 'connecting' }, retryable: true });

function pausedError(until: number): AppError {
  return { code: 'paused', params: { reason: 'until', until }, retryable: true };
}
