import type { AccountId, Folder, FolderId, FolderRole } from '../../../shared/mail.ts';
import type { AppError } from '../../../shared/reply.ts';
import { type Language, languages } from '../../../shared/texts/format.ts';
import { language, texts } from '../../../shared/texts/texts.ts';

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
 * The sidebar's order: special folders first, each with what lies beneath it, then the others as the tree they are;
 * those of other people and shared ones last.
 * @param folders as main lists them: children directly after their parent
 */
export function inSidebarOrder(folders: readonly Folder[]): FolderEntry[] {
  const lifted: FolderEntry[][] = [];
  const others: FolderEntry[] = [];
  // The folders that contain the one at hand, each with the list that it stands in.
  const above: { readonly entry: FolderEntry; readonly list: FolderEntry[] }[] = [];
  for (const folder of folders) {
    above.length = Math.min(above.length, folder.depth);
    const parent = above.at(-1);
    const isLifted = folder.role !== null;
    const list = isLifted ? [] : (parent?.list ?? others);
    if (isLifted) lifted.push(list);
    const entry = { folder, level: isLifted || parent === undefined ? 0 : parent.entry.level + 1 };
    list.push(entry);
    above.push({ entry, list });
  }
  const rank = (entries: FolderEntry[]): number => {
    const role = entries[0]?.folder.role;
    return role ? rolesInOrder.indexOf(role) : rolesInOrder.length;
  };
  lifted.sort((a, b) => rank(a) - rank(b));
  return [...lifted.flat(), ...withoutEmptyParents(others)];
}

/**
 * Leaves out a parent that cannot be opened and whose children all stand elsewhere in the sidebar, such as "[Gmail]".
 */
function withoutEmptyParents(entries: readonly FolderEntry[]): FolderEntry[] {
  const kept: FolderEntry[] = [];
  for (const entry of entries.toReversed()) {
    const hasChild = (kept.at(-1)?.level ?? 0) > entry.level;
    if (entry.folder.selectable || hasChild) kept.push(entry);
  }
  return kept.reverse();
}

/** The names that servers give special folders, by language. */
const wellKnown: Readonly<Record<Language, Readonly<Partial<Record<FolderRole, readonly string[]>>>>> = {
  en: {
    drafts: ['drafts', 'draft'],
    sent: ['sent', 'sent items', 'sent mail', 'sent messages'],
    archive: ['archive', 'archives'],
    junk: ['junk', 'junk email', 'junk e-mail', 'spam', 'bulk mail'],
    trash: ['trash', 'deleted items', 'deleted messages', 'deleted', 'bin'],
    flagged: ['starred', 'flagged'],
    all: ['all mail'],
  },
  de: {
    drafts: ['entwürfe', 'entwurf'],
    sent: ['gesendet', 'gesendete elemente', 'gesendete objekte', 'gesendete nachrichten', 'postausgang'],
    archive: ['archiv'],
    junk: ['junk', 'junk-e-mail', 'spam', 'spamverdacht', 'werbung'],
    trash: ['papierkorb', 'gelöschte elemente', 'gelöschte objekte', 'gelöscht'],
    flagged: ['markiert'],
    all: ['alle nachrichten'],
  },
};

/**
 * The folder's name as shown. Servers call the inbox INBOX, and may name special folders in another language: a usual
 * name of any language is replaced by the window's own word; any other name was chosen by the user and stays. It begins
 * with the levels that the server does not list, so that "Inbox" of "user/bob/Inbox" is not taken for one's own.
 */
export function folderName({ role, name, unlistedLevels }: Pick<Folder, 'role' | 'name' | 'unlistedLevels'>): string {
  if (role === null) return unlistedLevels + name;
  const { roles } = texts().folders;
  if (role === 'inbox') return roles.inbox;
  const isUsual = (spoken: Language): boolean => wellKnown[spoken][role]?.includes(name.toLowerCase()) ?? false;
  if (isUsual(language())) return name;
  return languages.some(isUsual) ? roles[role] : name;
}

