import type { FolderId } from '../../shared/mail.ts';
import { type AppError, AppFailure, assertNever } from '../../shared/reply.ts';
import { texts } from '../../shared/texts/texts.ts';
import type { Outcome } from '../imap/session.ts';
import type { RemoteFolder } from '../mail/remote-mail.ts';
import type { Changes, MailStore } from '../store/mail-store.ts';
import { folderGoneError, movesOpenError, noDeleteError, rebuiltError } from './operation-errors.ts';
import type { ContentAction, FolderAction, QueuedOperation, StructureAction } from './operation-queue.ts';
import { type OperationSession, selectIfThere } from './operation-session.ts';

/** Messages that one command changes, so that no command takes long. */
const windowSize = 1_000;

/** `more`: a part is done, and `action` is what is left. `gone`: it was taken out of the queue meanwhile. */
export type FolderResult =
  | Outcome
  | { readonly kind: 'more'; readonly action: FolderAction }
  | { readonly kind: 'park'; readonly error: AppError }
  | { readonly kind: 'gone' };

export interface FolderOperationsOptions {
  readonly store: MailStore;
  /** The account's queue. */
  readonly list: () => readonly QueuedOperation[];
  /** Marks it as started; false where it is not in the queue any more. */
  readonly start: (operation: QueuedOperation) => boolean;
  /** It ended connections often enough to count as refused. */
  readonly endsConnections: (operation: QueuedOperation) => boolean;
  readonly onChanges: (changes: Changes) => void;
  readonly onFolders: () => void;
}

type On<A extends FolderAction> = QueuedOperation & { readonly action: A };

/**
 * Carries out operations on folders. Those on a folder's content are bounded by the UIDs that were known when they were asked for, so repeating
 * them does no harm; of those on folders themselves LIST tells whether they were carried out.
 */
export class FolderOperations {
  readonly #options: FolderOperationsOptions;
  /** The lowest message that was to be removed last, to notice a server that removes nothing. */
  readonly #lowest = new Map<QueuedOperation['id'], number>();

  constructor(options: FolderOperationsOptions) {
    this.#options = options;
  }

  /** With `done` the cache has the result. Throws AppFailure where the connection ends before the command. */
  async run(operation: On<FolderAction>, connection: OperationSession, signal: AbortSignal): Promise<FolderResult> {
    const { action } = operation;
    switch (action.kind) {
      case 'set_folder_seen':
        return await this.#onContent({ ...operation, action }, connection, signal);
      case 'empty_folder':
        return await this.#onContent({ ...operation, action }, connection, signal);
      case 'create_folder':
      case 'rename_folder':
      case 'delete_folder':
        return await this.#onStructure({ ...operation, action }, connection, signal);
      default:
        return assertNever(action);
    }
  }

