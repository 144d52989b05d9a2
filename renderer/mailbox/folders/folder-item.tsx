import { ChevronRight, CloudAlert } from 'lucide-react';
import { type DragEvent, memo, useState } from 'react';
import type { Folder } from '../../../shared/mail.ts';
import { proofText } from '../../../shared/proof-text.ts';
import { texts } from '../../../shared/texts/texts.ts';
import { classNames } from '../../components/class-names.ts';
import { Icon } from '../../components/icon.tsx';
import { initialsOf } from '../../components/sender-colours.ts';
import { useCompose } from '../../compose/composers.ts';
import { dayTime } from '../../stores/ui-clock.ts';
import { openFolder } from '../list/open-view.ts';
import { useMailbox } from '../mailbox-state.ts';
import { setExpanded } from '../memory.ts';
import { acceptsDrop, dropOn, isCopying } from '../selection/drag.ts';
import { folderIcon } from './folder-looks.ts';
import { folderName } from './folder-tree.ts';
import { folderMark } from './folder-trouble.tsx';
import { onChoosingKey, UnreadCount } from './sidebar-item.tsx';

interface FolderItemProps {
  readonly folder: Folder;
  readonly level: number;
  readonly expanded: boolean | null;
  readonly unread: number;
  readonly open: boolean;
}

const deepestIndent = 6;

/** The indentation in steps of the grid, which grows with the text size. */
function indent(steps: number, level: number): string {
  return `calc(var(--unit) * ${steps + Math.min(level, deepestIndent) * 4})`;
}

/** A folder of the sidebar; a parent that holds no mail itself is shown but cannot be opened. Messages can be dropped on it. */
export const FolderItem = memo(function FolderItem({ folder, level, expanded, unread, open }: FolderItemProps) {
  const words = texts().mailbox;
  const name = folderName(folder);
  const label = unread > 0 ? words.sidebar.unread(name, unread) : name;
  const mark = folderMark(folder);
  const drop = useDrop(folder);
  const isTarget = drop.over;
  // Drafts or the outbox have taken the place of its messages.
  const isShown = useCompose((state) => state.list === null) && open;
  const toggle = (): void => setExpanded(folder, expanded === false);
  const choose = (): void => {
    if (folder.selectable) void openFolder(folder);
    else if (expanded !== null) toggle();
  };
  return (
    <div
      role="treeitem"
      tabIndex={open ? 0 : -1}
      data-folder={folder.id}
      aria-level={level + 1}
      aria-expanded={expanded ?? undefined}
      aria-selected={isShown}
      aria-disabled={folder.selectable || expanded !== null ? undefined : true}
      title={folder.selectable ? `${label}\n${proofText(folder.proof, dayTime)}` : label}
      aria-label={mark === null ? label : texts().troubles.marked(label, mark)}
      className={classNames(
        'relative flex h-(--item-height) shrink-0 items-center gap-2 rounded-md pe-2 in-data-rail:justify-center in-data-rail:px-0! focus-visible:-outline-offset-2 data-menu:bg-hover',
        !folder.selectable && 'text-muted',
        drop.refused && 'text-muted',
        isTarget && 'bg-accent-soft outline-2 -outline-offset-2 outline-accent',
        !isTarget && isShown && 'bg-selected-idle group-focus-within/tree:bg-selected',
        !isTarget && !isShown && folder.selectable && !drop.refused && 'hover:bg-hover',
      )}
      style={{ paddingInlineStart: indent(5, level) }}
      onClick={choose}
      onKeyDown={(event) => onChoosingKey(event, choose)}
      {...drop.handlers}
    >
      {expanded !== null && (
        // Only for the pointer: the keyboard has the arrow keys, and screen readers have aria-expanded.
        <span
          aria-hidden="true"
          title={expanded ? words.sidebar.collapse : words.sidebar.expand}
          className="absolute inset-y-0 flex w-4 in-data-rail:hidden items-center justify-center text-muted hover:text-text"
          style={{ insetInlineStart: indent(1, level) }}
          onClick={(event) => {
            event.stopPropagation();
            toggle();
          }}
          onKeyDown={() => {}}
        >
          <Icon icon={ChevronRight} size={14} className={expanded ? 'rotate-90' : 'rtl:-scale-x-100'} />
        </span>
      )}
      <Icon
        icon={folderIcon(folder.role)}
        className={classNames(
          'shrink-0',
          isShown ? 'text-accent-text' : 'text-muted',
          folder.role === null && 'in-data-rail:hidden',
        )}
      />
      {/* In a rail, folders of the user's own would all be the same icon. */}
      {folder.role === null && (
        <span aria-hidden="true" title={name} className="hidden text-small font-semibold text-muted in-data-rail:block">
          {initialsOf({ name, address: '' })}
        </span>
      )}
      <span dir="auto" title={name} className="min-w-0 truncate in-data-rail:hidden">
        {name}
      </span>
      {mark !== null && (
        <span title={mark} className="flex shrink-0 items-center text-muted in-data-rail:hidden">
          <Icon icon={CloudAlert} size={14} />
        </span>
      )}
      <UnreadCount count={unread} />
    </div>
  );
});

/**
 * Handles messages dragged over a folder: it is highlighted where they may be dropped; elsewhere the pointer shows that
 * they may not.
 */
function useDrop(folder: Folder) {
  const drag = useMailbox((state) => state.drag);
  const [inside, setInside] = useState(false);
  const accepted = acceptsDrop(drag, folder);
  return {
    over: inside && accepted,
    refused: drag !== null && !accepted,
    handlers: {
      onDragEnter: () => setInside(true),
      onDragLeave: (event: DragEvent) => {
        const { relatedTarget, currentTarget } = event;
        if (!(relatedTarget instanceof Node && currentTarget.contains(relatedTarget))) setInside(false);
      },
      onDragOver: (event: DragEvent) => {
        if (!accepted) return;
        event.preventDefault();
        event.dataTransfer.dropEffect = isCopying(event) ? 'copy' : 'move';
      },
      onDrop: (event: DragEvent) => {
        event.preventDefault();
        setInside(false);
        void dropOn(folder, isCopying(event));
      },
    },
  };
}
