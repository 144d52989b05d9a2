import {
  Archive,
  CircleX,
  Copy,
  FolderInput,
  Mail,
  MailOpen,
  OctagonAlert,
  ShieldCheck,
  Star,
  Tag,
  Tags,
  Trash2,
} from 'lucide-react';
import type { CommandId } from '../../../shared/commands.ts';
import type { MessageRow } from '../../../shared/mail.ts';
import { texts } from '../../../shared/texts/texts.ts';
import { FilledStar } from '../../components/filled-star.tsx';
import { shortcutLabel } from '../../keyboard/shortcut-label.ts';
import type { ContextMenuItem } from '../context-menu.tsx';
import { areLabels } from '../folders/folder-tree.ts';
import { rowOf } from '../list/rows.ts';
import { accountOfCursor, folderOfCursor, useMailbox } from '../mailbox-state.ts';
import { selectedIds } from '../selection/selection.ts';
import { commandAvailability } from './availability.ts';
import {
  deleteSelectionForever,
  moveSelectionToRole,
  openFolderPicker,
  setSeenSelection,
  toggleFlagSelection,
} from './message-actions.ts';
import { openTagPicker } from './tagging.ts';

/** Everything that can be done with the selected messages: for their menu, and for the reader's place when there are several. */
export function messageItems(): readonly ContextMenuItem[] {
  const state = useMailbox.getState();
  const { open } = state;
  const rows: MessageRow[] = open ? selectedIds(open).flatMap((id) => rowOf(open.list, id)?.row ?? []) : [];
  const available = commandAvailability(state);
  const words = texts().mailbox.row;
  const unread = rows.some((row) => !row.seen);
  const unflagged = rows.length === 0 || rows.some((row) => !row.flagged);
  const accountId = accountOfCursor(state);
  const isLabelling = accountId !== null && areLabels(state.lists, accountId);
  const inJunk = available.not_junk === null;
  const inTrash = folderOfCursor(state)?.role === 'trash';
  const item = (command: CommandId, more: Omit<ContextMenuItem, 'shortcut' | 'disabled'>): ContextMenuItem => ({
    ...more,
    shortcut: shortcutLabel(command),
    disabled: typeof available[command] === 'string',
  });
  return [
    item('archive', { label: words.archive, icon: Archive, onSelect: () => void moveSelectionToRole('archive') }),
    inTrash
      ? item('trash', {
          label: words.deleteForever,
          icon: CircleX,
          danger: true,
          onSelect: () => void deleteSelectionForever(),
        })
      : item('trash', { label: words.trash, icon: Trash2, onSelect: () => void moveSelectionToRole('trash') }),
    inJunk
      ? item('not_junk', {
          label: words.notJunk,
          icon: ShieldCheck,
          onSelect: () => void moveSelectionToRole('inbox'),
        })
      : item('junk', { label: words.junk, icon: OctagonAlert, onSelect: () => void moveSelectionToRole('junk') }),
    item('move', { label: words.move, icon: FolderInput, onSelect: () => void openFolderPicker('move') }),
    isLabelling
      ? item('copy', { label: words.label, icon: Tag, onSelect: () => void openFolderPicker('copy') })
      : item('copy', { label: words.copy, icon: Copy, onSelect: () => void openFolderPicker('copy') }),
    item('toggle_seen', {
      label: unread ? words.markRead : words.markUnread,
      icon: unread ? MailOpen : Mail,
      startsGroup: true,
      onSelect: () => void setSeenSelection(unread),
    }),
    item('toggle_flag', {
      label: unflagged ? words.addStar : words.removeStar,
      icon: unflagged ? Star : FilledStar,
      onSelect: () => void toggleFlagSelection(),
    }),
    // Not where the server keeps no tags.
    ...(folderOfCursor(state)?.keptTags?.length === 0
      ? []
      : [item('tag', { label: words.tag, icon: Tags, onSelect: () => void openTagPicker() })]),
    ...(inTrash
      ? []
      : [
          item('delete_forever', {
            label: words.deleteForever,
            icon: CircleX,
            danger: true,
            startsGroup: true,
            onSelect: () => void deleteSelectionForever(),
          }),
        ]),
  ];
}
