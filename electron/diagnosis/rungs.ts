import type { Diagnosis, Rung, RungFact, SkipReason } from '../../shared/diagnosis.ts';
import { type RungName, rungNames } from '../../shared/finding.ts';
import type { ServerEndpoint } from '../../shared/mail.ts';
import { type AppError, AppFailure } from '../../shared/reply.ts';
import { cancelled } from '../imap/command-queue.ts';
import { makeError, serverName } from '../imap/imap-errors.ts';
import { cleanServerText } from '../mail/clean-text.ts';
import type { Clock } from '../platform/clock.ts';

/** What a rung's work notes while it runs. */
export interface RungNotes {
  fact(name: RungFact['name'], value: string): void;
  facts(facts: readonly RungFact[]): void;
  /** A line of the server; cleaned, and without the secrets that were lent so far. */
  said(line: string): void;
}

interface RungsOptions {
  readonly clock: Pick<Clock, 'now' | 'monotonic'>;
  readonly rungSeconds: number;
  readonly changed: (rungs: readonly Rung[]) => void;
  /** Ends the ladder. */
  readonly signal: AbortSignal;
}

/** The most lines that are kept of what a server says during one rung: the last ones tell. */
const mostLines = 6;
const pending = { startedAt: null, durationMs: null, error: null, skipped: null, facts: [], said: [] } as const;

/** The rungs of one run: which has been tried, how long it took, what it told. Each has a deadline of its own. */
export class Rungs {
  readonly #options: RungsOptions;
  readonly #rungs = new Map<RungName, Rung>(rungNames.map((name) => [name, { name, state: 'pending', ...pending }]));
  #secrets: readonly string[] = [];

  constructor(options: RungsOptions) {
    this.#options = options;
  }

  get list(): readonly Rung[] {
    return [...this.#rungs.values()];
  }

  /** What servers might repeat from here on. */
  hide(secrets: readonly string[]): void {
    this.#secrets = [...this.#secrets, ...secrets];
  }

  skip(names: readonly RungName[], reason: SkipReason, error: AppError | null = null): void {
    for (const name of names) {
      if (this.#rungs.get(name)?.state === 'pending') this.#set(name, { state: 'skipped', skipped: reason, error });
    }
  }

  /** Tries one rung. @returns whether it held; its error is noted, and nothing is thrown */
  async try(
    name: RungName,
    endpoint: ServerEndpoint,
    work: (notes: RungNotes, signal: AbortSignal) => Promise<void>,
  ): Promise<boolean> {
    const { clock, rungSeconds, signal } = this.#options;
    const started = clock.monotonic();
    const facts: RungFact[] = [];
    const said: string[] = [];
    const notes: RungNotes = {
      fact: (fact, value) => void (value !== '' && facts.push({ name: fact, value })),
      facts: (more) => void facts.push(...more),
      said: (line) => {
        const cleaned = cleanServerText(line, this.#secrets);
        if (cleaned !== '') said.push(cleaned);
        if (said.length > mostLines) said.shift();
      },
    };
    const ended = (state: 'passed' | 'failed', error: AppError | null) =>
      this.#set(name, { state, error, durationMs: clock.monotonic() - started, facts: [...facts], said: [...said] });
    this.#set(name, { state: 'running', startedAt: clock.now() });
    // Not AbortSignal.timeout: inside AbortSignal.any nothing else holds it, and on Node 20 it is collected before it fires.
    const deadline = new AbortController();
    const timer = setTimeout(() => deadline.abort(), rungSeconds * 1_000);
    const either = AbortSignal.any([signal, deadline.signal]);
    try {
      await until(either, work(notes, either));
      ended('passed', null);
      return true;
    } catch (cause) {
      ended('failed', this.#explain(cause, name, endpoint, deadline.signal));
      return false;
    } finally {
      clearTimeout(timer);
    }
  }

  report(verdict: Diagnosis['verdict'], error: AppError | null): Diagnosis {
    return { rungs: this.list, verdict, error };
  }

  #explain(cause: unknown, name: RungName, endpoint: ServerEndpoint, deadline: AbortSignal): AppError {
    if (this.#options.signal.aborted) return cancelled().error;
    if (deadline.aborted) {
      if (name === 'dns') return makeError('dns_failed', { reason: 'look_up_failed', host: endpoint.host });
      const seconds = this.#options.rungSeconds;
      return makeError('server_timeout', { reason: 'no_answer_within', server: serverName(endpoint), seconds });
    }
    if (cause instanceof AppFailure) return cause.error;
    return makeError('internal', { reason: 'unforeseen' });
  }

  #set(name: RungName, change: Partial<Rung>): void {
    const rung = this.#rungs.get(name);
    if (rung === undefined) return;
    this.#rungs.set(name, { ...rung, ...change });
    this.#options.changed(this.list);
  }
}

/** Waits for work, but not beyond the signal: work that does not listen to it must not hold the ladder. */
async function until(signal: AbortSignal, work: Promise<void>): Promise<void> {
  work.catch(() => undefined);
  let abort = (): void => undefined;
  const aborted = new Promise<never>((_resolve, reject) => {
    abort = () => reject(cancelled());
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
  });
  aborted.catch(() => undefined);
  try {
    await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
