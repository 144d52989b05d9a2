import type { AccountId, Folder, ServerTrouble } from '../../shared/mail.ts';
import { readExactText } from '../mail/stored-text.ts';
import { folderProof, type ProofFacts } from './folder-proof.ts';
import { type FolderRow, keptTagsOf } from './folder-table.ts';
import type { FolderSync, Refused } from './mail-store.ts';

/** What is shown of a folder besides its row. */
export type ShownFolder = Pick<
  Folder,
  'name' | 'depth' | 'unlistedLevels' | 'total' | 'unread' | 'unfetched' | 'isLabel'
>;

/** A folder as it is shown, pending operations applied. */
export function toFolder(row: FolderRow, accountId: AccountId, shown: ShownFolder): Folder {
  const keptTags = keptTagsOf(row);
  return {
    id: row.id,
    accountId,
    path: readExactText(row.path),
    name: shown.name,
    depth: shown.depth,
    namespace: row.namespace,
    unlistedLevels: shown.unlistedLevels,
    role: row.role,
    selectable: row.selectable !== 0,
    total: shown.total,
    unread: shown.unread,
    trouble: toTrouble(row),
    unfetched: shown.unfetched,
    syncState: syncStateOf(row),
    proof: folderProof(proofFacts(row, shown.unfetched)),
    ...(shown.isLabel && { isLabel: shown.isLabel }),
    ...(keptTags && { keptTags }),
  };
}

/** A folder as synchronisation needs it: its server state, without pending operations. */
export function toFolderSync(row: FolderRow): FolderSync {
  return {
    folderId: row.id,
    path: readExactText(row.path),
    role: row.role,
    uidValidity: row.uid_validity,
    uidNext: row.uid_next,
    highestModseq: bigOf(row.highest_modseq),
    lowestUid: row.lowest_uid,
    complete: row.complete !== 0,
  };
}

/** What a folder's proof depends on. */
export function proofFacts(row: FolderRow, unfetched: number): ProofFacts {
  return {
    syncState: syncStateOf(row),
    isRefused: row.trouble !== null,
    unfetched,
    stored: { messages: row.stored, uidNext: row.uid_next, highestModseq: bigOf(row.highest_modseq) },
    told: { messages: row.told_total, uidNext: row.told_uid_next, highestModseq: bigOf(row.told_modseq) },
    gap: row.gap,
    provedAt: row.proved_at,
  };
}

/** The refusal that the folder met last. */
export function toRefused({ trouble }: Pick<FolderRow, 'trouble'>): Refused | null {
  return trouble === null ? null : JSON.parse(trouble);
}

function toTrouble(row: FolderRow): ServerTrouble | null {
  const refused = toRefused(row);
  return refused && { error: refused.error, retryAt: refused.retryAt };
}

function syncStateOf(row: FolderRow): Folder['syncState'] {
  if (row.complete !== 0) return 'complete';
  return row.lowest_uid === null ? 'never' : 'partial';
}

function bigOf(text: string | null): bigint | null {
  return text === null ? null : BigInt(text);
}
