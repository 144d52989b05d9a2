import type { FolderId } from '../../shared/mail.ts';
import { readExactText } from '../mail/stored-text.ts';
import type { Database } from './database.ts';
import type { ContentId } from './message-id.ts';
import { placesOf } from './message-row.ts';

/** Messages of which header fields are to be fetched that no FETCH of a first sync has, of one folder. */
export interface WantedFields {
  readonly folderId: FolderId;
  readonly path: string;
  readonly uidValidity: number;
  readonly uids: readonly number[];
}

const fetchedAtOnce = 50;

/** Where messages can be fetched: the newest of the first folder that is not left alone. Null where there is none. */
export function placesToFetch(
  db: Database,
  ids: readonly ContentId[],
  isWaiting: (folderId: FolderId) => boolean,
): WantedFields | null {
  const places = db.all<{ uid: number; folder: FolderId; path: string; uid_validity: number }>(
    `SELECT p.uid, f.id AS folder, f.path, f.uid_validity FROM messages m
     JOIN placements p ON ${placesOf('m.id')} JOIN folders f ON f.box = p.box
     WHERE m.id IN (SELECT value FROM json_each(?)) AND f.uid_validity IS NOT NULL ORDER BY p.id DESC`,
    JSON.stringify(ids),
  );
  const first = places.find(({ folder }) => !isWaiting(folder));
  if (first === undefined) return null;
  const uids = places.filter(({ folder }) => folder === first.folder).map(({ uid }) => uid);
  return {
    folderId: first.folder,
    path: readExactText(first.path),
    uidValidity: first.uid_validity,
    uids: uids.slice(0, fetchedAtOnce),
  };
}
