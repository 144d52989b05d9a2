import { randomUUID } from 'node:crypto';
import type { MessageId, UndoId } from '../../shared/mail.ts';
import type { Clock } from '../platform/clock.ts';
import type { SetFlagged } from './actions/set-flagged.ts';
import type { SetSeen } from './actions/set-seen.ts';

/** What is sent at once, and has an opposite. */
export type FlagAction = SetSeen | SetFlagged;

/** How something is taken back: by not sending it, or by asking for the opposite. */
export type Undo =
  | { readonly kind: 'held'; readonly count: number }
  | { readonly kind: 'inverse'; readonly action: FlagAction; readonly messageIds: readonly MessageId[] };

/** How many actions are remembered: nobody does more in the time in which they can be taken back. */
const most = 200;

/** What was asked for lately, and how it is taken back. */
export class UndoLog {
  readonly #clock: Clock;
  readonly #undoMs: number;
  readonly #entries = new Map<UndoId, { readonly undo: Undo; readonly until: number }>();

  /** @param undoMs for how long; 0: nothing can be taken back */
  constructor(clock: Clock, undoMs: number) {
    this.#clock = clock;
    this.#undoMs = undoMs;
  }

  /** Answers the name under which it is taken back; null where it cannot be. */
  add(undo: Undo): UndoId | null {
    if (this.#undoMs <= 0) return null;
    const undoId = randomUUID() as string as UndoId;
    this.#entries.set(undoId, { undo, until: this.#clock.monotonic() + this.#undoMs });
    const [oldest] = this.#entries.keys();
    if (this.#entries.size > most && oldest !== undefined) this.#entries.delete(oldest);
    return undoId;
  }

  /** Once only. What was held is told of also when its time is over, so that one hears how much of it was late. */
  take(undoId: UndoId): Undo | null {
    const entry = this.#entries.get(undoId);
    this.#entries.delete(undoId);
    if (entry === undefined) return null;
    return entry.undo.kind === 'held' || this.#clock.monotonic() < entry.until ? entry.undo : null;
  }
}
