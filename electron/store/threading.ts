import type { FolderId } from '../../shared/mail.ts';
import type { LinkFields } from '../mail/remote-mail.ts';
import type { Database } from './database.ts';
import { saveList } from './list-table.ts';
import { type DetailColumns, detailColumns, readDetail } from './message-detail.ts';
import type { ContentId } from './message-id.ts';
import { placesOf } from './message-row.ts';
import { isStoredKey, linkMessage, ownKey, referenceKeys, serverThreadKey, type ThreadId } from './thread-index.ts';
import type { ThreadRows } from './thread-rows.ts';
import { placesToFetch, type WantedFields } from './wanted-fields.ts';

/** How many messages are taken up at once, to be gone through in the order of their keys. */
const perRound = 20_000;
/** How many of them in one step: their keys are digests, 2 µs each. */
const gatheredAtOnce = 1_000;
/** How many messages that lack their References are looked at for one fetch. */
const lookedAt = 200;
/** How often that is done at most before other work gets its turn. */
const mostRounds = 20;
/** Subjects as answers have them, in some languages. */
const answerSubject = /^\s*(?:re|aw|antw|sv|vs|rif|ref|odp|ynt|tr)(?:\[\d+\])?\s*:/i;

interface UnthreadedRow extends DetailColumns {
  readonly id: ContentId;
  readonly message_id: string | null;
  readonly subject: string;
  readonly server_thread: string | null;
}

/** A message that waits, with the key of its own Message-ID. */
interface Keyed {
  readonly id: ContentId;
  readonly key: number;
}

/**
 * Finds the threads of stored messages, a little at a time: the newest round first, and within a round in the order of keys, since an index
 * by Message-ID has no order of time, and each step would write pages all over it.
 */
export class Threading {
  readonly #db: Database;
  readonly #rows: ThreadRows;
  #round: Keyed[] = [];
  /** What the next round has until now, and the message below which it goes on. */
  #gathered: Keyed[] = [];
  #below: number = Number.MAX_SAFE_INTEGER;

  constructor(db: Database, rows: ThreadRows) {
    this.#db = db;
    this.#rows = rows;
  }

