import type { CommandId } from '../../shared/commands.ts';
import { askFocus, paneWithFocus } from './commands-ui.ts';
import {
  deleteSelectionForever,
  extendSelection,
  isReaderOver,
  leaveReader,
  moveSelectionToRole,
  openMoveDialog,
  openSelected,
  selectAll,
  selectBy,
  selectNone,
  setSeenSelection,
  toggleFlagSelection,
  toggleSeenSelection,
  toggleSelectionAtCursor,
} from './mailbox-actions.ts';
import {
  deleteFolder,
  emptyFolder,
  goToRole,
  markFolderSeen,
  newFolder,
  renameFolder,
} from './mailbox-folder-actions.ts';
import { useMailbox } from './mailbox-state.ts';
import { undoLast } from './mailbox-undo.ts';
import { showMailbox } from './ui.ts';

/** The commands that are about messages and folders; all of them happen on the mailbox's screen. */
export const mailboxCommandIds = [
  'go_inbox',
  'go_drafts',
  'go_sent',
  'go_archive',
  'go_junk',
  'go_trash',
  'focus_folders',
  'focus_list',
  'focus_reader',
  'next_message',
  'previous_message',
  'open_message',
  'back_to_list',
  'toggle_seen',
  'mark_seen',
  'mark_unseen',
  'toggle_flag',
  'archive',
  'trash',
  'delete_forever',
  'junk',
  'not_junk',
  'move',
  'undo',
  'select_all',
  'select_none',
  'toggle_selection',
  'extend_down',
  'extend_up',
  'mark_folder_seen',
  'empty_folder',
  'new_folder',
  'rename_folder',
  'delete_folder',
] as const satisfies readonly CommandId[];

export type MailboxCommandId = (typeof mailboxCommandIds)[number];

/** What each of them does; whether it can is `commandAvailability`'s to say. */
export const mailboxActions: Readonly<Record<MailboxCommandId, () => void>> = {
  go_inbox: () => go('inbox'),
  go_drafts: () => go('drafts'),
  go_sent: () => go('sent'),
  go_archive: () => go('archive'),
  go_junk: () => go('junk'),
  go_trash: () => go('trash'),
  focus_folders: () => askFocus('folders'),
  focus_list: () => {
    if (isReaderOver()) leaveReader();
    askFocus('list');
  },
  focus_reader: () => {
    if (useMailbox.getState().narrow) openSelected();
    askFocus('reader');
  },
  next_message: () => walk(1),
  previous_message: () => walk(-1),
  open_message: openSelected,
  back_to_list: backToList,
  toggle_seen: () => void toggleSeenSelection(),
  mark_seen: () => void setSeenSelection(true),
  mark_unseen: () => void setSeenSelection(false),
  toggle_flag: () => void toggleFlagSelection(),
  archive: () => void moveSelectionToRole('archive'),
  trash: () => void moveSelectionToRole('trash'),
  delete_forever: () => void deleteSelectionForever(),
  junk: () => void moveSelectionToRole('junk'),
  not_junk: () => void moveSelectionToRole('inbox'),
  move: () => void openMoveDialog(),
  undo: () => void undoLast(),
  select_all: selectAll,
  select_none: selectNone,
  toggle_selection: toggleSelectionAtCursor,
  extend_down: () => extendSelection(1),
  extend_up: () => extendSelection(-1),
  mark_folder_seen: () => void markFolderSeen(),
  empty_folder: () => emptyFolder(),
  new_folder: () => newFolder(),
  rename_folder: () => renameFolder(),
  delete_folder: () => deleteFolder(),
};

function go(role: Parameters<typeof goToRole>[0]): void {
  showMailbox();
  goToRole(role);
}

/** From the sidebar the focus goes along: the keys that follow are about the message. */
function walk(rows: 1 | -1): void {
  selectBy(rows);
  if (paneWithFocus() === 'folders') askFocus('list');
}

/** One step back: from the reader, or from wherever the focus is, to the list; there from a selection to one message. */
function backToList(): void {
  if (isReaderOver()) leaveReader();
  else if (paneWithFocus() !== 'list') askFocus('list');
  else selectNone();
}
