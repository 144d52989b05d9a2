import type { FolderId, MessageId, MessageRow } from '../../shared/mail.ts';
import { type ChangeLog, isChange } from './change-log.ts';
import type { NamedFolder } from './conversation.ts';
import type { Database } from './database.ts';
import type { Changes, MailView } from './mail-store.ts';
import { idOfSecond } from './message-id.ts';
import { type ListedMessage, listedColumns, toMessageRow } from './message-row.ts';
import { unreadBeside } from './next-unread.ts';
import type { Overlay } from './overlay.ts';
import { isThreadRowSql, type ThreadRows, threadedPlacements } from './thread-rows.ts';
import { conversationRows, type NewestMessage } from './thread-summary.ts';

const shown = 'p.id NOT IN (SELECT id FROM temp.hidden)';

/**
 * Every query of a view: each is one range of an index, never the whole folder (asserted by the test).
 * @param columns of a page's rows @param placements where they are looked for, as `p` @param isRow what holds for them
 */
const queriesOf = (columns: string, placements: string, isRow: string) =>
  ({
    page: `SELECT ${columns} FROM ${placements} CROSS JOIN messages m ON m.id = p.message WHERE p.box = ? AND p.id < ? AND ${isRow} ORDER BY p.id DESC LIMIT ?`,
    block: `SELECT json_group_array(p.id) AS ids FROM ${placements} WHERE p.box = ? AND p.id < ? AND p.id >= ? AND ${isRow}`,
    anchor: `SELECT p.id FROM ${placements} WHERE p.box = ? AND p.id < ? AND ${isRow} ORDER BY p.id DESC LIMIT 1 OFFSET ?`,
    one: `SELECT p.id FROM ${placements} WHERE p.id = ? AND p.box = ? AND ${isRow}`,
  }) as const;

/** Of a list of messages. */
export const viewQueries = queriesOf(listedColumns, 'placements p', shown);
/** Of a list of conversations. */
export const threadQueries = queriesOf(
  `${listedColumns}, p.message AS content, t.thread`,
  threadedPlacements,
  isThreadRowSql,
);

/**
 * The rows of a new block, and those it may grow to before it is split: to reach a row, at most that many are stepped
 * over.
 */
const blockRows = 128;
const largestBlock = 256;
/** The bridge asks for 200 at most. */
const largestPage = 1_000;
/** How many blocks one question after dates reaches further down: the list's other questions wait for no more. */
const blocksForDates = 128;
/** And so many an idle moment does. */
const blocksAtOnce = 32;
/** So many rows are looked through for an unread one before the folder's unread messages are. */
const lookedThrough = 100;
/** Of so many blocks the rows' ids are remembered, those that were read last. */
const mostRead = 128;
const aboveAll = Number.MAX_SAFE_INTEGER;

/** A range of rows: `from` ≤ id < `from` of the range before it. */
interface Range {
  from: number;
  rows: number;
}

interface Block extends Range {
  /** Its rows, newest first; null where they are to be read, again if need be. */
  ids: readonly MessageId[] | null;
}

/** What a view reads from. */
export interface ViewSource {
  readonly db: Database;
  readonly overlay: Overlay;
  readonly log: ChangeLog;
  /** The rows of lists of conversations that came and went. */
  readonly threadLog: ChangeLog;
  readonly threadRows: ThreadRows;
  /** All folders as shown. */
  folders(): readonly NamedFolder[];
  /** Null when the folder is gone. */
  folder(folderId: FolderId): { readonly box: number; readonly stored: number } | null;
}

/** A view brings itself up to date from the change log before each answer; anchors are made as far down as was asked for. */
export class SqliteMailView implements MailView {
  readonly folderId: FolderId;
  readonly byThread: boolean;
  readonly #queries: typeof viewQueries;
  readonly #log: ChangeLog;
  readonly #source: ViewSource;
  #version: number;
  #blocks: Block[] = [];
  /** The times that were asked about last, as ids, and the ranges between those of them that were reached. */
  #dates: readonly number[] = [];
  #ranges: Range[] = [];
  /** The blocks whose ids are remembered, the one that was read first before others. */
  #read: Block[] = [];

