import type { FolderId, FolderRole, NamespaceKind } from '../../shared/mail.ts';
import type { FolderNamespace } from '../mail/namespaces.ts';
import type { RemoteFolder, RemoteStatus } from '../mail/remote-mail.ts';
import { exactText, readExactText, storedText } from '../mail/stored-text.ts';
import { type CountDelta, countMarkedDeleted } from './counts-above.ts';
import type { Database } from './database.ts';
import type { FolderSyncState, ToldState } from './mail-store.ts';
import { isUnreadSql } from './message-row.ts';

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
  /** A FolderTrouble as JSON; null when the server answered what was asked last. */
  readonly trouble: string | null;
  /** 1 when the server does not have the folder yet and an operation is to create it. */
  readonly pending: number;
  readonly namespace: NamespaceKind;
  /** In exactText form. */
  readonly namespace_prefix: string;
  /** 0 when the server keeps no \Seen in the folder: what was read is known here alone. */
  readonly keeps_seen: number;
  /** The only tags that the server keeps in the folder, as JSON; null where it keeps any, as far as is known. */
  readonly kept_tags: string | null;
  /** What the server told last; null: not yet. */
  readonly told_total: number | null;
  readonly told_uid_next: number | null;
  readonly told_modseq: string | null;
  /** When these agreed with what is stored. Milliseconds since the epoch. */
  readonly proved_at: number | null;
  /** By how many messages the server's count was higher than what it listed, when all was compared. */
  readonly gap: number;
  /** When all was compared with the server last. */
  readonly verified_at: number | null;
  /** How many of its messages have a newer one of their conversation in it. */
  readonly behind: number;
}

/**
 * Why stored messages changed. `operation`: one of ours was carried out, so no STATUS includes it yet. `found`: the
 * server was found different, which a STATUS may include already. `window`: a window was stored, whose sync state
 * settles the counts.
 */
export type CountSource = 'operation' | 'found' | 'window';

export function folderRow(db: Database, folderId: FolderId): FolderRow | null {
  return db.get<FolderRow>('SELECT * FROM folders WHERE id = ?', folderId);
}

export function folderRows(db: Database): FolderRow[] {
  return db.all<FolderRow>('SELECT * FROM folders ORDER BY id');
}

/**
 * Stores LIST in the caller's transaction. The messages of a folder that is gone become leftovers. Returns whether
 * anything changed.
 */
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

/** The namespace that LIST's folder lies in, as it was stored. */
export function storedNamespace(row: FolderRow): FolderNamespace {
  return { kind: row.namespace, prefix: readExactText(row.namespace_prefix) };
}

/** Deletes a folder's row; its messages become leftovers. */
export function deleteFolderRow(db: Database, row: FolderRow): void {
  db.run('INSERT INTO leftovers (box) VALUES (?)', row.box);
  db.run('DELETE FROM folders WHERE id = ?', row.id);
}

