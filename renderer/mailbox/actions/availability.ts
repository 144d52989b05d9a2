import type { CommandId } from '../../../shared/commands.ts';
import type { FolderRole } from '../../../shared/mail.ts';
import { texts } from '../../../shared/texts/texts.ts';
import { conversationSteps } from '../../reader/conversation-keys.ts';
import { canFind, useFind } from '../../reader/find/find.ts';
import { hitNumber } from '../../reader/find/hit-list.ts';
import { deleteFolderRefusal } from '../folders/folder-actions.ts';
import { areLabels, folderName, folderOfRole } from '../folders/folder-tree.ts';
import { accountOfCursor, folderActedOn, type MailboxState, openFolderOf } from '../mailbox-state.ts';
import { selectedCount } from '../selection/selection.ts';

const places = {
  go_inbox: 'inbox',
  go_drafts: 'drafts',
  go_sent: 'sent',
  go_archive: 'archive',
  go_junk: 'junk',
  go_trash: 'trash',
} as const satisfies Partial<Record<CommandId, FolderRole>>;

/** For each command on messages and folders: null when it can be done now, else the reason, as a sentence. */
export function commandAvailability(state: MailboxState): Partial<Record<CommandId, string | null>> {
  return { ...listCommands(state), ...messageCommands(state), ...folderCommands(state), ...placeCommands(state) };
}

const tagCommands = [
  'tag',
  'tag_important',
  'tag_work',
  'tag_personal',
  'tag_todo',
  'tag_later',
  'untag',
] as const satisfies readonly CommandId[];

function listCommands(state: MailboxState): Partial<Record<CommandId, string | null>> {
  const { open, narrow, readerOpen } = state;
  const { reasons } = texts().mailbox;
  const total = open?.list.total ?? 0;
  const withRows = total > 0 ? null : whyNoRows(state);
  const inConversation = conversationSteps() === null ? reasons.noConversation : null;
  const { total: hits, isMore } = hitNumber(useFind.getState().list);
  const withHits = hits > 0 || (canFind() && isMore) ? null : reasons.noHits;
  const withCursor = open?.list.cursor ? null : reasons.noneSelected;
  return {
    next_message: withRows,
    previous_message: withRows,
    next_unread: withRows ?? (!open?.search && openFolderOf(state)?.unread === 0 ? reasons.noUnread : null),
    next_in_conversation: inConversation,
    previous_in_conversation: inConversation,
    open_all: inConversation,
    fold_all: inConversation,
    find_in_message: null,
    next_hit: withHits,
    previous_hit: withHits,
    select_all: withRows,
    extend_down: withRows,
    extend_up: withRows,
    select_none: open && open.selection.ids.size > 0 ? null : reasons.noneSelected,
    toggle_selection: withCursor,
    open_message: withCursor,
    back_to_list: narrow && !readerOpen ? reasons.inList : null,
  };
}

/** An empty list means something only when it is known to be complete. */
function whyNoRows(state: MailboxState): string {
  const { reasons } = texts().mailbox;
  if (state.open?.over != null) return reasons.noMessages;
  const folder = openFolderOf(state);
  if (!folder) return reasons.noFolder;
  const isKnown = (state.open?.list.revision ?? -1) >= 0;
  return isKnown && folder.syncState === 'complete' ? reasons.noMessages : reasons.onTheirWay;
}

function messageCommands(state: MailboxState): Partial<Record<CommandId, string | null>> {
  const { reasons, alreadyIn } = texts().mailbox;
  const folder = folderActedOn(state);
  const some = state.open && selectedCount(state.open) > 0 ? null : reasons.noneSelected;
  const one = some ?? (state.open && selectedCount(state.open) > 1 ? reasons.oneOnly : null);
  const unlessIn = (role: FolderRole): string | null => {
    const there = folder && folderOfRole(state.lists, folder.accountId, role);
    return some ?? (there && there.id === folder.id ? alreadyIn(folderName(folder)) : null);
  };
  // Where several folders are meant, the engine says which tag cannot be kept.
  const tagged = some ?? (folder?.keptTags?.length === 0 ? reasons.noTags : null);
  // Where folders are labels, what is deleted anywhere else is archived.
  const isKept =
    folder !== undefined &&
    areLabels(state.lists, folder.accountId) &&
    folder.role !== 'trash' &&
    folder.role !== 'junk';
  return {
    reply: one,
    reply_all: one,
    forward: one,
    forward_attached: one,
    edit_as_new: one,
    continue_draft: one ?? (folder?.role === 'drafts' ? null : reasons.notInDrafts),
    toggle_seen: some,
    mark_seen: some,
    mark_unseen: some,
    toggle_flag: some,
    archive: unlessIn('archive'),
    // In the trash this command asks whether to delete the messages for good.
    trash: some,
    delete_forever: some ?? (isKept ? reasons.onlyFromTrash : null),
    junk: unlessIn('junk'),
    not_junk: some ?? (folder?.role === 'junk' ? null : reasons.notInJunk),
    move: some,
    copy: some,
    ...Object.fromEntries(tagCommands.map((command) => [command, tagged])),
    open_in_window: one,
    print: one,
    save_pdf: one,
    save_eml: one,
    fixed_width: one,
    original_colours: one,
    view_headers: one,
    view_source: one,
    undo: state.undo.length > 0 ? null : texts().mailbox.undo.nothing,
  };
}

function folderCommands(state: MailboxState): Partial<Record<CommandId, string | null>> {
  const { reasons } = texts().mailbox;
  const { refusals } = texts().folders;
  const folder = openFolderOf(state);
  const open = folder ? null : reasons.noFolder;
  const canEmpty = folder?.role === 'trash' || folder?.role === 'junk';
  return {
    mark_folder_seen: open ?? (folder && folder.unread > 0 ? null : refusals.nothingUnread),
    empty_folder: open ?? (canEmpty ? (folder.total > 0 ? null : reasons.noMessages) : refusals.notEmptied),
    verify_folder: open ?? (folder?.verification?.kind === 'running' ? refusals.verifying : null),
    new_folder: open,
    rename_folder: open ?? (folder?.role === null ? null : refusals.special),
    delete_folder: open ?? (folder ? deleteFolderRefusal(folder, state.lists) : null),
  };
}

function placeCommands(state: MailboxState): Partial<Record<CommandId, string | null>> {
  const { lists } = state;
  const accountId = accountOfCursor(state) ?? [...lists.keys()][0];
  const { roles, refusals } = texts().folders;
  const reason = (role: FolderRole): string | null =>
    accountId && folderOfRole(lists, accountId, role) ? null : refusals.noRole(roles[role]);
  return Object.fromEntries(Object.entries(places).map(([command, role]) => [command, reason(role)]));
}
