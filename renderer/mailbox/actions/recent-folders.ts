import type { Folder } from '../../../shared/mail.ts';
import { type FolderLists, folderKey } from '../folders/folder-tree.ts';

const storageKey = 'heron-recent-folders';
const atMost = 5;

/** The folders that messages were moved or copied to last, the latest first; those that are gone are left out. */
export function recentFolders(lists: FolderLists): readonly Folder[] {
  const known = new Map(
    [...lists.values()].flatMap(({ folders }) => (folders ?? []).map((each) => [folderKey(each), each])),
  );
  return recentKeys().flatMap((key) => known.get(key) ?? []);
}

/** Keeps a folder that was chosen, as the latest. */
export function rememberFolder(folder: Folder): void {
  const key = folderKey(folder);
  const others = recentKeys().filter((other) => other !== key);
  localStorage.setItem(storageKey, JSON.stringify([key, ...others].slice(0, atMost)));
}

/** The stored text may be damaged: what is not valid is left out. */
function recentKeys(): readonly string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(storageKey) ?? '[]');
    return Array.isArray(kept) ? kept.filter((key): key is string => typeof key === 'string').slice(0, atMost) : [];
  } catch {
    return [];
  }
}