  /** @param byThread a row for each conversation */
  constructor(folderId: FolderId, source: ViewSource, byThread = false) {
    this.folderId = folderId;
    this.byThread = byThread;
    this.#queries = byThread ? threadQueries : viewQueries;
    this.#log = byThread ? source.threadLog : source.log;
    this.#source = source;
    this.#version = this.#log.version(folderId);
  }

  get total(): number {
    const folder = this.#source.folder(this.folderId);
    if (folder === null) return 0;
    if (this.byThread) return this.#source.threadRows.total(folder.box, folder.stored);
    return folder.stored - this.#source.overlay.hiddenCount(this.folderId);
  }

  rows(start: number, count: number): MessageRow[] {
    const { db, overlay } = this.#source;
    const page = this.#page(start, count);
    if (page === null) return [];
    const { box, first, limit } = page;
    const above = this.#above(box, first);
    if (this.byThread) {
      const newest = db.all<NewestMessage>(this.#queries.page, box, above, limit);
      return conversationRows(
        { db, overlay, folders: this.#source.folders() },
        { folderId: this.folderId, box },
        newest,
      );
    }
    const rows = db.all<ListedMessage>(this.#queries.page, box, above, limit);
    return rows.map((row) => toMessageRow(row, overlay.look(row, this.folderId)));
  }

  ids(start: number, count: number): MessageId[] {
    const page = this.#page(start, count);
    if (page === null) return [];
    const { box, first, limit } = page;
    const ids: MessageId[] = [];
    this.#extend(box, (known) => known >= first + limit);
    let { position, before } = this.#blockOfRow(first);
    for (let skipped = first - before; ids.length < limit && position < this.#blocks.length; position += 1) {
      ids.push(...this.#idsOf(box, position).slice(skipped, skipped + limit - ids.length));
      skipped = 0;
    }
    return ids;
  }

  indexOf(messageId: MessageId): number | null {
    const box = this.#catchUp();
    const row = this.rowOf(messageId);
    if (box === null || row === null || !this.#source.db.get(this.#queries.one, row, box)) return null;
    return this.#newerThan(box, row);
  }

  rowOf(messageId: MessageId): MessageId | null {
    return this.byThread ? this.#source.threadRows.rowOf(messageId) : messageId;
  }

  order(messageId: MessageId): number {
    return messageId;
  }

  newerThan(id: number): number {
    const box = this.#catchUp();
    return box === null ? 0 : this.#newerThan(box, id);
  }

  rowsNear(order: number): number {
    const box = this.#catchUp();
    if (box === null) return 0;
    this.#extend(box, (_known, end) => end <= order);
    const position = positionOf(this.#blocks, order + 1);
    const above = this.#rowsAbove(position);
    const block = this.#blocks[position];
    if (block === undefined) return above;
    const ids = this.#idsAtAnEnd(box, position);
    if (ids !== null) return above + countFrom(ids, order + 1);
    const ceiling = this.#ceiling(position);
    return above + Math.round((block.rows * (ceiling - order)) / (ceiling - block.from));
  }

  orderNear(row: number): number {
    const box = this.#catchUp();
    if (box === null) return 0;
    this.#extend(box, (known) => known > row);
    const { position, before } = this.#blockOfRow(row);
    const block = this.#blocks[position];
    if (block === undefined) return 0;
    const ids = this.#idsAtAnEnd(box, position);
    if (ids !== null) return ids[row - before] ?? 0;
    const ceiling = this.#ceiling(position);
    return Math.floor(ceiling - ((ceiling - block.from) * (row - before + 1)) / block.rows);
  }

  /** All rows are known: there is nothing to look up. */
  lookUp(): void {}

  reachFurther(): boolean {
    const box = this.#catchUp();
    if (box === null) return false;
    const enough = this.#blocks.length + blocksAtOnce;
    this.#extend(box, () => this.#blocks.length >= enough);
    return this.#ceiling(this.#blocks.length) > 0;
  }

  #newerThan(box: number, id: number): number {
    this.#extend(box, (_known, end) => end <= id);
    return this.#rowsFrom(box, id + 1);
  }

  notOlder(times: readonly number[]): number[] {
    const box = this.#catchUp();
    if (box === null) return times.map(() => 0);
    const dates = times.map((time) => idOfSecond(Math.ceil(time / 1000)));
    if (dates.some((id, at) => id !== this.#dates[at]) || dates.length !== this.#dates.length) this.#ranges = [];
    this.#dates = dates;
    const last = dates.at(-1) ?? aboveAll;
    const enough = this.#blocks.length + blocksForDates;
    this.#extend(box, (_known, end) => end <= last || this.#blocks.length >= enough);
    const reached = this.#ceiling(this.#blocks.length);
    let before = 0;
    for (const { rows } of this.#ranges) before += rows;
    for (const from of dates.slice(this.#ranges.length)) {
      if (from < reached) break;
      const rows = this.#rowsFrom(box, from) - before;
      this.#ranges.push({ from, rows });
      before += rows;
    }
    let sum = 0;
    return this.#ranges.map(({ rows }) => {
      sum += rows;
      return sum;
    });
  }

  nextUnread(start: number): number | null {
    const first = Math.max(0, start);
    const near = this.rows(first, lookedThrough);
    const found = near.findIndex(({ seen }) => !seen);
    if (found >= 0) return first + found;
    return near.length < lookedThrough ? null : this.#unreadBeside(near.at(-1), 'older');
  }

  /** The last unread row down to `end`; null: none. */
  previousUnread(end: number): number | null {
    const first = Math.max(0, end - lookedThrough + 1);
    const near = this.rows(first, end - first + 1);
    const found = near.findLastIndex(({ seen }) => !seen);
    if (found >= 0) return first + found;
    return first === 0 ? null : this.#unreadBeside(near[0], 'newer');
  }

  #unreadBeside(row: MessageRow | undefined, direction: 'older' | 'newer'): number | null {
    const box = this.#catchUp();
    if (row === undefined || box === null) return null;
    const { folderId, byThread } = this;
    const list = { folderId, box, byThread, rowOf: (id: MessageId) => this.rowOf(id) };
    const next = unreadBeside(this.#source, list, row.id, direction);
    return next === null ? null : this.indexOf(next);
  }

  apply(changes: Changes): boolean {
    this.#catchUp();
    if (this.byThread && changes.threads?.has(this.folderId)) return true;
    return changes.folderId === this.folderId && isChange(changes);
  }

  /** The rows of a page as far as there are any: behind the last row of a list of conversations all others of the folder would be gone through. */
  #page(start: number, count: number): { readonly box: number; readonly first: number; readonly limit: number } | null {
    const box = this.#catchUp();
    const first = Math.max(0, Math.floor(start));
    const limit = Math.min(Math.floor(count), largestPage, this.total - first);
    return box === null || !(limit > 0) ? null : { box, first, limit };
  }

  /** The id below which the rows from this one on are: that of the row before it, found in the index alone, so that no message above a page is read. */
  #above(box: number, row: number): number {
    this.#extend(box, (known) => known > row);
    const { position, before } = this.#blockOfRow(row);
    return row > before ? (this.#idsOf(box, position)[row - before - 1] ?? 0) : this.#ceiling(position);
  }

  /** Applies the changes since the last call. Returns the folder's box; null when the folder is gone. */
  #catchUp(): number | null {
    const folder = this.#source.folder(this.folderId);
    const missed = this.#log.since(this.folderId, this.#version);
    this.#version = this.#log.version(this.folderId);
    if (missed === null || folder === null) {
      this.#blocks = [];
      this.#ranges = [];
      this.#read = [];
      return folder?.box ?? null;
    }
    for (const { added, removed } of missed) {
      for (const id of added) this.#adjust(id, 1);
      for (const id of removed) this.#adjust(id, -1);
    }
    if (missed.length > 0) this.#balance(folder.box);
    return folder.box;
  }

  #adjust(id: number, by: 1 | -1): void {
    const block = this.#blocks[positionOf(this.#blocks, id)];
    if (block) {
      block.rows += by;
      block.ids = null;
    }
    const range = this.#ranges[positionOf(this.#ranges, id)];
    if (range) range.rows += by;
  }

  /** Merges emptied blocks into the next one and splits large ones. Only when up to date with the database. */
  #balance(box: number): void {
    const blocks: Block[] = [];
    let ceiling = aboveAll;
    for (const block of this.#blocks) {
      while (block.rows > largestBlock) {
        const from = this.#anchor(box, ceiling, blockRows - 1);
        if (from === null) break;
        blocks.push({ from, rows: blockRows, ids: null });
        block.rows -= blockRows;
        ceiling = from;
      }
      // The last block may stay empty: it marks how far down the anchors reach.
      if (block.rows > 0 || block === this.#blocks.at(-1)) {
        blocks.push(block);
        ceiling = block.from;
      }
    }
    this.#blocks = blocks;
  }

  /** Adds blocks downwards until `enough` returns true or every row belongs to a block. */
  #extend(box: number, enough: (known: number, end: number) => boolean): void {
    let known = 0;
    for (const block of this.#blocks) known += block.rows;
    let end = this.#ceiling(this.#blocks.length);
    while (end > 0 && !enough(known, end)) {
      const from = this.#anchor(box, end, blockRows - 1);
      const block = from === null ? this.#lastBlock(box, end) : { from, rows: blockRows, ids: null };
      this.#blocks.push(block);
      known += block.rows;
      end = block.from;
    }
  }

  #blockOfRow(row: number): { readonly position: number; readonly before: number } {
    let before = 0;
    let position = 0;
    for (const block of this.#blocks) {
      if (row < before + block.rows) break;
      before += block.rows;
      position += 1;
    }
    return { position, before };
  }

  /** How many rows have this id or a higher one. Only as far down as the blocks reach. */
  #rowsFrom(box: number, id: number): number {
    const position = positionOf(this.#blocks, id);
    if (position === this.#blocks.length) return this.#rowsAbove(position);
    return this.#rowsAbove(position) + countFrom(this.#idsOf(box, position), id);
  }

  #rowsAbove(position: number): number {
    let rows = 0;
    for (let above = 0; above < position; above += 1) rows += this.#blocks[above]?.rows ?? 0;
    return rows;
  }

  /** The id below which a block's rows are. */
  #ceiling(position: number): number {
    return this.#blocks[position - 1]?.from ?? aboveAll;
  }

  #anchor(box: number, ceiling: number, offset: number): MessageId | null {
    return this.#source.db.get<{ id: MessageId }>(this.#queries.anchor, box, ceiling, offset)?.id ?? null;
  }

