import type { FolderId, ListOrder, MessageId, MessageRow } from '../../shared/mail.ts';
import { fold } from '../../shared/search/folding.ts';
import { isChange } from './change-log.ts';
import type { Changes, ListView } from './mail-store.ts';
import type { SqliteMailView, ViewSource } from './mail-view.ts';
import { type ListedMessage, listedColumns, placedMessages, toMessageRow } from './message-row.ts';
import { firstUnread } from './next-unread.ts';

/** Messages that are read at once while an order is found, in some milliseconds. */
const readAtOnce = 2_000;
/** What stands before the subject of an answer or of what was passed on, in some languages. */
const prefixes = /^\s*((re|aw|antw|sv|vs|rif|ref|odp|ynt|tr|fwd?|wg|i|enc|rv)(\[\d+\])?\s*:\s*)+/i;

/** A folder's list with the oldest row first: the other one, from its end. */
class OldestFirstView implements ListView {
  readonly folderId: FolderId;
  readonly byThread: boolean;
  readonly #newest: SqliteMailView;

  constructor(newest: SqliteMailView) {
    this.#newest = newest;
    this.folderId = newest.folderId;
    this.byThread = newest.byThread;
  }

  get total(): number {
    return this.#newest.total;
  }

  rows(start: number, count: number): MessageRow[] {
    const [first, rows] = this.#mirrored(start, count);
    return this.#newest.rows(first, rows).reverse();
  }

  ids(start: number, count: number): MessageId[] {
    const [first, rows] = this.#mirrored(start, count);
    return this.#newest.ids(first, rows).reverse();
  }

  indexOf(messageId: MessageId): number | null {
    const index = this.#newest.indexOf(messageId);
    return index === null ? null : this.total - 1 - index;
  }

  rowOf(messageId: MessageId): MessageId | null {
    return this.#newest.rowOf(messageId);
  }

  order(messageId: MessageId): number {
    return -messageId;
  }

  newerThan(order: number): number {
    return this.total - this.#newest.newerThan(-order - 1);
  }

  lookUp(): void {}

  nextUnread(start: number): number | null {
    const last = this.total - 1;
    const found = this.#newest.previousUnread(last - Math.max(0, start));
    return found === null ? null : last - found;
  }

  apply(changes: Changes): boolean {
    return this.#newest.apply(changes);
  }

  /** Where rows stand in the other list. */
  #mirrored(start: number, count: number): readonly [start: number, count: number] {
    const end = Math.max(0, this.total - Math.max(0, start));
    const first = Math.max(0, end - Math.max(0, count));
    return [first, end - first];
  }
}

type Key = string | number;

/**
 * A folder's messages by sender, subject or size; among those that are alike the newest first. Their order is found once, from all of the
 * folder's messages, and follows its changes from then on.
 */
class SortedView implements ListView {
  readonly folderId: FolderId;
  readonly #source: ViewSource;
  readonly #by: 'sender' | 'subject' | 'size';
  #version: number;
  /** In the list's order; null: to be found anew. */
  #ids: MessageId[] | null = null;
  readonly #keys = new Map<MessageId, Key>();
  /** The message down to which keys were read, while the order is being found. */
  #below = Number.MAX_SAFE_INTEGER;

  constructor(folderId: FolderId, source: ViewSource, by: 'sender' | 'subject' | 'size') {
    this.folderId = folderId;
    this.#source = source;
    this.#by = by;
    this.#version = source.log.version(folderId);
  }

