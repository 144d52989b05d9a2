import { randomUUID } from 'node:crypto';
import type { AccountId, OperationId } from '../../../shared/mail.ts';
import type { TransferId, TransferProgress, TransferWait } from '../../../shared/transfers.ts';
import type { Clock } from '../../platform/clock.ts';
import type { OperationQueue, QueuedTransfer } from '../operation-queue.ts';

/** Transfers that are over sooner are not told of; milliseconds. */
const toldAfterMs = 1_000;
/** News of transfers within this time are told together; milliseconds. */
const togetherMs = 200;

/** The messages that go from one account into one folder of another. */
interface Group {
  readonly id: TransferId;
  readonly place: Pick<TransferProgress, 'from' | 'to' | 'path' | 'stays'>;
  /** On the monotonic clock. */
  readonly since: number;
  arrived: number;
  left: number;
  waits: TransferWait | null;
}

/** A group that the user stopped. */
interface Stopped extends Pick<Group, 'id' | 'place' | 'arrived'> {
  kept: number;
  /** Those that were sent already when it was stopped. */
  readonly unsure: Set<OperationId>;
  /** The user has seen how it ended. */
  isSeen: boolean;
}

export interface OngoingTransfersOptions {
  readonly queue: Pick<OperationQueue, 'transfers' | 'remove' | 'saveProgress'>;
  readonly clock: Clock;
  /** Whether an operation can still be undone by taking it out of the queue: it has not begun. */
  readonly isHeld: (operation: QueuedTransfer) => boolean;
  readonly onChange: (transfers: readonly TransferProgress[]) => void;
}

/**
 * How far transfers are, for the window, and their end where the user wants it. In memory only: after a restart what is left is all there is.
 * Those that are over within a second are not told of.
 */
export class OngoingTransfers {
  readonly #options: OngoingTransfersOptions;
  readonly #groups = new Map<string, Group>();
  readonly #stopped = new Map<TransferId, Stopped>();
  /** The accounts that are waited for, also by what was not tried yet. */
  readonly #awaited = new Map<AccountId, TransferWait>();
  #isTelling = false;
  /** The window may know of transfers; it does where another engine ended while it told of some. */
  #hasTold = true;

  constructor(options: OngoingTransfersOptions) {
    this.#options = options;
  }

