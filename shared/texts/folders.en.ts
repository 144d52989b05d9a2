import type { FolderRole } from '../mail.ts';
import { formatNumber, plural } from './format.ts';

const messages = (count: number): string =>
  plural('en', count, { one: `${formatNumber('en', count)} message`, other: `${formatNumber('en', count)} messages` });

/** Names of special folders, and folder dialogs. */
export const foldersEn = {
  roles: {
    inbox: 'Inbox',
    drafts: 'Drafts',
    sent: 'Sent',
    archive: 'Archive',
    junk: 'Junk',
    trash: 'Trash',
    all: 'All mail',
    flagged: 'Starred',
  } satisfies Record<FolderRole, string>,
  /** Headings above folders that are not the user's own (RFC 2342). */
  namespaces: { other: 'Other people’s folders', shared: 'Shared folders' },
  menu: {
    folder: 'Folder actions',
    account: 'Account actions',
    markSeen: 'Mark all as read',
    emptyTrash: 'Empty trash…',
    emptyJunk: 'Empty junk…',
    newFolder: 'New folder…',
    rename: 'Rename…',
    delete: 'Delete folder…',
    syncNow: 'Sync now',
    settings: 'Account settings',
  },
  name: 'Name',
  inside: 'Inside',
  topLevel: 'The account’s top level',
  cancel: 'Cancel',
  create: { title: 'New folder', confirm: 'Create folder' },
  rename: { title: 'Rename folder', confirm: 'Rename' },
  empty: {
    title: (folder: string) => `Empty ${folder}?`,
    description: (count: number) =>
      `${messages(count)} will be deleted forever, on the server too. This cannot be undone.`,
    confirm: (folder: string) => `Empty ${folder}`,
  },
  delete: {
    title: (folder: string) => `Delete the folder ${folder}?`,
    empty: 'It has no messages.',
    description: (count: number) =>
      `${messages(count)} in it will be deleted forever, on the server too. This cannot be undone.`,
    confirm: 'Delete folder',
    keep: 'Keep',
  },
  nameTaken: 'There is a folder of this name already.',
  markedSeen: (count: number, folder: string) =>
    count === 0 ? `Nothing unread in ${folder}` : `${messages(count)} in ${folder} marked as read`,
  emptied: (folder: string) => `${folder} emptied`,
  created: (folder: string) => `Folder ${folder} created`,
  renamed: (folder: string) => `Folder renamed to ${folder}`,
  deleted: (folder: string) => `Folder ${folder} deleted`,
  /** Why something cannot be done with a folder. */
  refusals: {
    verifying: 'This folder is being verified already.',
    special: 'A special folder keeps its name and place.',
    hasFolders: 'Delete or move the folders in it first.',
    nothingUnread: 'There is nothing unread here.',
    notEmptied: 'Only trash and junk can be emptied.',
    noRole: (role: string) => `This account has no folder “${role}”.`,
  },
};