  /** Finds a part of the order; answers whether there is more to find. Without it, all is found with the first question. */
  prepare(): boolean {
    if (this.#ids !== null) return false;
    const read = this.#keysOf({ below: this.#below, limit: readAtOnce });
    for (const [id, key] of read) this.#keys.set(id, key);
    this.#below = read.at(-1)?.[0] ?? 0;
    if (read.length === readAtOnce) return true;
    this.#ids = [...this.#keys.keys()].sort((one, other) => this.#compare(one, other));
    return false;
  }

  get total(): number {
    return this.#sorted().length;
  }

  rows(start: number, count: number): MessageRow[] {
    const ids = this.ids(start, count);
    const { db, overlay } = this.#source;
    const found = db.all<ListedMessage>(
      `SELECT ${listedColumns} FROM ${placedMessages} WHERE p.id IN (SELECT value FROM json_each(?))`,
      JSON.stringify(ids),
    );
    const byId = new Map(found.map((row) => [row.id, row]));
    return ids.flatMap((id) => {
      const row = byId.get(id);
      return row === undefined ? [] : [toMessageRow(row, overlay.look(row, this.folderId))];
    });
  }

  ids(start: number, count: number): MessageId[] {
    const first = Math.max(0, start);
    return this.#sorted().slice(first, first + Math.max(0, count));
  }

  indexOf(messageId: MessageId): number | null {
    const ids = this.#sorted();
    if (!this.#keys.has(messageId)) return null;
    const place = this.#place(ids, messageId);
    return ids[place] === messageId ? place : null;
  }

  order(messageId: MessageId): number {
    return -(this.indexOf(messageId) ?? 0);
  }

  newerThan(order: number): number {
    return -order;
  }

  lookUp(): void {}

  nextUnread(start: number): number | null {
    return firstUnread(
      this.#source,
      (first, count) => this.ids(first, count),
      start,
      () => this.folderId,
    );
  }

  apply(changes: Changes): boolean {
    return changes.folderId === this.folderId && isChange(changes);
  }

  #sorted(): MessageId[] {
    const { log } = this.#source;
    const missed = log.since(this.folderId, this.#version);
    this.#version = log.version(this.folderId);
    if (missed === null) this.#forget();
    while (this.prepare());
    const ids = this.#ids ?? [];
    for (const { added, removed } of missed ?? []) {
      for (const id of removed) {
        if (!this.#keys.has(id)) continue;
        const place = this.#place(ids, id);
        if (ids[place] === id) ids.splice(place, 1);
        this.#keys.delete(id);
      }
      for (const [id, key] of this.#keysOf({ among: added })) {
        if (this.#keys.has(id)) continue;
        this.#keys.set(id, key);
        ids.splice(this.#place(ids, id), 0, id);
      }
    }
    return ids;
  }

  #forget(): void {
    this.#ids = null;
    this.#keys.clear();
    this.#below = Number.MAX_SAFE_INTEGER;
  }

  /** Shown messages of the folder by what they are sorted by: those among some, or the next ones from the newest down. */
  #keysOf(
    which: { readonly among: readonly MessageId[] } | { readonly below: number; readonly limit: number },
  ): readonly (readonly [MessageId, Key])[] {
    const folder = this.#source.folder(this.folderId);
    if (folder === null || ('among' in which && which.among.length === 0)) return [];
    const columns = { sender: 'm.from_name, m.from_address', subject: 'm.subject', size: 'm.size' }[this.#by];
    const rows = this.#source.db.all<KeyRow>(
      `SELECT p.id, ${columns} FROM ${placedMessages} WHERE p.box = ? AND p.id NOT IN (SELECT id FROM temp.hidden)
       ${'among' in which ? 'AND p.id IN (SELECT value FROM json_each(?))' : 'AND p.id < ? ORDER BY p.id DESC LIMIT ?'}`,
      folder.box,
      ...('among' in which ? [JSON.stringify(which.among)] : [which.below, which.limit]),
    );
    return rows.map((row) => [row.id, keyOf(row)]);
  }

  /** The first place at or behind which a message belongs. */
  #place(ids: readonly MessageId[], id: MessageId): number {
    let low = 0;
    let high = ids.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const other = ids[middle];
      if (other !== undefined && this.#compare(other, id) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #compare(one: MessageId, other: MessageId): number {
    const [a, b] = [this.#keys.get(one) ?? '', this.#keys.get(other) ?? ''];
    if (a === b) return other - one;
    return a < b ? -1 : 1;
  }
}

interface KeyRow {
  readonly id: MessageId;
  readonly from_name?: string;
  readonly from_address?: string;
  readonly subject?: string;
  readonly size?: number;
}

/** Texts as they are compared in a search; the largest message first. */
function keyOf({ from_name: name, from_address: address = '', subject, size }: KeyRow): Key {
  if (size !== undefined) return -size;
  if (subject !== undefined) return fold(subject.replace(prefixes, '').trim());
  return fold((name ?? '').trim() || address);
}

/** A view whose order may have to be found first, a little at a time. */
export type PreparedView = ListView & { prepare?(): boolean };

/** The view of a folder in an order. */
export function sortedView(newest: SqliteMailView, source: ViewSource, order: ListOrder): PreparedView {
  switch (order) {
    case 'newest':
      return newest;
    case 'oldest':
      return new OldestFirstView(newest);
    case 'sender':
    case 'subject':
      return new SortedView(newest.folderId, source, order);
    case 'largest':
      return new SortedView(newest.folderId, source, 'size');
  }
}