  /** Those that are told of. */
  list(): TransferProgress[] {
    const now = this.#options.clock.monotonic();
    return [
      ...[...this.#stopped.values()]
        .filter(({ isSeen }) => !isSeen)
        .map(({ id, place, arrived, kept, unsure }) => ({
          id,
          ...place,
          arrived,
          state: { kind: 'stopped', kept, unsure: unsure.size } as const,
        })),
      ...[...this.#groups.values()]
        .filter(({ since }) => now - since >= toldAfterMs)
        .map(({ id, place, arrived, left, waits }) => ({
          id,
          ...place,
          arrived,
          state: { kind: 'running', left, waits } as const,
        })),
    ];
  }

  /** Counts what the queue has now. */
  refresh(): void {
    const counts = new Map<string, { readonly first: QueuedTransfer; left: number }>();
    const open = this.#underWay();
    const ids = new Set(this.#stopped.size === 0 ? [] : open.map(({ id }) => id));
    for (const stopped of this.#stopped.values()) {
      for (const id of stopped.unsure) if (!ids.has(id)) stopped.unsure.delete(id);
      this.#forgetSeen(stopped);
    }
    for (const operation of open) {
      if (operation.action.stopped === true) continue;
      const known = counts.get(keyOf(operation));
      if (known === undefined) counts.set(keyOf(operation), { first: operation, left: 1 });
      else known.left += 1;
    }
    for (const key of this.#groups.keys()) if (!counts.has(key)) this.#groups.delete(key);
    for (const [key, { first, left }] of counts) {
      const group = this.#groups.get(key) ?? this.#begun(key, first);
      group.left = left;
    }
    this.#tell();
  }

  /** A message was seen in its destination. */
  arrived(operation: QueuedTransfer): void {
    this.reached(operation.accountId);
    this.reached(operation.action.to);
    const stopped = this.#stoppedOf(operation.id);
    if (stopped !== undefined) {
      stopped.unsure.delete(operation.id);
      stopped.arrived += 1;
      this.#forgetSeen(stopped);
    }
    const group = stopped === undefined ? this.#groups.get(keyOf(operation)) : undefined;
    if (group !== undefined) {
      group.arrived += 1;
      group.left -= 1;
      group.waits = null;
    }
    this.#tell();
  }

  /** A message of a transfer that was stopped is not there, so it stays where it is. */
  kept({ id }: QueuedTransfer): void {
    const stopped = this.#stoppedOf(id);
    if (stopped === undefined) return;
    stopped.unsure.delete(id);
    stopped.kept += 1;
    this.#forgetSeen(stopped);
    this.#tell();
  }

  waits(operation: QueuedTransfer, wait: TransferWait): void {
    if (wait.why !== 'folder') this.#awaited.set(wait.accountId, wait);
    const group = this.#groups.get(keyOf(operation));
    if (group === undefined) return;
    group.waits = wait;
    this.#tell();
  }

  /** An account is waited for no longer. */
  reached(accountId: AccountId): void {
    this.#awaited.delete(accountId);
  }

  /** Whether the operation is not to be sent again, since the user stopped its transfer. */
  isStopped(id: OperationId): boolean {
    return this.#stoppedOf(id) !== undefined;
  }

  /**
   * Stops a transfer: takes out of the queue what was not sent; or forgets how one ended that was stopped.
   * @returns what was taken out, all of one account
   */
  end(id: TransferId): QueuedTransfer[] {
    const ended = this.#stopped.get(id);
    if (ended !== undefined) {
      ended.isSeen = true;
      this.#forgetSeen(ended);
      this.#tell();
      return [];
    }
    const [key, group] = [...this.#groups].find(([, each]) => each.id === id) ?? [];
    if (key === undefined || group === undefined) return [];
    this.#groups.delete(key);
    const { queue } = this.#options;
    const all = this.#underWay().filter((operation) => keyOf(operation) === key && operation.action.stopped !== true);
    const kept = all.filter((operation) => !isSent(operation));
    const unsure = all.filter(isSent);
    queue.remove(kept.map((operation) => operation.id));
    for (const operation of unsure) queue.saveProgress(operation.id, { ...operation.action, stopped: true });
    const { place, arrived } = group;
    this.#stopped.set(id, {
      id,
      place,
      arrived,
      kept: kept.length,
      unsure: new Set(unsure.map((operation) => operation.id)),
      isSeen: false,
    });
    this.#tell();
    return kept;
  }

  #underWay(): QueuedTransfer[] {
    const { queue, isHeld } = this.#options;
    return queue.transfers().filter((operation) => operation.action.hasArrived !== true && !isHeld(operation));
  }

  #begun(key: string, { accountId: from, action }: QueuedTransfer): Group {
    const { clock } = this.#options;
    const { to, destination: path, stays } = action;
    const group: Group = {
      id: randomUUID() as string as TransferId,
      place: { from, to, path, stays },
      since: clock.monotonic(),
      arrived: 0,
      left: 0,
      waits: this.#awaited.get(to) ?? this.#awaited.get(from) ?? null,
    };
    this.#groups.set(key, group);
    clock.after(toldAfterMs, () => this.#tell());
    return group;
  }

  #forgetSeen({ id, isSeen, unsure }: Stopped): void {
    if (isSeen && unsure.size === 0) this.#stopped.delete(id);
  }

  #stoppedOf(id: OperationId): Stopped | undefined {
    return [...this.#stopped.values()].find(({ unsure }) => unsure.has(id));
  }

  #tell(): void {
    const isNothing = this.#groups.size + this.#stopped.size === 0;
    if (this.#isTelling || (isNothing && !this.#hasTold)) return;
    this.#isTelling = true;
    const { clock, onChange } = this.#options;
    clock.after(togetherMs, () => {
      this.#isTelling = false;
      const transfers = this.list();
      if (transfers.length === 0 && !this.#hasTold) return;
      this.#hasTold = transfers.length > 0;
      onChange(transfers);
    });
  }
}

function keyOf({ accountId, action }: QueuedTransfer): string {
  return JSON.stringify([accountId, action.to, action.destination, action.stays]);
}

/** Whether its message may be in the destination already. */
function isSent({ state, action }: QueuedTransfer): boolean {
  return state === 'started' && action.appending !== undefined;
}
