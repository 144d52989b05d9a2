import type { AccountsSource, Folder } from '../../../shared/mail.ts';
import type { FolderLists } from '../folders/folder-tree.ts';
import type { AccountsListId } from '../mailbox-state.ts';

/** What each list over accounts is made of: folders of a role, or a search of all but junk and trash. */
const made: Readonly<Record<AccountsListId, { readonly source: AccountsSource; readonly text: string }>> = {
  inboxes: { source: 'inbox', text: '' },
  unread: { source: 'everything', text: 'is:unread' },
  starred: { source: 'everything', text: 'is:starred' },
  attachments: { source: 'everything', text: 'has:attachment' },
  drafts: { source: 'drafts', text: '' },
  sent: { source: 'sent', text: '' },
};

/** How a list over accounts is asked for. @param search what is searched for in it */
export function accountsView(list: AccountsListId, search: string): { source: AccountsSource; text: string } {
  const { source, text } = made[list];
  return { source, text: [text, search].filter(Boolean).join(' ') };
}

/** Whether a list is a search, so that only its first rows are known at once. */
export function isFound(list: AccountsListId): boolean {
  return made[list].text !== '';
}

interface Over {
  readonly folders: readonly Folder[] | null;
  readonly unread: number;
}

/** What was found of folders that have not changed since: it is asked for with each change of the mailbox. */
const known = new WeakMap<FolderLists, Map<AccountsListId, Over>>();

function overOf(lists: FolderLists, list: AccountsListId): Over {
  const ofLists = known.get(lists) ?? new Map<AccountsListId, Over>();
  known.set(lists, ofLists);
  const before = ofLists.get(list);
  if (before) return before;
  const folders = findFolders(lists, list);
  const found = { folders, unread: (folders ?? []).reduce((sum, { unread }) => sum + unread, 0) };
  ofLists.set(list, found);
  return found;
}

/** The folders that a list is made of; null while those of an account are on their way. */
export function foldersOver(lists: FolderLists, list: AccountsListId): readonly Folder[] | null {
  return overOf(lists, list).folders;
}

function findFolders(lists: FolderLists, list: AccountsListId): readonly Folder[] | null {
  const { source } = made[list];
  const found: Folder[] = [];
  for (const { folders, error } of lists.values()) {
    if (folders === null && error === null) return null;
    const own = folders ?? [];
    if (source !== 'everything') found.push(...own.filter(({ role }) => role === source));
    else {
      // Where there is a folder of all mail, the others' messages are in it as well.
      const all = own.filter(({ role }) => role === 'all');
      found.push(...(all.length > 0 ? all : own.filter(({ role, selectable }) => selectable && !leftOut.has(role))));
    }
  }
  return found;
}

/** Roles that "everything" leaves out. */
const leftOut: ReadonlySet<string | null> = new Set(['junk', 'trash', 'flagged']);

/** Unread messages of a list, where the sidebar says how many. */
export function unreadOver(lists: FolderLists, list: AccountsListId): number {
  if (list !== 'inboxes' && list !== 'unread') return 0;
  return overOf(lists, list).unread;
}