function saveFolder(db: Database, path: string, folder: RemoteFolder, known: FolderRow | undefined): boolean {
  const name = storedText(folder.name, 1_000);
  const delimiter = folder.delimiter === null ? null : storedText(folder.delimiter, 1);
  const selectable = folder.selectable ? 1 : 0;
  const { kind } = folder.namespace;
  const prefix = exactText(folder.namespace.prefix);
  if (!known) {
    db.run(
      `INSERT INTO folders (box, path, name, delimiter, role, selectable, namespace, namespace_prefix)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
      nextBox(db),
      path,
      name,
      delimiter,
      folder.role,
      selectable,
      kind,
      prefix,
    );
    return true;
  }
  if (
    known.name === name &&
    known.delimiter === delimiter &&
    known.role === folder.role &&
    known.selectable === selectable &&
    known.namespace === kind &&
    known.namespace_prefix === prefix &&
    known.pending === 0
  ) {
    return false;
  }
  db.run(
    `UPDATE folders SET name = ?, delimiter = ?, role = ?, selectable = ?, pending = 0, namespace = ?,
       namespace_prefix = ? WHERE id = ?`,
    name,
    delimiter,
    folder.role,
    selectable,
    kind,
    prefix,
    known.id,
  );
  return true;
}

/** Stores the counts of STATUS; returns whether they changed. */
export function saveStatus(
  db: Database,
  folderId: FolderId,
  status: Pick<RemoteStatus, 'messages' | 'unseen'>,
): boolean {
  const { messages } = status;
  const box = db.get<{ box: number }>('SELECT box FROM folders WHERE id = ?', folderId)?.box;
  if (box === undefined) return false;
  // UNSEEN counts the messages with \Deleted as well.
  const unseen = status.unseen === null ? null : Math.max(0, status.unseen - countMarkedDeleted(db, box).unseen);
  // Where the server keeps no read state, its count knows nothing of what was read here.
  const shownUnseen = 'CASE WHEN keeps_seen = 0 AND complete THEN stored_unseen ELSE ifnull(?2, remote_unseen) END';
  return (
    db.run(
      // What the server did not tell stays as it was.
      `UPDATE folders SET remote_total = ifnull(?1, remote_total), remote_unseen = ${shownUnseen}
       WHERE id = ?3 AND (remote_total IS NOT ifnull(?1, remote_total) OR remote_unseen IS NOT ${shownUnseen})`,
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
 * Adds a change to the folder's counts. Our own finished operations also change the server's counts, so that they show
 * before the next STATUS. Other changes do so only in a completely stored folder, where the server's counts are the
 * stored ones. In a folder that is not complete the latest STATUS may include the change already, so the server's
 * counts wait for the next STATUS.
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
         ELSE remote_unseen END,
       told_total = CASE WHEN ?3 = 'operation' THEN max(0, told_total + ?1) ELSE told_total END
     WHERE id = ?4`,
    delta.stored,
    delta.unseen,
    source,
    folderId,
  );
}

/** Counts a folder's stored messages anew; returns whether its counts were wrong. */
export function recountStored(db: Database, { id, box, complete }: FolderRow): boolean {
  const isWrong =
    db.run(
      `UPDATE folders SET stored = counted.stored, stored_unseen = counted.unseen FROM (
         SELECT count(*) AS stored, count(*) FILTER (WHERE ${isUnreadSql}) AS unseen FROM placements WHERE box = ?1
       ) AS counted WHERE id = ?2 AND (folders.stored <> counted.stored OR stored_unseen <> counted.unseen)`,
      box,
      id,
    ) > 0;
  const isListWrong =
    db.run(
      `UPDATE folders SET behind = counted.behind FROM (SELECT count(*) AS behind FROM threaded WHERE box = ?1 AND behind = 1) AS counted
       WHERE id = ?2 AND folders.behind <> counted.behind`,
      box,
      id,
    ) > 0;
  if (isWrong && complete !== 0) {
    db.run('UPDATE folders SET remote_total = stored, remote_unseen = stored_unseen WHERE id = ?', id);
  }
  return isWrong || isListWrong;
}

/** Saves what the server told of a folder; null: it did not tell. */
export function saveTold(db: Database, folderId: FolderId, told: ToldState): void {
  const { messages, uidNext, highestModseq } = told;
  const modseq = highestModseq === null ? null : String(highestModseq);
  db.run(
    `UPDATE folders SET told_total = ifnull(?1, told_total), told_uid_next = ifnull(?2, told_uid_next), told_modseq = ?3
     WHERE id = ?4 AND (told_total IS NOT ifnull(?1, told_total) OR told_uid_next IS NOT ifnull(?2, told_uid_next) OR told_modseq IS NOT ?3)`,
    messages,
    uidNext,
    modseq,
    folderId,
  );
}

/** Saves whether the server keeps \Seen in a folder. */
export function saveKeepsSeen(db: Database, path: string, keeps: boolean): void {
  db.run('UPDATE folders SET keeps_seen = ?1 WHERE path = ?2 AND keeps_seen <> ?1', keeps ? 1 : 0, path);
}

/** Saves which tags alone the server keeps in a folder (null: any). Returns whether that is news. */
export function saveKeptTags(db: Database, path: string, tags: readonly string[] | null): boolean {
  const json = tags && JSON.stringify(tags);
  return db.run('UPDATE folders SET kept_tags = ?1 WHERE path = ?2 AND kept_tags IS NOT ?1', json, path) > 0;
}

/** The only tags that the server keeps in a folder; null where it keeps any, as far as is known. */
export function keptTagsOf({ kept_tags: json }: Pick<FolderRow, 'kept_tags'>): readonly string[] | null {
  return json === null ? null : JSON.parse(json);
}

/** Begins a new, empty box for a folder; the old one's messages become leftovers. */
export function startNewBox(db: Database, folder: FolderRow): void {
  const box = nextBox(db);
  db.run('INSERT INTO leftovers (box) VALUES (?)', folder.box);
  db.run(
    `UPDATE folders SET box = ?, stored = 0, stored_unseen = 0, behind = 0, uid_validity = NULL, uid_next = NULL,
       highest_modseq = NULL, lowest_uid = NULL, complete = 0, told_total = NULL, told_uid_next = NULL, told_modseq = NULL,
       proved_at = NULL, gap = 0, verified_at = NULL WHERE id = ?`,
    box,
    folder.id,
  );
}

/** A box number that no folder and no leftover has. */
export function nextBox(db: Database): number {
  const row = db.get<{ box: number }>(
    'SELECT max(ifnull((SELECT max(box) FROM folders), 0), ifnull((SELECT max(box) FROM leftovers), 0)) + 1 AS box',
  );
  return row?.box ?? 1;
}
