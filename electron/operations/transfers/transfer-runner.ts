import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { AccountId, OperationId } from '../../../shared/mail.ts';
import { type AppError, AppFailure } from '../../../shared/reply.ts';
import type { TransferId, TransferProgress, TransferWait } from '../../../shared/transfers.ts';
import type { Refusal } from '../../imap/session.ts';
import type { Clock } from '../../platform/clock.ts';
import type { MailStore } from '../../store/mail-store.ts';
import type { MovedMessage } from '../action-kind.ts';
import type { Appending } from '../actions/transfer.ts';
import { heldUntil, maxAttempts, readyTransfers } from '../operation-batch.ts';
import { accountGoneError, notSeenError, refusedError, saidIn } from '../operation-errors.ts';
import type { OperationQueue, QueuedTransfer } from '../operation-queue.ts';
import { neverError, obstacleOf, verdictOf } from '../operation-refusals.ts';
import type { OperationSession } from '../operation-session.ts';
import { OperationWaits } from '../operation-waits.ts';
import type { Arrival } from './find-arrived.ts';
import { OngoingTransfers } from './ongoing-transfers.ts';
import { type Appended, appendFile, type Fetched, fetchToFile, lookFor, removeFile } from './transfer-steps.ts';

/** An open account as transfers need it. */
export interface TransferAccount {
  readonly store: Pick<MailStore, 'folderNodes'>;
  /** Runs work on the connection for long work. Rejects with AppFailure, at once where the account cannot connect now. */
  readonly connected: <T>(work: (connection: OperationSession, signal: AbortSignal) => Promise<T>) => Promise<T>;
  /** The account's operations changed, or those that bring it messages. */
  readonly queueChanged: () => void;
  /** A message came into this folder. */
  readonly arrived: (path: string) => void;
  readonly movedTo: (moved: readonly MovedMessage[]) => void;
  /** These operations were taken out of its queue before they were carried out. */
  readonly withdrawn: (ids: readonly OperationId[]) => void;
}

export interface TransferRunnerOptions {
  readonly queue: OperationQueue;
  readonly clock: Clock;
  /** A number from 0 up to 1. */
  readonly random: () => number;
  /** The longest that an operation is held back so that it can be undone, in milliseconds. */
  readonly holdMs: number;
  /** Where messages lie while they are on their way; emptied when Heron starts. */
  readonly folder: string;
  /** Null while the account is not open. */
  readonly account: (accountId: AccountId) => TransferAccount | null;
  /** The accounts that are open. */
  readonly accountIds: () => Iterable<AccountId>;
  /** Transfers began, went on or ended. */
  readonly onProgress: (transfers: readonly TransferProgress[]) => void;
  readonly log: (level: 'warn' | 'error', text: string) => void;
}

/** The first wait after a lost connection, after a temporary refusal, and after one that may be due to the message; milliseconds. */
const lostWaitMs = 5_000;
const passingWaitMs = 60_000;
const refusedWaitMs = 2_000;

/** How many are taken from the queue at once: of many a share of them, since each look at the queue costs as much as it is long. */
const atOnce = (due: number): number => Math.max(20, Math.ceil(due / 25));

/** What became of one transfer; `later`: it waits. */
type Ended = 'arrived' | 'over' | 'later';

/**
 * Copies messages into folders of other accounts: fetches each into a file, appends it, and looks whether it is there. Only then is a transfer done, or its
 * original removed, which the source's own queue does. What is about to be sent is kept before it is sent, so that after a lost answer or a crash the
 * destination is looked at before anything is sent again (Y2). One message at a time for each destination account.
 */
export class TransferRunner {
  readonly #options: TransferRunnerOptions;
  readonly #waits: OperationWaits;
  readonly #ongoing: OngoingTransfers;
  readonly #running = new Map<AccountId, Promise<void>>();
  readonly #stop = new AbortController();
  readonly #emptied: Promise<void>;
  #cancelTimer: () => void = () => undefined;

