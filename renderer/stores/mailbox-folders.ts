import type { AccountId, Folder, FolderId, FolderRole } from '../../shared/mail.ts';
import type { AppError } from '../../shared/reply.ts';

/** The folders of an account as the sidebar lists them. */
interface FolderList {
  /** Null until main answered the first time. */
  readonly folders: readonly Folder[] | null;
  readonly error: AppError | null;
}

export type FolderLists = ReadonlyMap<AccountId, FolderList>;

const rolesInOrder: readonly FolderRole[] = ['inbox', 'drafts', 'sent', 'archive', 'junk', 'trash', 'flagged', 'all'];

/** A folder at its place in the sidebar. */
export interface FolderEntry {
  readonly folder: Folder;
  /** 0 at the top of its account; special folders stand there wherever the server keeps them. */
  readonly level: number;
}

/**
 * The sidebar's order: special folders first, each with what lies beneath it, then the others as the tree they are.
 * @param folders as main lists them: children directly after their parent
 */
export function inSidebarOrder(folders: readonly Folder[]): FolderEntry[] {
  const lifted: FolderEntry[][] = [];
  const others: FolderEntry[] = [];
  let target: FolderEntry[] = others;
  let root: Folder | null = null;
  for (const folder of folders) {
    const beneathRoot: boolean = root !== null && folder.depth > root.depth;
    if (folder.role !== null) {
      root = folder;
      target = [];
      lifted.push(target);
    } else if (!beneathRoot) {
      root = null;
      target = others;
    }
    target.push({ folder, level: folder.depth - (root?.depth ?? 0) });
  }
  const rank = (entries: FolderEntry[]): number => {
    const role = entries[0]?.folder.role;
    return role ? rolesInOrder.indexOf(role) : rolesInOrder.length;
  };
  lifted.sort((a, b) => rank(a) - rank(b));
  return [...lifted.flat(), ...withoutEmptyParents(others)];
}

/** A parent that cannot be opened and whose children all stand elsewhere ("[Gmail]") says nothing. */
function withoutEmptyParents(entries: readonly FolderEntry[]): FolderEntry[] {
  const kept: FolderEntry[] = [];
  for (const entry of entries.toReversed()) {
    const hasChild = (kept.at(-1)?.level ?? 0) > entry.level;
    if (entry.folder.selectable || hasChild) kept.push(entry);
  }
  return kept.reverse();
}

/** The folder's name as shown: servers call the inbox INBOX. */
export function folderName(folder: Pick<Folder, 'role' | 'name'>): string {
  return folder.role === 'inbox' ? 'Inbox' : folder.name;
}

/** Takes an account's folders; those that did not change keep their object. */
export function foldersReceived(lists: FolderLists, accountId: AccountId, received: readonly Folder[]): FolderLists {
  const known = new Map(lists.get(accountId)?.folders?.map((folder) => [folder.id, folder]));
  const folders = received.map((folder) => {
    const before = known.get(folder.id);
    return before && JSON.stringify(before) === JSON.stringify(folder) ? before : folder;
  });
  return new Map(lists).set(accountId, { folders, error: null });
}

/** Main could not list an account's folders; those that are shown stay. */
export function foldersFailed(lists: FolderLists, accountId: AccountId, error: AppError): FolderLists {
  return new Map(lists).set(accountId, { folders: lists.get(accountId)?.folders ?? null, error });
}

/** Forgets accounts that are gone, and makes room for new ones. */
export function accountsListed(lists: FolderLists, accountIds: readonly AccountId[]): FolderLists {
  const same = lists.size === accountIds.length && accountIds.every((id) => lists.has(id));
  if (same) return lists;
  return new Map(accountIds.map((id) => [id, lists.get(id) ?? { folders: null, error: null }]));
}

/** A folder that is listed. */
export function folderOf(lists: FolderLists, accountId: AccountId, folderId: FolderId): Folder | undefined {
  return lists.get(accountId)?.folders?.find((folder) => folder.id === folderId);
}

/** The folder that an account opens with: its inbox, else the first that can be opened. */
export function firstFolder(folders: readonly Folder[]): Folder | undefined {
  return folders.find((folder) => folder.role === 'inbox') ?? folders.find((folder) => folder.selectable);
}
