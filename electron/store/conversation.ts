import type { FolderId, FolderRole, MessageId, ThreadMessage } from '../../shared/mail.ts';
import type { Database } from './database.ts';
import type { ContentId } from './message-id.ts';
import { type ListedMessage, listedColumns, placesOf, toMessageRow } from './message-row.ts';
import type { Overlay } from './overlay.ts';
import { threadOf } from './thread-index.ts';

/** The most messages of a conversation that are shown, the newest; and how many are looked at, since some are nowhere to be shown. */
const mostShown = 500;
const mostLookedAt = 2_000;
/** Roles of folders whose messages are no part of a conversation, unless it is looked at there. */
export const notOfConversations: ReadonlySet<FolderRole | null> = new Set<FolderRole>(['drafts', 'junk', 'trash']);
/** Of several places of a message the first in this order is shown; all other roles stand before All Mail. */
const preferred: readonly (FolderRole | null)[] = ['inbox', 'sent', 'archive'];

/** A folder as a conversation tells of it. */
export interface NamedFolder {
  readonly id: FolderId;
  readonly box: number;
  readonly role: FolderRole | null;
  readonly name: string;
}

type PlaceRow = ListedMessage & { readonly content: ContentId; readonly box: number };

/** The conversation of a message over all folders: one row for each message, oldest first; empty where the message is gone. */
export function conversation(
  db: Database,
  overlay: Overlay,
  folders: readonly NamedFolder[],
  messageId: MessageId,
): ThreadMessage[] {
  const byBox = new Map(folders.map((folder) => [folder.box, folder]));
  const asked = db.get<{ content: ContentId; box: number }>(
    'SELECT message AS content, box FROM placements WHERE id = ?',
    messageId,
  );
  const here = asked && byBox.get(asked.box);
  if (asked === null || here === undefined || here === null) return [];
  const rank = ({ id, box }: PlaceRow): number => {
    if (id === messageId) return -2;
    if (box === asked.box) return -1;
    const role = byBox.get(box)?.role ?? null;
    const index = preferred.indexOf(role);
    return index >= 0 ? index : role === 'all' ? preferred.length + 1 : preferred.length;
  };
  const best = new Map<ContentId, PlaceRow>();
  for (const row of shownPlaces(db, [asked.content, ...threadOf(db, asked.content, mostLookedAt)])) {
    const folder = byBox.get(row.box);
    if (folder === undefined || (notOfConversations.has(folder.role) && folder.role !== here.role)) continue;
    const known = best.get(row.content);
    if (known === undefined || rank(row) < rank(known)) best.set(row.content, row);
  }
  const rows = [...best.values()].sort((one, other) => one.id - other.id);
  const newest = rows.slice(-mostShown);
  const isAsked = ({ id }: PlaceRow): boolean => id === messageId;
  // The one that is looked at is shown, however old it is.
  const shown = rows.find(isAsked);
  if (shown !== undefined && !newest.includes(shown)) newest.splice(0, 1, shown);
  return newest.flatMap((row) => {
    const folder = byBox.get(row.box);
    if (folder === undefined) return [];
    return [{ ...toMessageRow(row, overlay.look(row, folder.id)), folderId: folder.id, folderName: folder.name }];
  });
}

/** The shown places of messages. */
function shownPlaces(db: Database, contents: readonly ContentId[]): PlaceRow[] {
  return db.all<PlaceRow>(
    `SELECT ${listedColumns}, p.message AS content, p.box FROM messages m
     CROSS JOIN placements p ON ${placesOf('m.id')}
     WHERE m.id IN (SELECT value FROM json_each(?)) AND p.id NOT IN (SELECT id FROM temp.hidden)`,
    JSON.stringify(contents),
  );
}