  constructor(options: TransferRunnerOptions) {
    this.#options = options;
    this.#waits = new OperationWaits(() => options.clock.now(), options.random);
    this.#ongoing = new OngoingTransfers({
      ...options,
      isHeld: (operation) => this.#isHeld(operation),
      onChange: options.onProgress,
    });
    this.#emptied = rm(options.folder, { recursive: true, force: true }).catch((error: unknown) =>
      options.log('warn', `Old files of transfers were not deleted: ${String(error)}`),
    );
  }

  /** Works on what is due. @param reached the account that can be reached again: what waited for it is tried at once */
  kick(reached: AccountId | null = null): void {
    if (this.#stop.signal.aborted) return;
    if (reached !== null) {
      this.#waits.accepted(reached);
      this.#ongoing.reached(reached);
    }
    this.#ongoing.refresh();
    const due = this.#due();
    for (const to of new Set(due.map(({ action }) => action.to))) {
      if (this.#running.has(to) || this.#options.account(to) === null) continue;
      const run = this.#runAll(to).finally(() => {
        this.#running.delete(to);
        this.kick();
      });
      this.#running.set(to, run);
    }
    this.#kickLater();
  }

  /** Those that take a while, and those that were stopped, until that was seen. */
  progress(): TransferProgress[] {
    return this.#ongoing.list();
  }

  /** Stops a transfer: what has arrived stays there, the rest where it is. One that was stopped already is forgotten. */
  end(transferId: TransferId): void {
    const kept = this.#ongoing.end(transferId);
    const [first] = kept;
    if (first === undefined) return;
    const { account } = this.#options;
    const source = account(first.accountId);
    source?.withdrawn(kept.map(({ id }) => id));
    source?.queueChanged();
    account(first.action.to)?.queueChanged();
  }

  /** The account was removed: what was to go there is set aside. */
  leave(accountId: AccountId): void {
    const { queue, account } = this.#options;
    const lost = queue.transfers().filter(({ action }) => action.to === accountId && action.hasArrived !== true);
    if (lost.length === 0) return;
    queue.park(
      lost.map(({ id }) => id),
      accountGoneError(),
    );
    for (const source of new Set(lost.map((each) => each.accountId))) account(source)?.queueChanged();
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    this.#cancelTimer();
    await Promise.all(this.#running.values());
    await this.#emptied;
  }

  /** The transfers that can go on now; those that may be half done first, so that no equal message is taken for theirs. */
  #due(): QueuedTransfer[] {
    const { queue, clock, accountIds } = this.#options;
    const now = clock.now();
    if (queue.transfers().length === 0) return [];
    return [...accountIds()]
      .flatMap((accountId) => readyTransfers(queue.list(accountId), (operation) => this.#isHeld(operation)))
      .filter((operation) => waitKeys(operation).every((key) => this.#waits.until(key) <= now))
      .sort((one, other) => Number(isHalfDone(other)) - Number(isHalfDone(one)) || one.id - other.id);
  }

  #isHeld(operation: Parameters<typeof heldUntil>[0]): boolean {
    return heldUntil(operation, this.#options.clock.now(), this.#options.holdMs) !== null;
  }

  #kickLater(): void {
    const { queue, clock, holdMs } = this.#options;
    this.#cancelTimer();
    const now = clock.now();
    const times = queue
      .transfers()
      .flatMap((operation) => [
        heldUntil(operation, now, holdMs) ?? 0,
        ...waitKeys(operation).map((key) => this.#waits.until(key)),
      ])
      .filter((time) => time > now);
    if (times.length > 0) this.#cancelTimer = clock.after(Math.min(...times) - now + 1, () => this.kick());
  }

  /** All that is due for one destination account. Never rejects. */
  async #runAll(to: AccountId): Promise<void> {
    const { log, account } = this.#options;
    /** What was not told yet: the accounts whose operations changed, and the folders that messages came into. */
    const untold = new Set<AccountId>();
    const filled = new Set<string>();
    const tell = (): void => {
      for (const source of untold) account(source)?.queueChanged();
      account(to)?.queueChanged();
      for (const path of filled) account(to)?.arrived(path);
      untold.clear();
      filled.clear();
    };
    try {
      await this.#emptied;
      for (;;) {
        const due = this.#due().filter(({ action }) => action.to === to);
        const batch = due.slice(0, atOnce(due.length));
        if (batch.length === 0 || this.#stop.signal.aborted) break;
        for (const operation of batch) {
          if (this.#stop.signal.aborted) break;
          const ended = await this.#runOne(operation);
          untold.add(operation.accountId);
          if (ended === 'arrived') filled.add(operation.action.destination);
          if (ended === 'later') break;
        }
        // Each removal of originals is a command, and so is a look at the folder: both are for many messages.
        this.#ongoing.refresh();
        tell();
      }
    } catch (error) {
      this.#waits.refused(to, passingWaitMs);
      log(
        'error',
        `Copying messages to another account failed: ${error instanceof Error ? error.stack : String(error)}`,
      );
    }
    tell();
  }

  /** Brings one message on its way as far as possible now. */
  async #runOne(operation: QueuedTransfer): Promise<Ended> {
    const { account, folder, queue } = this.#options;
    const { accountId, action, state } = operation;
    // The user took it back while those before it were copied.
    if (!queue.isOpen(operation.id)) return 'over';
    const [source, target] = [account(accountId), account(action.to)];
    if (target === null) return this.#later(operation, { accountId: action.to, why: 'connection' }, lostWaitMs);
    if (source === null) return this.#later(operation, { accountId, why: 'connection' }, lostWaitMs);
    // A folder that is still to be created.
    if (target.store.folderNodes().some(({ path, pending }) => path === action.destination && pending)) {
      return this.#later(operation, { accountId: action.to, why: 'folder' }, refusedWaitMs);
    }
    const path = join(folder, `${randomUUID()}.eml`);
    /** The account whose server is asked. */
    let asked = action.to;
    try {
      if (state === 'started' && action.appending !== undefined) {
        const { appending } = action;
        const found = await target.connected((connection, signal) => lookFor(operation, appending, connection, signal));
        if (found !== null) return this.#arrived(operation, found, source);
      }
      if (action.stopped === true) return this.#withdraw(operation, source);
      asked = accountId;
      const fetched = await source.connected((connection, signal) => fetchToFile(operation, path, connection, signal));
      if (fetched.kind === 'park') return this.#park(operation, fetched.error);
      asked = action.to;
      return this.#take(operation, await this.#append(operation, path, fetched, target), source);
    } catch (error) {
      return this.#failed(operation, error, asked);
    } finally {
      await removeFile(path);
    }
  }

  async #append(operation: QueuedTransfer, path: string, fetched: Fetched, target: TransferAccount): Promise<Appended> {
    const { queue } = this.#options;
    const onSending = (appending: Appending): boolean => {
      if (this.#ongoing.isStopped(operation.id)) return false;
      queue.saveProgress(operation.id, { ...operation.action, appending });
      return queue.markStarted([operation.id]).has(operation.id);
    };
    return await target.connected((connection, signal) =>
      appendFile(operation, path, fetched, connection, onSending, signal),
    );
  }

  #take(operation: QueuedTransfer, appended: Appended, source: TransferAccount): Ended {
    const { action } = operation;
    switch (appended.kind) {
      case 'arrived':
        return this.#arrived(operation, appended.arrival, source);
      case 'park':
        return this.#park(operation, appended.error);
      case 'refused':
        return this.#refused(operation, appended);
      case 'unseen':
        return this.#park(operation, notSeenError(action.destination));
      case 'withdrawn':
        return this.#withdraw(operation, source);
      case 'unknown':
        // The server may still be storing what it received: it is looked for a little later.
        return this.#later(operation, { accountId: action.to, why: 'connection' }, lostWaitMs);
    }
  }

  #arrived(operation: QueuedTransfer, { uidValidity, uid }: Arrival, source: TransferAccount): Ended {
    const { queue } = this.#options;
    const { id, action } = operation;
    for (const key of waitKeys(operation)) this.#waits.accepted(key);
    source.movedTo([{ operationId: id, accountId: action.to, path: action.destination, uidValidity, uid }]);
    if (action.stays) queue.finish([id]);
    else queue.saveProgress(id, { ...action, hasArrived: true });
    this.#ongoing.arrived(operation);
    return 'arrived';
  }

  /** The user took it back, or stopped it, and it is not in the destination. */
  #withdraw(operation: QueuedTransfer, source: TransferAccount): Ended {
    const { id } = operation;
    this.#options.queue.remove([id]);
    source.withdrawn([id]);
    this.#ongoing.kept(operation);
    return 'over';
  }

  #park({ id }: QueuedTransfer, error: AppError): Ended {
    this.#options.queue.park([id], error);
    this.#waits.accepted(`${id}`);
    return 'over';
  }

  /** The destination's server said no, so nothing of it happened. */
  #refused(operation: QueuedTransfer, refusal: Refusal): Ended {
    const { queue } = this.#options;
    const { id, action } = operation;
    const verdict = verdictOf(refusal, 1, [action.destination]);
    if (verdict === 'never') return this.#park(operation, neverError(refusal, operation, action.destination));
    if (verdict === 'later') {
      queue.putBack([id]);
      return this.#later(operation, { accountId: action.to, why: 'server' }, passingWaitMs);
    }
    const attempts = this.#waits.refused(`${id}`, refusedWaitMs);
    if (attempts >= maxAttempts) return this.#park(operation, refusedError(attempts, refusal));
    queue.markFailed([id], {
      code: 'server_refused',
      params: { reason: 'change', ...saidIn(refusal) },
      retryable: true,
    });
    return 'over';
  }

  /** A connection ended or could not be made, or a command that only looks was refused. Throws what is a fault of Heron's. */
  #failed(operation: QueuedTransfer, error: unknown, asked: AccountId): Ended {
    if (!(error instanceof AppFailure)) throw error;
    const obstacle = obstacleOf(error);
    if (obstacle === null) return this.#later(operation, { accountId: asked, why: 'connection' }, lostWaitMs);
    if (obstacle.verdict === 'later') return this.#later(operation, { accountId: asked, why: 'server' }, passingWaitMs);
    const attempts = this.#waits.refused(`${operation.id}`, refusedWaitMs);
    const isLast = obstacle.verdict === 'never' || attempts >= maxAttempts;
    return isLast ? this.#park(operation, refusedError(attempts, obstacle.refusal)) : 'over';
  }

  #later(operation: QueuedTransfer, wait: TransferWait, firstMs: number): Ended {
    this.#waits.refused(wait.accountId, firstMs);
    this.#ongoing.waits(operation, wait);
    return 'later';
  }
}

/** What a transfer waits for: itself after a refusal, and both accounts. */
function waitKeys({ id, accountId, action }: QueuedTransfer): readonly string[] {
  return [`${id}`, accountId, action.to];
}

function isHalfDone({ state, action }: QueuedTransfer): boolean {
  return state === 'started' && action.appending !== undefined;
}
