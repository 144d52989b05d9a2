import type { FolderRole, MessageId } from '../../shared/mail.ts';
import type { Database } from './database.ts';
import type { ContentId } from './message-id.ts';
import { placesOf } from './message-row.ts';
import type { Hit } from './search-hits.ts';
import type { SearchedFolder } from './search-sql.ts';

/** Where folders are labels: the one place at which a search lists each message. */
export class ListedPlaces {
  readonly #places = new Map<ContentId, Hit>();
  readonly #contents = new Map<MessageId, ContentId>();

  has(content: ContentId): boolean {
    return this.#places.has(content);
  }

  /**
   * Chooses among places that were found: in the inbox, else in another folder, last in All Mail. Answers which are to be listed, and which
   * listed ones these take the place of.
   */
  choose(
    hits: readonly Hit[],
    folders: readonly SearchedFolder[],
  ): { readonly fresh: readonly Hit[]; readonly replaced: ReadonlySet<MessageId> } {
    const roles = new Map(folders.map(({ box, role }) => [box, role]));
    const rank = ({ box }: Hit): number => rankOf(roles.get(box) ?? null);
    const fresh = new Map<ContentId, Hit>();
    const replaced = new Set<MessageId>();
    for (const hit of hits) {
      const listed = this.#places.get(hit.content);
      if (listed !== undefined && rank(listed) <= rank(hit)) continue;
      if (listed !== undefined && !fresh.has(hit.content)) replaced.add(listed.id);
      this.#places.set(hit.content, hit);
      fresh.set(hit.content, hit);
    }
    for (const id of replaced) this.#contents.delete(id);
    for (const { id, content } of fresh.values()) this.#contents.set(id, content);
    return { fresh: [...fresh.values()], replaced };
  }

  /** Places are listed no longer. Answers the other places of their messages, which may take their turn: archived, a message is still in All Mail. */
  leave(db: Database, ids: ReadonlySet<MessageId>): MessageId[] {
    return [...ids].flatMap((id) => {
      const content = this.#contents.get(id);
      if (content === undefined) return [];
      this.#contents.delete(id);
      this.#places.delete(content);
      const places = db.all<{ id: MessageId }>(`SELECT p.id FROM placements p WHERE ${placesOf('?1')}`, content);
      return places.map((place) => place.id).filter((other) => other !== id);
    });
  }

  clear(): void {
    this.#places.clear();
    this.#contents.clear();
  }
}

function rankOf(role: FolderRole | null): number {
  return role === 'inbox' ? 0 : role === 'all' ? 2 : 1;
}
