import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import type { AccountId, AccountView, Folder } from '../../../shared/mail.ts';
import { texts } from '../../../shared/texts/texts.ts';
import { classNames } from '../../components/class-names.ts';
import { Dialog } from '../../components/dialog.tsx';
import { controlClass } from '../../components/field.tsx';
import { Icon } from '../../components/icon.tsx';
import { useAccounts } from '../../stores/accounts.ts';
import { closeMailboxDialog } from '../folders/folder-actions.ts';
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

/**
 * "Move to folder…", "Copy to folder…": the folders of all accounts, those of the messages' own first, narrowed by typing; arrows choose, Enter moves or
 * copies.
 */
export function FolderPicker({ does, messages }: FolderPickerProps) {
  const words = texts().mailbox.move;
  const lists = useMailbox((state) => state.lists);
  const accounts = useAccounts((state) => state.accounts);
  const [query, setQuery] = useState('');
  /** Null: nothing was typed or chosen yet, so Enter does nothing. */
  const [wanted, setWanted] = useState<number | null>(null);
  const id = useId();
  const title = does === 'move' ? words.title : isLabelling(messages) ? words.labelTitle : words.copyTitle;
  const searching = query.trim() !== '';
  const isTarget = (folder: Folder): boolean => isMoveTarget(folder) && !isWhereTheyAre(messages, folder);
  const groups = groupsOf(lists, accounts ?? [], accountsOf(messages), query, isTarget);
  const options = groups.flatMap(({ key, entries }) => entries.map((entry) => ({ key, entry })));
  const targets = options.filter(({ entry }) => isTarget(entry.folder));
  const active = wanted === null ? undefined : targets[Math.min(wanted, targets.length - 1)];
  const optionId = (key: string, { folder }: FolderEntry): string => `${id}-${key}-${folder.accountId}-${folder.id}`;

  const choose = (folder: Folder): void => {
    closeMailboxDialog();
    rememberFolder(folder);
    void (does === 'move' ? moveTo : copyTo)(messages, folder);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }[event.key];
    if (step !== undefined && targets.length > 0) {
      const at = active ? targets.indexOf(active) + step : step > 0 ? 0 : targets.length - 1;
      setWanted(Math.max(0, Math.min(at, targets.length - 1)));
    } else if (event.key === 'Enter' && active && !event.nativeEvent.isComposing) choose(active.entry.folder);
    else return;
    event.preventDefault();
  };

  return (
    <Dialog open onClose={closeMailboxDialog} title={title(messageCount(messages))}>
      <input
        type="text"
        role="combobox"
        spellCheck={false}
        autoComplete="off"
        dir="auto"
        aria-label={words.search}
        aria-expanded={options.length > 0}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={active ? optionId(active.key, active.entry) : undefined}
        placeholder={words.search}
        value={query}
        onChange={(event) => {
          setQuery(event.target.value);
          setWanted(event.target.value.trim() === '' ? null : 0);
        }}
        onKeyDown={onKeyDown}
        className={classNames(controlClass, 'shrink-0')}
      />
      <div
        id={`${id}-list`}
        role="listbox"
        aria-label={words.folders}
        className="-mx-2 -mt-2 flex h-80 flex-col overflow-y-auto px-0.5"
      >
        {groups.map(({ key, name, entries }) => (
          <fieldset key={key} aria-label={name ?? words.folders} className="flex min-w-0 shrink-0 flex-col">
            {name !== null && (
              <div
                aria-hidden="true"
                dir="auto"
                className="truncate px-2 pt-2 pb-1 text-small font-semibold text-muted"
              >
                {name}
              </div>
            )}
            {entries.map((entry) => (
              <Target
                key={optionId(key, entry)}
                id={optionId(key, entry)}
                entry={entry}
                active={active?.key === key && active.entry === entry}
                disabled={!isTarget(entry.folder)}
                note={noteOf(entry.folder, key === recentKey)}
                onChoose={choose}
              />
            ))}
          </fieldset>
        ))}
        {options.length === 0 && <p className="px-2 py-1 text-muted">{words.noMatch(query)}</p>}
      </div>
    </Dialog>
  );

  function noteOf(folder: Folder, isRecent: boolean): string {
    if (isWhereTheyAre(messages, folder)) return words.here;
    if (isRecent) return nameOf(accounts ?? [], folder.accountId);
    return searching ? placeOf(folder) : '';
  }
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

interface TargetProps {
  readonly id: string;
  readonly entry: FolderEntry;
  readonly active: boolean;
  readonly disabled: boolean;
  /** Beside the name. */
  readonly note: string;
  readonly onChoose: (folder: Folder) => void;
}

/** The path of the folder's parent, as the server writes it; empty at the top level. */
function placeOf({ path, name }: Folder): string {
  return path.endsWith(name) ? path.slice(0, -name.length - 1) : '';
}

function Target({ id, entry: { folder, level }, active, disabled, note, onChoose }: TargetProps) {
  const ref = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (active) ref.current?.scrollIntoView({ block: 'nearest' });
  }, [active]);
  const name = folderName(folder);
  return (
    // The focus stays in the field, which also handles the keys (ARIA combobox pattern).
    <div
      ref={ref}
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={active}
      aria-disabled={disabled || undefined}
      className={classNames(
        'flex h-7 shrink-0 items-center gap-2 rounded-md pe-2',
        active && 'bg-selected',
        disabled ? 'text-muted' : !active && 'hover:bg-hover',
      )}
      style={{ paddingInlineStart: `calc(var(--unit) * ${2 + Math.min(level, 6) * 4})` }}
      onMouseDown={(event) => event.preventDefault()}
      onClick={() => {
        if (!disabled) onChoose(folder);
      }}
      onKeyDown={() => {}}
    >
      <Icon icon={folderIcon(folder.role)} className="shrink-0 text-muted" />
      <span dir="auto" title={folder.path} className="min-w-0 truncate">
        {name}
      </span>
      {note && (
        <span dir="auto" className="ms-auto max-w-1/2 shrink-0 truncate text-small text-muted">
          {note}
        </span>
      )}
    </div>
  );
}
