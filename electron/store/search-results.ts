import type { MessageId } from '../../shared/mail.ts';

/** A result and the number by which it is ordered; the highest stands first. */
export interface OrderedResult {
  readonly id: MessageId;
  readonly order: number;
}

/** The known results of a search, each once, in their order; the same order is told apart by ids, the highest first. */
export class SearchResults {
  #ids: MessageId[] = [];
  #orders = new Map<MessageId, number>();

  get length(): number {
    return this.#ids.length;
  }

  has(id: MessageId): boolean {
    return this.#orders.has(id);
  }

  /** By what a message is ordered; those that are no results by their ids. */
  order(id: MessageId): number {
    return this.#orders.get(id) ?? id;
  }

  slice(start: number, end: number): MessageId[] {
    return this.#ids.slice(start, end);
  }

  indexOf(id: MessageId): number | null {
    if (!this.#orders.has(id)) return null;
    const index = this.#ids.indexOf(id);
    return index < 0 ? null : index;
  }

  /** How many results are ordered before this number. */
  countAbove(order: number): number {
    let low = 0;
    let high = this.#ids.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const id = this.#ids[middle];
      if (id !== undefined && this.order(id) > order) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Puts those that are not known yet in their places. Returns how many these are. */
  insert(found: readonly OrderedResult[]): number {
    const fresh = found.filter(({ id }) => !this.#orders.has(id));
    if (fresh.length === 0) return 0;
    const last = this.#ids.at(-1);
    const lowest = last === undefined ? Infinity : this.order(last);
    for (const { id, order } of fresh) this.#orders.set(id, order);
    const isBehind = fresh.every(({ order }) => order < lowest);
    this.#ids.push(...fresh.map(({ id }) => id));
    if (!isBehind || fresh.length > 1) {
      this.#ids.sort((one, other) => this.order(other) - this.order(one) || other - one);
    }
    return fresh.length;
  }

  remove(gone: ReadonlySet<MessageId>): void {
    if (gone.size === 0) return;
    this.#ids = this.#ids.filter((id) => !gone.has(id));
    for (const id of gone) this.#orders.delete(id);
  }

  clear(): void {
    this.#ids = [];
    this.#orders = new Map();
  }
}
