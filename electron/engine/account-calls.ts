import type { AccountId, MessageId } from '../../shared/mail.ts';
import type { Reply } from '../../shared/reply.ts';
import { plainBody } from '../mime/plain-body.ts';
import type { CallHandlers } from '../platform/rpc.ts';
import type { AccountRuntime } from './account-runtime.ts';
import type { EngineCalls } from './contract.ts';

/** The mail calls that name one account and need nothing but it. */
type AccountCallName = Exclude<
  {
    [K in keyof EngineCalls & `mail.${string}`]: EngineCalls[K]['input'] extends { accountId: AccountId } ? K : never;
  }[keyof EngineCalls & `mail.${string}`],
  'mail.writePart' | 'mail.writeMessage' | 'mail.invitation'
>;

type AccountCallHandlers = {
  readonly [K in AccountCallName]: (
    account: AccountRuntime,
    input: EngineCalls[K]['input'],
    signal: AbortSignal,
  ) => EngineCalls[K]['output'] | Promise<EngineCalls[K]['output']>;
};

/** The handler of each call, for an open account. Throws AppFailure. */
const handlers: AccountCallHandlers = {
  'mail.folders': (account) => account.folders(),
  'mail.openView': (account, { folderId, byThread, order, first }) =>
    account.openView(folderId, byThread ?? false, order ?? 'newest', first),
  'mail.openSearch': (account, { folderId, text, first }) => account.openSearch(folderId, text, first),
  'mail.header': (account, { messageId }) => account.header(messageId),
  'mail.thread': (account, { messageId }) => account.thread(messageId),
  'mail.body': async ({ reader }, { messageId, plain }) => {
    const body = await reader.body(messageId);
    return plain === true ? plainBody(body) : body;
  },
  'mail.source': ({ reader }, { messageId }) => reader.source(messageId),
  'mail.headers': ({ reader }, { messageId }) => reader.headers(messageId),
  'mail.listUnsubscribe': ({ reader }, { messageId }) => reader.listUnsubscribe(messageId),
  'mail.partText': ({ reader }, { messageId, partId }) => reader.partText(messageId, partId),
  'mail.readPart': ({ reader }, { messageId, partId }) => reader.part(messageId, partId),
  'mail.setSeen': (account, input) => account.messages.setSeen(meant(account, input), input.seen),
  'mail.setFlagged': (account, input) => account.messages.setFlagged(meant(account, input), input.flagged),
  'mail.setTag': (account, input) => account.messages.setTag(meant(account, input), input.tag, input.on),
  'mail.tagsOf': (account, input) => account.messages.tagsOf(meant(account, input)),
  'mail.move': (account, input) => account.messages.move(meant(account, input), input.folderId),
  'mail.copy': (account, input) => account.messages.copy(meant(account, input), input.folderId),
  'mail.moveToRole': (account, input) => account.messages.moveToRole(meant(account, input), input.role),
  'mail.askLabels': async ({ reader }, { messageId }) => {
    await reader.labels(messageId);
    return null;
  },
  'mail.removeLabel': (account, input) => account.messages.removeLabel(meant(account, input), input.folderId),
  'mail.delete': (account, input) => account.messages.delete(meant(account, input)),
  'mail.undo': ({ messages }, { undoId }) => messages.undo(undoId),
  'mail.setFolderSeen': ({ folderActions }, { folderId }) => folderActions.setSeen(folderId),
  'mail.emptyFolder': ({ folderActions }, { folderId }) => folderActions.empty(folderId),
  'mail.createFolder': ({ folderActions }, { parentId, name }) => {
    folderActions.create(parentId, name);
    return null;
  },
  'mail.renameFolder': ({ folderActions }, { folderId, name }) => {
    folderActions.rename(folderId, name);
    return null;
  },
  'mail.deleteFolder': ({ folderActions }, { folderId }) => {
    folderActions.delete(folderId);
    return null;
  },
  'mail.tryAgain': ({ sync }, { folderId }) => {
    sync.tryAgain(folderId);
    return null;
  },
  'mail.verifyFolder': ({ sync }, { folderId }) => {
    sync.verify(folderId);
    return null;
  },
  'mail.endVerifying': ({ sync }, { folderId }) => {
    sync.endVerifying(folderId);
    return null;
  },
  'mail.parkedOperations': (account) => account.parked(),
  'mail.resolveParked': (account, { operationIds, decision }) => {
    account.resolve(operationIds, decision);
    return null;
  },
};

/** The messages that an action is about: those that it names, or all that their conversations have in their folders. */
export function meant(
  { store }: AccountRuntime,
  { messageIds, byThread }: { readonly messageIds: readonly MessageId[]; readonly byThread?: boolean | undefined },
): readonly MessageId[] {
  return byThread === true ? store.withConversations(messageIds) : messageIds;
}

/** Runs work on an open account and turns an AppFailure into a Reply. */
type Reading = <T>(accountId: AccountId, work: (account: AccountRuntime) => T | Promise<T>) => Promise<Reply<T>>;

/** The calls that read or change what one account has; each finds the account that its input names. */
export function accountCalls(reading: Reading): Pick<CallHandlers<EngineCalls>, AccountCallName> {
  const ofAccount =
    <K extends AccountCallName>(name: K) =>
    (input: EngineCalls[K]['input'], signal: AbortSignal) =>
      reading(input.accountId, (account) => handlers[name](account, input, signal));
  const names = Object.keys(handlers) as AccountCallName[];
  return Object.fromEntries(names.map((name) => [name, ofAccount(name)])) as Pick<
    CallHandlers<EngineCalls>,
    AccountCallName
  >;
}
