import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import type { Folder } from '../../../shared/mail.ts';
import { texts } from '../../../shared/texts/texts.ts';
import { classNames } from '../../components/class-names.ts';
import { Dialog } from '../../components/dialog.tsx';
import { controlClass } from '../../components/field.tsx';
import { Icon } from '../../components/icon.tsx';
import { type Messages, moveTo } from '../../stores/mailbox-actions.ts';
import { isMoveTarget } from '../../stores/mailbox-drag.ts';
import { closeMailboxDialog } from '../../stores/mailbox-folder-actions.ts';
import { type FolderEntry, folderName, foldersMatching, inSidebarOrder } from '../../stores/mailbox-folders.ts';
import { useMailbox } from '../../stores/mailbox-state.ts';
import { folderIcon } from './folder-looks.ts';

/** "Move to folder…": a list that is narrowed by typing; arrows choose, Enter moves. */
export function MoveDialog({ messages }: { readonly messages: Messages }) {
  const words = texts().mailbox.move;
  const folders = useMailbox((state) => state.lists.get(messages.accountId)?.folders) ?? [];
  const [query, setQuery] = useState('');
  const [wanted, setWanted] = useState(0);
  const id = useId();
  const entries = foldersMatching(inSidebarOrder(folders), query).filter(({ folder }) => isMoveTarget(folder));
  const isOpen = (folder: Folder): boolean => folder.id === messages.folderId;
  const targets = entries.filter(({ folder }) => !isOpen(folder));
  const active = targets[Math.min(wanted, targets.length - 1)];

  const move = (folder: Folder): void => {
    closeMailboxDialog();
    void moveTo(messages, folder);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }[event.key];
    if (step !== undefined && targets.length > 0) {
      const at = active ? targets.indexOf(active) : 0;
      setWanted(Math.max(0, Math.min(at + step, targets.length - 1)));
    } else if (event.key === 'Enter' && active && !event.nativeEvent.isComposing) move(active.folder);
    else return;
    event.preventDefault();
  };

  return (
    <Dialog open onClose={closeMailboxDialog} title={words.title(messages.messageIds.length)}>
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
          setWanted(0);
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
            open={isOpen(entry.folder)}
            onChoose={move}
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
  /** The messages are there already. */
  readonly open: boolean;
  readonly onChoose: (folder: Folder) => void;
}

function Target({ id, entry: { folder, level }, active, open, onChoose }: TargetProps) {
  const ref = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (active) ref.current?.scrollIntoView({ block: 'nearest' });
  }, [active]);
  const name = folderName(folder);
  return (
    // The field keeps the focus and has the keys (ARIA combobox).
    <div
      ref={ref}
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={active}
      aria-disabled={open || undefined}
      className={classNames(
        'flex h-7 shrink-0 items-center gap-2 rounded-md pe-2',
        active && 'bg-selected',
        open ? 'text-muted' : !active && 'hover:bg-hover',
      )}
      style={{ paddingInlineStart: 8 + Math.min(level, 6) * 16 }}
      onMouseDown={(event) => event.preventDefault()}
      onClick={() => {
        if (!open) onChoose(folder);
      }}
      onKeyDown={() => {}}
    >
      <Icon icon={folderIcon(folder.role)} className="shrink-0 text-muted" />
      <span dir="auto" title={folder.path} className="min-w-0 truncate">
        {name}
      </span>
      {open && <span className="ms-auto shrink-0 text-small">{texts().mailbox.move.here}</span>}
    </div>
  );
}
