import type { AccountId, ActionResult, Folder, FolderId } from '../../shared/mail.ts';
import { AppFailure, type ErrorParams } from '../../shared/reply.ts';
import { isWithin, lastName } from '../mail/folder-path.ts';
import { folderNotFound } from '../mail/not-found.ts';
import { noUidValidity, type RemoteStatus } from '../mail/remote-mail.ts';
import type { FolderNode, MailStore } from '../store/mail-store.ts';
import { delimiterOf, topLevelPath } from './folder-paths.ts';
import { mustBeAbleToDelete } from './message-actions.ts';
import type { OperationAction, OperationQueue, QueuedOperation } from './operation-queue.ts';
import { renameOf } from './pending-operations.ts';

export interface FolderActionsOptions {
  readonly accountId: AccountId;
  readonly store: MailStore;
  readonly queue: OperationQueue;
  /** The server's capabilities; null while not connected. */
  readonly capabilities: () => ReadonlySet<string> | null;
  /** Asks the server for STATUS. Throws AppFailure: at once when the account cannot connect now. */
  readonly status: (path: string) => Promise<RemoteStatus>;
  /** The queue changed. */
  readonly onQueue: () => void;
}

/** The user's actions on folders: durable in the queue when a call returns, and shown at once. Throws AppFailure. */
export class FolderActions {
  readonly #options: FolderActionsOptions;

  constructor(options: FolderActionsOptions) {
    this.#options = options;
  }

  /** Marks all messages of the folder as read that are known now. */
  async setSeen(folderId: FolderId): Promise<ActionResult> {
    const { folder, node } = this.#find(folderId);
    if (folder.unread === 0) return nothingToDo;
    const { uidValidity, highestUid } = await this.#extent(node);
    this.#enqueue(node, uidValidity, { kind: 'set_folder_seen', highestUid });
    return { count: folder.unread, undoId: null };
  }

  /** Deletes all known messages of a folder for good; only for trash and junk. */
  async empty(folderId: FolderId): Promise<ActionResult> {
    const { folder, node } = this.#find(folderId);
    if (node.role !== 'trash' && node.role !== 'junk') throw invalid({ reason: 'only_trash_and_junk' });
    mustBeAbleToDelete(this.#options.capabilities());
    if (folder.total === 0) return nothingToDo;
    const { uidValidity, highestUid } = await this.#extent(node);
    this.#enqueue(node, uidValidity, { kind: 'empty_folder', highestUid });
    return { count: folder.total, undoId: null };
  }

  /** @param parentId null: a top-level folder */
  create(parentId: FolderId | null, name: string): void {
    const nodes = this.#options.store.folderNodes();
    const parent = parentId === null ? null : this.#find(parentId).node;
    const delimiter = parent?.delimiter ?? delimiterOf(nodes);
    if (parent !== null && delimiter === null) throw invalid({ reason: 'no_subfolders' });
    const path = parent === null ? topLevelPath(nodes, name) : `${parent.path}${delimiter}${name}`;
    this.#mustBeFree(path, name, delimiter, null);
    const { accountId } = this.#options;
    const action = { kind: 'create_folder', delimiter } as const;
    this.#add({ accountId, folderPath: path, uidValidity: 0, uid: 0, messageIdHeader: null, subject: name, action });
  }

  /** Gives a folder another name; it stays in its parent. */
  rename(folderId: FolderId, name: string): void {
    const { node } = this.#find(folderId);
    if (node.role === 'inbox') throw invalid({ reason: 'inbox_stays' });
    const { path, delimiter } = node;
    const newPath = path.slice(0, path.length - lastName(path, delimiter).length) + name;
    if (newPath !== path) this.#mustBeFree(newPath, name, delimiter, path);
    const { queue, onQueue } = this.#options;
    const earlier = this.#pendingRenames().filter((operation) => operation.folderPath === path);
    const replaced = earlier.filter(({ state }) => state === 'queued');
    queue.remove(replaced.map(({ id }) => id));
    // A rename that has started cannot be removed; another one follows it.
    if (newPath === path && earlier.length === replaced.length) onQueue();
    else this.#enqueue(node, node.uidValidity ?? 0, { kind: 'rename_folder', newPath, delimiter });
  }

  delete(folderId: FolderId): void {
    const { node } = this.#find(folderId);
    if (node.role === 'inbox') throw invalid({ reason: 'inbox_stays' });
    if (node.role !== null) throw invalid({ reason: 'role_stays', name: node.name });
    const { path, delimiter } = node;
    const isParent = this.#options.store.folderNodes().some((other) => isWithin(other.path, path, delimiter));
    if (isParent) throw invalid({ reason: 'has_subfolders', name: node.name });
    this.#enqueue(node, node.uidValidity ?? 0, { kind: 'delete_folder', delimiter });
  }

  #find(folderId: FolderId): { readonly folder: Folder; readonly node: FolderNode } {
    const { store } = this.#options;
    const folder = store.folder(folderId);
    const node = store.folderNodes().find((candidate) => candidate.folderId === folderId);
    if (folder === null || node === undefined) throw folderNotFound();
    return { folder, node };
  }

