import { parentPort, workerData } from 'node:worker_threads';
import { type AppError, AppFailure, type Reply } from '../../shared/reply.ts';
import { setLanguage } from '../../shared/texts/texts.ts';
import { imapThread } from '../imap/thread/imap-thread.ts';
import { createFileTextClient } from '../mime/file-text-client.ts';
import { createMimeClient } from '../mime/mime-client.ts';
import { systemClock } from '../platform/clock.ts';
import { downloadMark } from '../platform/download-mark.ts';
import { setRoutes } from '../platform/proxy/connect-tcp.ts';
import { createRpc, faultText, type PortLike, type Rpc } from '../platform/rpc.ts';
import { checkpointThread } from '../store/checkpoints/checkpoint-thread.ts';
import type { EngineCalls, EngineEvents, EngineStart, MainCalls } from './contract.ts';
import { Engine } from './engine.ts';

/**
 * The engine's thread: builds the engine from `workerData` and serves main. If the engine cannot be built, main gets a
 * notice and the thread ends.
 */
function serve(port: PortLike, start: EngineStart): void {
  let main: Rpc<MainCalls, EngineEvents> | null = null;
  const waiting: (() => void)[] = [];
  const engine = build(start, {
    credentials: async (accountId, rejected, signal, purpose) =>
      main === null
        ? { ok: false, error: starting() }
        : await main.call('credentials.get', { accountId, purpose, rejected }, signal),
    postToGraph: async (accountId, request, signal) =>
      main === null
        ? { ok: false, error: starting() }
        : await main.call('graph.send', { accountId, ...request }, signal),
    emit: (name, payload) => {
      if (main === null) waiting.push(() => main?.emit(name, payload));
      else main.emit(name, payload);
    },
  });
  main = createRpc<MainCalls, EngineCalls, EngineEvents>({
    port,
    handlers: engine.calls,
    onEvent: () => undefined,
    onFault: (text, cause) => main?.emit('log', { level: 'error', scope: 'rpc', text: `${text} ${faultText(cause)}` }),
  });
  const asked = main;
  setRoutes({
    find: async (place, signal) => unwrapped(await asked.call('proxy.find', place, signal)),
    challenged: async (proxy, refused) => void (await asked.call('proxy.challenged', { proxy, refused })),
  });
  for (const send of waiting) send();

  function build(
    options: EngineStart,
    ports: Pick<ConstructorParameters<typeof Engine>[0], 'credentials' | 'postToGraph' | 'emit'>,
  ): Engine {
    setLanguage(options.language ?? 'en');
    try {
      return new Engine({
        ...ports,
        profileFolder: options.profileFolder,
        extraCa: options.extraCa,
        openSession: imapThread({
          workerPath: options.imapWorkerPath,
          log: (text) => ports.emit('log', { level: 'error', scope: 'imap', text }),
        }),
        mime: createMimeClient({ workerPath: options.mimeWorkerPath }),
        fileTexts: createFileTextClient({ workerPath: options.fileTextWorkerPath }),
        checkpoints: checkpointThread({
          workerPath: options.checkpointWorkerPath,
          clock: systemClock,
          log: (text) => ports.emit('log', { level: 'error', scope: 'store', text }),
        }),
        searchFiles: options.searchFiles !== false,
        markDownload: downloadMark({ platform: process.platform, now: () => systemClock.now() }),
        clock: systemClock,
        random: Math.random,
        hideMarkedDeleted: options.hideMarkedDeleted === true,
        ...(options.texts === undefined ? {} : { texts: options.texts }),
        ...(options.holdMs === undefined ? {} : { holdMs: options.holdMs }),
      });
    } catch (error) {
      // For example a user.db of a newer Heron, which must not be touched.
      const notice = error instanceof AppFailure ? error.error : null;
      if (notice !== null) port.postMessage({ kind: 'event', name: 'notice', payload: { error: notice } });
      throw error;
    }
  }
}

function unwrapped<T>(reply: Reply<T>): T {
  if (!reply.ok) throw new AppFailure(reply.error);
  return reply.value;
}

const starting = (): AppError => ({ code: 'internal', params: { reason: 'engine_starting' }, retryable: true });

if (parentPort === null) throw new Error('engine.worker runs as a worker thread only.');
serve(parentPort, workerData as EngineStart);