/** Stores an account's folders; folders that did not change keep their object. */
export function foldersReceived(lists: FolderLists, accountId: AccountId, received: readonly Folder[]): FolderLists {
  const known = new Map(lists.get(accountId)?.folders?.map((folder) => [folder.id, folder]));
  const folders = received.map((folder) => {
    const before = known.get(folder.id);
    return before && JSON.stringify(before) === JSON.stringify(folder) ? before : folder;
  });
  return new Map(lists).set(accountId, { folders, error: null });
}

/** Stores that main could not list an account's folders; folders that are shown stay. */
export function foldersFailed(lists: FolderLists, accountId: AccountId, error: AppError): FolderLists {
  return new Map(lists).set(accountId, { folders: lists.get(accountId)?.folders ?? null, error });
}

/** Drops the lists of accounts that are gone, and adds empty lists for new ones. */
export function accountsListed(lists: FolderLists, accountIds: readonly AccountId[]): FolderLists {
  const same = lists.size === accountIds.length && accountIds.every((id) => lists.has(id));
  if (same) return lists;
  return new Map(accountIds.map((id) => [id, lists.get(id) ?? { folders: null, error: null }]));
}

/** A folder that is listed. */
export function folderOf(lists: FolderLists, accountId: AccountId, folderId: FolderId): Folder | undefined {
  return lists.get(accountId)?.folders?.find((folder) => folder.id === folderId);
}

/** The account's folder of a role, if it has one. */
export function folderOfRole(lists: FolderLists, accountId: AccountId, role: FolderRole): Folder | undefined {
  const folders = lists.get(accountId)?.folders;
  const found = folders?.find((folder) => folder.role === role);
  // Without an archive, Gmail's All Mail is where archived messages are.
  return found ?? (role === 'archive' ? folders?.find((folder) => folder.role === 'all') : undefined);
}

/** Whether an account's folders are labels, so that a message may lie in several of them (Gmail). */
export function areLabels(lists: FolderLists, accountId: AccountId): boolean {
  return lists.get(accountId)?.folders?.some(({ isLabel }) => isLabel) === true;
}

/** The folder that an account opens with: its inbox, else the first that can be opened. */
export function firstFolder(folders: readonly Folder[]): Folder | undefined {
  return folders.find((folder) => folder.role === 'inbox') ?? folders.find((folder) => folder.selectable);
}

/** The folders whose name or place has all words of a query; without one, all of them as the tree they are. */
export function foldersMatching(entries: readonly FolderEntry[], query: string): readonly FolderEntry[] {
  const words = query.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return entries;
  return entries
    .filter(({ folder }) => {
      const text = `${folderName(folder)} ${folder.path}`.toLocaleLowerCase();
      return words.every((word) => text.includes(word));
    })
    .map(({ folder }) => ({ folder, level: 0 }));
}

/** The key by which a folder is remembered: ids change when the cache is rebuilt. */
export function folderKey({ accountId, path }: Pick<Folder, 'accountId' | 'path'>): string {
  return `${accountId} ${path}`;
}

/** A folder as a row of the sidebar's tree. */
export interface TreeRow extends FolderEntry {
  /** Null: the folder has no folders inside it. */
  readonly expanded: boolean | null;
  /** The folder's own unread messages and, while it is closed, those of the folders inside it. */
  readonly unread: number;
}

/** The rows of the tree that are not inside a closed folder. @param collapsed keys of closed folders */
export function treeRows(entries: readonly FolderEntry[], collapsed: ReadonlySet<string>): TreeRow[] {
  const rows: TreeRow[] = [];
  for (let index = 0; index < entries.length; ) {
    const entry = entries[index];
    if (!entry) break;
    const after = entries.findIndex((other, at) => at > index && other.level <= entry.level);
    const end = after < 0 ? entries.length : after;
    const expanded = end > index + 1 ? !collapsed.has(folderKey(entry.folder)) : null;
    const counted = expanded === false ? entries.slice(index, end) : [entry];
    rows.push({ ...entry, expanded, unread: counted.reduce((sum, { folder }) => sum + folder.unread, 0) });
    index = expanded === false ? end : index + 1;
  }
  return rows;
}
