import { type AppError, failure, logText, type Reply } from '../../shared/reply.ts';
import type { Clock } from '../platform/clock.ts';
import { type CallHandlers, createRpc, faultText, type Rpc } from '../platform/rpc.ts';
import { startThread, type WorkerThread } from '../platform/worker-thread.ts';
import { createBackoff } from '../sync/connections/backoff.ts';
import type { EngineCalls, EngineEvents, EngineStart, MainCalls, OpenedAccount } from './contract.ts';

export interface EngineClientOptions {
  /** The compiled engine.worker. */
  readonly workerPath: string | URL;
  readonly start: EngineStart;
  readonly serve: CallHandlers<MainCalls>;
  /** The accounts to open in an engine that was started again, with the blocks that they had (Q2). */
  readonly accounts: () => readonly OpenedAccount[];
  /** The engine was started again; its accounts are opened after this call. */
  readonly restarted?: () => void;
  readonly log: (level: EngineEvents['log']['level'], text: string) => void;
  readonly clock: Clock;
  readonly random: () => number;
  /** For tests; a worker thread otherwise. */
  readonly startWorker?: (path: string | URL, start: EngineStart) => WorkerThread;
}

/** Main's side of the engine. */
export interface EngineClient {
  /** Never rejects. While the engine is being started anew it answers `internal`, retryable. */
  call<K extends keyof EngineCalls>(
    name: K,
    input: EngineCalls[K]['input'],
    signal?: AbortSignal,
  ): Promise<Reply<EngineCalls[K]['output']>>;
  /** As `call`, with the reply as JSON: for the window, to which main passes it on as it is. */
  callForText<K extends keyof EngineCalls>(name: K, input: EngineCalls[K]['input']): Promise<string>;
  /** @returns unsubscribes */
  on<K extends keyof EngineEvents>(event: K, listener: (payload: EngineEvents[K]) => void): () => void;
  /** Lets the engine close its databases, for five seconds at most. */
  stop(): Promise<void>;
}

const stopWithinMs = 5_000;
const heapMegabytes = 1_024;
/** An engine that lived at least this long did not die of its start: the backoff is reset. */
const settledAfterMs = 60_000;
const died = (): AppError => ({ code: 'internal', params: { reason: 'engine_restarting' }, retryable: true });
const stopped = (): AppError => ({ code: 'cancelled', params: { reason: 'closing' }, retryable: true });

/**
 * Starts the engine's worker thread, and starts it again (with backoff) whenever it dies: a heap overflow or a bug in
 * the engine does not end the application.
 */
export function startEngineClient(options: EngineClientOptions): EngineClient {
  const { clock, log, random, startWorker = (path, start) => startThread(path, heapMegabytes, start) } = options;
  const listeners = new Map<string, Set<(payload: never) => void>>();
  const backoff = createBackoff(random);
  let rpc: Rpc<EngineCalls, Record<never, never>> | null = null;
  let worker: WorkerThread | null = null;
  let isStopping = false;
  let cancelRestart = (): void => undefined;

  function start(isRestart: boolean): void {
    const startedAt = clock.monotonic();
    const current = startWorker(options.workerPath, options.start);
    const connection = createRpc<EngineCalls, MainCalls, Record<never, never>, EngineEvents>({
      port: current,
      handlers: options.serve,
      onEvent: (name, payload) => {
        for (const listener of listeners.get(name) ?? []) listener(payload as never);
      },
      onFault: (text, cause) => log('error', `${text} ${faultText(cause)}`),
    });
    worker = current;
    rpc = connection;
    // ERR_WORKER_OUT_OF_MEMORY arrives here; `exit` follows.
    current.on('error', (cause) => log('error', `The mail engine failed: ${faultText(cause)}`));
    current.on('exit', (code) => {
      connection.end(isStopping ? stopped() : died());
      if (worker !== current) return;
      worker = null;
      rpc = null;
      if (isStopping) return;
      if (clock.monotonic() - startedAt >= settledAfterMs) backoff.reset();
      const waitMs = backoff.next();
      log('error', `The mail engine ended with code ${code}; it is started again in ${waitMs} ms.`);
      cancelRestart = clock.after(waitMs, () => start(true));
    });
    if (!isRestart) return;
    options.restarted?.();
    for (const account of options.accounts()) {
      void connection.call('account.open', account).then((reply) => {
        if (!reply.ok) log('error', `An account could not be opened again: ${logText(reply.error)}`);
      });
    }
  }

  start(false);
  return {
    call(name, input, signal) {
      if (isStopping) return Promise.resolve(failure(stopped()));
      return rpc === null ? Promise.resolve(failure(died())) : rpc.call(name, input, signal);
    },
    callForText(name, input) {
      if (rpc !== null && !isStopping) return rpc.callForText(name, input);
      return Promise.resolve(JSON.stringify(failure(isStopping ? stopped() : died())));
    },
    on(event, listener) {
      const all = listeners.get(event) ?? new Set();
      listeners.set(event, all);
      all.add(listener);
      return () => all.delete(listener);
    },
    async stop() {
      if (isStopping) return;
      isStopping = true;
      cancelRestart();
      const current = worker;
      if (rpc === null || current === null) return;
      const deadline = new AbortController();
      const cancel = clock.after(stopWithinMs, () => deadline.abort());
      await rpc.call('engine.stop', undefined, deadline.signal);
      cancel();
      await current.terminate();
    },
  };
}
