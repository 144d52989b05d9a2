import type { AccountId, Folder, FolderId, MessageId } from '../../../shared/mail.ts';
import { texts } from '../../../shared/texts/texts.ts';
import { call } from '../../bridge.ts';
import { useAccounts } from '../../stores/accounts.ts';
import { areLabels, folderName, folderOf, folderOfRole } from '../folders/folder-tree.ts';
import { changeList, changeOpen } from '../list/open-view.ts';
import { keyOf } from '../list/row-key.ts';
import { rowAt, rowOf } from '../list/rows.ts';
import {
  folderActedOn,
  folderOfRow,
  isOfSeveralFolders,
  isSamePlace,
  type MailboxState,
  type Messages,
  messagesOf,
  openFolderOf,
  placeOfTarget,
  useMailbox,
} from '../mailbox-state.ts';
import { cursorLeaves, cursorMayStay } from '../selection/cursor.ts';
import { extendTo, rangeGivenUp, sayCount, selectionKnown, selectNothing, selectWhole } from '../selection/ranges.ts';
import {
  cursorToggled,
  cursorWalked,
  oneChosen,
  rowToggled,
  selectedIds,
  selectionCleared,
} from '../selection/selection.ts';
import { leaveBeside } from './beside.ts';
import { byAccount, inChunks, report, say, whole } from './outcome.ts';
import { keepSeenState, readAtOnce } from './reading.ts';

export type RoleTarget = 'archive' | 'junk' | 'inbox' | 'trash';

/** Selects a row and no other; the reader follows. */
export function selectIndex(index: number): void {
  rangeGivenUp();
  changeOpen((open) => oneChosen(open, index));
}

/** Moves the cursor up or down (J, K); what is selected stays. Without a cursor it starts at the first visible row. */
export function selectBy(rows: number): void {
  rangeGivenUp();
  changeOpen((open) => cursorWalked(open, open.list.cursor ? open.list.cursor.index + rows : open.list.first));
}

/** Moves the cursor as an arrow key does: the row it comes to is selected, and no other. */
export function selectOneBy(rows: number): void {
  rangeGivenUp();
  changeOpen((open) => oneChosen(open, open.list.cursor ? open.list.cursor.index + rows : open.list.first));
}

/** Opens a message on purpose: shown at once, read at once, and in a narrow window in the list's place. */
export function openIndex(index: number): void {
  selectIndex(index);
  openSelected();
}

/** Opens the selected message on purpose, as `openIndex` does. */
export function openSelected(): void {
  const { open, narrow } = useMailbox.getState();
  if (!open?.list.cursor) return;
  changeOpen(selectionCleared);
  if (narrow) useMailbox.setState({ readerOpen: true });
  readAtOnce();
}

/** Whether the reader has taken the list's place in a narrow window. */
export function isReaderOver(): boolean {
  const { narrow, readerOpen } = useMailbox.getState();
  return narrow && readerOpen;
}

/** Back from the reader to the list in a narrow window. */
export function leaveReader(): void {
  useMailbox.setState({ readerOpen: false });
}

/** Selects all messages of the open folder. */
export function selectAll(): void {
  void selectWhole();
}

/** Selects nothing but the cursor's message. */
export function selectNone(): void {
  selectNothing();
}

/** Adds a row to the selection or takes it away (Ctrl+click). */
export function toggleSelectionAt(index: number): void {
  rangeGivenUp();
  changeOpen((open) => rowToggled(open, index));
  sayCount();
}

/** Adds the cursor's row to the selection or takes it away. */
export function toggleSelectionAtCursor(): void {
  rangeGivenUp();
  changeOpen(cursorToggled);
  sayCount();
}

/** Extends the selection by so many rows, up if negative. */
export function extendSelection(rows: number): void {
  const { open } = useMailbox.getState();
  if (open) extendTo(open.list.cursor ? open.list.cursor.index + rows : open.list.first);
}

/**
 * What an action without an index is about: the message that is shown from a conversation, or the selection as soon as it is known, or the message under
 * the cursor. Null: nothing.
 */