  /** Takes the next messages up, in one transaction, or a step towards the next round. Answers whether some may be left. */
  linkSome(limit: number): boolean {
    if (this.#round.length === 0 && !this.#gather()) return true;
    const ids = this.#round.splice(-limit).map(({ id }) => id);
    if (ids.length === 0) return false;
    this.link(ids);
    return true;
  }

  /** Takes these messages up, as far as they wait for it, in one transaction. */
  link(ids: readonly ContentId[]): void {
    this.#db.transaction(() => {
      const list = JSON.stringify(ids);
      const rows = this.#db.all<UnthreadedRow>(
        `SELECT u.id, u.server_thread, m.message_id, m.subject, ${detailColumns} FROM unthreaded u JOIN messages m ON m.id = u.id
         WHERE u.id IN (SELECT value FROM json_each(?))`,
        list,
      );
      for (const row of rows) this.#link(row);
      this.#db.run('DELETE FROM unthreaded WHERE id IN (SELECT value FROM json_each(?))', list);
    });
  }

  /** The newest messages that answer something that is not stored: whose References are to be fetched. Null where there are none. */
  wantedReferences(isWaiting: (folderId: FolderId) => boolean): WantedFields | null {
    return this.#db.transaction(() => {
      const folders = this.#db.all<{ id: FolderId; box: number }>(
        'SELECT id, box FROM folders WHERE uid_validity IS NOT NULL',
      );
      const boxes = JSON.stringify(folders.filter(({ id }) => !isWaiting(id)).map(({ box }) => box));
      // Those whose parents came are settled a little at a time, since nothing else runs meanwhile.
      for (let round = 0; round < mostRounds; round += 1) {
        const rows = this.#db.all<UnthreadedRow>(
          // Those of folders that are left alone would stand before all others.
          `SELECT l.id, m.message_id, m.subject, NULL AS server_thread, ${detailColumns}
           FROM lacking_references l JOIN messages m ON m.id = l.id
           WHERE EXISTS (SELECT 1 FROM placements p WHERE ${placesOf('m.id')} AND p.box IN (SELECT value FROM json_each(?)))
           ORDER BY l.id DESC LIMIT ?`,
          boxes,
          lookedAt,
        );
        const lacking = rows.filter((row) => this.#isParentStored(row));
        for (const { id } of lacking) this.#settle(id);
        const wanted = placesToFetch(
          this.#db,
          rows.filter((row) => !lacking.includes(row)).map(({ id }) => id),
          isWaiting,
        );
        if (wanted !== null || lacking.length === 0) return wanted;
      }
      return null;
    });
  }

  /**
   * Links the messages that were wanted for it by their References, and keeps to which lists all were sent.
   * @param found by UID; a message without fields is linked no further, and was sent to no list
   */
  saveFields({ folderId, uidValidity, uids }: WantedFields, found: ReadonlyMap<number, LinkFields>): void {
    this.#db.transaction(() => {
      for (const uid of uids) {
        const row = this.#db.get<{ id: ContentId; message_id: string | null; thread: ThreadId; lacking: number }>(
          `SELECT m.id, m.message_id, coalesce(m.thread, m.id) AS thread,
             EXISTS (SELECT 1 FROM lacking_references l WHERE l.id = m.id) AS lacking FROM placements p JOIN folders f ON f.box = p.box JOIN messages m ON m.id = p.message
           WHERE f.id = ? AND f.uid_validity = ? AND p.uid = ?`,
          folderId,
          uidValidity,
          uid,
        );
        if (row === null) continue;
        const fields = found.get(uid);
        saveList(this.#db, row.id, fields?.list ?? null);
        if (row.lacking === 0) continue;
        const others = referenceKeys(fields?.references ?? null);
        if (others.length > 0) linkMessage(this.#db, this.#rows, { ...row, own: ownKey(row.message_id), others });
        this.#settle(row.id);
      }
    });
  }

  /** Takes up some more messages for the next round. Answers whether the round has begun, perhaps with none. */
  #gather(): boolean {
    const rows = this.#db.all<{ id: ContentId; message_id: string | null }>(
      `SELECT u.id, m.message_id FROM unthreaded u LEFT JOIN messages m ON m.id = u.id WHERE u.id < ? ORDER BY u.id DESC LIMIT ?`,
      this.#below,
      gatheredAtOnce,
    );
    for (const row of rows) this.#gathered.push({ id: row.id, key: ownKey(row.message_id) ?? 0 });
    const last = rows.at(-1);
    if (last !== undefined && rows.length === gatheredAtOnce && this.#gathered.length < perRound) {
      this.#below = last.id;
      return false;
    }
    this.#round = this.#gathered.sort((one, other) => one.key - other.key);
    this.#gathered = [];
    this.#below = Number.MAX_SAFE_INTEGER;
    return true;
  }

  #link(row: UnthreadedRow): void {
    const { id, server_thread: serverThread } = row;
    const parent = parentKeys(row);
    const others = serverThread === null ? parent : [serverThreadKey(serverThread)];
    linkMessage(this.#db, this.#rows, { id, own: ownKey(row.message_id), others, thread: undefined });
    if (serverThread !== null || this.#isParentStored(row)) return;
    if (parent.length > 0 || answerSubject.test(row.subject))
      this.#db.run('INSERT OR IGNORE INTO lacking_references (id) VALUES (?)', id);
  }

  #isParentStored(row: UnthreadedRow): boolean {
    return parentKeys(row).some((key) => isStoredKey(this.#db, key));
  }

  #settle(id: ContentId): void {
    this.#db.run('DELETE FROM lacking_references WHERE id = ?', id);
  }
}

/** What a message answers. Of several Message-IDs in In-Reply-To the first one counts (RFC 5256 section 4). */
function parentKeys(row: DetailColumns): number[] {
  return referenceKeys(readDetail(row).inReplyTo).slice(0, 1);
}
