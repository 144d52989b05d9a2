import type { ConnectionState } from '../../../shared/mail.ts';
import { type AppError, AppFailure, assertNever, type Reply } from '../../../shared/reply.ts';
import type { ImapSession, OpenSession } from '../../imap/session.ts';
import type { Credentials } from '../../mail/credentials.ts';
import type { EngineAccount, KeptBlock, ReconnectCause } from '../../mail/engine-account.ts';
import type { Clock } from '../../platform/clock.ts';
import { Mutex } from '../../platform/mutex.ts';
import { createBackoff } from './backoff.ts';
import { dependsOnNetwork, faultKind } from './connection-faults.ts';

/** A session that lives at least this long counts as a success and resets the backoff. */
const settledAfterMs = 30_000;
/**
 * Opening a folder causes another attempt if the last failure is at least this long ago; a user who asks for one gets
 * it at once.
 */
const nudgeAfterMs = 3_000;
/** An attempt that began less than this long ago most likely uses the current network. */
const freshAttemptMs = 1_000;
/**
 * A mail server that refused a new token is asked again with a renewed one after this time. Each refusal renews the
 * token, so without it two accounts of one sign-in would lift each other's block for ever.
 */
const renewedTokenMs = 10 * 60_000;

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
  /** The block that was there before the engine was started anew; null when there was none. */
  readonly kept?: KeptBlock | null;
}

interface Attempt {
  /** By the monotonic clock. */
  readonly since: number;
  readonly abort: AbortController;
  /** The credentials are sent, and not answered yet: the server counts it. */
  isSigningIn: boolean;
  /** The network has changed since it began. */
  isOutdated: boolean;
}

/** Why no attempt is made now. `needs_sign_in` has no end of its own: only new credentials end it. */
type Block = Extract<ConnectionState, { kind: 'offline' | 'throttled' | 'needs_sign_in' | 'failed' }>;

/** A block takes the place of one with a lower number. */
const strength: Readonly<Record<Block['kind'], number>> = { offline: 0, failed: 1, throttled: 2, needs_sign_in: 3 };