export async function selected(): Promise<Messages | null> {
  const state = useMailbox.getState();
  const folder = state.beside && folderActedOn(state);
  // Where its folder is not known, nothing is done: never anything to what the list has selected.
  if (state.beside) return folder ? { place: placeOfTarget(folder), keys: [state.beside.message.id] } : null;
  if (!(await selectionKnown())) return null;
  const { open } = useMailbox.getState();
  const keys = open ? selectedIds(open) : [];
  return open && keys.length > 0 ? messagesOf(open, keys) : null;
}

/** The message of one row, whatever else is selected; null while the row is not loaded. */
function atRow(index: number): Messages | null {
  const { open } = useMailbox.getState();
  const row = open && rowAt(open.list, index);
  return open && row ? messagesOf(open, [keyOf(row)]) : null;
}

/** How many messages an action is about, as far as its rows are loaded: all of their conversations', where they are conversations. */
export function messageCount(messages: Messages): number {
  const rows = messages.byThread ? rowsOf(messages) : [];
  const others = rows.reduce((sum, { conversation }) => sum + (conversation?.messageIds.length ?? 1) - 1, 0);
  return messages.keys.length + others;
}

/** The rows of the messages, as far as they are loaded. */
function rowsOf({ keys }: Messages) {
  const { open, beside } = useMailbox.getState();
  if (beside && keys.length === 1 && keys[0] === beside.message.id) return [beside.message];
  return keys.flatMap((key) => (open && rowOf(open.list, key)?.row) || []);
}

async function setSeenOf(messages: Messages, seen: boolean): Promise<void> {
  keepSeenState(messages);
  const outcome = await inChunks(messages, (accountId, messageIds) =>
    call('mail.setSeen', { accountId, messageIds, ...whole(messages), seen }),
  );
  const words = seen ? texts().mailbox.done.seen : texts().mailbox.done.unseen;
  report({ ...messages, like: `seen ${seen}`, words, shown: messages.keys.length > 1 }, outcome);
}

async function toggleSeenOf(messages: Messages): Promise<void> {
  await setSeenOf(
    messages,
    rowsOf(messages).some((row) => !row.seen),
  );
}

async function toggleFlagOf(messages: Messages): Promise<void> {
  const rows = rowsOf(messages);
  const flagged = rows.length === 0 || rows.some((row) => !row.flagged);
  const outcome = await inChunks(messages, (accountId, messageIds) =>
    call('mail.setFlagged', { accountId, messageIds, ...whole(messages), flagged }),
  );
  const words = flagged ? texts().mailbox.done.flagged : texts().mailbox.done.unflagged;
  report({ ...messages, like: `flagged ${flagged}`, words, shown: messages.keys.length > 1 }, outcome);
}

/** Marks the selected messages as read or unread. An open message keeps that state until it is selected again. */
export async function setSeenSelection(seen: boolean): Promise<void> {
  const messages = await selected();
  if (messages) await setSeenOf(messages, seen);
}

/** Marks the selected messages as read if one of them is unread, else as unread. */
export async function toggleSeenSelection(): Promise<void> {
  const messages = await selected();
  if (messages) await toggleSeenOf(messages);
}

/** Toggles read and unread for the message of one row, whatever else is selected. */
export async function toggleSeenAt(index: number): Promise<void> {
  const messages = atRow(index);
  if (messages) await toggleSeenOf(messages);
}

/** Gives the selected messages a star if one has none, else takes it from all. */
export async function toggleFlagSelection(): Promise<void> {
  const messages = await selected();
  if (messages) await toggleFlagOf(messages);
}

/** Toggles the star of the message of one row, whatever else is selected. */
export async function toggleFlagAt(index: number): Promise<void> {
  const messages = atRow(index);
  if (messages) await toggleFlagOf(messages);
}

/** Why messages of a folder cannot be moved to a role's folder; null when they can. */
export function roleRefusal(state: MailboxState, role: RoleTarget, folder: Folder | undefined): string | null {
  const there = folder && folderOfRole(state.lists, folder.accountId, role);
  return there && there.id === folder.id ? texts().mailbox.alreadyIn(folderName(folder)) : null;
}

/** Moves the selected messages to the account's folder of a role. In the trash, "trash" asks whether to delete them for good. */
export async function moveSelectionToRole(role: RoleTarget): Promise<void> {
  const messages = await selected();
  if (messages) await moveToRole(messages, role, folderActedOn(useMailbox.getState()));
}

