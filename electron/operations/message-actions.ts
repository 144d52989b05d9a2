import type { AccountId, ActionResult, FolderId, FolderRole, MessageId, UndoId } from '../../shared/mail.ts';
import { AppFailure } from '../../shared/reply.ts';
import { folderNotFound, messageNotFound } from '../mail/not-found.ts';
import type { Clock } from '../platform/clock.ts';
import type { MailStore, MessageTarget } from '../store/mail-store.ts';
import type { Move } from './actions/move.ts';
import { topLevelPath } from './folder-paths.ts';
import type { OperationAction, OperationQueue } from './operation-queue.ts';
import { type FlagAction, UndoLog } from './undo-log.ts';

/** The names of the folders that Heron creates for a role. */
const usualNames = { archive: 'Archive', junk: 'Junk', trash: 'Trash' } as const;

export interface MessageActionsOptions {
  readonly accountId: AccountId;
  readonly store: MailStore;
  readonly queue: OperationQueue;
  readonly clock: Clock;
  /** How long a move is held back, and how long any action can be undone; milliseconds. */
  readonly holdMs: number;
  /** The server's capabilities; null while not connected. */
  readonly capabilities: () => ReadonlySet<string> | null;
  /** The queue changed. */
  readonly onQueue: () => void;
}

/** The user's actions on messages: durable in the queue when a call returns, and shown at once. Throws AppFailure. */
export class MessageActions {
  readonly #options: MessageActionsOptions;
  readonly #undo: UndoLog;

  constructor(options: MessageActionsOptions) {
    this.#options = options;
    this.#undo = new UndoLog(options.clock, options.holdMs);
  }

  setSeen(messageIds: readonly MessageId[], seen: boolean): ActionResult {
    const different = this.#known(messageIds).filter((target) => target.seen !== seen);
    return this.#setFlag(different, { kind: 'set_seen', seen }, { kind: 'set_seen', seen: !seen });
  }

  setFlagged(messageIds: readonly MessageId[], flagged: boolean): ActionResult {
    const different = this.#known(messageIds).filter((target) => target.flagged !== flagged);
    return this.#setFlag(different, { kind: 'set_flagged', flagged }, { kind: 'set_flagged', flagged: !flagged });
  }

  move(messageIds: readonly MessageId[], folderId: FolderId): ActionResult {
    const { store } = this.#options;
    const node = store.folderNodes().find((candidate) => candidate.folderId === folderId);
    const folder = store.folder(folderId);
    if (node === undefined || folder === null || !(folder.selectable || node.pending)) throw folderNotFound();
    return this.#move(messageIds, { kind: 'move', destination: node.path });
  }

  /**
   * Moves messages to the folder of a role. A missing folder, other than the inbox, is created when the operation is
   * carried out.
   */
  moveToRole(
    messageIds: readonly MessageId[],
    role: Extract<FolderRole, 'inbox' | 'archive' | 'junk' | 'trash'>,
  ): ActionResult {
    const { store } = this.#options;
    const existing = store.folderByRole(role)?.path;
    if (role === 'inbox') return this.#move(messageIds, { kind: 'move', destination: existing ?? 'INBOX' });
    const destination = existing ?? topLevelPath(store.folderNodes(), usualNames[role]);
    return this.#move(messageIds, { kind: 'move', destination, role });
  }

  /**
   * Deletes messages for good; this cannot be undone. Throws server_refused where the server is known to lack UIDPLUS.
   */
  delete(messageIds: readonly MessageId[]): ActionResult {
    const there = this.#known(messageIds).filter(({ deleted }) => !deleted);
    mustBeAbleToDelete(this.#options.capabilities());
    this.#enqueue(there, { kind: 'delete' });
    return { count: there.length, undoId: null };
  }

  /**
   * Undoes an action. `late` counts the messages for which it was too late. Throws not_found when nothing is left to
   * undo.
   */
  undo(undoId: UndoId): { readonly undone: number; readonly late: number } {
    const { queue, accountId, onQueue, store } = this.#options;
    const undo = this.#undo.take(undoId);
    if (undo?.kind === 'inverse') {
      const { action, messageIds } = undo;
      const targets = store.targets(messageIds);
      this.#enqueue(targets, action);
      return { undone: targets.length, late: messageIds.length - targets.length };
    }
    const undone = queue.takeBack(accountId, undoId);
    if (undone > 0) onQueue();
    else if (undo === null) throw notUndoable();
    return { undone, late: Math.max(0, (undo?.count ?? 0) - undone) };
  }

  #setFlag(targets: readonly MessageTarget[], action: FlagAction, inverse: FlagAction): ActionResult {
    this.#enqueue(targets, action);
    if (targets.length === 0) return { count: 0, undoId: null };
    const messageIds = targets.map(({ id }) => id);
    return { count: targets.length, undoId: this.#undo.add({ kind: 'inverse', action: inverse, messageIds }) };
  }

  #move(messageIds: readonly MessageId[], action: Move): ActionResult {
    const { destination: to } = action;
    const elsewhere = this.#known(messageIds).filter(
      ({ path, destination, deleted }) => path !== to && destination !== to && !deleted,
    );
    if (elsewhere.length === 0) return { count: 0, undoId: null };
    const undoId = this.#undo.add({ kind: 'held', count: elsewhere.length });
    this.#enqueue(elsewhere, action, undoId);
    return { count: elsewhere.length, undoId };
  }

  /** Throws message_gone where none of them is stored. */
  #known(messageIds: readonly MessageId[]): MessageTarget[] {
    const targets = this.#options.store.targets(messageIds);
    if (targets.length === 0) throw messageNotFound();
    return targets;
  }

  /** Adds operations in one transaction. @param undoId given: they are held back, and undone with this id */
  #enqueue(targets: readonly MessageTarget[], action: OperationAction, undoId: UndoId | null = null): void {
    if (targets.length === 0) return;
    const { accountId, queue, clock, holdMs, onQueue } = this.#options;
    const operations = targets.map(({ path: folderPath, uidValidity, uid, messageIdHeader, subject }) => {
      return { accountId, folderPath, uidValidity, uid, messageIdHeader, subject, action };
    });
    queue.add(operations, undoId === null ? undefined : { until: clock.now() + holdMs, undoId });
    onQueue();
  }
}

/** Throws server_refused where the server is known to have no UIDPLUS. */
export function mustBeAbleToDelete(capabilities: ReadonlySet<string> | null): void {
  if (capabilities === null || capabilities.has('UIDPLUS')) return;
  throw new AppFailure({ code: 'server_refused', params: { reason: 'no_delete' }, retryable: false });
}

function notUndoable(): AppFailure {
  return new AppFailure({ code: 'not_found', params: { reason: 'undo_expired' }, retryable: false });
}
