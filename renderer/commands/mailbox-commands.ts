import type { CommandId } from '../../shared/commands.ts';
import type { AccountId, MessageId } from '../../shared/mail.ts';
import {
  deleteSelectionForever,
  extendSelection,
  isReaderOver,
  leaveReader,
  moveSelectionToRole,
  openFolderPicker,
  openSelected,
  selectAll,
  selectBy,
  selectNone,
  setSeenSelection,
  toggleFlagSelection,
  toggleSeenSelection,
  toggleSelectionAtCursor,
} from '../mailbox/actions/message-actions.ts';
import { openNextUnread } from '../mailbox/actions/next-unread.ts';
import { openInWindow } from '../mailbox/actions/reading.ts';
import { openTagPicker, toggleTagSelection, untagSelection } from '../mailbox/actions/tagging.ts';
import { undoLast } from '../mailbox/actions/undo.ts';
import { continueDraft, isInDrafts, writeAbout } from '../mailbox/actions/writing.ts';
import {
  deleteFolder,
  emptyFolder,
  goToRole,
  markFolderSeen,
  newFolder,
  renameFolder,
  verifyFolder,
} from '../mailbox/folders/folder-actions.ts';
import { useMailbox } from '../mailbox/mailbox-state.ts';
import { endEmptySearch, endSearchUnlessSelecting } from '../mailbox/search/search.ts';
import { conversationSteps } from '../reader/conversation-keys.ts';
import { canFind, openFind, stepHit } from '../reader/find/find.ts';
import { printMessage, saveMessage } from '../reader/message-files.ts';
import { showOf, toggleFixedWidth, toggleOriginalColours } from '../reader/reader-view.ts';
import { askFocus } from '../stores/asked-focus.ts';
import { showMailbox } from '../stores/ui.ts';
import { paneWithFocus } from './commands-ui.ts';

/**
 * What the commands on messages and folders do, all on the mailbox screen. `commandAvailability` decides whether a
 * command can be run.
 */
export const mailboxActions = {
  reply: () => writeAbout('reply'),
  reply_all: () => writeAbout('reply_all'),
  forward: () => writeAbout('forward'),
  forward_attached: () => writeAbout('forward_attached'),
  edit_as_new: () => writeAbout('edit_as_new'),
  continue_draft: continueDraft,
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
  focus_search: searchMail,
  next_message: () => walk(1),
  previous_message: () => walk(-1),
  next_unread: () => void openNextUnread(),
  next_in_conversation: () => conversationSteps()?.step(1),
  previous_in_conversation: () => conversationSteps()?.step(-1),
  open_all: () => conversationSteps()?.openAll(),
  fold_all: () => conversationSteps()?.foldAll(),
  // Where nothing is open there is nothing to find in but the list.
  find_in_message: () => (canFind() ? openFind() : searchMail()),
  next_hit: () => stepHit(1),
  previous_hit: () => stepHit(-1),
  open_message: () => (isInDrafts() ? continueDraft() : openSelected()),
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
  move: () => void openFolderPicker('move'),
  copy: () => void openFolderPicker('copy'),
  tag: () => void openTagPicker(),
  tag_important: () => void toggleTagSelection('$label1'),
  tag_work: () => void toggleTagSelection('$label2'),
  tag_personal: () => void toggleTagSelection('$label3'),
  tag_todo: () => void toggleTagSelection('$label4'),
  tag_later: () => void toggleTagSelection('$label5'),
  untag: () => void untagSelection(),
  open_in_window: () => withOpen((place) => openInWindow(place)),
  print: () => withOpen((place) => printMessage(place, 'printer')),
  save_pdf: () => withOpen((place) => printMessage(place, 'pdf')),
  save_eml: () => withOpen(saveMessage),
  fixed_width: toggleFixedWidth,
  original_colours: () => withOpen(({ messageId }) => toggleOriginalColours(messageId)),
  view_headers: () => withOpen(({ messageId }) => showOf(messageId, 'headers')),
  view_source: () => withOpen(({ messageId }) => showOf(messageId, 'source')),
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
  verify_folder: () => void verifyFolder(),
} as const satisfies Readonly<Partial<Record<CommandId, () => void>>>;

export type MailboxCommandId = keyof typeof mailboxActions;

function go(role: Parameters<typeof goToRole>[0]): void {
  showMailbox();
  goToRole(role);
}

function searchMail(): void {
  showMailbox();
  if (isReaderOver()) leaveReader();
  askFocus('search');
}

/** Does something with the message that is shown from a conversation; else opens the selected one, and does it with that. */
function withOpen(act: (place: { readonly accountId: AccountId; readonly messageId: MessageId }) => unknown): void {
  const { beside } = useMailbox.getState();
  if (beside !== null) {
    void act({ accountId: beside.accountId, messageId: beside.message.id });
    return;
  }
  openSelected();
  const { reading } = useMailbox.getState();
  if (reading !== null) void act(reading);
}

/**
 * Moves the cursor. When the focus is in the sidebar it moves to the list, because the next keys are about the message.
 */
function walk(rows: 1 | -1): void {
  selectBy(rows);
  if (paneWithFocus() === 'folders') askFocus('list');
}

/**
 * One step back: from the reader, or from wherever the focus is, to the list; there from a selection to one message, and from the
 * results of a search to the folder.
 */
function backToList(): void {
  if (isReaderOver()) leaveReader();
  else if (endEmptySearch()) return;
  else if (paneWithFocus() !== 'list') askFocus('list');
  else if (!endSearchUnlessSelecting()) selectNone();
}
