import type { AccountId, ActionResult, MessageId, OperationId } from '../../shared/mail.ts';
import type { AppError, Reply } from '../../shared/reply.ts';
import { call } from '../bridge.ts';
import { cursorLeaves, cursorMayStay, cursorMoved } from './mailbox-cursor.ts';
import { folderName } from './mailbox-folders.ts';
import { keepSeenState, readAtOnce } from './mailbox-reading.ts';
import { rowAt } from './mailbox-rows.ts';
import { announced, type MailboxState, openFolderOf, useMailbox } from './mailbox-state.ts';
import { changeList } from './mailbox-view.ts';

/** Moves the selection by keyboard; the reader follows. */
export function selectIndex(index: number): void {
  changeList((list) => cursorMoved(list, index));
}

/** Moves the selection up or down; without one it starts at the first visible row. */
export function selectBy(rows: number): void {
  changeList((list) => cursorMoved(list, list.cursor ? list.cursor.index + rows : list.first));
}

/** Opens a message on purpose: shown at once, read at once, and in a narrow window in the list's place. */
export function openIndex(index: number): void {
  changeList((list) => cursorMoved(list, index));
  openSelected();
}

/** The same for the selected one. */
export function openSelected(): void {
  const { open, narrow } = useMailbox.getState();
  if (!open?.list.cursor) return;
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

function took(reply: Reply<ActionResult>, done: string): void {
  if (reply.ok) useMailbox.setState((state) => announced(state, done));
  else refuse(reply.error);
}

function refuse(error: AppError): void {
  useMailbox.setState({ refused: error });
}

/** The notice about a refused action was read. */
export function dismissRefusal(): void {
  useMailbox.setState({ refused: null });
}

/** Marks a message as read or unread; it stays so while it is open. */
export async function setSeen(accountId: AccountId, messageId: MessageId, seen: boolean): Promise<void> {
  keepSeenState();
  const reply = await call('mail.setSeen', { accountId, messageIds: [messageId], seen });
  took(reply, seen ? 'Marked as read' : 'Marked as unread');
}

/** Marks the message of a row, or the selected one, as read if it is unread and the other way round. */
export async function toggleSeen(index?: number): Promise<void> {
  const { open } = useMailbox.getState();
  const at = index ?? open?.list.cursor?.index;
  const row = open && at !== undefined ? rowAt(open.list, at) : undefined;
  if (open && row) await setSeen(open.accountId, row.id, !row.seen);
}

/** Why messages of the open folder cannot be moved to the trash; null when they can. */
export function trashRefusal(state: MailboxState = useMailbox.getState()): string | null {
  const folder = openFolderOf(state);
  return folder?.role === 'trash' ? `Already in ${folderName(folder)}` : null;
}

/** Moves a message to the trash. The next one is selected at once, so that a second press means that one. */
export async function moveToTrash(accountId: AccountId, messageId: MessageId): Promise<void> {
  const refusal = trashRefusal();
  if (refusal) {
    useMailbox.setState((state) => announced(state, refusal));
    return;
  }
  const folders = useMailbox.getState().lists.get(accountId)?.folders;
  const trash = folders?.find((folder) => folder.role === 'trash');
  changeList((list) => cursorLeaves(list, messageId));
  const reply = await call('mail.moveToRole', { accountId, messageIds: [messageId], role: 'trash' });
  if (!reply.ok) changeList((list) => cursorMayStay(list, messageId));
  took(reply, `Message moved to ${trash ? folderName(trash) : 'the trash'}`);
}

/** The same for the message of a row, or the selected one. */
export async function trashAt(index?: number): Promise<void> {
  const { open } = useMailbox.getState();
  const at = index ?? open?.list.cursor?.index;
  const row = open && at !== undefined ? rowAt(open.list, at) : undefined;
  if (open && row) await moveToTrash(open.accountId, row.id);
}

/** What the reader's toolbar asked for. */
export async function actOnReading(action: 'mark_read' | 'mark_unread' | 'trash'): Promise<void> {
  const { reading } = useMailbox.getState();
  if (!reading) return;
  if (action === 'trash') await moveToTrash(reading.accountId, reading.messageId);
  else await setSeen(reading.accountId, reading.messageId, action === 'mark_read');
}

/** Asks main which changes could not be carried out. */
export async function loadParked(accountId: AccountId): Promise<void> {
  const reply = await call('mail.parkedOperations', { accountId });
  if (reply.ok) useMailbox.setState({ parked: { accountId, operations: reply.value } });
  else refuse(reply.error);
}

/** Tries a parked change again, or gives it up. */
export async function resolveParked(
  accountId: AccountId,
  operationId: OperationId,
  decision: 'retry' | 'discard',
): Promise<void> {
  const reply = await call('mail.resolveParked', { accountId, operationId, decision });
  if (!reply.ok) refuse(reply.error);
  await loadParked(accountId);
}
