import { Worker } from 'node:worker_threads';
import { faultText, type PortLike } from '../../platform/rpc.ts';
import type { OpenSession } from '../session.ts';
import { type RemoteSessions, remoteSessions } from './remote-sessions.ts';

/** What is needed of a worker thread. */
interface ImapWorker extends PortLike {
  on(event: 'message', listener: (message: unknown) => void): unknown;
  on(event: 'error', listener: (cause: unknown) => void): unknown;
  on(event: 'exit', listener: (code: number) => void): unknown;
}

export interface ImapThreadOptions {
  /** The compiled imap.worker. */
  readonly workerPath: string | URL;
  readonly log: (text: string) => void;
  /** For tests; a worker thread otherwise. */
  readonly startWorker?: (path: string | URL) => ImapWorker;
}

/** What servers send is bounded for each answer; this bounds what all connections hold together. */
const heapMegabytes = 512;
/** Of new objects, as in engine-client.ts. */
const newObjectsMegabytes = 12;

/**
 * Opens sessions in a thread of their own, which is started for the first one. A thread that dies ends its sessions, as a lost connection
 * does, and not the engine: the next session starts another.
 */
export function imapThread({ workerPath, log, startWorker = startThread }: ImapThreadOptions): OpenSession {
  let current: RemoteSessions | null = null;

  function start(): RemoteSessions {
    const worker = startWorker(workerPath);
    const sessions = remoteSessions(worker, log);
    // ERR_WORKER_OUT_OF_MEMORY arrives here; `exit` follows.
    worker.on('error', (cause) => log(`The thread of the IMAP connections failed: ${faultText(cause)}`));
    worker.on('exit', (code) => {
      if (current === sessions) current = null;
      log(`The thread of the IMAP connections ended with code ${code}.`);
      sessions.end();
    });
    return sessions;
  }

  return (options, signal) => {
    current ??= start();
    return current.openSession(options, signal);
  };
}

function startThread(path: string | URL): ImapWorker {
  return new Worker(path, {
    resourceLimits: { maxOldGenerationSizeMb: heapMegabytes, maxYoungGenerationSizeMb: newObjectsMegabytes },
    execArgv: [],
  });
}
