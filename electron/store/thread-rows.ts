import type { MessageId } from '../../shared/mail.ts';
import type { Database } from './database.ts';
import type { ContentId } from './message-id.ts';
import { placesOf } from './message-row.ts';

/** What became of the rows of a folder's list of conversations: each is the newest shown message that its conversation has there. */
export interface ThreadRowChanges {
  readonly added: readonly MessageId[];
  readonly removed: readonly MessageId[];
  /** The row stayed and tells something else: another count, other people, another state. */
  readonly updated: readonly MessageId[];
  /** Anything may have changed. */
  readonly rebuilt: boolean;
}

/** Placements `p`, each with its place in its conversation `t` where it is in one with others. */
export const threadedPlacements = 'placements p LEFT JOIN threaded t ON t.id = p.id';
/** Whether one of these is shown and stands for its conversation. */
export const isThreadRowSql = `p.id NOT IN (SELECT id FROM temp.hidden) AND (t.behind IS NOT 1 OR p.id IN (SELECT id FROM temp.stand_ins))`;

/** A conversation as far as it lies in one folder. */
interface Group {
  readonly thread: number;
  readonly box: number;
}

/** What is collected for a folder until it is taken. */
interface Collected {
  /** By how many rows of this id there are more: 1 or -1 in the end. */
  readonly moved: Map<MessageId, number>;
  readonly updated: Set<MessageId>;
  rebuilt: boolean;
}

/**
 * Which messages stand for their conversations in a folder's list. `threaded` has the placements of all messages that are in a conversation
 * with others: `behind` where a newer one of the same folder stands for it. Single messages, which most are, need no row. Where the newest
 * one is hidden by a pending operation, the newest that is shown is in the temporary table `stand_ins`. All of it changes in the
 * transactions that change placements and threads, a few index look-ups each, however long a conversation is.
 */
export class ThreadRows {
  readonly #db: Database;
  readonly #collected = new Map<number, Collected>();
  /** By how many more messages of each folder are behind others: written when a change is complete. */
  readonly #uncounted = new Map<number, number>();
  /** What `stand_ins` has, so that it is not asked in vain: it is empty as a rule. */
  readonly #standIns = new Set<MessageId>();
  #areStandInsKnown = true;
  /** The rows of each folder's list, as far as they were counted since something changed. */
  readonly #totals = new Map<number, number>();

