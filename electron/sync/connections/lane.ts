import { type AppError, AppFailure } from '../../../shared/reply.ts';
import type { ImapSession } from '../../imap/session.ts';
import type { SelectedFolder } from '../../mail/remote-mail.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Connector } from './connector.ts';
import { prove } from './proof.ts';

/** A lane's session, and what is selected in it. */
export class LaneConnection {
  readonly session: ImapSession;
  readonly #onSelected: (selected: SelectedFolder) => void;
  #selected: SelectedFolder | null = null;
  /** What is stored of the selected folder is newer than what the server has told of it on this connection. */
  #isBehind = false;

  /** @param onSelected called with each answer to SELECT */
  constructor(session: ImapSession, onSelected: (selected: SelectedFolder) => void = () => undefined) {
    this.session = session;
    this.#onSelected = onSelected;
  }

  get selectedPath(): string | null {
    return this.#selected?.path ?? null;
  }

  /**
   * Selects a folder unless it is selected already, and returns it as SELECT told it; UIDVALIDITY cannot change while
   * it stays selected.
   */
  async select(path: string, signal: AbortSignal): Promise<SelectedFolder> {
    if (this.#selected?.path === path) {
      // Until then a message that came since has no number here, and the server answers as if it were not there.
      if (this.#isBehind) await this.session.noop(signal);
      this.#isBehind = false;
      return this.#selected;
    }
    this.#selected = null;
    this.#isBehind = false;
    this.#selected = await this.session.select(path, signal);
    this.#onSelected(this.#selected);
    return this.#selected;
  }

  /** Another connection told what is new in a folder. */
  changedElsewhere(path: string): void {
    if (this.selectedPath === path) this.#isBehind = true;
  }

  /**
   * Runs work that sends SELECT itself and returns the folder that it selected last. If the work fails, no folder
   * counts as selected.
   */
  async selecting<T extends { readonly selected: SelectedFolder }>(work: () => Promise<T>): Promise<T> {
    this.#selected = null;
    this.#isBehind = false;
    const result = await work();
    this.#selected = result.selected;
    this.#onSelected(result.selected);
    return result;
  }
}

/** How a job is queued. Of jobs that wait, the one with the lowest `priority` runs first. */
export interface JobOptions {
  readonly priority: number;
  /** The user waits for it: it is refused at once when the account cannot connect now. */
  readonly interactive: boolean;
  /** The job runs a second time if the connection ended during the first; running it twice must do no harm. */
  readonly again: boolean;
}

interface Job extends JobOptions {
  readonly run: (connection: LaneConnection, signal: AbortSignal) => Promise<void>;
  readonly fail: (error: unknown) => void;
  tries: number;
}

export interface LaneOptions {
  readonly connector: Connector;
  readonly clock: Clock;
  /**
   * True: connects only when there is a job, and disconnects after 30 s without one. False: stays connected and listens
   * in `idlePath` while there is no job.
   */
  readonly onDemand: boolean;
  /** Where to listen; null: nowhere, until it is asked for again a minute later or after a job. */
  readonly idlePath: () => string | null;
  readonly onConnected: () => void;
  /** A folder was selected. */
  readonly onSelected: (selected: SelectedFolder) => void;
  /** A folder was selected to listen in it. What happened before, the server does not tell there. */
  readonly onListens: (selected: SelectedFolder) => void;
  /** The server told unasked of the selected folder: `takeNotices` answers what. */
  readonly onHeard: (path: string) => void;
  /** The folder to listen in could not be selected, and the connection lives on. */
  readonly onRefused: (path: string, error: AppError) => void;
  readonly onFault: (cause: unknown) => void;
}

const lingerMs = 30_000;
const restlessPauseMs = 1_000;
const unforeseenPauseMs = 10_000;
/** How often a lane that listens nowhere looks whether it is to listen now. */
const lookAgainMs = 60_000;
/** A connection that did nothing for this long is proved before a job runs on it (N1). */
const unprovedAfterMs = 30_000;
/** How long its server may take to answer before another connection is opened beside it. */
const proofMs = 10_000;

/** One connection and its jobs, which run one at a time, the most urgent first. Reconnects until it is stopped. */
export class Lane {
  readonly #options: LaneOptions;
  readonly #stop = new AbortController();
  #jobs: Job[] = [];
  #working = false;
  #wake: () => void = () => undefined;
  #connection: LaneConnection | null = null;
  /** When the connection last did something, by the monotonic clock. */
  #usedAt = 0;
  #listensNowhere = false;
  #proof: Promise<void> | null = null;
  /** Opened beside a connection that does not answer, to take its place. */
  #next: ImapSession | null = null;
  #ended: Promise<void> = Promise.resolve();

  constructor(options: LaneOptions) {
    this.#options = options;
  }

  start(): void {
    this.#ended = this.#live().catch(async (cause: unknown) => {
      this.#options.onFault(cause);
      await this.#connection?.session.close();
      this.#connection = null;
      await this.#pause(unforeseenPauseMs);
      if (!this.#stop.signal.aborted) this.start();
    });
  }

