import type { AccountId, Folder } from '../../shared/mail.ts';
import { folderDepth } from './folder-order.ts';
import type { CountDelta, FolderRow } from './folder-table.ts';
import type { FolderSync } from './mail-store.ts';
import { readExactText } from './stored-text.ts';

/** A folder as it is shown. @param delta what pending operations add to the server's counts */
export function toFolder(row: FolderRow, accountId: AccountId, delta: CountDelta): Folder {
  const path = readExactText(row.path);
  return {
    id: row.id,
    accountId,
    path,
    name: row.name,
    depth: folderDepth({ path, delimiter: row.delimiter }),
    role: row.role,
    selectable: row.selectable !== 0,
    total: Math.max(0, (row.remote_total ?? row.stored) + delta.stored),
    unread: Math.max(0, (row.remote_unseen ?? row.stored_unseen) + delta.unseen),
    syncState: syncStateOf(row),
  };
}

/** A folder as sync sees it. */
export function toFolderSync(row: FolderRow): FolderSync {
  return {
    folderId: row.id,
    path: readExactText(row.path),
    role: row.role,
    uidValidity: row.uid_validity,
    uidNext: row.uid_next,
    highestModseq: row.highest_modseq === null ? null : BigInt(row.highest_modseq),
    lowestUid: row.lowest_uid,
    complete: row.complete !== 0,
  };
}

function syncStateOf(row: FolderRow): Folder['syncState'] {
  if (row.complete !== 0) return 'complete';
  return row.lowest_uid === null ? 'never' : 'partial';
}
