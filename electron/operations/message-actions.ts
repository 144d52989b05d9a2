import { randomUUID } from 'node:crypto';
import type {
  AccountId,
  ActionResult,
  FolderId,
  FolderRole,
  MessageId,
  OperationId,
  TagsOfMessages,
  UndoId,
} from '../../shared/mail.ts';
import { AppFailure } from '../../shared/reply.ts';
import { isSameTag, mostTags } from '../../shared/tags.ts';
import type { MessageMark } from '../imap/session.ts';
import { folderNotFound, messageNotFound } from '../mail/not-found.ts';
import type { Clock } from '../platform/clock.ts';
import type { Changes, MailStore, MessageTarget } from '../store/mail-store.ts';
import type { MovedMessage } from './action-kind.ts';
import type { Move } from './actions/move.ts';
import { topLevelPath } from './folder-paths.ts';
import type { NewOperation, OperationAction, OperationQueue, QueuedOperation } from './operation-queue.ts';
import { type FlagAction, type UndoableMove, UndoLog } from './undo-log.ts';

/** The names of the folders that Heron creates for a role. */
const usualNames = { archive: 'Archive', junk: 'Junk', trash: 'Trash' } as const;

export interface MessageActionsOptions {
  readonly accountId: AccountId;
  readonly store: MailStore;
  readonly queue: OperationQueue;
  readonly clock: Clock;
  /** How long a move is held back, in milliseconds; 0: nothing is held back, and nothing can be undone. */
  readonly holdMs: number;
  /** The server's capabilities; null while not connected. */
  readonly capabilities: () => ReadonlySet<string> | null;
  /** The queue changed. */
  readonly onQueue: () => void;
  /** Another account's queue changed. */
  readonly onOtherQueue: (accountId: AccountId) => void;
  /** Messages changed that the server is not told of. */
  readonly onChanges: (changes: Changes) => void;
}

/** The user's actions on messages: durable in the queue when a call returns, and shown at once. Throws AppFailure. */
export class MessageActions {
  readonly #options: MessageActionsOptions;
  readonly #undo: UndoLog;

  constructor(options: MessageActionsOptions) {
    this.#options = options;
    this.#undo = new UndoLog(options.clock);
  }

  /** Marks messages as read or unread; in a folder whose server keeps no read state, here alone. */
  setSeen(messageIds: readonly MessageId[], seen: boolean): ActionResult {
    const different = this.#known(messageIds).filter((target) => target.seen !== seen);
    return this.#setFlag(different, { kind: 'set_seen', seen }, { kind: 'set_seen', seen: !seen });
  }

  /** Where messages of carried out moves are now: to undo such a move, they are moved back from there. */
  movedTo(moved: readonly MovedMessage[]): void {
    this.#undo.movedTo(moved);
  }

  /** These operations were given up before they were carried out: their messages are where they were. */
  withdrawn(ids: readonly OperationId[]): void {
    this.#undo.forget(ids);
  }

  setFlagged(messageIds: readonly MessageId[], flagged: boolean): ActionResult {
    const different = this.#known(messageIds).filter((target) => target.flagged !== flagged);
    return this.#setFlag(different, { kind: 'set_flagged', flagged }, { kind: 'set_flagged', flagged: !flagged });
  }

  /**
   * Gives messages a tag, or takes it from them. Throws server_refused where a folder of theirs is known not to keep it, and invalid_input where the
   * account has as many tags as there can be; then nothing is queued. @param tag a keyword, of which `isTag` holds
   */
  setTag(messageIds: readonly MessageId[], tag: string, on: boolean): ActionResult {
    const { store } = this.#options;
    const has = ({ tags = [] }: MessageTarget): boolean => tags.some((each) => isSameTag(each, tag));
    const different = this.#known(messageIds).filter((target) => has(target) !== on);
    if (different.length === 0) return { count: 0, undoId: null };
    const folders = new Set(different.map(({ folderId }) => folderId));
    if ([...folders].some((folderId) => !store.keepsTagIn(folderId, tag))) throw tagNotKept();
    if (on && !store.hasRoomForTag(tag)) throw tooManyTags();
    return this.#setFlag(different, { kind: 'set_tag', tag, on }, { kind: 'set_tag', tag, on: !on });
  }

