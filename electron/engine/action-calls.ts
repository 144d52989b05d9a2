import type { AccountId } from '../../shared/mail.ts';
import type { Reply } from '../../shared/reply.ts';
import type { AccountRuntime } from './account-runtime.ts';
import type { EngineCalls } from './contract.ts';
import type { CallHandlers } from './rpc.ts';

/** Runs what reads or writes an account's store. */
type Reading = <T>(accountId: AccountId, work: (account: AccountRuntime) => T | Promise<T>) => Promise<Reply<T>>;

/** The calls by which the user changes something. */
export function actionCalls(
  reading: Reading,
): Pick<
  CallHandlers<EngineCalls>,
  | 'mail.setSeen'
  | 'mail.setFlagged'
  | 'mail.move'
  | 'mail.moveToRole'
  | 'mail.delete'
  | 'mail.undo'
  | 'mail.setFolderSeen'
  | 'mail.emptyFolder'
  | 'mail.createFolder'
  | 'mail.renameFolder'
  | 'mail.deleteFolder'
  | 'mail.parkedOperations'
  | 'mail.resolveParked'
> {
  /** Calls that answer nothing. */
  const doing = (accountId: AccountId, work: (account: AccountRuntime) => void): Promise<Reply<null>> =>
    reading(accountId, (account) => {
      work(account);
      return null;
    });
  return {
    'mail.setSeen': ({ accountId, messageIds, seen }) =>
      reading(accountId, ({ messages }) => messages.setSeen(messageIds, seen)),
    'mail.setFlagged': ({ accountId, messageIds, flagged }) =>
      reading(accountId, ({ messages }) => messages.setFlagged(messageIds, flagged)),
    'mail.move': ({ accountId, messageIds, folderId }) =>
      reading(accountId, ({ messages }) => messages.move(messageIds, folderId)),
    'mail.moveToRole': ({ accountId, messageIds, role }) =>
      reading(accountId, ({ messages }) => messages.moveToRole(messageIds, role)),
    'mail.delete': ({ accountId, messageIds }) => reading(accountId, ({ messages }) => messages.delete(messageIds)),
    'mail.undo': ({ accountId, undoId }) => reading(accountId, ({ messages }) => messages.undo(undoId)),
    'mail.setFolderSeen': ({ accountId, folderId }) =>
      reading(accountId, ({ folderActions }) => folderActions.setSeen(folderId)),
    'mail.emptyFolder': ({ accountId, folderId }) =>
      reading(accountId, ({ folderActions }) => folderActions.empty(folderId)),
    'mail.createFolder': ({ accountId, parentId, name }) =>
      doing(accountId, ({ folderActions }) => folderActions.create(parentId, name)),
    'mail.renameFolder': ({ accountId, folderId, name }) =>
      doing(accountId, ({ folderActions }) => folderActions.rename(folderId, name)),
    'mail.deleteFolder': ({ accountId, folderId }) =>
      doing(accountId, ({ folderActions }) => folderActions.delete(folderId)),
    'mail.parkedOperations': ({ accountId }) => reading(accountId, (account) => account.parked()),
    'mail.resolveParked': ({ accountId, operationId, decision }) =>
      doing(accountId, (account) => account.resolve(operationId, decision)),
  };
}