/** Moves the message of one row to the account's folder of a role, whatever else is selected. */
export async function moveToRoleAt(index: number, role: RoleTarget): Promise<void> {
  const messages = atRow(index);
  if (messages) await moveToRole(messages, role, folderAt(useMailbox.getState(), index));
}

/** The folder that the message of a row is in. */
export function folderAt(state: MailboxState, index: number): Folder | undefined {
  const row = state.open && rowAt(state.open.list, index);
  if (!isOfSeveralFolders(state.open)) return openFolderOf(state);
  return row ? folderOfRow(state, row) : undefined;
}

/** @param folder that they are in, where that is known */
async function moveToRole(messages: Messages, role: RoleTarget, folder: Folder | undefined): Promise<void> {
  const refusal = roleRefusal(useMailbox.getState(), role, folder);
  if (refusal && role === 'trash') return askToDelete(messages);
  if (refusal) return say(refusal);
  const [accountId, another] = accountsOf(messages);
  // Of several accounts each has a folder of its own, with a name of its own.
  const there = accountId && !another ? folderOfRole(useMailbox.getState().lists, accountId, role) : undefined;
  const { done } = texts().mailbox;
  const words = {
    archive: done.archived,
    junk: done.junk,
    inbox: (count: number) => done.moved(count, there ? folderName(there) : texts().folders.roles.inbox),
    trash: (count: number) => done.moved(count, there ? folderName(there) : texts().mailbox.theTrash),
  }[role];
  const ask: Ask = (ofAccount, messageIds) =>
    call('mail.moveToRole', { accountId: ofAccount, messageIds, ...whole(messages), role });
  // Under a label, what is archived leaves the inbox and stays in the list.
  const staysListed = folder !== undefined && !['inbox', 'trash', 'junk'].includes(folder.role ?? '');
  if (role === 'archive' && staysListed && isLabelling(messages)) {
    report({ ...messages, like: role, words, shown: true }, await inChunks(messages, ask));
    return;
  }
  await moveAway(messages, { like: role, words, ask });
}

/** Moves the selected messages to a folder of the same account. */
export async function moveSelectionTo(folder: Folder): Promise<void> {
  const messages = await selected();
  if (messages) await moveTo(messages, folder);
}

/** The folder that messages are in; null where they are of several, which is possible among the results of a search. */
export function sourceOf(messages: Messages): FolderId | null {
  const { open } = useMailbox.getState();
  if (!isOfSeveralFolders(open)) return messages.place.folderId;
  const folders = new Set(rowsOf(messages).map(({ folderId }) => folderId));
  const [only] = folders;
  return folders.size === 1 && only !== undefined ? only : null;
}

/** Whether all of the messages are in this folder. */
export function isWhereTheyAre(messages: Messages, folder: Folder): boolean {
  return isAllIn(messages, folder.accountId) && folder.id === sourceOf(messages);
}

/** Moves messages to a folder, which may be another account's. */
export async function moveTo(messages: Messages, folder: Folder): Promise<void> {
  if (isWhereTheyAre(messages, folder)) return say(texts().mailbox.alreadyIn(folderName(folder)));
  const words = (count: number): string => texts().mailbox.done.moved(count, nameFor(messages, folder));
  const ask: Ask = (accountId, messageIds) =>
    call('mail.move', { accountId, messageIds, ...whole(messages), ...targetOf(accountId, folder) });
  await moveAway(messages, { like: `move ${folder.accountId} ${folder.id}`, words, ask });
}

/** Copies messages to a folder, which may be another account's. They stay where they are, and so do cursor and selection. */
export async function copyTo(messages: Messages, folder: Folder): Promise<void> {
  if (isWhereTheyAre(messages, folder)) return say(texts().mailbox.alreadyIn(folderName(folder)));
  const { copied, labelled } = texts().mailbox.done;
  const isLabel = isLabelling(messages, folder);
  const words = (count: number): string => (isLabel ? labelled : copied)(count, nameFor(messages, folder));
  const outcome = await inChunks(messages, (accountId, messageIds) =>
    call('mail.copy', { accountId, messageIds, ...whole(messages), ...targetOf(accountId, folder) }),
  );
  report({ ...messages, like: `copy ${folder.accountId} ${folder.id}`, words, shown: true }, outcome);
}

