import { Worker } from 'node:worker_threads';
import type { PortLike } from './rpc.ts';

/** What is needed of a worker thread that is spoken with by calls (rpc.ts) for as long as it lives. */
export interface WorkerThread extends PortLike {
  on(event: 'message', listener: (message: unknown) => void): unknown;
  /** ERR_WORKER_OUT_OF_MEMORY arrives here as well; `exit` follows. */
  on(event: 'error', listener: (cause: unknown) => void): unknown;
  on(event: 'exit', listener: (code: number) => void): unknown;
  terminate(): Promise<unknown>;
}

/** Of new objects. V8 takes up to 48 MB for each thread and gives none of it back; collecting more often costs no time that can be measured. */
const newObjectsMegabytes = 12;

/**
 * Starts a compiled worker.
 * @param heapMegabytes a thread that needs more is ended, and nothing else with it
 * @param workerData what it begins with
 */
export function startThread(path: string | URL, heapMegabytes: number, workerData?: object): WorkerThread {
  return new Worker(path, {
    workerData,
    resourceLimits: { maxOldGenerationSizeMb: heapMegabytes, maxYoungGenerationSizeMb: newObjectsMegabytes },
    execArgv: [],
  });
}
