import type { AccountId, FolderId, MessageId, MessageRow } from '../../shared/mail.ts';
import { type Changes, concerns, type ListView, rowIn } from '../store/mail-store.ts';

/** A list of one account, as part of one over accounts. */
export interface AccountPart {
  readonly accountId: AccountId;
  readonly view: ListView;
  /** The folder that the list is about; null: it is about several. */
  readonly folderId: FolderId | null;
}

/** A row, by what tells it apart: ids are unique within an account alone. */
export interface RowPlace {
  readonly accountId: AccountId;
  readonly messageId: MessageId;
}

/** Up to this many rows are merged one after the other, from the nearest split that is known. */
const mostMerged = 96;
/** So many rows more than a part's share are looked up at once. */
const spareIds = 8;
/** Splits that are kept: each page that is read adds one. */
const mostSplits = 512;
/** An order is near enough to a row of the list when it is so many rows from it, or when so many guesses were made. */
const nearEnough = 8;
const mostGuesses = 100;
/** So often an order is guessed, what lies around it is read, and it is guessed again by that. */
const mostTries = 3;

const belowAll = Number.MIN_SAFE_INTEGER;

/** How the rows above a row of the list are spread: so many of each part. */
interface Split {
  readonly at: number;
  readonly taken: readonly number[];
}

/**
 * The lists of several accounts as one, newest first; where two messages have the same id, in the order of the accounts' ids. No order of
 * its own is kept: a page begins where the rows above it are spread over the parts, and that split is found by the parts' own key look-ups.
 */
export class AccountsView {
  readonly #source: (accountId: AccountId, current: AccountPart | null) => AccountPart | null;
  #parts: readonly AccountPart[] = [];
  /** In the order of `at`; none that was found before a part changed. */
  #splits: Split[] = [];
  #totals = '';

  /** @param source an account's part as it has to be now; null while it has none. What it had before is answered again where that still holds. */
  constructor(
    accountIds: Iterable<AccountId>,
    source: (accountId: AccountId, current: AccountPart | null) => AccountPart | null,
  ) {
    this.#source = source;
    for (const accountId of accountIds) this.refresh(accountId);
  }

  get parts(): readonly AccountPart[] {
    return this.#parts;
  }

  get total(): number {
    return this.#parts.reduce((sum, { view }) => sum + view.total, 0);
  }

