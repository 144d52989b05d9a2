import type { FolderId, FolderRole } from '../../shared/mail.ts';
import type { RemoteFolder, RemoteStatus } from '../mail/remote-mail.ts';
import { exactText, storedText } from '../mail/stored-text.ts';
import type { CountDelta } from './counts-above.ts';
import type { Database } from './database.ts';
import type { FolderSyncState } from './mail-store.ts';

/** A row of `folders`; `path` in exactText form. */
export interface FolderRow {
  readonly id: FolderId;
  readonly box: number;
  readonly path: string;
  readonly name: string;
  readonly delimiter: string | null;
  readonly role: FolderRole | null;
  readonly selectable: number;
  readonly remote_total: number | null;
  readonly remote_unseen: number | null;
  readonly stored: number;
  readonly stored_unseen: number;
  readonly uid_validity: number | null;
  readonly uid_next: number | null;
  readonly highest_modseq: string | null;
  readonly lowest_uid: number | null;
  readonly complete: number;
  /** The server does not have it yet: an operation is to create it. */
  readonly pending: number;
}

/**
 * Why stored messages changed: an operation of ours was carried out, which no STATUS told yet; the server was found different, which a STATUS may
 * have told already; or a window came, whose sync state settles the counts.
 */
export type CountSource = 'operation' | 'found' | 'window';

export function folderRow(db: Database, folderId: FolderId): FolderRow | null {
  return db.get<FolderRow>('SELECT * FROM folders WHERE id = ?', folderId);
}

export function folderRows(db: Database): FolderRow[] {
  return db.all<FolderRow>('SELECT * FROM folders ORDER BY id');
}

/** Takes over LIST in the caller's transaction. A vanished folder's messages become leftovers. Answers whether anything changed. */
export function saveFolderList(db: Database, folders: readonly RemoteFolder[]): boolean {
  // RFC 9051 §5.1: INBOX always exists, so an empty list is a server's fault and no reason to forget all mail.
  if (folders.length === 0) return false;
  const gone = new Map(folderRows(db).map((row) => [row.path, row]));
  const seen = new Set<string>();
  let changed = false;
  for (const folder of folders) {
    const path = exactText(folder.path);
    if (seen.has(path)) continue;
    seen.add(path);
    const known = gone.get(path);
    gone.delete(path);
    if (saveFolder(db, path, folder, known)) changed = true;
  }
  const removed = [...gone.values()].filter(({ pending }) => pending === 0);
  for (const row of removed) deleteFolderRow(db, row);
  return changed || removed.length > 0;
}

/** Takes a folder out of the list; its messages become leftovers. */
export function deleteFolderRow(db: Database, row: FolderRow): void {
  db.run('INSERT INTO leftovers (box) VALUES (?)', row.box);
  db.run('DELETE FROM folders WHERE id = ?', row.id);
}

function saveFolder(db: Database, path: string, folder: RemoteFolder, known: FolderRow | undefined): boolean {
  const name = storedText(folder.name, 1_000);
  const delimiter = folder.delimiter === null ? null : storedText(folder.delimiter, 1);
  const selectable = folder.selectable ? 1 : 0;
  if (!known) {
    db.run(
      'INSERT INTO folders (box, path, name, delimiter, role, selectable) VALUES (?, ?, ?, ?, ?, ?)',
      nextBox(db),
      path,
      name,
      delimiter,
      folder.role,
      selectable,
    );
    return true;
  }
  if (
    known.name === name &&
    known.delimiter === delimiter &&
    known.role === folder.role &&
    known.selectable === selectable &&
    known.pending === 0
  ) {
    return false;
  }
  db.run(
    'UPDATE folders SET name = ?, delimiter = ?, role = ?, selectable = ?, pending = 0 WHERE id = ?',
    name,
    delimiter,
    folder.role,
    selectable,
    known.id,
  );
  return true;
}

/** Takes over STATUS; answers whether the counts are different now. */
export function saveStatus(
  db: Database,
  folderId: FolderId,
  status: Pick<RemoteStatus, 'messages' | 'unseen'>,
): boolean {
  const { messages, unseen } = status;
  return (
    db.run(
      `UPDATE folders SET remote_total = ?1, remote_unseen = ?2
       WHERE id = ?3 AND (remote_total IS NOT ?1 OR remote_unseen IS NOT ?2)`,
      messages,
      unseen,
      folderId,
    ) > 0
  );
}

/** Saves how far a folder is synchronised; a complete folder's stored messages are the server's count from then on. */
export function saveSyncState(db: Database, folderId: FolderId, sync: FolderSyncState): void {
  db.run(
    `UPDATE folders SET uid_validity = ?, uid_next = ?, highest_modseq = ?, lowest_uid = ?, complete = ? WHERE id = ?`,
    sync.uidValidity,
    sync.uidNext,
    sync.highestModseq === null ? null : String(sync.highestModseq),
    sync.lowestUid,
    sync.complete ? 1 : 0,
    folderId,
  );
  if (!sync.complete) return;
  db.run('UPDATE folders SET remote_total = stored, remote_unseen = stored_unseen WHERE id = ?', folderId);
}

/**
 * Keeps the folder's counts. The server's counts move along with our own finished operations, so that these show before the next
 * STATUS. With what was found different they move only where all messages are stored: then they are what is stored. In a folder
 * that is being filled nobody knows whether the latest STATUS has counted it, so they wait for the next one.
 */
export function addToCounts(db: Database, folderId: FolderId, delta: CountDelta, source: CountSource): void {
  if (delta.stored === 0 && delta.unseen === 0) return;
  db.run(
    `UPDATE folders SET stored = stored + ?1, stored_unseen = stored_unseen + ?2,
       remote_total = CASE
         WHEN ?3 = 'operation' THEN max(0, remote_total + ?1)
         WHEN ?3 = 'found' AND complete THEN stored + ?1
         ELSE remote_total END,
       remote_unseen = CASE
         WHEN ?3 = 'operation' THEN max(0, remote_unseen + ?2)
         WHEN ?3 = 'found' AND complete THEN stored_unseen + ?2
         ELSE remote_unseen END
     WHERE id = ?4`,
    delta.stored,
    delta.unseen,
    source,
    folderId,
  );
}

/** Begins a new, empty box for a folder; the old one's messages become leftovers. */
export function startNewBox(db: Database, folder: FolderRow): void {
  const box = nextBox(db);
  db.run('INSERT INTO leftovers (box) VALUES (?)', folder.box);
  db.run(
    `UPDATE folders SET box = ?, stored = 0, stored_unseen = 0, uid_validity = NULL, uid_next = NULL,
       highest_modseq = NULL, lowest_uid = NULL, complete = 0 WHERE id = ?`,
    box,
    folder.id,
  );
}

/** A number for a folder's contents that none had before. */
export function nextBox(db: Database): number {
  const row = db.get<{ box: number }>(
    'SELECT max(ifnull((SELECT max(box) FROM folders), 0), ifnull((SELECT max(box) FROM leftovers), 0)) + 1 AS box',
  );
  return row?.box ?? 1;
}
