import { Worker } from 'node:worker_threads';

/** What one task in a worker of its own may cost. */
export interface WorkerLimits {
  readonly timeMs: number;
  /** Its heap, in megabytes. */
  readonly heapMegabytes: number;
  /** A worker's heap limit does not count Buffers, so its owner also watches how much the process grows, in octets. */
  readonly growthBytes: number;
}

interface WorkerTask extends WorkerLimits {
  /** The compiled worker, which posts one message and ends. */
  readonly workerPath: string | URL;
  /** What it is started with. */
  readonly task: object;
  /** Octets that it is given and that the caller has no longer. */
  readonly octets: Uint8Array<ArrayBuffer>;
  /** Resident memory of this process, in octets. */
  readonly residentBytes?: () => number;
}

/** The worker's one message, or why it was ended. `failed`: it ended by itself without one, also where its heap was full. */
export type WorkerEnd<Answer> =
  | { readonly kind: 'answered'; readonly answer: Answer }
  | { readonly kind: 'cancelled' | 'too_slow' | 'too_much_memory' | 'failed' };

const watchEveryMs = 50;

/**
 * Runs code that may hang or fill its memory over what a stranger sent, in a worker that is ended at its limits: a fault there costs this task,
 * never the application. Never throws.
 */
export function runKillable<Answer>(
  { workerPath, task, octets, timeMs, heapMegabytes, growthBytes, ...options }: WorkerTask,
  signal: AbortSignal,
): Promise<WorkerEnd<Answer>> {
  if (signal.aborted) return Promise.resolve({ kind: 'cancelled' });
  const residentBytes = options.residentBytes ?? process.memoryUsage.rss;
  const before = residentBytes();
  const worker = new Worker(workerPath, {
    workerData: task,
    transferList: [octets.buffer],
    resourceLimits: { maxOldGenerationSizeMb: heapMegabytes, maxYoungGenerationSizeMb: 32, stackSizeMb: 4 },
    execArgv: [],
    env: {},
    stdin: false,
    stdout: true,
    stderr: true,
  });
  return new Promise((resolve) => {
    let ended = false;
    const end = (how: WorkerEnd<Answer>): void => {
      if (ended) return;
      ended = true;
      clearTimeout(deadline);
      clearInterval(watch);
      signal.removeEventListener('abort', onAbort);
      void worker.terminate().then(() => resolve(how));
    };
    const onAbort = (): void => end({ kind: 'cancelled' });
    const deadline = setTimeout(() => end({ kind: 'too_slow' }), timeMs);
    const watch = setInterval(() => {
      if (residentBytes() - before > growthBytes) end({ kind: 'too_much_memory' });
    }, watchEveryMs);
    signal.addEventListener('abort', onAbort, { once: true });
    worker.once('message', (answer: Answer) => end({ kind: 'answered', answer }));
    // ERR_WORKER_OUT_OF_MEMORY arrives here as well.
    worker.once('error', () => end({ kind: 'failed' }));
    worker.once('exit', () => end({ kind: 'failed' }));
  });
}
