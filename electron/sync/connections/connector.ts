import type { ConnectionState } from '../../../shared/mail.ts';
import { type AppError, AppFailure, assertNever, type Reply } from '../../../shared/reply.ts';
import type { ImapSession, OpenSession } from '../../imap/session.ts';
import type { Credentials } from '../../mail/credentials.ts';
import type { EngineAccount } from '../../mail/engine-account.ts';
import type { Clock } from '../../platform/clock.ts';
import { Mutex } from '../../platform/mutex.ts';
import { createBackoff } from './backoff.ts';
import { faultKind } from './connection-faults.ts';

/** A session that lives at least this long counts as a success and resets the backoff. */
const settledAfterMs = 30_000;
/**
 * Opening a folder causes another attempt if the last failure is at least this long ago; a user who asks for one gets
 * it at once.
 */
const nudgeAfterMs = 3_000;
/** An attempt that began less than this long ago already uses the current network. */
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
  /** Whether a sign-in with this host and port has succeeded before. */
  readonly hasWorked: () => boolean;
}

/** Why no attempt is made now. `needs_sign_in` has no end of its own: only `retryNow` ends it. */
type Block = Extract<ConnectionState, { kind: 'offline' | 'throttled' | 'needs_sign_in' | 'failed' }>;

/**
 * Opens an account's sessions, one attempt at a time, and decides when not to try: after a failure it waits with
 * backoff, when throttled as long as the server says, and when a sign-in is needed until `retryNow` is called.
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

  /** The error with which calls that need the server can be refused at once; null while connecting is allowed. */
  get blockedBy(): AppError | null {
    if (this.#pausedUntil !== null) return pausedError(this.#pausedUntil);
    return this.#block === null ? null : this.#blockError;
  }

  /**
   * A signed-in session. Waits as long as attempts are blocked, and repeats those that fail.
   * @param owner the sessions of one owner are counted together, to notice a server that ends each of them soon
   */
  async connect(owner: object, signal: AbortSignal): Promise<ImapSession> {
    this.#started = true;
    for (;;) {
      await this.#unblocked(signal);
      const session = await this.#attempts.run(() => this.#attempt(owner, signal), signal);
      if (session !== null) return session;
    }
  }

  /**
   * The next attempt may succeed (new settings, a new sign-in, another network): forgets all failures and tries now.
   */
  retryNow(): void {
    this.#backoff.reset();
    this.#shortLives.clear();
    this.#freshTokensRefused = 0;
    this.#unblock();
  }

  /**
   * The network changed, or the computer slept: does what `retryNow` does, and replaces a running attempt. One that
   * began less than a second ago is left alone: a network that comes up in several steps would otherwise restart it
   * again and again.
   */
  startOver(): void {
    this.retryNow();
    const attempt = this.#attempting;
    if (attempt !== null && this.#options.clock.monotonic() - attempt.since >= freshAttemptMs) attempt.abort.abort();
  }

  /**
   * Makes no attempts until `resume` and aborts a running one. The owners of sessions close these themselves.
   * @param until the end of the pause that is shown, milliseconds since the epoch
   */
  pause(until: number): void {
    this.#pausedUntil = until;
    this.#attempting?.abort.abort();
    this.#options.onState();
  }

  /** Tries again at once, except when throttled: then the wait that the server asked for continues. */
  resume(): void {
    this.#pausedUntil = null;
    if (this.#block?.kind !== 'throttled') this.retryNow();
    else this.#wake();
  }

  /**
   * Checks, while connections are open, whether credentials for another one can be had, so that the user learns early
   * that the grant has ended.
   */
  async proveCredentials(signal: AbortSignal): Promise<void> {
    if (this.#live === 0) return;
    const reply = await this.#options.credentials(null, signal);
    if (!reply.ok && faultKind(reply.error) === 'sign_in') this.#setBlock(reply.error);
  }

  /**
   * The user waits for something that needs the server: may end a wait early. A needed sign-in is not skipped.
   * @param asked the user explicitly asked for another attempt, which ends any wait but that for a sign-in
   */
  nudge(asked = false): void {
    if (this.#block === null || this.#block.kind === 'needs_sign_in') return;
    const waited = this.#options.clock.monotonic() - this.#blockedAt;
    if (asked || (this.#block.kind === 'offline' && waited >= nudgeAfterMs)) this.#unblock();
  }

  /** A command on an open session failed with something that concerns the whole account, such as throttling. */
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
      // The attempt was aborted just after it had succeeded.
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

  /**
   * With settings that have worked before, a refused connection or a failed DNS look-up means that the server is
   * unavailable, not that its name or port is wrong.
   */
  #fromExperience(error: AppError): AppError {
    const isAddress = error.code === 'connection_refused' || error.code === 'dns_failed';
    return isAddress && this.#options.hasWorked() ? { ...error, code: 'server_unavailable', retryable: true } : error;
  }

  /**
   * Opens a session. If the server rejects the access token, it is renewed once, and the user sees nothing of it (T5).
   */
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
        // The first short session is replaced at once. When the server ends one after another early, each further
        // attempt waits longer (N5).
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
        // The refused token was just issued. One refusal may be a passing fault of the server; a second one means that
        // a sign-in is needed.
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
