import { memo } from 'react';
import type { Folder } from '../../../shared/mail.ts';
import { classNames } from '../../components/class-names.ts';
import { Icon } from '../../components/icon.tsx';
import { folderName } from '../../stores/mailbox-folders.ts';
import { openFolder } from '../../stores/mailbox-view.ts';
import { folderIcon } from './folder-looks.ts';
import { inWords } from './row-words.ts';

interface FolderItemProps {
  readonly folder: Folder;
  readonly level: number;
  readonly open: boolean;
}

const deepestIndent = 6;

/** A folder of the sidebar; a parent that holds no mail itself is shown but cannot be opened. */
export const FolderItem = memo(function FolderItem({ folder, level, open }: FolderItemProps) {
  const name = folderName(folder);
  return (
    <div
      role="treeitem"
      tabIndex={open ? 0 : -1}
      aria-level={level + 1}
      aria-selected={open}
      aria-disabled={folder.selectable ? undefined : true}
      aria-label={folder.unread > 0 ? `${name}, ${inWords(folder.unread)} unread` : name}
      className={classNames(
        'flex h-7 shrink-0 items-center gap-2 rounded-md pe-2 focus-visible:-outline-offset-2',
        !folder.selectable && 'text-muted',
        open ? 'bg-selected-idle group-focus-within/tree:bg-selected' : folder.selectable && 'hover:bg-hover',
      )}
      style={{ paddingInlineStart: 8 + Math.min(level, deepestIndent) * 16 }}
      onClick={() => {
        if (folder.selectable) void openFolder(folder);
      }}
      onKeyDown={(event) => {
        if (!folder.selectable || (event.key !== 'Enter' && event.key !== ' ')) return;
        event.preventDefault();
        void openFolder(folder);
      }}
    >
      <Icon icon={folderIcon(folder.role)} className={open ? 'shrink-0 text-accent-text' : 'shrink-0 text-muted'} />
      <span dir="auto" title={name} className="min-w-0 truncate">
        {name}
      </span>
      {folder.unread > 0 && (
        <span className="ms-auto shrink-0 ps-1 text-small text-muted tabular-nums">{inWords(folder.unread)}</span>
      )}
    </div>
  );
});
