import {
  BookmarkX,
  CheckCheck,
  FolderPlus,
  Pencil,
  RefreshCw,
  RotateCw,
  Settings,
  ShieldCheck,
  Trash2,
} from 'lucide-react';
import type { AccountId, Folder } from '../../../shared/mail.ts';
import { texts } from '../../../shared/texts/texts.ts';
import { retryNow, useAccounts } from '../../stores/accounts.ts';
import { usePreferencesStore } from '../../stores/preferences.ts';
import { tryAgain } from '../../stores/server-troubles.ts';
import { showSettings } from '../../stores/ui.ts';
import type { ContextMenuItem } from '../context-menu.tsx';
import { useMailbox } from '../mailbox-state.ts';
import { toggleSaved } from '../search/kept-searches.ts';
import { accountState } from './account-state.ts';
import {
  deleteFolder,
  deleteFolderRefusal,
  emptyFolder,
  markFolderSeen,
  newFolderIn,
  renameFolder,
  verifyFolder,
} from './folder-actions.ts';
import { folderOf } from './folder-tree.ts';
import { folderMark } from './folder-trouble.tsx';

/** What can be done with a folder of the sidebar. */
function folderItems(folder: Folder): readonly ContextMenuItem[] {
  const words = texts().folders.menu;
  const { role, accountId } = folder;
  return [
    ...(folderMark(folder) === null
      ? []
      : [{ label: texts().troubles.tryAgain, icon: RotateCw, onSelect: () => void tryAgain(accountId, folder.id) }]),
    {
      label: words.markSeen,
      icon: CheckCheck,
      disabled: folder.unread === 0,
      onSelect: () => void markFolderSeen(folder),
    },
    ...(role === 'trash' || role === 'junk'
      ? [
          {
            label: role === 'trash' ? words.emptyTrash : words.emptyJunk,
            icon: Trash2,
            danger: true,
            disabled: folder.total === 0,
            onSelect: () => emptyFolder(folder),
          },
        ]
      : []),
    { label: words.newFolder, icon: FolderPlus, startsGroup: true, onSelect: () => newFolderIn(accountId, folder) },
    { label: words.rename, icon: Pencil, disabled: role !== null, onSelect: () => renameFolder(folder) },
    {
      label: words.delete,
      icon: Trash2,
      danger: true,
      disabled: deleteFolderRefusal(folder) !== null,
      onSelect: () => deleteFolder(folder),
    },
    { label: words.syncNow, icon: RefreshCw, startsGroup: true, onSelect: () => void retryNow(accountId) },
    {
      label: texts().commands.labels.verify_folder,
      icon: ShieldCheck,
      disabled: !folder.selectable || folder.verification?.kind === 'running',
      onSelect: () => void verifyFolder(folder),
    },
  ];
}

/** What can be done with an account: its state's own action first. */
export function accountItems(accountId: AccountId): readonly ContextMenuItem[] {
  const words = texts().folders.menu;
  const view = useAccounts.getState().accounts?.find(({ account }) => account.id === accountId);
  const action = view && accountState(view)?.action;
  const isOwn = action !== undefined && action.label !== texts().mailbox.states.settings;
  return [
    ...(isOwn ? [{ label: action.label, onSelect: action.run }] : []),
    { label: words.syncNow, icon: RefreshCw, onSelect: () => void retryNow(accountId) },
    { label: words.newFolder, icon: FolderPlus, startsGroup: true, onSelect: () => newFolderIn(accountId, null) },
    { label: words.settings, icon: Settings, startsGroup: true, onSelect: () => showSettings(accountId) },
  ];
}

function savedItems(search: string): readonly ContextMenuItem[] {
  const { savedSearches } = usePreferencesStore.getState().preferences;
  return [
    {
      label: texts().search.unsave,
      icon: BookmarkX,
      onSelect: () => void toggleSaved(savedSearches, search),
    },
  ];
}

/** The menu's items for the element that was clicked in the sidebar; null: there is no menu. */
export function sidebarItems(target: Element): readonly ContextMenuItem[] | null {
  const search = target.closest('[data-saved]')?.getAttribute('data-saved');
  if (search != null) return savedItems(search);
  const view = useAccounts
    .getState()
    .accounts?.find(({ account }) => account.id === target.closest('[data-account]')?.getAttribute('data-account'));
  if (!view) return null;
  const accountId = view.account.id;
  const folderId = Number(target.closest('[data-folder]')?.getAttribute('data-folder') ?? Number.NaN);
  const folder = folderOf(useMailbox.getState().lists, accountId, folderId as Folder['id']);
  return folder ? folderItems(folder) : accountItems(accountId);
}