/** Takes a label from a message, which stays where it is. @param message with the folder that it is looked at in */
export async function removeLabel(
  { id, folderId }: { readonly id: MessageId; readonly folderId: FolderId },
  label: Folder,
): Promise<void> {
  const { accountId } = label;
  const here = folderOf(useMailbox.getState().lists, accountId, folderId);
  if (!here) return;
  const messages: Messages = { place: placeOfTarget(here), keys: [id] };
  const words = (count: number): string => texts().mailbox.done.unlabelled(count, folderName(label));
  const outcome = await inChunks(messages, (ofAccount, messageIds) =>
    call('mail.removeLabel', { accountId: ofAccount, messageIds, folderId: label.id }),
  );
  report({ ...messages, like: `unlabel ${accountId} ${label.id}`, words, shown: true }, outcome);
}

/** Whether copying messages to a folder is to give them its label. */
export function isLabelling(messages: Messages, folder?: Folder): boolean {
  const { lists } = useMailbox.getState();
  if (folder !== undefined && !isAllIn(messages, folder.accountId)) return false;
  const accounts = accountsOf(messages);
  return accounts.length > 0 && accounts.every((accountId) => areLabels(lists, accountId));
}

/** A folder's name, with its account's where the messages come from another one. */
function nameFor(messages: Messages, folder: Folder): string {
  if (isAllIn(messages, folder.accountId)) return folderName(folder);
  const account = useAccounts.getState().accounts?.find((view) => view.account.id === folder.accountId)?.account;
  return account ? `${folderName(folder)} (${account.label || account.address})` : folderName(folder);
}

/** The folder as a call about messages of this account names it. */
function targetOf(accountId: AccountId, folder: Folder) {
  const isElsewhere = folder.accountId !== accountId;
  return { folderId: folder.id, ...(isElsewhere && { toAccountId: folder.accountId }) };
}

/** The accounts that messages are in. */
export function accountsOf({ place, keys }: Messages): readonly AccountId[] {
  return [...byAccount(keys, place.accountId).keys()];
}

/** Whether all of the messages are in one account. */
function isAllIn(messages: Messages, accountId: AccountId): boolean {
  return accountsOf(messages).every((other) => other === accountId);
}

type Ask = Parameters<typeof inChunks>[1];

/**
 * Moves messages away. The next message is selected at once, so that a second press acts on it; messages that main
 * refused to move stay.
 */
async function moveAway(
  messages: Messages,
  { like, words, ask }: { readonly like: string; readonly words: (count: number) => string; readonly ask: Ask },
): Promise<void> {
  const { place, keys } = messages;
  // The reader goes back to the list's message.
  leaveBeside();
  const isHere = (): boolean => {
    const { open } = useMailbox.getState();
    return open !== null && isSamePlace(open, place);
  };
  if (isHere()) {
    rangeGivenUp();
    changeOpen((open) => {
      const start = open.selection.anchor?.index ?? (open.selection.ids.size > 1 ? 0 : undefined);
      const list = cursorLeaves(open.list, keys, start);
      // A row's own buttons act on that row alone: what else is selected stays.
      const stays = [...open.selection.ids].filter((id) => !list.leaving.has(id));
      return stays.length === 0
        ? { ...selectionCleared(open), list }
        : { ...open, list, selection: { ...open.selection, ids: new Set(stays) } };
    });
  }
  const outcome = await inChunks(messages, ask);
  if (outcome.left.length > 0 && isHere()) changeList((list) => cursorMayStay(list, outcome.left));
  report({ ...messages, like, words, shown: true }, outcome);
}

/** Asks whether the selected messages are to be deleted for good. */
export async function deleteSelectionForever(): Promise<void> {
  const messages = await selected();
  if (messages) askToDelete(messages);
}

function askToDelete(messages: Messages): void {
  useMailbox.setState({ dialog: { kind: 'delete_forever', ...messages } });
}

/** Deletes messages for good, after the user confirmed it. */
export async function deleteForever(messages: Messages): Promise<void> {
  const ask: Ask = (accountId, messageIds) => call('mail.delete', { accountId, messageIds, ...whole(messages) });
  await moveAway(messages, { like: 'delete', words: texts().mailbox.done.deleted, ask });
}

/** Asks for the folder that the selected messages are to be moved or copied to. */
export async function openFolderPicker(does: 'move' | 'copy'): Promise<void> {
  const messages = await selected();
  if (messages) useMailbox.setState({ dialog: { kind: does, ...messages } });
}
