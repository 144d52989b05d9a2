import type { FolderId, MessageId } from '../../shared/mail.ts';
import type { Database } from './database.ts';
import type { Changes } from './mail-store.ts';

/** What the server's search found for one search here: messages that are in its list for that, and those that are not stored yet. */
export class FoundOnServer {
  /** Messages that are listed because the server found them, whatever is stored here of them. */
  readonly #listed = new Set<MessageId>();
  /** UIDs of each folder that are not stored yet. */
  readonly #expected = new Map<FolderId, Set<number>>();

  get listed(): ReadonlySet<MessageId> {
    return this.#listed;
  }

  list(ids: readonly MessageId[]): void {
    for (const id of ids) this.#listed.add(id);
  }

  forget(ids: Iterable<MessageId>): void {
    for (const id of ids) this.#listed.delete(id);
  }

  /** The server found these messages of a folder, which are not stored here yet. */
  expect(folderId: FolderId, uids: readonly number[]): void {
    if (uids.length > 0) this.#expected.set(folderId, new Set(uids));
    else this.#expected.delete(folderId);
  }

  /** Those of the added messages that the server found before they were here; they are expected no longer. */
  arrived(db: Database, { folderId, added }: Changes): MessageId[] {
    const expected = this.#expected.get(folderId);
    if (expected === undefined || added.length === 0) return [];
    const rows = db.all<{ id: MessageId; uid: number }>(
      'SELECT id, uid FROM placements WHERE id IN (SELECT value FROM json_each(?))',
      JSON.stringify(added),
    );
    return rows.filter(({ uid }) => expected.delete(uid)).map(({ id }) => id);
  }

  /** How many messages are expected. @param all a folder that has each of them, where it was searched */
  notHere(all?: FolderId): number {
    const inAll = all === undefined ? undefined : this.#expected.get(all);
    if (inAll !== undefined) return inAll.size;
    return [...this.#expected.values()].reduce((sum, uids) => sum + uids.size, 0);
  }
}
