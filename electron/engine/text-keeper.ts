import type { FolderId, MessageId } from '../../shared/mail.ts';
import type { FreedStorage, TextBudget } from '../../shared/storage.ts';
import type { Clock } from '../platform/clock.ts';
import type { SqliteMailStore } from '../store/sqlite-mail-store.ts';
import type { ForegroundGate } from '../sync/connections/foreground-gate.ts';

/** How long after a text was stored, or the budget was changed, there is a look at what is over it. */
const soonMs = 10_000;
/** Texts grow old also where none is stored. */
const laterMs = 60 * 60_000;
/** Empty pages that stay in the file, in octets: what comes next needs no growth of the file. */
const keptFree = 4 * 1_048_576;

export interface TextKeeperOptions {
  readonly store: SqliteMailStore;
  readonly budget: () => TextBudget;
  /** The messages that drafts answer or forward. */
  readonly neededByDrafts: () => Iterable<MessageId>;
  readonly clock: Clock;
  readonly gate: ForegroundGate;
  readonly log: (level: 'warn', text: string) => void;
}

/**
 * Keeps an account's texts within the budget: drops what is over it and gives the space back to the disk, in steps of a few milliseconds
 * between which everything else goes first.
 */
export class TextKeeper {
  readonly #options: TextKeeperOptions;
  #cancelTimer: () => void = () => undefined;
  #isDue = false;
  #isStopped = false;
  #work: Promise<void> = Promise.resolve();

  constructor(options: TextKeeperOptions) {
    this.#options = options;
  }

  /** A text was stored, or the budget is another one. */
  soon(): void {
    if (this.#isDue) return;
    this.#isDue = true;
    this.#in(soonMs);
  }

  stop(): void {
    this.#isStopped = true;
    this.#cancelTimer();
  }

  /** Of a folder's newest messages, those whose texts are not here and within the budget. */
  missing(folderId: FolderId, among: number): readonly MessageId[] {
    return this.#options.store.newestWithoutBody(folderId, among, this.#floor());
  }

  /** Whether a text would stay if it were fetched ahead now. */
  hasRoom(messageId: MessageId): boolean {
    return this.#options.store.isAbove(messageId, this.#floor());
  }

  /** Drops what is over the budget now, and gives all empty space back to the disk. */
  async free(): Promise<FreedStorage> {
    const { store } = this.#options;
    const before = store.space();
    await this.#tidy(0);
    if (this.#isStopped) return { freed: 0, reusable: 0 };
    const after = store.space();
    return { freed: Math.max(0, before.octets - after.octets), reusable: after.free };
  }

  #floor(): number {
    const { store, budget, clock } = this.#options;
    return store.textFloor(budget(), clock.now());
  }

  #in(ms: number): void {
    this.#cancelTimer();
    if (this.#isStopped) return;
    this.#cancelTimer = this.#options.clock.after(ms, () => {
      this.#isDue = false;
      this.#tidy(keptFree)
        .catch((error: unknown) => this.#options.log('warn', `Dropping texts failed: ${String(error)}`))
        .finally(() => {
          if (!this.#isDue) this.#in(laterMs);
        });
    });
  }

  /** One after the other: two at a time would each count what the other drops. */
  #tidy(keep: number): Promise<void> {
    const work = this.#work.then(() => this.#tidyNow(keep));
    this.#work = work.catch(() => undefined);
    return work;
  }

  async #tidyNow(keep: number): Promise<void> {
    const { store, budget, neededByDrafts, clock, gate } = this.#options;
    await gate.pass();
    if (this.#isStopped) return;
    const needed = new Set(neededByDrafts());
    const isNeeded = (messageId: MessageId): boolean => needed.has(messageId);
    for (const _octets of store.dropTexts({ budget: budget(), now: clock.now(), isNeeded })) {
      await gate.pass();
      if (this.#isStopped) return;
    }
    while (store.giveBack(keep)) {
      await gate.pass();
      if (this.#isStopped) return;
    }
    await store.cutFile();
  }
}
