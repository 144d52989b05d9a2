import { useState } from 'react';
import type { AccountId, AccountView, Folder } from '../../../shared/mail.ts';
import { texts } from '../../../shared/texts/texts.ts';
import { Icon } from '../../components/icon.tsx';
import { useAccounts } from '../../stores/accounts.ts';
import { folderIcon } from '../folders/folder-looks.ts';
import {
  type FolderEntry,
  type FolderLists,
  folderName,
  foldersMatching,
  inSidebarOrder,
} from '../folders/folder-tree.ts';
import { type Messages, useMailbox } from '../mailbox-state.ts';
import { isMoveTarget } from '../selection/drag.ts';
import { accountsOf, copyTo, isLabelling, isWhereTheyAre, messageCount, moveTo } from './message-actions.ts';
import { Picker, type PickerOption } from './picker.tsx';
import { recentFolders, rememberFolder } from './recent-folders.ts';

interface FolderPickerProps {
  readonly does: 'move' | 'copy';
  readonly messages: Messages;
}

/** Folders below one heading: those used last, or an account's. */
interface Group {
  readonly key: string;
  /** Null where there is only one group. */
  readonly name: string | null;
  readonly entries: readonly FolderEntry[];
}

/** "Move to folder…", "Copy to folder…": the folders of all accounts, those of the messages' own first, narrowed by typing. */
export function FolderPicker({ does, messages }: FolderPickerProps) {
  const words = texts().mailbox.move;
  const lists = useMailbox((state) => state.lists);
  const accounts = useAccounts((state) => state.accounts);
  const [query, setQuery] = useState('');
  const title = does === 'move' ? words.title : isLabelling(messages) ? words.labelTitle : words.copyTitle;
  const searching = query.trim() !== '';
  const isTarget = (folder: Folder): boolean => isMoveTarget(folder) && !isWhereTheyAre(messages, folder);
  const groups = groupsOf(lists, accounts ?? [], accountsOf(messages), query, isTarget);

  const choose = (folder: Folder): void => {
    rememberFolder(folder);
    void (does === 'move' ? moveTo : copyTo)(messages, folder);
  };
  const noteOf = (folder: Folder, isRecent: boolean): string => {
    if (isWhereTheyAre(messages, folder)) return words.here;
    if (isRecent) return nameOf(accounts ?? [], folder.accountId);
    return searching ? placeOf(folder) : '';
  };
  const optionOf = ({ folder, level }: FolderEntry, isRecent: boolean): PickerOption => ({
    key: `${folder.accountId}-${folder.id}`,
    level,
    disabled: !isTarget(folder),
    content: <Target folder={folder} note={noteOf(folder, isRecent)} />,
    onChoose: () => choose(folder),
  });

  return (
    <Picker
      title={title(messageCount(messages))}
      search={words.search}
      list={words.folders}
      query={query}
      onQuery={setQuery}
      groups={groups.map(({ key, name, entries }) => ({
        key,
        name,
        options: entries.map((entry) => optionOf(entry, key === recentKey)),
      }))}
      note={groups.length === 0 && <p className="px-2 py-1 text-muted">{words.noMatch(query)}</p>}
    />
  );
}

const recentKey = 'recent';

function nameOf(accounts: readonly AccountView[], accountId: AccountId): string {
  const account = accounts.find((view) => view.account.id === accountId)?.account;
  return account ? account.label || account.address : '';
}

/** @param own the accounts that the messages are in */
function groupsOf(
  lists: FolderLists,
  accounts: readonly AccountView[],
  own: readonly AccountId[],
  query: string,
  isTarget: (folder: Folder) => boolean,
): readonly Group[] {
  const searching = query.trim() !== '';
  const order = [...new Set([...own, ...accounts.map(({ account }) => account.id)])];
  const groups = order.flatMap((accountId): Group[] => {
    const folders = lists.get(accountId)?.folders ?? [];
    // Folders that cannot hold mail are shown only in the whole tree, as the parents of others.
    const entries = foldersMatching(inSidebarOrder(folders), query).filter(
      ({ folder }) => !searching || isMoveTarget(folder),
    );
    return entries.length === 0 ? [] : [{ key: accountId, name: nameOf(accounts, accountId), entries }];
  });
  const recent = searching ? [] : recentFolders(lists).filter(isTarget);
  if (recent.length > 0) {
    const entries = recent.map((folder) => ({ folder, level: 0 }));
    return [{ key: recentKey, name: texts().mailbox.move.recent, entries }, ...groups];
  }
  return order.length === 1 ? groups.map((group) => ({ ...group, name: null })) : groups;
}

/** The path of the folder's parent, as the server writes it; empty at the top level. */
function placeOf({ path, name }: Folder): string {
  return path.endsWith(name) ? path.slice(0, -name.length - 1) : '';
}

interface TargetProps {
  readonly folder: Folder;
  /** Beside the name. */
  readonly note: string;
}

function Target({ folder, note }: TargetProps) {
  return (
    <>
      <Icon icon={folderIcon(folder.role)} className="shrink-0 text-muted" />
      <span dir="auto" title={folder.path} className="min-w-0 truncate">
        {folderName(folder)}
      </span>
      {note && (
        <span dir="auto" className="ms-auto max-w-1/2 shrink-0 truncate text-small text-muted">
          {note}
        </span>
      )}
    </>
  );
}
