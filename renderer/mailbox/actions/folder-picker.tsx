import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import type { Folder } from '../../../shared/mail.ts';
import { texts } from '../../../shared/texts/texts.ts';
import { classNames } from '../../components/class-names.ts';
import { Dialog } from '../../components/dialog.tsx';
import { controlClass } from '../../components/field.tsx';
import { Icon } from '../../components/icon.tsx';
import { closeMailboxDialog } from '../folders/folder-actions.ts';
import { folderIcon } from '../folders/folder-looks.ts';
import { type FolderEntry, folderName, foldersMatching, inSidebarOrder } from '../folders/folder-tree.ts';
import { type Messages, useMailbox } from '../mailbox-state.ts';
import { isMoveTarget } from '../selection/drag.ts';
import { accountsOf, copyTo, messageCount, moveTo, sourceOf } from './message-actions.ts';

interface FolderPickerProps {
  readonly does: 'move' | 'copy';
  readonly messages: Messages;
}

/** "Move to folder…", "Copy to folder…": a list that is narrowed by typing; arrows choose, Enter moves or copies. */
export function FolderPicker({ does, messages }: FolderPickerProps) {
  const words = texts().mailbox.move;
  const [accountId] = accountsOf(messages);
  const folders = useMailbox((state) => accountId && state.lists.get(accountId)?.folders) ?? [];
  const [query, setQuery] = useState('');
  /** Null: nothing was typed or chosen yet, so Enter does nothing. */
  const [wanted, setWanted] = useState<number | null>(null);
  const id = useId();
  const searching = query.trim() !== '';
  // Folders that cannot hold mail are shown only in the whole tree, as the parents of others.
  const entries = foldersMatching(inSidebarOrder(folders), query).filter(
    ({ folder }) => !searching || isMoveTarget(folder),
  );
  const source = sourceOf(messages);
  const isTarget = (folder: Folder): boolean => isMoveTarget(folder) && folder.id !== source;
  const targets = entries.filter(({ folder }) => isTarget(folder));
  const active = wanted === null ? undefined : targets[Math.min(wanted, targets.length - 1)];

  const choose = (folder: Folder): void => {
    closeMailboxDialog();
    void (does === 'move' ? moveTo : copyTo)(messages, folder);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }[event.key];
    if (step !== undefined && targets.length > 0) {
      const at = active ? targets.indexOf(active) + step : step > 0 ? 0 : targets.length - 1;
      setWanted(Math.max(0, Math.min(at, targets.length - 1)));
    } else if (event.key === 'Enter' && active && !event.nativeEvent.isComposing) choose(active.folder);
    else return;
    event.preventDefault();
  };

  return (
    <Dialog
      open
      onClose={closeMailboxDialog}
      title={(does === 'move' ? words.title : words.copyTitle)(messageCount(messages))}
    >
      <input
        type="text"
        role="combobox"
        spellCheck={false}
        autoComplete="off"
        dir="auto"
        aria-label={words.search}
        aria-expanded={entries.length > 0}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={active ? `${id}-${active.folder.id}` : undefined}
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
        {entries.map((entry) => (
          <Target
            key={entry.folder.id}
            id={`${id}-${entry.folder.id}`}
            entry={entry}
            active={entry === active}
            disabled={!isTarget(entry.folder)}
            note={entry.folder.id === source ? words.here : searching ? placeOf(entry.folder) : ''}
            onChoose={choose}
          />
        ))}
        {entries.length === 0 && <p className="px-2 py-1 text-muted">{words.noMatch(query)}</p>}
      </div>
    </Dialog>
  );
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
