import { type AppError, AppFailure } from '../../../shared/reply.ts';
import type { FetchedEnvelopes } from '../../imap/fetch-messages.ts';
import type { ImapSession } from '../../imap/session.ts';
import { maxUid, type RemoteEnvelope, type UidRange } from '../../mail/remote-mail.ts';
import { refusalOf } from './refusals.ts';

/** The messages of a window: some UIDs, or a range of sequence numbers. */
export type WindowRange =
  | { readonly by: 'uid'; readonly uids: UidRange | readonly number[] }
  | { readonly by: 'sequence'; readonly range: UidRange };

/** What came of a window. */
export interface FetchedWindow {
  readonly envelopes: readonly RemoteEnvelope[];
  /** Messages that the server has, and refused one by one, or left out of an answer that was OK. */
  readonly refused: readonly { readonly uid: number; readonly error: AppError }[];
  /** Why the rest of the window was not fetched; null when all of it was answered. */
  readonly stopped: AppError | null;
  /** The UIDs that the window is known to span; null when everything came at the first attempt. */
  readonly spanned: readonly number[] | null;
}

export interface WindowOptions {
  readonly session: ImapSession;
  readonly signal: AbortSignal;
  /** UIDs of this range that need not be asked for one by one: they are stored, or known to be refused. */
  readonly known: (range: UidRange) => ReadonlySet<number>;
}

/**
 * How many commands in a row may be refused without any message in between, before it is taken to be the folder that the server
 * refuses, and not some of its messages. To isolate one message among 1,000 takes 11.
 */
export const mostInARow = 24;
/** The most refused commands of one window. What is left is asked for in the folder's next run. */
export const mostRefused = 400;

const leftOut: AppError = { code: 'server_refused', params: { reason: 'left_out' }, retryable: true };

/**
 * Fetches a window's envelopes, and does not let one message that the server cannot send keep the others back: what came before
 * a refusal is kept, and the rest is bisected, so that each refused message costs a logarithmic number of commands. Messages of
 * an answer that is OK but incomplete are asked for once more. Throws what is no refusal (a lost connection, for example).
 */
export async function fetchWindow(window: WindowRange, options: WindowOptions): Promise<FetchedWindow> {
  return await new WindowFetch(options).run(window);
}

class WindowFetch {
  readonly #options: WindowOptions;
  readonly #found = new Map<number, RemoteEnvelope>();
  readonly #refused: { uid: number; error: AppError }[] = [];
  #inARow = 0;
  #refusals = 0;

  constructor(options: WindowOptions) {
    this.#options = options;
  }

  async run(window: WindowRange): Promise<FetchedWindow> {
    const refusal = this.#take(await this.#ask(window));
    if (refusal !== null && !isOfMessages(refusal)) return this.#fetched(refusal, null);
    if (refusal === null && this.#isComplete(window)) return this.#fetched(null, null);
    try {
      const spanned = await this.#uidsOf(window);
      return this.#fetched(await this.#fetchMissing(this.#missingOf(spanned), refusal), spanned);
    } catch (error) {
      // The server refuses even to say which messages there are.
      if (!(error instanceof AppFailure) || refusalOf(error.error, 'look') === null) throw error;
      return this.#fetched(error.error, null);
    }
  }

  /** @returns why not all could be asked for; null when all were */
  async #fetchMissing(uids: readonly number[], refusal: AppError | null): Promise<AppError | null> {
    if (uids.length === 0) return null;
    if (refusal === null) return await this.#bisect([uids]);
    // They were refused just now, together: asking for the same ones again would tell nothing.
    if (uids.length === 1) this.#refuse(uids, refusal);
    return await this.#bisect(halves(uids));
  }