  rows(start: number, count: number): MessageRow[] {
    const rows: MessageRow[] = [];
    const { split, places } = this.#page(start, count);
    const queues = this.#parts.map(({ accountId, view, folderId }, part) => {
      const wanted = places.filter((place) => place.part === part).length;
      const own = wanted === 0 ? [] : view.rows(split.taken[part] ?? 0, wanted);
      return own.map((row) => ({ ...row, accountId, ...(folderId !== null && { folderId }) }));
    });
    for (const { part } of places) {
      const row = queues[part]?.shift();
      if (row !== undefined) rows.push(row);
    }
    return rows;
  }

  places(start: number, count: number): RowPlace[] {
    return this.#page(start, count).places.flatMap(({ part, id }) => {
      const accountId = this.#parts[part]?.accountId;
      return accountId === undefined ? [] : [{ accountId, messageId: id }];
    });
  }

  indexOf({ accountId, messageId }: RowPlace): number | null {
    const part = this.#parts.findIndex((known) => known.accountId === accountId);
    const view = this.#parts[part]?.view;
    const row = view === undefined ? null : rowIn(view, messageId);
    const index = row === null ? null : (view?.indexOf(row) ?? null);
    return row === null || index === null ? null : sum(this.#taken(part, row, index));
  }

  /** As in ListView. */
  rowOf({ accountId, messageId }: RowPlace): MessageId | null {
    const view = this.#parts.find((known) => known.accountId === accountId)?.view;
    return view === undefined ? null : rowIn(view, messageId);
  }

  /** As in ListView: of the times that all parts tell of. */
  notOlder(times: readonly number[]): number[] | undefined {
    let total: number[] | undefined;
    for (const { view } of this.#parts) {
      const own = view.notOlder?.(times);
      if (own === undefined) return undefined;
      total = total?.slice(0, own.length).map((rows, at) => rows + (own[at] ?? 0)) ?? own;
    }
    return total;
  }

  nextUnread(start: number): number | null {
    const { taken } = this.#splitAt(Math.max(0, start));
    let first: number | null = null;
    for (const [part, { view }] of this.#parts.entries()) {
      const index = view.nextUnread(taken[part] ?? 0);
      const id = index === null ? undefined : view.ids(index, 1)[0];
      if (index === null || id === undefined) continue;
      const place = sum(this.#taken(part, id, index));
      if (first === null || place < first) first = place;
    }
    return first;
  }

  /** Applies a change of an account; returns whether the list changed. */
  apply(accountId: AccountId, changes: Changes): boolean {
    const part = this.#parts.find((known) => known.accountId === accountId);
    if (part === undefined || (part.folderId !== null && !concerns(part.folderId, changes))) return false;
    const isChanged = part.view.apply(changes);
    if (isChanged) this.#splits = [];
    return isChanged;
  }

  /** An account was opened, or its folders changed: takes its part anew where it is another one now. Returns whether it is. */
  refresh(accountId: AccountId): boolean {
    const current = this.#parts.find((known) => known.accountId === accountId) ?? null;
    const part = this.#source(accountId, current);
    if (part === current) return false;
    this.#replace(accountId, part);
    return true;
  }

  /** The account's store is about to be closed. Returns whether it had a part. */
  leave(accountId: AccountId): boolean {
    if (!this.#parts.some((known) => known.accountId === accountId)) return false;
    this.#replace(accountId, null);
    return true;
  }

  #replace(accountId: AccountId, part: AccountPart | null): void {
    const others = this.#parts.filter((known) => known.accountId !== accountId);
    this.#parts = (part === null ? others : [...others, part]).sort((a, b) => (a.accountId < b.accountId ? -1 : 1));
    this.#splits = [];
  }

  /** The rows of a page, by part and id, and how the rows above it are spread. */
  #page(start: number, count: number): { readonly split: Split; readonly places: readonly MergedId[] } {
    const first = Math.max(0, Math.floor(start));
    const wanted = Math.max(0, Math.floor(count));
    // At most all rows up to the end of the page are of one part, so that much of each has to be known.
    for (const { view } of this.#parts) view.lookUp(first + wanted);
    const split = this.#splitAt(first);
    const places = this.#merged(split, wanted);
    this.#keep(this.#after(split, places));
    return { split, places };
  }

  /** The next rows after a split. Of each part its share is looked up at first, as parts are mostly mixed evenly, and more where it runs out. */
  #merged({ taken }: Split, count: number): readonly MergedId[] {
    const share = Math.min(count, Math.ceil(count / this.#parts.length) + spareIds);
    const queues = this.#parts.map(({ view }, part) => ({
      view,
      next: taken[part] ?? 0,
      ids: [] as readonly MessageId[],
      at: 0,
      isOver: false,
    }));
    const merged: MergedId[] = [];
    while (merged.length < count) {
      let best: MergedId | null = null;
      for (const [part, queue] of queues.entries()) {
        if (queue.at === queue.ids.length && !queue.isOver) {
          queue.ids = queue.view.ids(queue.next, share);
          queue.next += queue.ids.length;
          queue.isOver = queue.ids.length < share;
          queue.at = 0;
        }
        const id = queue.ids[queue.at];
        const order = id === undefined ? undefined : queue.view.order(id);
        if (id !== undefined && order !== undefined && (best === null || order > best.order))
          best = { part, id, order };
      }
      const queue = best === null ? undefined : queues[best.part];
      if (best === null || queue === undefined) break;
      queue.at += 1;
      merged.push(best);
    }
    return merged;
  }

  /** How the rows above a row are spread. */
  #splitAt(at: number): Split {
    const totals = this.#parts.map(({ view }) => view.total);
    const named = totals.join();
    if (named !== this.#totals) this.#splits = [];
    this.#totals = named;
    if (at >= sum(totals)) return { at: sum(totals), taken: totals };
    let low = this.#splits.findLast((known) => known.at <= at) ?? { at: 0, taken: totals.map(() => 0) };
    let high = this.#splits.find((known) => known.at > at)?.taken ?? totals;
    const take = (taken: readonly number[]): void => {
      if (sum(taken) <= at) low = { at: sum(taken), taken };
      else high = taken;
    };
    for (let tries = 0; at - low.at > mostMerged && tries < mostTries; tries += 1) {
      const order = this.#orderNear(at - mostMerged / 2, low.taken, high);
      take(this.#parts.map(({ view }) => view.newerThan(order)));
    }
    // A row in the middle of what is open in the longest part lies above the wanted one, or not, which is sure to get there.
    while (at - low.at > mostMerged) {
      const spans = high.map((end, part) => end - (low.taken[part] ?? 0));
      const part = spans.indexOf(Math.max(...spans));
      const middle = (low.taken[part] ?? 0) + Math.max(1, Math.floor((spans[part] ?? 0) / 2));
      const id = this.#parts[part]?.view.ids(middle, 1)[0];
      if (id === undefined) break;
      take(this.#taken(part, id, middle));
    }
    this.#keep(low);
    while (low.at < at) {
      const places = this.#merged(low, Math.min(at - low.at, mostMerged));
      if (places.length === 0) break;
      low = this.#after(low, places);
    }
    this.#keep(low);
    return low;
  }

  /**
   * An order with about so many rows above it, by what the parts know without reading: the first guess takes them for evenly mixed, as they mostly
   * are, and each second one is in the middle of what is open in the longest part.
   * @param from of each part at least so many rows are above it @param to and at most so many
   */
  #orderNear(rows: number, from: readonly number[], to: readonly number[]): number {
    let [low, high] = [from, to];
    for (let guesses = 0; ; guesses += 1) {
      const spans = high.map((end, part) => end - (low[part] ?? 0));
      const part = spans.indexOf(Math.max(...spans));
      const share = guesses % 2 === 0 ? (rows - sum(low)) / (sum(high) - sum(low)) : 0.5;
      const guess = (low[part] ?? 0) + Math.max(1, Math.floor((spans[part] ?? 0) * share));
      const order = this.#orderOf(part, guess);
      const taken = this.#parts.map(({ view }, other) => {
        if (other === part) return guess;
        const near = view.rowsNear?.(order) ?? view.newerThan(order);
        return Math.min(Math.max(near, low[other] ?? 0), high[other] ?? 0);
      });
      const isNear = Math.abs(sum(taken) - rows) <= nearEnough;
      if (isNear || (spans[part] ?? 0) <= 1 || guesses >= mostGuesses) return order;
      if (sum(taken) < rows) low = taken;
      else high = taken;
    }
  }

  /** About where a row of a part stands. */
  #orderOf(part: number, row: number): number {
    const view = this.#parts[part]?.view;
    if (view?.orderNear !== undefined) return view.orderNear(row);
    const id = view?.ids(row, 1)[0];
    return id === undefined ? belowAll : (view?.order(id) ?? id);
  }

  /** How the rows above a row of a part are spread. @param index its place in the part */
  #taken(part: number, id: MessageId, index: number): number[] {
    const order = this.#parts[part]?.view.order(id) ?? id;
    return this.#parts.map(({ view }, other) =>
      // Of two messages that stand at the same place, that of the earlier part is above.
      other === part ? index : view.newerThan(other < part ? order - 1 : order),
    );
  }

  /** The split behind the rows that follow one. */
  #after(split: Split, places: readonly MergedId[]): Split {
    const taken = [...split.taken];
    for (const { part } of places) taken[part] = (taken[part] ?? 0) + 1;
    return { at: split.at + places.length, taken };
  }

  #keep(split: Split): void {
    const next = this.#splits.findIndex((known) => known.at >= split.at);
    const place = next < 0 ? this.#splits.length : next;
    if (this.#splits[place]?.at === split.at) {
      this.#splits[place] = split;
      return;
    }
    if (this.#splits.length >= mostSplits) this.#splits = [split];
    else this.#splits.splice(place, 0, split);
  }
}

interface MergedId {
  readonly part: number;
  readonly id: MessageId;
  readonly order: number;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
