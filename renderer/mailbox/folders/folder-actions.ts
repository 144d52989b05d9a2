import type { AccountId, Folder, FolderRole } from '../../../shared/mail.ts';
import type { Reply } from '../../../shared/reply.ts';
import { texts } from '../../../shared/texts/texts.ts';
import { call } from '../../bridge.ts';
import { useAccounts } from '../../stores/accounts.ts';
import { refuse, report, say } from '../actions/outcome.ts';
import { openFolder } from '../list/open-view.ts';
import { accountOfCursor, type MailboxDialog, openFolderOf, placeOfTarget, useMailbox } from '../mailbox-state.ts';
import { type FolderLists, folderName, folderOfRole } from './folder-tree.ts';

function openOne(): Folder | undefined {
  return openFolderOf(useMailbox.getState());
}

function ask(dialog: MailboxDialog): void {
  useMailbox.setState({ dialog });
}

/** Closes the dialog over the mailbox: it was answered or cancelled. */
export function closeMailboxDialog(): void {
  useMailbox.setState({ dialog: null });
}

/** Marks all messages of a folder as read. Default: the open one. */
export async function markFolderSeen(folder: Folder | undefined = openOne()): Promise<void> {
  if (!folder) return;
  const { accountId, id: folderId } = folder;
  const reply = await call('mail.setFolderSeen', { accountId, folderId });
  if (!reply.ok) return refuse(reply.error);
  const words = (count: number): string => texts().folders.markedSeen(count, folderName(folder));
  if (reply.value.count === 0) return say(words(0));
  const { count, undoId } = reply.value;
  const outcome = { count, steps: undoId ? [{ accountId, undoId }] : [], error: null, left: [] };
  report({ place: placeOfTarget(folder), keys: [], like: 'folder seen', words, shown: true }, outcome);
}

/** Compares all of a folder with its server, which its strip tells of. Default: the open one. */
export async function verifyFolder(folder: Folder | undefined = openOne()): Promise<void> {
  if (!folder) return;
  const { accountId, id: folderId } = folder;
  if (openOne()?.id !== folderId || openOne()?.accountId !== accountId) await openFolder(folder);
  const reply = await call('mail.verifyFolder', { accountId, folderId });
  if (!reply.ok) refuse(reply.error);
}

/** Stops that, or forgets its result, which was seen. */
export async function endVerifying({ accountId, id: folderId }: Pick<Folder, 'accountId' | 'id'>): Promise<void> {
  await call('mail.endVerifying', { accountId, folderId });
}

/** Asks whether everything in the trash or in junk is to be deleted for good. Default: the open folder. */
export function emptyFolder(folder: Folder | undefined = openOne()): void {
  if (folder && (folder.role === 'trash' || folder.role === 'junk')) ask({ kind: 'empty_folder', folder });
}

/** Asks for the name of a new folder. @param parent null: at the top; default: in the open folder */
export function newFolder(parent: Folder | null | undefined = openOne()): void {
  const accountId = parent?.accountId ?? accountOfCursor(useMailbox.getState());
  if (accountId) newFolderIn(accountId, parent?.role ? null : (parent ?? null));
}

/**
 * Asks for the name of a new folder.
 * @param parent null: at the account's top level
 */
export function newFolderIn(accountId: AccountId, parent: Folder | null): void {
  ask({ kind: 'new_folder', accountId, parent });
}

/** Asks for a folder's new name. Default: the open one. */
export function renameFolder(folder: Folder | undefined = openOne()): void {
  if (folder && folder.role === null) ask({ kind: 'rename_folder', folder });
}

/** Asks whether a folder is to be deleted with its messages. Default: the open one. */
export function deleteFolder(folder: Folder | undefined = openOne()): void {
  if (folder && deleteFolderRefusal(folder) === null) ask({ kind: 'delete_folder', folder });
}

function hasFoldersIn(folder: Folder, lists: FolderLists): boolean {
  const folders = lists.get(folder.accountId)?.folders ?? [];
  const place = folders.findIndex(({ id }) => id === folder.id);
  return (folders[place + 1]?.depth ?? 0) > folder.depth;
}

/** Why a folder cannot be deleted; null when it can. */
export function deleteFolderRefusal(folder: Folder, lists = useMailbox.getState().lists): string | null {
  if (folder.role !== null) return texts().folders.refusals.special;
  return hasFoldersIn(folder, lists) ? texts().folders.refusals.hasFolders : null;
}

/** Opens the folder of a role in the open account, else in the first one that has it. */
export function goToRole(role: FolderRole): void {
  const { lists } = useMailbox.getState();
  const ids = (useAccounts.getState().accounts ?? []).map(({ account }) => account.id);
  const first = accountOfCursor(useMailbox.getState()) ?? ids[0];
  const folder = first && folderOfRole(lists, first, role);
  if (folder) void openFolder(folder);
  else say(texts().folders.refusals.noRole(texts().folders.roles[role]));
}

/** Deletes everything in the folder for good, after the user confirmed it. */
export async function emptyFolderNow(folder: Folder): Promise<void> {
  const reply = await call('mail.emptyFolder', { accountId: folder.accountId, folderId: folder.id });
  if (reply.ok) say(texts().folders.emptied(folderName(folder)));
  else refuse(reply.error);
}

/** Makes a folder. The dialog shows why it cannot be made. */
export async function createFolder(accountId: AccountId, parent: Folder | null, name: string): Promise<Reply<null>> {
  const reply = await call('mail.createFolder', { accountId, parentId: parent?.id ?? null, name });
  if (reply.ok) say(texts().folders.created(name));
  return reply;
}

/** Gives a folder another name. The dialog shows why it cannot have it. */
export async function renameFolderTo({ accountId, id: folderId }: Folder, name: string): Promise<Reply<null>> {
  const reply = await call('mail.renameFolder', { accountId, folderId, name });
  if (reply.ok) say(texts().folders.renamed(name));
  return reply;
}

/** Deletes a folder with its messages. The dialog shows why it cannot be deleted. */
export async function deleteFolderNow(folder: Folder): Promise<Reply<null>> {
  const { accountId, id: folderId } = folder;
  const reply = await call('mail.deleteFolder', { accountId, folderId });
  if (!reply.ok) return reply;
  say(texts().folders.deleted(folderName(folder)));
  const { open, lists } = useMailbox.getState();
  const inbox = folderOfRole(lists, accountId, 'inbox');
  if (inbox && open?.folderId === folderId && open.accountId === accountId) void openFolder(inbox);
  return reply;
}