  /** The account's tags, and how many of these messages have each. */
  tagsOf(messageIds: readonly MessageId[]): TagsOfMessages {
    const { store } = this.#options;
    const counts = new Map<string, number>();
    const targets = this.#known(messageIds);
    for (const tag of targets.flatMap(({ tags = [] }) => tags)) {
      counts.set(tag.toLowerCase(), (counts.get(tag.toLowerCase()) ?? 0) + 1);
    }
    const tags = store.tags().map((tag) => ({ tag, count: counts.get(tag.toLowerCase()) ?? 0 }));
    return { messages: targets.length, tags, hasRoom: store.hasRoomForTag(null) };
  }

  /** Marks a message as answered or forwarded; nothing happens where it is not stored any more. */
  mark(messageId: MessageId, mark: MessageMark): void {
    this.#enqueue(this.#options.store.targets([messageId]), () => ({ kind: 'mark_message', mark }));
  }

  move(messageIds: readonly MessageId[], folderId: FolderId): ActionResult {
    return this.#move(messageIds, { kind: 'move', destination: this.pathOf(folderId) });
  }

  /** Copies messages into another folder of the account; those that are in it already are left out. */
  copy(messageIds: readonly MessageId[], folderId: FolderId): ActionResult {
    const destination = this.pathOf(folderId);
    const elsewhere = this.#known(messageIds).filter(({ path, deleted }) => path !== destination && !deleted);
    return this.#undoably(elsewhere, ({ seen }) => ({ kind: 'copy', destination, seen }));
  }

  /**
   * Copies messages into a folder of another account. Unless they stay, they are shown as gone at once, and removed when they were seen there.
   * @param to the folder, by its path there
   */
  transfer(
    messageIds: readonly MessageId[],
    to: { readonly accountId: AccountId; readonly path: string },
    stays: boolean,
  ): ActionResult {
    const here = this.#known(messageIds).filter(({ destination, deleted }) => destination === null && !deleted);
    const place = { to: to.accountId, destination: to.path, stays };
    return this.#undoably(here, ({ seen }) => ({ kind: 'transfer', ...place, seen }));
  }

  /** The path of a folder that messages can be put into; throws not_found where it cannot hold any. */
  pathOf(folderId: FolderId): string {
    const { store } = this.#options;
    const node = store.folderNodes().find((candidate) => candidate.folderId === folderId);
    const folder = store.folder(folderId);
    if (node === undefined || folder === null || !(folder.selectable || node.pending)) throw folderNotFound();
    return node.path;
  }

  /**
   * Moves messages to the folder of a role. A missing folder, other than the inbox, is created when the operation is
   * carried out. Where there is no archive but a folder of all messages (Gmail's All Mail), that is the archive: it has
   * the messages already, and they leave the folder that they are in.
   */
  moveToRole(
    messageIds: readonly MessageId[],
    role: Extract<FolderRole, 'inbox' | 'archive' | 'junk' | 'trash'>,
  ): ActionResult {
    const { store } = this.#options;
    const existing = (store.folderByRole(role) ?? (role === 'archive' ? store.folderByRole('all') : null))?.path;
    if (role === 'archive' && store.labelled) return this.#leaveInbox(messageIds, existing ?? null);
    if (role === 'inbox') return this.#move(messageIds, { kind: 'move', destination: existing ?? 'INBOX' });
    const destination = existing ?? topLevelPath(store.folderNodes(), usualNames[role]);
    return this.#move(messageIds, { kind: 'move', destination, role });
  }