  constructor(db: Database) {
    this.#db = db;
    db.exec('CREATE TEMP TABLE stand_ins (id INTEGER PRIMARY KEY)');
    db.onRollback(() => this.#forgetTransaction());
  }

  /** What changed since the last call, by box. */
  take(): Map<number, ThreadRowChanges> {
    const taken = new Map<number, ThreadRowChanges>();
    for (const [box, { moved, updated, rebuilt }] of this.#collected) {
      const added: MessageId[] = [];
      const removed: MessageId[] = [];
      for (const [id, by] of moved) if (by !== 0) (by > 0 ? added : removed).push(id);
      const stayed = [...updated].filter((id) => (moved.get(id) ?? 0) === 0);
      if (rebuilt || added.length + removed.length + stayed.length > 0)
        taken.set(box, { added, removed, updated: stayed, rebuilt });
    }
    this.#collected.clear();
    return taken;
  }

  /** How many rows a folder's list of conversations has. @param stored how many messages it has */
  total(box: number, stored: number): number {
    const known = this.#totals.get(box);
    if (known !== undefined) return known;
    const behind = this.#number('SELECT behind AS number FROM folders WHERE box = ?', box);
    const hiddenRows = this.#number(
      `SELECT count(*) AS number FROM temp.hidden h CROSS JOIN placements p ON p.id = h.id
       WHERE p.box = ? AND NOT EXISTS (SELECT 1 FROM threaded t WHERE t.id = h.id AND t.behind = 1)`,
      box,
    );
    const standIns = this.#number(
      'SELECT count(*) AS number FROM temp.stand_ins s CROSS JOIN placements p ON p.id = s.id WHERE p.box = ?',
      box,
    );
    const total = stored - behind - hiddenRows + standIns;
    this.#totals.set(box, total);
    return total;
  }

  /** The row that shows a message; null while it is hidden. */
  rowOf(id: MessageId): MessageId | null {
    const group = this.#groupOf(id);
    if (group !== null) return this.#row(group);
    return this.#isHidden(id) ? null : id;
  }

  /** A message has got a place. @param isNew it was not stored before, so that its conversation is still to be looked for */
  placed(id: MessageId, box: number, content: ContentId, isNew: boolean): void {
    const thread = isNew ? null : this.#threadOf(content);
    if (thread === null) this.#note(box, id, 1);
    else {
      this.#change({ thread, box }, () => this.#insert(id, { thread, box }));
      this.#touchElsewhere({ thread, box });
    }
  }

  /** A placement was deleted. */
  removed(id: MessageId, box: number): void {
    const group = this.#groupOf(id);
    if (group === null) {
      if (!this.#isHidden(id)) this.#note(box, id, -1);
      return;
    }
    const { behind = 0 } = this.#db.get<{ behind: number }>('SELECT behind FROM threaded WHERE id = ?', id) ?? {};
    const forget = (): void => {
      this.#db.run('DELETE FROM threaded WHERE id = ?', id);
      this.#count(box, -behind);
    };
    if (behind === 1 && this.#isHidden(id)) {
      // Its conversation's row was without it before. To look for that row among all that are hidden would take long for each of them.
      forget();
      this.#saveCounts();
      return;
    }
    this.#change(group, forget);
    this.#touchElsewhere(group);
  }

  /** A message is about to be hidden, or to be shown again. @param apply does it */
  hiding(id: MessageId, isHidden: boolean, apply: () => void): void {
    const placement = this.#db.get<{ box: number }>('SELECT box FROM placements WHERE id = ?', id);
    if (placement === null) {
      apply();
      return;
    }
    const group = this.#groupOf(id);
    if (group === null) {
      this.#note(placement.box, id, isHidden ? -1 : 1);
      apply();
      return;
    }
    this.#change(group, apply);
    this.#touchElsewhere(group);
  }

  /** Many messages were hidden, or are shown again. */
  hiddenAnew(): void {
    this.#db.run('DELETE FROM temp.stand_ins');
    this.#standIns.clear();
    const groups = this.#db.all<Group>(
      'SELECT t.thread, t.box FROM temp.hidden h CROSS JOIN threaded t ON t.id = h.id WHERE t.behind = 0',
    );
    for (const group of groups) this.#standIn(null, group);
    for (const { box } of this.#db.all<{ box: number }>('SELECT box FROM folders')) this.rebuilt(box);
  }

  /** Anything may have changed in a folder. */
  rebuilt(box: number): void {
    this.#totals.delete(box);
    this.#of(box).rebuilt = true;
  }

  /** A message of a folder has other flags. */
  flagged(id: MessageId, box: number): void {
    const row = this.rowOf(id);
    if (row !== null) this.#of(box).updated.add(row);
  }

  /** A message joined a thread, and threads became one with it. @param merged the other names that the thread had until now */
  joined(content: ContentId, thread: number, merged: readonly number[]): void {
    if (thread === content && merged.length === 0) return;
    const names = [thread, ...merged];
    // A thread that has its name from a message has had that one alone until now.
    const joining = [content, ...names.filter((name) => this.#namesItself(name))];
    const singles = new Map(joining.flatMap((id) => this.#singles(id).map((one) => [one.id, one])));
    const before = new Map<number, Set<MessageId>>();
    const noteBefore = (box: number, row: MessageId | null): void => {
      const rows = before.get(box) ?? new Set<MessageId>();
      if (row !== null) rows.add(row);
      before.set(box, rows);
    };
    for (const { id, box } of singles.values()) noteBefore(box, this.#isHidden(id) ? null : id);
    for (const name of names) for (const box of this.#boxesOf(name)) noteBefore(box, this.#row({ thread: name, box }));
    for (const { id, box } of singles.values()) this.#insert(id, { thread, box });
    for (const former of merged) this.#db.run('UPDATE threaded SET thread = ? WHERE thread = ?', thread, former);
    for (const [box, rows] of before) {
      const group = { thread, box };
      this.#order(group);
      for (const row of rows) this.#standDown(row);
      const after = this.#standIn(null, group);
      for (const row of rows) if (row !== after) this.#note(box, row, -1);
      if (after === null) continue;
      if (rows.has(after)) this.#of(box).updated.add(after);
      else this.#note(box, after, 1);
    }
    this.#saveCounts();
  }

  /** A transaction was rolled back, its changes of `stand_ins` as well. Of what was collected, part may be of transactions before. */
  #forgetTransaction(): void {
    this.#uncounted.clear();
    this.#totals.clear();
    this.#standIns.clear();
    this.#areStandInsKnown = false;
    for (const collected of this.#collected.values()) {
      collected.moved.clear();
      collected.updated.clear();
      collected.rebuilt = true;
    }
  }

  /** What `stand_ins` has, read again after a transaction was rolled back. */
  #knownStandIns(): Set<MessageId> {
    if (!this.#areStandInsKnown) {
      for (const { id } of this.#db.all<{ id: MessageId }>('SELECT id FROM temp.stand_ins')) this.#standIns.add(id);
      this.#areStandInsKnown = true;
    }
    return this.#standIns;
  }

  /** Does something to a conversation in one folder, and notes what became of its row. */
  #change(group: Group, work: () => void): void {
    const before = this.#row(group);
    work();
    this.#order(group);
    this.#saveCounts();
    const after = this.#standIn(before, group);
    if (before === after) {
      if (after !== null) this.#of(group.box).updated.add(after);
      this.#totals.delete(group.box);
      return;
    }
    if (before !== null) this.#note(group.box, before, -1);
    if (after !== null) this.#note(group.box, after, 1);
  }

  /** What a conversation's rows in other folders tell has changed. */
  #touchElsewhere({ thread, box }: Group): void {
    for (const other of this.#boxesOf(thread)) {
      const row = other === box ? null : this.#row({ thread, box: other });
      if (row !== null) this.#of(other).updated.add(row);
    }
  }

  /** The newest message of a conversation that is shown in a folder. */
  #row(group: Group): MessageId | null {
    return this.#newest(group, 0) ?? this.#newest(group, 1);
  }

  #newest({ thread, box }: Group, behind: 0 | 1): MessageId | null {
    const newest = this.#db.get<{ id: MessageId }>(
      `SELECT id FROM threaded WHERE thread = ? AND box = ? AND behind = ? AND id NOT IN (SELECT id FROM temp.hidden)
       ORDER BY id DESC LIMIT 1`,
      thread,
      box,
      behind,
    );
    return newest?.id ?? null;
  }

  /** Makes the newest message the one that stands for the others, hidden or not. */
  #order({ thread, box }: Group): void {
    const of = (behind: 0 | 1): MessageId[] =>
      this.#db
        .all<{ id: MessageId }>(
          `SELECT id FROM threaded WHERE thread = ? AND box = ? AND behind = ${behind} ORDER BY id DESC ${behind === 0 ? '' : 'LIMIT 1'}`,
          thread,
          box,
        )
        .map(({ id }) => id);
    const before = of(0);
    const [older] = of(1);
    const [first] = before;
    const newest = first === undefined || (older !== undefined && older > first) ? older : first;
    if (newest === undefined) return;
    for (const id of before) if (id !== newest) this.#setBehind(id, box, 1);
    if (newest === older) this.#setBehind(newest, box, 0);
  }

  /** Lets the newest shown message stand in for a hidden one. @param before the row until now. Answers the row that it is. */
  #standIn(before: MessageId | null, group: Group): MessageId | null {
    const first = this.#newest(group, 0);
    const row = first ?? this.#newest(group, 1);
    if (before !== null && before !== row) this.#standDown(before);
    if (row === null) return null;
    if (first !== null) this.#standDown(row);
    else if (!this.#knownStandIns().has(row)) {
      this.#standIns.add(row);
      this.#db.run('INSERT OR IGNORE INTO temp.stand_ins (id) VALUES (?)', row);
    }
    return row;
  }

  #standDown(id: MessageId): void {
    if (this.#knownStandIns().delete(id)) this.#db.run('DELETE FROM temp.stand_ins WHERE id = ?', id);
  }

  #setBehind(id: MessageId, box: number, behind: 0 | 1): void {
    this.#db.run('UPDATE threaded SET behind = ? WHERE id = ?', behind, id);
    this.#count(box, behind === 1 ? 1 : -1);
  }

  /** Behind, until the conversation is put in order. */
  #insert(id: MessageId, { thread, box }: Group): void {
    const inserted = this.#db.run(
      'INSERT OR IGNORE INTO threaded (id, box, thread, behind) VALUES (?, ?, ?, 1)',
      id,
      box,
      thread,
    );
    this.#count(box, inserted);
  }

  #count(box: number, by: number): void {
    this.#totals.delete(box);
    this.#uncounted.set(box, (this.#uncounted.get(box) ?? 0) + by);
  }

  #saveCounts(): void {
    for (const [box, by] of this.#uncounted)
      if (by !== 0) this.#db.run('UPDATE folders SET behind = behind + ? WHERE box = ?', by, box);
    this.#uncounted.clear();
  }

  /** The boxes that a thread has messages in: a look-up for each, however many messages there are. */
  #boxesOf(thread: number): number[] {
    const boxes: number[] = [];
    for (let last = -1; ; ) {
      const next = this.#db.get<{ box: number }>(
        'SELECT box FROM threaded WHERE thread = ? AND box > ? ORDER BY box LIMIT 1',
        thread,
        last,
      );
      if (next === null) return boxes;
      boxes.push(next.box);
      last = next.box;
    }
  }

  /** The placements of a message that are in no conversation yet. */
  #singles(content: number): { readonly id: MessageId; readonly box: number }[] {
    return this.#db.all(
      `SELECT p.id, p.box FROM messages m CROSS JOIN placements p ON ${placesOf('m.id')}
       WHERE m.id = ? AND p.message = m.id AND p.id NOT IN (SELECT id FROM threaded)`,
      content,
    );
  }

  /** Whether there is a message whose own id is the name of its thread. */
  #namesItself(name: number): boolean {
    return this.#db.get('SELECT 1 FROM messages WHERE id = ? AND thread IS NULL', name) !== null;
  }

  /** The thread of a stored message, where it is in a conversation with others. */
  #threadOf(content: ContentId): number | null {
    const row = this.#db.get<{ thread: number }>(
      `SELECT coalesce(g.thread, m.thread, m.id) AS thread FROM messages m
       LEFT JOIN merged_threads g ON g.former = coalesce(m.thread, m.id) WHERE m.id = ?`,
      content,
    );
    if (row === null) return null;
    const isKnown = this.#db.get('SELECT 1 FROM threaded WHERE thread = ? LIMIT 1', row.thread) !== null;
    return isKnown ? row.thread : null;
  }

  #groupOf(id: MessageId): Group | null {
    return this.#db.get<Group>('SELECT thread, box FROM threaded WHERE id = ?', id);
  }

  #isHidden(id: MessageId): boolean {
    return this.#db.get('SELECT 1 FROM temp.hidden WHERE id = ?', id) !== null;
  }

  #note(box: number, id: MessageId, by: 1 | -1): void {
    this.#totals.delete(box);
    const { moved } = this.#of(box);
    moved.set(id, (moved.get(id) ?? 0) + by);
  }

  #of(box: number): Collected {
    const known = this.#collected.get(box);
    if (known) return known;
    const fresh: Collected = { moved: new Map(), updated: new Set(), rebuilt: false };
    this.#collected.set(box, fresh);
    return fresh;
  }

  #number(sql: string, box: number): number {
    return this.#db.get<{ number: number }>(sql, box)?.number ?? 0;
  }
}
