import type { OperationRunner } from '../operations/operation-runner.ts';
import type { Clock } from '../platform/clock.ts';
import type { Lane } from './connections/lane.ts';

export interface OperationPumpOptions {
  readonly operations: OperationRunner;
  readonly lane: Lane;
  readonly priority: number;
  readonly clock: Clock;
  readonly mayRun: () => boolean;
  readonly onEnd: () => void;
  readonly onFault: (error: unknown) => void;
}

/**
 * Runs the queue on a connection whenever an operation is due, and sets a timer for those that wait (held back, or
 * refused before). Each command is a job of its own, so what the user waits for takes its turn before the next one.
 */
export class OperationPump {
  readonly #options: OperationPumpOptions;
  #isRunning = false;
  #cancelTimer: () => void = () => undefined;

  constructor(options: OperationPumpOptions) {
    this.#options = options;
  }

  /** To be called whenever an operation may have become due; does nothing when none is. */
  kick(): void {
    const { operations, lane, mayRun, onEnd, onFault } = this.#options;
    if (this.#isRunning || !lane.connected || !mayRun()) return;
    if (!operations.hasWork) {
      this.#kickAt(operations.nextAt());
      return;
    }
    this.#isRunning = true;
    void this.#runOne()
      .then((at) => this.#kickAt(at))
      .catch(onFault)
      .finally(() => {
        this.#isRunning = false;
        onEnd();
        this.kick();
      });
  }

  stop(): void {
    this.#cancelTimer();
  }

  /** Runs one command, and the next ones after it. @returns when the next operation is due, as `OperationRunner.run` does */
  async #runOne(): Promise<number | null> {
    const { operations, lane, priority, mayRun } = this.#options;
    const ran = await lane.submit({ priority, interactive: false, again: false }, async (connection, signal) => {
      const select = (path: string, abort: AbortSignal) => connection.select(path, abort);
      const at = await operations.run({ session: connection.session, select }, signal);
      // The next job is queued before this one ends. Otherwise the connection would begin to listen in between, and select
      // another folder for it.
      return operations.hasWork && mayRun() ? { next: this.#runOne() } : { at };
    });
    return ran.next === undefined ? ran.at : await ran.next;
  }

  #kickAt(at: number | null): void {
    this.#cancelTimer();
    if (at === null) return;
    const { clock } = this.#options;
    this.#cancelTimer = clock.after(Math.max(0, at - clock.now()) + 1, () => this.kick());
  }
}