  /**
   * Takes a label from messages, which stay in the folder that they are named by. Messages of that label's own folder are left out: they are moved.
   */
  removeLabel(messageIds: readonly MessageId[], folderId: FolderId): ActionResult {
    const label = this.pathOf(folderId);
    const labelled = this.#known(messageIds).filter(({ path, destination, deleted }) => {
      return path !== label && destination === null && !deleted;
    });
    return this.#undoably(labelled, () => ({ kind: 'set_label', label, on: false }));
  }

  /**
   * To archive where folders are labels: messages leave the inbox, wherever they are looked at, and stay under their other labels. Those that are not
   * in the inbox are archived already. @param all the path of All Mail; null: the user hides it from IMAP
   */
  #leaveInbox(messageIds: readonly MessageId[], all: string | null): ActionResult {
    const { store } = this.#options;
    const inbox = store.folderByRole('inbox');
    const apart = (['trash', 'junk'] as const).map((role) => store.folderByRole(role)?.folderId);
    // What lies in the trash or in junk has no labels: it is taken out of there.
    const isApart = this.#known(messageIds).some(({ folderId }) => apart.includes(folderId));
    if (isApart && all !== null) return this.#move(messageIds, { kind: 'move', destination: all });
    const there = inbox === null ? [] : store.placesIn(messageIds, inbox.folderId);
    if (inbox === null || there.length === 0) return { count: 0, undoId: null };
    if (all !== null) return this.#move(there, { kind: 'move', destination: all });
    const shown = this.#known(there).filter(({ destination, deleted }) => destination === null && !deleted);
    return this.#undoably(shown, () => ({ kind: 'set_label', label: inbox.path, on: false }));
  }

  /**
   * Deletes messages for good; this cannot be undone. Throws server_refused where the server is known to lack UIDPLUS.
   */
  delete(messageIds: readonly MessageId[]): ActionResult {
    const there = this.#known(messageIds).filter(({ deleted }) => !deleted);
    mustBeAbleToDelete(this.#options.capabilities());
    this.#enqueue(there, () => ({ kind: 'delete' }));
    return { count: there.length, undoId: null };
  }

  /**
   * Undoes an action. Moves and copies that were not sent are taken out of the queue; messages that were moved are moved back, and copies
   * deleted, where it is certain which message that is. `late` counts the messages that stay where they are. Throws not_found when
   * nothing is left to undo.
   */
  undo(undoId: UndoId): { readonly undone: number; readonly late: number } {
    const { queue, accountId, onQueue, store } = this.#options;
    const undo = this.#undo.take(undoId);
    if (undo?.kind === 'inverse') {
      const { action, messageIds } = undo;
      const targets = store.targets(messageIds);
      this.#sendFlag(targets, action);
      return { undone: targets.length, late: messageIds.length - targets.length };
    }
    const takenBack = queue.takeBack(accountId, undoId);
    if (undo === null && takenBack.size === 0) throw notUndoable();
    const moves = undo?.moves ?? [];
    const back = this.#movesBack(moves.filter(({ operation }) => !takenBack.has(operation.id)));
    queue.add(back);
    for (const other of new Set(back.map((operation) => operation.accountId))) {
      if (other !== accountId) this.#options.onOtherQueue(other);
    }
    if (takenBack.size + back.length > 0) onQueue();
    const undone = takenBack.size + back.length;
    return { undone, late: Math.max(0, moves.length - undone) };
  }

  /** The operations that move messages back to where they were, and delete copies; none for those that cannot be told from others. */
  #movesBack(moves: readonly UndoableMove[]): NewOperation[] {
    const { accountId, queue, store } = this.#options;
    const open = new Set(moves.length === 0 ? [] : queue.list(accountId).map(({ id }) => id));
    return moves.flatMap(({ operation, now }): NewOperation[] => {
      const { id, action, folderPath, messageIdHeader, subject } = operation;
      // Its command is under way, or it was refused: then it is in the list of parked operations.
      if (open.has(id)) return [];
      const same = {
        accountId,
        folderPath,
        uidValidity: operation.uidValidity,
        uid: operation.uid,
        messageIdHeader,
        subject,
      };
      if (action.kind === 'set_label') return [{ ...same, action: { ...action, on: !action.on } }];
      // A copy is a label: taken away, it leaves the message as it was.
      if (action.kind === 'copy' && store.labelled) {
        return [{ ...same, action: { kind: 'set_label', label: action.destination, on: false } }];
      }
      if (action.kind === 'copy' || action.kind === 'transfer') {
        // A message that is as like as the copy may be there as well, so only the server's word counts.
        if (now === null) return [];
        const { accountId: there = accountId, path, uidValidity, uid } = now;
        const isMove = action.kind === 'transfer' && !action.stays;
        const opposite: OperationAction = isMove
          ? { kind: 'transfer', to: accountId, destination: folderPath, stays: false, seen: action.seen }
          : { kind: 'delete' };
        return [{ accountId: there, folderPath: path, uidValidity, uid, messageIdHeader, subject, action: opposite }];
      }
      if (action.kind !== 'move') return [];
      const place = now ?? store.onlyWithMessageId(action.destination, messageIdHeader);
      if (place === null) return [];
      const { path, uidValidity, uid } = place;
      // Nothing leaves All Mail: the label is given back by a copy.
      const back: OperationAction =
        store.labelled && path === store.folderByRole('all')?.path
          ? { kind: 'copy', destination: folderPath, seen: true }
          : { kind: 'move', destination: folderPath };
      return [{ accountId, folderPath: path, uidValidity, uid, messageIdHeader, subject, action: back }];
    });
  }

  #setFlag(targets: readonly MessageTarget[], action: FlagAction, inverse: FlagAction): ActionResult {
    this.#sendFlag(targets, action);
    if (targets.length === 0) return { count: 0, undoId: null };
    const messageIds = targets.map(({ id }) => id);
    return { count: targets.length, undoId: this.#canUndo ? this.#undo.addInverse(inverse, messageIds) : null };
  }

  /** Queues a flag's change, except for a read state that the server does not keep: this is kept here alone. */
  #sendFlag(targets: readonly MessageTarget[], action: FlagAction): void {
    const { store, onChanges } = this.#options;
    const isKept = ({ folderId }: MessageTarget): boolean => action.kind !== 'set_seen' || store.keepsSeen(folderId);
    this.#enqueue(targets.filter(isKept), () => action);
    if (action.kind !== 'set_seen') return;
    for (const { folderId, uid } of targets.filter((target) => !isKept(target))) {
      for (const { flags } of store.localMessages(folderId, uid, uid)) {
        onChanges(store.saveFlags(folderId, [{ uid, flags: { ...flags, seen: action.seen } }], 'operation'));
      }
    }
  }

  get #canUndo(): boolean {
    return this.#options.holdMs > 0;
  }

  #move(messageIds: readonly MessageId[], action: Move): ActionResult {
    const { destination: to } = action;
    const elsewhere = this.#known(messageIds).filter(
      ({ path, destination, deleted }) => path !== to && destination !== to && !deleted,
    );
    const kept = this.#keptIn(to);
    return this.#undoably(elsewhere, ({ path, seen }) =>
      path === kept ? { kind: 'copy', destination: to, seen } : action,
    );
  }

  /**
   * The path of the folder that nothing leaves when it is moved to another one: All Mail, where folders are labels, but for trash and junk. What is
   * there is copied in place of that, which gives it the label.
   */
  #keptIn(destination: string): string | null {
    const { store } = this.#options;
    if (!store.labelled) return null;
    const role = store.folderNodes().find(({ path }) => path === destination)?.role;
    return role === 'trash' || role === 'junk' ? null : (store.folderByRole('all')?.path ?? null);
  }

  /** Queues operations that are held back first, and undone together. */
  #undoably(targets: readonly MessageTarget[], actionOf: (target: MessageTarget) => OperationAction): ActionResult {
    if (targets.length === 0) return { count: 0, undoId: null };
    const undoId = this.#canUndo ? (randomUUID() as string as UndoId) : null;
    const operations = this.#enqueue(targets, actionOf, undoId);
    if (undoId !== null) this.#undo.addMoves(undoId, operations);
    return { count: targets.length, undoId };
  }

  /** Throws message_gone where none of them is stored. */
  #known(messageIds: readonly MessageId[]): MessageTarget[] {
    const targets = this.#options.store.targets(messageIds);
    if (targets.length === 0) throw messageNotFound();
    return targets;
  }

  /** Adds operations in one transaction. @param undoId given: they are held back, and undone with this id */
  #enqueue(
    targets: readonly MessageTarget[],
    actionOf: (target: MessageTarget) => OperationAction,
    undoId: UndoId | null = null,
  ): readonly QueuedOperation[] {
    if (targets.length === 0) return [];
    const { accountId, queue, clock, holdMs, onQueue } = this.#options;
    const operations = targets.map((target) => {
      const { path: folderPath, uidValidity, uid, messageIdHeader, subject } = target;
      return { accountId, folderPath, uidValidity, uid, messageIdHeader, subject, action: actionOf(target) };
    });
    const added = queue.add(operations, undoId === null ? undefined : { until: clock.now() + holdMs, undoId });
    onQueue();
    return added;
  }
}

/** Throws server_refused where the server is known to have no UIDPLUS. */
export function mustBeAbleToDelete(capabilities: ReadonlySet<string> | null): void {
  if (capabilities === null || capabilities.has('UIDPLUS')) return;
  throw new AppFailure({ code: 'server_refused', params: { reason: 'no_delete' }, retryable: false });
}

function tagNotKept(): AppFailure {
  return new AppFailure({
    code: 'server_refused',
    params: { reason: 'change', said: '', own: 'no_tags' },
    retryable: false,
  });
}

function tooManyTags(): AppFailure {
  return new AppFailure({
    code: 'invalid_input',
    params: { reason: 'too_many_tags', most: mostTags },
    retryable: false,
  });
}

function notUndoable(): AppFailure {
  return new AppFailure({ code: 'not_found', params: { reason: 'undo_expired' }, retryable: false });
}
