import type { Database } from './database.ts';
import { type DetailColumns, detailColumns, readDetail, writeDetail } from './message-detail.ts';
import { type ContentId, idOfSecond, secondOfId, secondOfTime } from './message-id.ts';
import { nobody, type StorableMessage } from './message-row.ts';

/** Up to so many rows of the time of a window are read at once, to learn that no message of it can be here already. */
const mostAtOnce = 200;
/** So many stored messages are compared for a window. More lie in few seconds only where a mailbox was imported. */
const mostCompared = 5_000;

interface Candidate extends DetailColumns {
  readonly id: ContentId;
  readonly message_id: string;
  readonly size: number;
  readonly sent_at: number | null;
  readonly subject: string;
  readonly object_id: string | null;
}

/**
 * Which of the messages of a window are stored already, at another place. One message has one EMAILID. Where the server tells none,
 * a message is the same where Message-ID, size, INTERNALDATE, subject and everything else that its envelope tells agree: a move or
 * copy keeps all of it, and a stranger cannot choose INTERNALDATE.
 */
export class StoredContents {
  readonly #db: Database;
  /** The seconds of which something is stored; null: too many to know. */
  readonly #taken: Set<number> | null;
  readonly #bySecond = new Map<number, Candidate[]>();
  #left = mostCompared;

  /** @param receivedAt of the window's messages, milliseconds since the epoch */
  constructor(db: Database, receivedAt: readonly number[]) {
    this.#db = db;
    const seconds = receivedAt.map(secondOfTime);
    const from = seconds.reduce((least, second) => Math.min(least, second), Number.MAX_SAFE_INTEGER);
    const until = seconds.reduce((most, second) => Math.max(most, second), 0) + 1;
    const ids = db.all<{ id: number }>(
      `SELECT id FROM (SELECT id FROM placements WHERE id >= ?1 AND id < ?2 LIMIT ?3)
       UNION ALL SELECT id FROM (SELECT id FROM messages WHERE id >= ?1 AND id < ?2 LIMIT ?3)`,
      idOfSecond(from),
      idOfSecond(until),
      mostAtOnce,
    );
    this.#taken = ids.length < mostAtOnce ? new Set(ids.map(({ id }) => secondOfId(id))) : null;
  }

  /** For times among those of the window: whether no placement and no message has an id of the second of this time. */
  isSecondFree(receivedAt: number): boolean {
    return this.#taken !== null && !this.#taken.has(secondOfTime(receivedAt));
  }

  /** The stored message that this one is; null where it is a new one. */
  find(message: StorableMessage): ContentId | null {
    const { objectId, receivedAt } = message;
    if (objectId !== null) {
      const named = this.#db.get<{ id: ContentId }>('SELECT id FROM messages WHERE object_id = ?', objectId);
      if (named !== null) return named.id;
    }
    if (message.messageIdHeader === null || receivedAt === null || message.size === null) return null;
    if (this.isSecondFree(receivedAt)) return null;
    const found = this.#of(secondOfTime(receivedAt)).find((candidate) => isSame(candidate, message));
    if (found === undefined) return null;
    if (objectId !== null) this.#db.run('UPDATE messages SET object_id = ? WHERE id = ?', objectId, found.id);
    return found.id;
  }

  /** A message of the window was stored. @param receivedAt the time of its id, milliseconds since the epoch */
  add(id: ContentId, receivedAt: number, message: StorableMessage): void {
    this.#taken?.add(secondOfId(id));
    const known = this.#bySecond.get(secondOfTime(receivedAt));
    if (known === undefined || message.messageIdHeader === null || message.size === null) return;
    const [from = nobody] = message.from;
    const [to = nobody] = message.to;
    known.push({
      id,
      message_id: message.messageIdHeader,
      size: message.size,
      sent_at: message.sentAt,
      subject: message.subject,
      from_name: from.name,
      from_address: from.address,
      to_name: to.name,
      to_address: to.address,
      object_id: message.objectId,
      detail: message.detail,
    });
  }

  #of(second: number): readonly Candidate[] {
    const known = this.#bySecond.get(second);
    if (known !== undefined) return known;
    const found = this.#db.all<Candidate>(
      `SELECT id, message_id, size, sent_at, subject, object_id, ${detailColumns} FROM messages
       WHERE id >= ? AND id < ? AND message_id IS NOT NULL AND unknown = 0 LIMIT ?`,
      idOfSecond(second),
      idOfSecond(second + 1),
      this.#left,
    );
    this.#left -= found.length;
    this.#bySecond.set(second, found);
    return found;
  }
}

function isSame(stored: Candidate, message: StorableMessage): boolean {
  const [from = nobody] = message.from;
  const [to = nobody] = message.to;
  return (
    stored.message_id === message.messageIdHeader &&
    stored.size === message.size &&
    stored.subject === message.subject &&
    stored.sent_at === message.sentAt &&
    stored.from_name === from.name &&
    stored.from_address === from.address &&
    stored.to_name === to.name &&
    stored.to_address === to.address &&
    (stored.object_id === null || message.objectId === null || stored.object_id === message.objectId) &&
    // A row of an older Heron has its detail in another form.
    (stored.detail === message.detail || writeDetail(readDetail(stored)) === message.detail)
  );
}
