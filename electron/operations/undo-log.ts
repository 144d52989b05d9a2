import { randomUUID } from 'node:crypto';
import type { MessageId, OperationId, UndoId } from '../../shared/mail.ts';
import { undoWindowMs } from '../../shared/undo.ts';
import type { Clock } from '../platform/clock.ts';
import type { MovedMessage } from './action-kind.ts';
import type { SetFlagged } from './actions/set-flagged.ts';
import type { SetSeen } from './actions/set-seen.ts';
import type { SetTag } from './actions/set-tag.ts';
import type { QueuedOperation } from './operation-queue.ts';

/** Actions that are sent at once, and undone by the opposite action. */
export type FlagAction = SetSeen | SetFlagged | SetTag;

/** A move or copy that the user asked for, and where the message, or its copy, is since it was carried out; null while that is not known. */
export interface UndoableMove {
  readonly operation: QueuedOperation;
  readonly now: MovedMessage | null;
}

/** How an action is undone. `moves`: what was not sent is not sent, the others are moved back. `inverse`: the opposite action is sent. */
export type Undo =
  | { readonly kind: 'moves'; readonly moves: readonly UndoableMove[] }
  | { readonly kind: 'inverse'; readonly action: FlagAction; readonly messageIds: readonly MessageId[] };

interface Entry {
  readonly undo: Undo | { readonly kind: 'moves'; readonly operations: readonly QueuedOperation[] };
  /** On the monotonic clock. */
  readonly until: number;
}

/** How many actions are remembered: more than a user does while they can be undone. */
const most = 500;

/** The user's actions of the last minutes, and how each is undone. In memory only. */
export class UndoLog {
  readonly #clock: Clock;
  readonly #entries = new Map<UndoId, Entry>();
  readonly #places = new Map<OperationId, MovedMessage>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Remembers an action that is undone by the opposite one. */
  addInverse(action: FlagAction, messageIds: readonly MessageId[]): UndoId {
    const undoId = randomUUID() as string as UndoId;
    this.#add(undoId, { kind: 'inverse', action, messageIds });
    return undoId;
  }

  /** Remembers moves, by the id with which they are held back in the queue. */
  addMoves(undoId: UndoId, operations: readonly QueuedOperation[]): void {
    this.#add(undoId, { kind: 'moves', operations });
  }

  /** Messages were moved: from now on they are undone by moving them back from there. */
  movedTo(moved: readonly MovedMessage[]): void {
    for (const message of moved) this.#places.set(message.operationId, message);
  }

  /** These operations will not be carried out: there is nothing of them to undo. */
  forget(ids: readonly OperationId[]): void {
    const gone = new Set(ids);
    for (const [undoId, { undo, until }] of this.#entries) {
      if (!('operations' in undo)) continue;
      const operations = undo.operations.filter(({ id }) => !gone.has(id));
      // Replacing a value keeps its place in the order.
      if (operations.length < undo.operations.length)
        this.#entries.set(undoId, { undo: { ...undo, operations }, until });
    }
  }

  /** Returns an entry once; null when it is too old or unknown. */
  take(undoId: UndoId): Undo | null {
    this.#dropOld();
    const entry = this.#entries.get(undoId);
    if (entry === undefined) return null;
    const { undo } = entry;
    const taken: Undo =
      'operations' in undo
        ? {
            kind: 'moves',
            moves: undo.operations.map((operation) => ({ operation, now: this.#places.get(operation.id) ?? null })),
          }
        : undo;
    this.#drop(undoId, entry);
    return taken;
  }

  #add(undoId: UndoId, undo: Entry['undo']): void {
    this.#dropOld();
    this.#entries.set(undoId, { undo, until: this.#clock.monotonic() + undoWindowMs });
    const [oldest] = this.#entries;
    if (this.#entries.size > most && oldest !== undefined) this.#drop(...oldest);
  }

  /** Entries are in the order of their time. */
  #dropOld(): void {
    for (const [undoId, entry] of this.#entries) {
      if (this.#clock.monotonic() < entry.until) return;
      this.#drop(undoId, entry);
    }
  }

  #drop(undoId: UndoId, { undo }: Entry): void {
    this.#entries.delete(undoId);
    if ('operations' in undo) for (const { id } of undo.operations) this.#places.delete(id);
  }
}
