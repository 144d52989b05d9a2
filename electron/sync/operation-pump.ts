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
 * refused before).
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
    const { operations, lane, priority, mayRun, onEnd, onFault } = this.#options;
    if (this.#isRunning || !lane.connected || !mayRun()) return;
    if (!operations.hasWork) {
      this.#kickAt(operations.nextAt());
      return;
    }
    this.#isRunning = true;
    const run = lane.submit({ priority, interactive: false, again: false }, (connection, signal) =>
      operations.run({ session: connection.session, select: (path, abort) => connection.select(path, abort) }, signal),
    );
    void run
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

  #kickAt(at: number | null): void {
    this.#cancelTimer();
    if (at === null) return;
    const { clock } = this.#options;
    this.#cancelTimer = clock.after(Math.max(0, at - clock.now()) + 1, () => this.kick());
  }
}