  get connected(): boolean {
    return this.#connection !== null && !this.#connection.session.closed;
  }

  /** The capabilities of the connected server; null while not connected. */
  get capabilities(): ReadonlySet<string> | null {
    return this.#connection?.session.capabilities ?? null;
  }

  /**
   * Runs a job on the connection. Rejects with what the job threw, or with AppFailure when the account cannot connect
   * or the lane stops.
   */
  submit<T>(options: JobOptions, work: (connection: LaneConnection, signal: AbortSignal) => Promise<T>): Promise<T> {
    const { connector } = this.#options;
    if (this.#stop.signal.aborted) return Promise.reject(new AppFailure(closed()));
    if (options.interactive && !this.connected) {
      connector.nudge();
      if (connector.blockedBy !== null) return Promise.reject(new AppFailure(connector.blockedBy));
    }
    return new Promise<T>((resolve, reject) => {
      const run = async (connection: LaneConnection, signal: AbortSignal): Promise<void> =>
        resolve(await work(connection, signal));
      const place = this.#jobs.findIndex((job) => job.priority > options.priority);
      const job: Job = { ...options, run, fail: reject, tries: 0 };
      this.#jobs.splice(place < 0 ? this.#jobs.length : place, 0, job);
      this.#wake();
    });
  }

  /** The account cannot connect: fails the interactive jobs, for which the user waits. Others stay. */
  refuseWaiting(error: AppError): void {
    if (this.connected) return;
    const waiting = this.#jobs.filter(({ interactive }) => interactive);
    this.#jobs = this.#jobs.filter(({ interactive }) => !interactive);
    for (const job of waiting) job.fail(new AppFailure(error));
  }

  /**
   * Checks that the server still answers, for example after the computer slept; otherwise another connection takes the
   * place of this one. See `prove`.
   */
  async probe(patienceMs: number): Promise<void> {
    await this.#proven((session) => session.noop(this.#stop.signal), patienceMs);
  }

  /**
   * Whether the connection that stands is silent: neither an answer to NOOP nor anything else came within `patienceMs`. False where there
   * is no connection, or it ends meanwhile, since then its end says what is wrong.
   */
  async isSilent(patienceMs: number): Promise<boolean> {
    const session = this.#connection?.session;
    if (session === undefined || session.closed) return false;
    const before = session.received;
    return await new Promise<boolean>((resolve) => {
      // A command may have to wait for a long one, whose octets are an answer as well.
      const cancel = this.#options.clock.after(patienceMs, () => resolve(session.received === before));
      const speaks = (): void => {
        cancel();
        resolve(false);
      };
      session.noop(this.#stop.signal).then(speaks, speaks);
    });
  }

  /** A connection, this lane's or another, was told what is new in a folder. */
  changed(path: string, on: LaneConnection): void {
    if (this.#connection !== on) this.#connection?.changedElsewhere(path);
  }

  /** There may be a folder to listen to now. */
  look(): void {
    if (this.#listensNowhere) this.#wake();
  }

  /** Ends the connection; the lane then opens a new one (one on demand only for its next job). */
  async renew(): Promise<void> {
    await this.#connection?.session.close();
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    this.#wake();
    for (const job of this.#jobs.splice(0)) job.fail(new AppFailure(closed()));
    await this.#connection?.session.close();
    await this.#ended;
    await this.#proof;
    await this.#next?.close();
  }

  async #live(): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted) {
      // It may be about to open the connection that is wanted here.
      await this.#proof;
      if (this.#options.onDemand && this.#next === null) await this.#untilWork(null);
      if (signal.aborted) return;
      const session = await this.#connect();
      if (session === null) return;
      this.#connection = new LaneConnection(session, this.#options.onSelected);
      this.#usedAt = this.#options.clock.monotonic();
      session.on('exists', (path) => this.#options.onHeard(path));
      session.on('expunge', (path) => this.#options.onHeard(path));
      session.on('flags', (path) => this.#options.onHeard(path));
      session.on('closed', () => this.#wake());
      this.#options.onConnected();
      await this.#work(this.#connection);
      this.#connection = null;
      await session.close();
    }
  }

  /** Waits until the connection has answered, or another one is to take its place. One proof at a time is enough. */
  async #proven(ask: (session: ImapSession) => Promise<unknown>, patienceMs: number): Promise<void> {
    this.#proof ??= this.#prove(ask, patienceMs).finally(() => {
      this.#proof = null;
    });
    await this.#proof;
  }

  async #prove(ask: (session: ImapSession) => Promise<unknown>, patienceMs: number): Promise<void> {
    const session = this.#connection?.session;
    if (session === undefined || session.closed) return;
    const { clock, connector, onDemand } = this.#options;
    const open = async (signal: AbortSignal): Promise<ImapSession> => {
      if (onDemand && this.#jobs.length === 0 && !this.#working) throw new AppFailure(closed());
      return await connector.connect(this, signal);
    };
    this.#next = await prove(session, ask(session), { clock, patienceMs, open, signal: this.#stop.signal });
    if (this.#next !== null) await session.close();
  }

  async #connect(): Promise<ImapSession | null> {
    const next = this.#next;
    this.#next = null;
    if (next !== null && !next.closed && !this.#stop.signal.aborted) return next;
    await next?.close();
    try {
      const session = await this.#options.connector.connect(this, this.#stop.signal);
      if (!this.#stop.signal.aborted) return session;
      await session.close();
      return null;
    } catch (error) {
      if (this.#stop.signal.aborted) return null;
      throw error;
    }
  }

  /** Runs jobs, and IDLE between them, until the connection ends (on demand: or 30 s passed without a job). */
  async #work(connection: LaneConnection): Promise<void> {
    const { signal } = this.#stop;
    const { clock } = this.#options;
    while (!signal.aborted && !connection.session.closed) {
      if (this.#jobs.length > 0 && clock.monotonic() - this.#usedAt >= unprovedAfterMs) {
        // Otherwise a half-open connection would cost the job's whole deadline. Until then the job stays in the queue,
        // where it can be refused.
        await this.probe(proofMs);
        this.#usedAt = clock.monotonic();
        continue;
      }
      const job = this.#jobs.shift();
      if (job !== undefined) {
        await this.#run(job, connection);
        this.#usedAt = clock.monotonic();
      } else if (this.#options.onDemand) {
        if (!(await this.#untilWork(lingerMs))) return;
      } else await this.#idle(connection);
    }
  }

  async #run(job: Job, connection: LaneConnection): Promise<void> {
    this.#working = true;
    job.tries += 1;
    try {
      await job.run(connection, this.#stop.signal);
    } catch (error) {
      const isLost = connection.session.closed && !this.#stop.signal.aborted;
      const { blockedBy } = this.#options.connector;
      if (!isLost || !job.again || job.tries > 1) job.fail(error);
      else if (job.interactive && blockedBy !== null) job.fail(new AppFailure(blockedBy));
      else this.#jobs.unshift(job);
    } finally {
      this.#working = false;
    }
  }

  async #pause(ms: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const cancel = this.#options.clock.after(ms, resolve);
      this.#wake = () => {
        if (!this.#stop.signal.aborted) return;
        cancel();
        resolve();
      };
    });
  }

  /**
   * Waits for a job, the lane's stop or the connection's end; false when `timeoutMs` passed first. Null waits without
   * limit.
   */
  async #untilWork(timeoutMs: number | null): Promise<boolean> {
    if (this.#jobs.length > 0 || this.#stop.signal.aborted) return true;
    const { clock } = this.#options;
    return await new Promise<boolean>((resolve) => {
      const cancel = timeoutMs === null ? () => undefined : clock.after(timeoutMs, () => resolve(false));
      this.#wake = () => {
        cancel();
        resolve(true);
      };
    });
  }

  /** Returns false when the server refused; then another folder, or none, is to be listened in. */
  async #select(path: string, connection: LaneConnection): Promise<boolean> {
    try {
      const isSelected = connection.selectedPath === path;
      const selected = await connection.select(path, this.#stop.signal);
      if (!isSelected) this.#options.onListens(selected);
      return true;
    } catch (error) {
      if (connection.session.closed || !(error instanceof AppFailure)) throw error;
      this.#options.onRefused(path, error.error);
      return this.#options.idlePath() === path;
    }
  }

  async #idle(connection: LaneConnection): Promise<void> {
    const { clock, idlePath } = this.#options;
    const nap = new AbortController();
    const woken = new Promise<void>((resolve) => {
      this.#wake = () => {
        nap.abort();
        resolve();
      };
    });
    const started = clock.monotonic();
    const path = idlePath();
    if (path === null) {
      this.#listensNowhere = true;
      await this.#untilWork(lookAgainMs);
      this.#listensNowhere = false;
      return;
    }
    try {
      if (!(await this.#select(path, connection))) return;
      if (this.#jobs.length > 0) return;
      const quiet = connection.session.idle(nap.signal);
      nap.signal.addEventListener('abort', () => void this.#proven(() => quiet, proofMs), { once: true });
      await quiet;
      // It ends with a command that was answered.
      this.#usedAt = clock.monotonic();
    } catch (error) {
      if (connection.session.closed) return;
      if (!(error instanceof AppFailure)) throw error;
    }
    const isRestless = this.#jobs.length === 0 && clock.monotonic() - started < restlessPauseMs;
    if (!isRestless || connection.session.closed || nap.signal.aborted) return;
    // Waits a second before the next IDLE, so that a server that ends IDLE at once, or has no such folder, is not asked
    // in a tight loop.
    const cancel = clock.after(restlessPauseMs, () => this.#wake());
    await woken;
    cancel();
  }
}

const closed = (): AppError => ({ code: 'cancelled', params: { reason: 'account_closed' }, retryable: true });