/**
 * Opens an account's sessions, one attempt at a time, and decides when not to try: after a failure it waits with
 * backoff, when throttled as long as the server says, and when a sign-in is needed until there are new credentials (Q2).
 * Each further attempt with a refused password counts towards the lock of the account in its directory, so neither
 * another network nor a screen that is unlocked causes one.
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
  #attempting: Attempt | null = null;

  constructor(options: ConnectorOptions) {
    this.#options = options;
    this.#backoff = createBackoff(options.random);
    if (options.kept) this.#keep(options.kept);
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

  /** Lifts the blocks that the cause may have mended, and tries again at once where none is left. */
  reconnect(cause: ReconnectCause): void {
    switch (cause) {
      case 'user':
        this.nudge(true);
        break;
      case 'network':
        this.#liftPassing();
        this.#replaceAttempt();
        break;
      case 'credentials':
        this.credentialsChanged();
        break;
      case 'token':
        this.#tokenRenewed();
        break;
      case 'grant_ended':
        break;
      default:
        assertNever(cause);
    }
  }

  /** There are new credentials, or another server: forgets all failures, and an attempt with the former ones, and tries now. */
  credentialsChanged(): void {
    this.#attempting?.abort.abort();
    this.#backoff.reset();
    this.#shortLives.clear();
    this.#freshTokensRefused = 0;
    this.#unblock();
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

  /** Ends a pause. Blocks stay, except those that another network may have mended meanwhile, or whose time has come. */
  resume(): void {
    this.#pausedUntil = null;
    this.#liftPassing();
    this.#wake();
    this.#options.onState();
  }

  /**
   * Checks whether credentials for another connection can be had, so that the user learns early that the grant has
   * ended. Asks nobody while it is known that a sign-in is needed.
   */
  async proveCredentials(signal: AbortSignal): Promise<void> {
    if (this.#block?.kind === 'needs_sign_in') return;
    const reply = await this.#options.credentials(null, signal);
    if (!reply.ok && faultKind(reply.error) === 'sign_in') this.#setBlock(reply.error);
  }

  /** How many sessions are open. */
  get live(): number {
    return this.#live;
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
    const attempt = { since: this.#options.clock.monotonic(), abort, isSigningIn: false, isOutdated: false };
    this.#attempting = attempt;
    try {
      const session = await this.#open(attempt, AbortSignal.any([signal, abort.signal]));
      this.#watch(owner, session);
      // The attempt was aborted just after it had succeeded.
      if (!abort.signal.aborted) return session;
      await session.close();
      return null;
    } catch (error) {
      if (signal.aborted) throw new AppFailure(cancelled(), error);
      if (abort.signal.aborted) return null;
      const fault = error instanceof AppFailure ? this.#fromExperience(error.error) : unforeseen();
      // The network in which it failed is gone, so it says nothing about the next attempt.
      if (!attempt.isOutdated || !dependsOnNetwork(fault)) this.#setBlock(fault);
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
  async #open(attempt: Attempt, signal: AbortSignal): Promise<ImapSession> {
    const credentials = await this.#credentials(null, signal);
    try {
      return await this.#signIn(credentials, attempt, signal);
    } catch (error) {
      const isStale = error instanceof AppFailure && error.error.code === 'token_rejected';
      if (!isStale || credentials.kind !== 'xoauth2') throw error;
      const fresh = await this.#credentials(credentials.accessToken, signal);
      const session = await this.#signIn(fresh, attempt, signal);
      this.#freshTokensRefused = 0;
      return session;
    }
  }

  async #credentials(rejected: string | null, signal: AbortSignal): Promise<Credentials> {
    const reply = await this.#options.credentials(rejected, signal);
    if (reply.ok) return reply.value;
    throw new AppFailure(reply.error);
  }

  async #signIn(credentials: Credentials, attempt: Attempt, signal: AbortSignal): Promise<ImapSession> {
    const { imap, connectionTimeoutSeconds } = this.#options.account();
    const options = {
      endpoint: imap,
      credentials,
      timeoutSeconds: connectionTimeoutSeconds,
      extraCa: this.#options.extraCa,
      onSignIn: () => {
        attempt.isSigningIn = true;
      },
    };
    try {
      return await this.#options.openSession(options, signal);
    } finally {
      attempt.isSigningIn = false;
    }
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
    if (faultKind(error) === 'cancelled') return;
    const { clock, onError, onState } = this.#options;
    const former = this.#block;
    // Looked at before the block is made, because making one lengthens the next wait.
    if (former !== null && strengthOf(error) <= strength[former.kind]) return;
    this.#blockError = error;
    this.#blockedAt = clock.monotonic();
    this.#block = this.#blockFor(error);
    this.#cancelTimer();
    const end = endOf(this.#block);
    if (end !== null) this.#cancelTimer = clock.after(end - clock.now(), () => this.#unblock());
    onError(error);
    onState();
  }

  /** The engine was started anew: what it knew before is still true. */
  #keep(block: KeptBlock): void {
    const { clock, account } = this.#options;
    const { host, port } = account().imap;
    this.#block = block;
    this.#blockedAt = clock.monotonic();
    this.#blockError =
      block.kind === 'needs_sign_in'
        ? block.error
        : { code: 'throttled', params: { reason: 'wait', server: `${host}:${port}` }, retryable: true };
    if (block.kind === 'throttled') {
      this.#cancelTimer = clock.after(Math.max(0, block.until - clock.now()), () => this.#unblock());
    }
  }

  /** Lifts a block that depends on the network, and one whose time came while the computer slept and timers stood still. */
  #liftPassing(): void {
    if (this.#block === null || this.#blockError === null) return;
    const end = endOf(this.#block);
    const isOver = end !== null && this.#options.clock.now() >= end;
    if (!isOver && !dependsOnNetwork(this.#blockError)) return;
    this.#backoff.reset();
    this.#shortLives.clear();
    this.#unblock();
  }

  /**
   * Aborts a running attempt, which is then made in the new network. One that began less than a second ago is let finish:
   * a network that comes up in several steps would otherwise restart it again and again. So is one whose credentials are
   * sent, because each sign-in counts (Q2). If such an attempt fails with the network that it began in, the next one
   * follows at once.
   */
  #replaceAttempt(): void {
    const attempt = this.#attempting;
    if (attempt === null) return;
    attempt.isOutdated = true;
    const isFresh = this.#options.clock.monotonic() - attempt.since < freshAttemptMs;
    if (!isFresh && !attempt.isSigningIn) attempt.abort.abort();
  }

  /** The identity provider issued a token: what it refused before it grants now. */
  #tokenRenewed(): void {
    if (this.#block?.kind !== 'needs_sign_in') return;
    const waited = this.#options.clock.monotonic() - this.#blockedAt;
    if (this.#block.error.code === 'token_rejected' && waited < renewedTokenMs) return;
    this.#unblock();
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

/** When a block ends by itself, milliseconds since the epoch; null when it does not. */
function endOf(block: Block): number | null {
  if (block.kind === 'throttled') return block.until;
  return block.kind === 'needs_sign_in' ? null : block.retryAt;
}

function strengthOf(error: AppError): number {
  switch (faultKind(error)) {
    case 'sign_in':
      return strength.needs_sign_in;
    case 'throttled':
      return strength.throttled;
    case 'token':
    case 'failed':
      return strength.failed;
    default:
      return strength.offline;
  }
}

const cancelled = (): AppError => ({ code: 'cancelled', params: { reason: 'account_closed' }, retryable: true });

const unforeseen = (): AppError => ({ code: 'internal', params: { reason: 'connecting' }, retryable: true });

function pausedError(until: number): AppError {
  return { code: 'paused', params: { reason: 'until', until }, retryable: true };
}