  /** The UIDVALIDITY and highest known UID of a folder; of a folder that was never opened the server tells them. */
  async #extent({
    folderId,
    path,
  }: FolderNode): Promise<{ readonly uidValidity: number; readonly highestUid: number }> {
    const { store, status } = this.#options;
    const sync = store.folderSync(folderId);
    if (sync?.uidValidity !== undefined && sync.uidValidity !== null) {
      const highestUid = Math.max((sync.uidNext ?? 1) - 1, store.highestUid(folderId) ?? 0);
      return { uidValidity: sync.uidValidity, highestUid };
    }
    const { uidValidity, uidNext } = await status(path);
    if (uidNext === null) throw notOpened();
    return { uidValidity: uidValidity ?? noUidValidity, highestUid: Math.max(0, uidNext - 1) };
  }

  /**
   * Throws when a folder cannot get this path. @param own the path of the folder that is renamed; null for a new folder
   */
  #mustBeFree(path: string, name: string, delimiter: string | null, own: string | null): void {
    if (delimiter !== null && name.includes(delimiter)) throw invalid({ reason: 'name_has_delimiter', delimiter });
    if (path.toUpperCase() === 'INBOX') throw invalid({ reason: 'name_is_inbox' });
    const isTaken = this.#options.store.folderNodes().some((node) => node.path === path);
    const isPromised = this.#pendingRenames().some(
      (operation) => renameOf(operation)?.to === path && operation.folderPath !== own,
    );
    if (isTaken || isPromised) throw invalid({ reason: 'name_taken', name });
  }

  #pendingRenames(): QueuedOperation[] {
    const { queue, accountId } = this.#options;
    return queue.list(accountId).filter((operation) => operation.state !== 'parked' && renameOf(operation) !== null);
  }

  #enqueue({ path, name }: FolderNode, uidValidity: number, action: OperationAction): void {
    const { accountId } = this.#options;
    this.#add({ accountId, folderPath: path, uidValidity, uid: 0, messageIdHeader: null, subject: name, action });
  }

  #add(operation: Parameters<OperationQueue['add']>[0][number]): void {
    this.#options.queue.add([operation]);
    this.#options.onQueue();
  }
}

const nothingToDo: ActionResult = { count: 0, undoId: null };

function invalid(params: ErrorParams<'invalid_input'>): AppFailure {
  return new AppFailure({ code: 'invalid_input', params, retryable: false });
}

/** The server did not tell where a folder that was never opened ends. */
function notOpened(): AppFailure {
  return new AppFailure({
    code: 'server_refused',
    params: { reason: 'change', said: '', own: 'no_extent' },
    retryable: false,
  });
}