  async #onContent(
    operation: On<ContentAction>,
    connection: OperationSession,
    signal: AbortSignal,
  ): Promise<FolderResult> {
    const { folderPath, uidValidity, action } = operation;
    const { session } = connection;
    const known = await selectIfThere(folderPath, connection, signal);
    if (known === null) return { kind: 'park', error: folderGoneError(folderPath) };
    if (known.uidValidity !== uidValidity) return { kind: 'park', error: rebuiltError(folderPath) };
    if (this.#options.endsConnections(operation)) return endsEachTime();
    if (action.kind === 'empty_folder') {
      if (!session.capabilities.has('UIDPLUS')) return { kind: 'park', error: noDeleteError() };
      if (this.#leavesBehind(operation)) return { kind: 'park', error: movesOpenError(folderPath) };
    }
    // Counts may be old while a folder stays selected, and it may have been made anew.
    const { exists, uidValidity: current } = await session.select(folderPath, signal);
    if (current !== uidValidity) return { kind: 'park', error: rebuiltError(folderPath) };
    return action.kind === 'set_folder_seen'
      ? await this.#markWindow({ ...operation, action }, exists, connection, signal)
      : await this.#emptyWindow({ ...operation, action }, exists, connection, signal);
  }

  /** Windows ascend by UID; sequence numbers only tell how wide one is, so that others' changes leave nothing out. */
  async #markWindow(
    operation: On<ContentAction & { kind: 'set_folder_seen' }>,
    exists: number,
    { session }: OperationSession,
    signal: AbortSignal,
  ): Promise<FolderResult> {
    const { action } = operation;
    const { highestUid, doneUid = 0, doneCount = 0 } = action;
    const count = doneCount + windowSize;
    const [last] = count < exists ? await session.uidsBySequence(count, 1, signal) : [highestUid];
    const range = { from: doneUid + 1, to: Math.min(highestUid, Math.max(last ?? highestUid, doneUid + 1)) };
    if (!this.#options.start(operation)) return { kind: 'gone' };
    const outcome = exists === 0 ? done : await session.setSeen(range, true, signal);
    if (outcome.kind !== 'done') return outcome;
    const { store, onChanges } = this.#options;
    const folderId = this.#stored(operation);
    if (folderId !== null) {
      const unseen = store.localMessages(folderId, range.from, range.to).filter(({ flags }) => !flags.seen);
      const seen = unseen.map(({ uid, flags }) => ({ uid, flags: { ...flags, seen: true } }));
      onChanges(store.saveFlags(folderId, seen, 'operation'));
    }
    return range.to >= highestUid ? done : { kind: 'more', action: { ...action, doneUid: range.to, doneCount: count } };
  }

  async #emptyWindow(
    operation: On<ContentAction & { kind: 'empty_folder' }>,
    exists: number,
    { session }: OperationSession,
    signal: AbortSignal,
  ): Promise<FolderResult> {
    const { action } = operation;
    const count = Math.min(exists, windowSize);
    const found = count === 0 ? [] : await session.uidsBySequence(count, count, signal);
    const uids = found.filter((uid) => uid <= action.highestUid);
    const [lowest] = uids;
    if (lowest !== undefined) {
      if (this.#lowest.get(operation.id) === lowest) {
        this.#lowest.delete(operation.id);
        return { kind: 'refused', text: texts().faults.operations.stillThere };
      }
      if (!this.#options.start(operation)) return { kind: 'gone' };
      const outcome = await session.expunge(uids, signal);
      if (outcome.kind !== 'done') return outcome;
      this.#lowest.set(operation.id, lowest);
      this.#remove(operation, uids);
      return { kind: 'more', action };
    }
    this.#lowest.delete(operation.id);
    // What others have removed meanwhile.
    const folderId = this.#stored(operation);
    const left = folderId === null ? [] : this.#options.store.localMessages(folderId, 1, action.highestUid);
    this.#remove(
      operation,
      left.map(({ uid }) => uid),
    );
    return done;
  }

  #remove(operation: QueuedOperation, uids: readonly number[]): void {
    const { store, onChanges } = this.#options;
    const folderId = this.#stored(operation);
    if (folderId !== null && uids.length > 0) onChanges(store.removeUids(folderId, uids, 'operation'));
  }

  async #onStructure(
    operation: On<StructureAction>,
    connection: OperationSession,
    signal: AbortSignal,
  ): Promise<FolderResult> {
    const { session } = connection;
    if (operation.state === 'started') {
      const folders = await session.listFolders(signal);
      if (isDone(operation, folders)) return this.#structureDone(operation, folders);
      if (this.#options.endsConnections(operation)) return endsEachTime();
    }
    const obstacle = await this.#obstacle(operation, connection, signal);
    if (obstacle !== null) return obstacle;
    // A folder that is selected would be closed first, and CLOSE removes what other clients marked as deleted.
    await connection.select(this.#options.store.folderByRole('inbox')?.path ?? 'INBOX', signal);
    if (!this.#options.start(operation)) return { kind: 'gone' };
    const outcome = await command(operation, connection, signal);
    if (outcome.kind === 'unknown') return outcome;
    const folders = await session.listFolders(signal);
    // A folder that is there already counts as created.
    const isCarriedOut =
      outcome.kind === 'done' || (operation.action.kind === 'create_folder' && isDone(operation, folders));
    return isCarriedOut ? this.#structureDone(operation, folders) : outcome;
  }

  /** Whether messages that were to be moved out of the folder before are still in it: those moves were parked, and deleting is for good. */
  #leavesBehind({ id, folderPath, uidValidity }: QueuedOperation): boolean {
    return this.#options
      .list()
      .some(
        (other) =>
          other.state === 'parked' &&
          other.action.kind === 'move' &&
          other.id < id &&
          other.folderPath === folderPath &&
          other.uidValidity === uidValidity,
      );
  }

  /** Why a deletion is not to be carried out: the folder is another one now (Y1), or has messages that were to be moved. */
  async #obstacle(
    operation: On<StructureAction>,
    { session }: OperationSession,
    signal: AbortSignal,
  ): Promise<FolderResult | null> {
    const { action, folderPath, uidValidity } = operation;
    if (action.kind !== 'delete_folder' || uidValidity === 0) return null;
    if (this.#leavesBehind(operation)) return { kind: 'park', error: movesOpenError(folderPath) };
    try {
      const status = await session.status(folderPath, signal);
      return status.uidValidity === uidValidity ? null : { kind: 'park', error: rebuiltError(folderPath) };
    } catch (error) {
      if (error instanceof AppFailure && error.error.code === 'folder_missing') return null;
      throw error;
    }
  }

  #structureDone({ action, folderPath }: On<StructureAction>, folders: readonly RemoteFolder[]): Outcome {
    const { store, onFolders } = this.#options;
    if (action.kind === 'rename_folder') store.renameFolder(folderPath, action.newPath, action.delimiter);
    if (action.kind === 'delete_folder') store.removeFolder(folderPath);
    store.saveFolders(folders);
    onFolders();
    return done;
  }

  /** The folder in the cache, where it still holds the messages the operation was made for. */
  #stored({ folderPath, uidValidity }: QueuedOperation): FolderId | null {
    const node = this.#options.store.folderNodes().find(({ path }) => path === folderPath);
    return node?.uidValidity === uidValidity ? node.folderId : null;
  }
}

const done = { kind: 'done' } as const;

function endsEachTime(): Outcome {
  return { kind: 'refused', text: texts().faults.operations.endsEachTime, passing: false };
}

async function command(
  { action, folderPath }: On<StructureAction>,
  { session }: OperationSession,
  signal: AbortSignal,
): Promise<Outcome> {
  switch (action.kind) {
    case 'create_folder':
      return await session.createFolder(folderPath, signal);
    case 'rename_folder':
      return await session.renameFolder(folderPath, action.newPath, signal);
    case 'delete_folder':
      return await session.deleteFolder(folderPath, signal);
    default:
      return assertNever(action);
  }
}

/** Whether the server has it as it is asked. What only holds other folders may stay behind without being selectable. */
function isDone({ action, folderPath }: On<StructureAction>, folders: readonly RemoteFolder[]): boolean {
  const has = (path: string): boolean => folders.some((folder) => folder.path === path && folder.selectable);
  const isListed = (path: string): boolean => folders.some((folder) => folder.path === path);
  switch (action.kind) {
    case 'create_folder':
      return isListed(folderPath);
    case 'rename_folder':
      return isListed(action.newPath) && !has(folderPath);
    case 'delete_folder':
      return !has(folderPath);
    default:
      return assertNever(action);
  }
}
