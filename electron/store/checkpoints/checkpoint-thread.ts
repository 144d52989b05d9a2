import { logText } from '../../../shared/reply.ts';
import type { Clock } from '../../platform/clock.ts';
import { createRpc, faultText, type Rpc } from '../../platform/rpc.ts';
import { startThread, type WorkerThread } from '../../platform/worker-thread.ts';
import type { CheckpointCalls } from './contract.ts';

/** Writes the write-ahead logs of databases into them, beside the thread that stores. */
export interface Checkpoints {
  /**
   * Begins a checkpoint of this database, unless one is under way. Resolves when it has ended, also where it failed: what is in the log stays
   * there, and is read from there.
   */
  run(path: string): Promise<void>;
  /** Resolves once nothing here has the database open. */
  idle(path: string): Promise<void>;
}

export interface CheckpointThreadOptions {
  /** The compiled checkpoint.worker. */
  readonly workerPath: string | URL;
  readonly clock: Clock;
  readonly log: (text: string) => void;
  /** For tests; a worker thread otherwise. */
  readonly startWorker?: (path: string | URL) => WorkerThread;
}

interface RunningThread {
  readonly worker: WorkerThread;
  readonly rpc: Rpc<CheckpointCalls, Record<never, never>>;
}

/** A thread without work is ended, since it holds some megabytes. */
const endAfterMs = 60_000;
/** A thread that died is not started again at once; the thread that stores makes its own checkpoints meanwhile (database.ts). */
const startAgainAfterMs = 60_000;
const heapMegabytes = 64;

/** The thread is started for the first checkpoint. One that dies is noted in the log and costs nothing but that checkpoint. */
export function checkpointThread(options: CheckpointThreadOptions): Checkpoints {
  const { workerPath, clock, log, startWorker = (path) => startThread(path, heapMegabytes) } = options;
  const running = new Map<string, Promise<void>>();
  let current: RunningThread | null = null;
  let notBefore = Number.NEGATIVE_INFINITY;
  let cancelEnd = (): void => undefined;

  function start(): RunningThread {
    const worker = startWorker(workerPath);
    const rpc = createRpc<CheckpointCalls, Record<never, never>>({
      port: worker,
      handlers: {},
      onEvent: () => undefined,
      onFault: (text, cause) => log(`${text} ${faultText(cause)}`),
    });
    const started = { worker, rpc };
    worker.on('error', (cause) => log(`The thread of the checkpoints failed: ${faultText(cause)}`));
    worker.on('exit', (code) => {
      if (current === started) {
        current = null;
        notBefore = clock.monotonic() + startAgainAfterMs;
        log(`The thread of the checkpoints ended with code ${code}.`);
      }
      rpc.end({ code: 'cancelled', params: { reason: 'closing' }, retryable: true });
    });
    return started;
  }

  /** It has been idle for a while. */
  function end(): void {
    const ended = current;
    current = null;
    void ended?.worker.terminate();
  }

  async function checkpoint(path: string): Promise<void> {
    cancelEnd();
    current ??= start();
    const reply = await current.rpc.call('checkpoint', { path });
    if (!reply.ok && reply.error.code !== 'cancelled') log(`A checkpoint failed: ${logText(reply.error)}`);
    running.delete(path);
    if (running.size > 0 || current === null) return;
    cancelEnd();
    cancelEnd = clock.after(endAfterMs, end);
  }

  return {
    run(path) {
      const known = running.get(path);
      if (known !== undefined) return known;
      if (current === null && clock.monotonic() < notBefore) return Promise.resolve();
      const work = checkpoint(path);
      running.set(path, work);
      return work;
    },
    idle: (path) => running.get(path) ?? Promise.resolve(),
  };
}
