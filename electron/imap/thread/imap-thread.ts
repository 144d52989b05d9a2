import { faultText } from '../../platform/rpc.ts';
import { startThread, type WorkerThread } from '../../platform/worker-thread.ts';
import type { OpenSession } from '../session.ts';
import { type RemoteSessions, remoteSessions } from './remote-sessions.ts';

export interface ImapThreadOptions {
  /** The compiled imap.worker. */
  readonly workerPath: string | URL;
  readonly log: (text: string) => void;
  /** For tests; a worker thread otherwise. */
  readonly startWorker?: (path: string | URL) => Omit<WorkerThread, 'terminate'>;
}

/** What servers send is bounded for each answer; this bounds what all connections hold together. */
const heapMegabytes = 512;

/**
 * Opens sessions in a thread of their own, which is started for the first one. A thread that dies ends its sessions, as a lost connection
 * does, and not the engine: the next session starts another.
 */
export function imapThread({
  workerPath,
  log,
  startWorker = (path) => startThread(path, heapMegabytes),
}: ImapThreadOptions): OpenSession {
  let current: RemoteSessions | null = null;

  function start(): RemoteSessions {
    const worker = startWorker(workerPath);
    const sessions = remoteSessions(worker, log);
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