  /** The rows of a block. */
  #idsOf(box: number, position: number): readonly MessageId[] {
    const block = this.#blocks[position];
    if (block === undefined) return [];
    if (block.ids !== null) return block.ids;
    const ids = this.#readIds(box, this.#ceiling(position), block.from);
    this.#remember(block, ids);
    return ids;
  }

  /** The rows of a block as far as they are remembered. The first and the last block have no time at which they begin or end: these are read. */
  #idsAtAnEnd(box: number, position: number): readonly MessageId[] | null {
    const block = this.#blocks[position];
    if (position === 0 || block?.from === 0) return this.#idsOf(box, position);
    return block?.ids ?? null;
  }

  /** What lies below the lowest anchor: less than a block. */
  #lastBlock(box: number, ceiling: number): Block {
    const ids = this.#readIds(box, ceiling, 0);
    const block = { from: 0, rows: ids.length, ids: null };
    this.#remember(block, ids);
    return block;
  }

  /** Newest first. They are read as one text: an object for each id would take longer than finding it. */
  #readIds(box: number, ceiling: number, from: number): MessageId[] {
    const read = this.#source.db.get<{ ids: string }>(this.#queries.block, box, ceiling, from);
    const ids: MessageId[] = JSON.parse(read?.ids ?? '[]');
    return ids.sort((one, other) => other - one);
  }

  #remember(block: Block, ids: readonly MessageId[]): void {
    block.ids = ids;
    this.#read.push(block);
    const oldest = this.#read.length > mostRead ? this.#read.shift() : undefined;
    if (oldest !== undefined && oldest !== block) oldest.ids = null;
  }
}

/** How many of these ids, the highest first, are this one or higher. */
function countFrom(ids: readonly MessageId[], id: number): number {
  let low = 0;
  let high = ids.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ids[middle] ?? 0) >= id) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The position of the range that an id belongs to; the number of ranges when none reaches so far down. */
function positionOf(ranges: readonly Range[], id: number): number {
  let low = 0;
  let high = ranges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const range = ranges[middle];
    if (range && range.from > id) low = middle + 1;
    else high = middle;
  }
  return low;
}