  async #bisect(sets: readonly (readonly number[])[]): Promise<AppError | null> {
    const waiting = [...sets];
    for (let set = waiting.pop(); set !== undefined; set = waiting.pop()) {
      const refusal = this.#take(await this.#ask({ by: 'uid', uids: set }));
      const missing = this.#missingOf(set);
      if (missing.length === 0) continue;
      if (refusal === null) await this.#noteLeftOut(missing);
      else if (!isOfMessages(refusal)) return refusal;
      else if (missing.length === 1) this.#refuse(missing, refusal);
      else waiting.push(...halves(missing));
      const isTooMuch = this.#inARow >= mostInARow || this.#refusals >= mostRefused;
      if (refusal !== null && isTooMuch && waiting.length > 0) return refusal;
    }
    return null;
  }

  /** Missing from an answer that was OK: removed meanwhile, or left out by the server, which FETCH FLAGS tells. */
  async #noteLeftOut(uids: readonly number[]): Promise<void> {
    const { session, signal } = this.#options;
    const range = { from: Math.min(...uids), to: Math.max(...uids) };
    const there = new Set((await session.fetchFlags(range, { changedSince: null }, signal)).map(({ uid }) => uid));
    this.#refuse(
      uids.filter((uid) => there.has(uid)),
      leftOut,
    );
  }

  #refuse(uids: readonly number[], error: AppError): void {
    for (const uid of uids) this.#refused.push({ uid, error });
  }

  async #ask(window: WindowRange): Promise<FetchedEnvelopes> {
    const { session, signal } = this.#options;
    return window.by === 'sequence'
      ? await session.fetchEnvelopesBySequence(window.range, signal)
      : await session.fetchAvailable(window.uids, signal);
  }

  /** Keeps what came. Returns the refusal. */
  #take({ envelopes, refusal }: FetchedEnvelopes): AppError | null {
    for (const envelope of envelopes) this.#found.set(envelope.uid, envelope);
    this.#inARow = refusal === null || envelopes.length > 0 ? 0 : this.#inARow + 1;
    if (refusal !== null) this.#refusals += 1;
    return refusal;
  }

  /** Whether an answer that was OK has all messages of the window, as far as their number can be known. */
  #isComplete(window: WindowRange): boolean {
    if (window.by === 'sequence') return this.#found.size >= window.range.to - window.range.from + 1;
    return 'from' in window.uids || window.uids.every((uid) => this.#found.has(uid));
  }

  /** The UIDs of the messages that the window has. */
  async #uidsOf(window: WindowRange): Promise<readonly number[]> {
    const { session, signal } = this.#options;
    if (window.by === 'sequence') {
      const { from, to } = window.range;
      return await session.uidsBySequence(to, to - from + 1, signal);
    }
    if (!('from' in window.uids)) return window.uids;
    const flags = await session.fetchFlags(window.uids, { changedSince: null }, signal);
    return flags.map(({ uid }) => uid);
  }

  #missingOf(uids: readonly number[]): number[] {
    const missing = uids.filter((uid) => !this.#found.has(uid));
    if (missing.length === 0) return [];
    const known = this.#options.known({ from: Math.min(...missing), to: Math.min(maxUid, Math.max(...missing)) });
    return missing.filter((uid) => !known.has(uid));
  }

  #fetched(stopped: AppError | null, spanned: readonly number[] | null): FetchedWindow {
    return { envelopes: [...this.#found.values()], refused: this.#refused, stopped, spanned };
  }
}

/** The UIDs that a window is known to span. */
export function uidsIn({ envelopes, refused, spanned }: FetchedWindow): readonly number[] {
  return spanned ?? [...envelopes, ...refused].map(({ uid }) => uid);
}

function isOfMessages(error: AppError): boolean {
  return refusalOf(error, 'fetch')?.scope === 'message';
}

/** The newer half last, because the last is asked for next. */
function halves(uids: readonly number[]): number[][] {
  if (uids.length < 2) return [];
  const middle = Math.floor(uids.length / 2);
  return [uids.slice(0, middle), uids.slice(middle)];
}
