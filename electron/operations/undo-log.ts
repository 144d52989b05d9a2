import { randomUUID } from 'node:crypto';
import type { MessageId, UndoId } from '../../shared/mail.ts';
import type { Clock } from '../platform/clock.ts';
import type { SetFlagged } from './actions/set-flagged.ts';
import type { SetSeen } from './actions/set-seen.ts';

/** Actions that are sent at once, and undone by the opposite action. */
export type FlagAction = SetSeen | SetFlagged;

/** How an action is undone. `held`: its operations are not sent. `inverse`: the opposite action is sent. */
export type Undo =
  | { readonly kind: 'held'; readonly count: number }
  | { readonly kind: 'inverse'; readonly action: FlagAction; readonly messageIds: readonly MessageId[] };

/** How many actions are remembered: more than a user does while they can be undone. */
const most = 200;

/** The user's recent actions, and how each is undone. */
export class UndoLog {
  readonly #clock: Clock;
  readonly #undoMs: number;
  readonly #entries = new Map<UndoId, { readonly undo: Undo; readonly until: number }>();

  /** @param undoMs how long an action can be undone, in milliseconds; 0: never */
  constructor(clock: Clock, undoMs: number) {
    this.#clock = clock;
    this.#undoMs = undoMs;
  }

  /** Remembers an action; returns the id with which it is undone, null when nothing can be undone. */
  add(undo: Undo): UndoId | null {
    if (this.#undoMs <= 0) return null;
    const undoId = randomUUID() as string as UndoId;
    this.#entries.set(undoId, { undo, until: this.#clock.monotonic() + this.#undoMs });
    const [oldest] = this.#entries.keys();
    if (this.#entries.size > most && oldest !== undefined) this.#entries.delete(oldest);
    return undoId;
  }

  /**
   * Returns an entry once. A `held` one is returned also after its time, so that the caller can report how many of its
   * operations were sent already.
   */
  take(undoId: UndoId): Undo | null {
    const entry = this.#entries.get(undoId);
    this.#entries.delete(undoId);
    if (entry === undefined) return null;
    return entry.undo.kind === 'held' || this.#clock.monotonic() < entry.until ? entry.undo : null;
  }
}
