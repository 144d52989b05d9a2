import { runKillable, type WorkerEnd, type WorkerLimits } from '../platform/killable-worker.ts';
import { type FileTextAnswer, type FileTextKind, fileTextLimits } from './file-text-protocol.ts';

/** What became of reading a file: its text, or why there is none. */
export type FileText = FileTextAnswer | { readonly kind: 'unreadable'; readonly reason: 'too_large' | WorkerFailure };
type WorkerFailure = Exclude<WorkerEnd<never>['kind'], 'answered'>;

/** Reads the text of files that strangers sent. One at a time; each in a worker of its own. Never throws. */
export interface FileTextClient {
  read(kind: FileTextKind, bytes: Uint8Array, signal: AbortSignal): Promise<FileText>;
}

interface FileTextClientOptions extends Partial<WorkerLimits> {
  /** The compiled file-text.worker. */
  readonly workerPath: string | URL;
}

/** A client over the compiled worker. Nothing runs between calls, so there is nothing to dispose. */
export function createFileTextClient(options: FileTextClientOptions): FileTextClient {
  let last: Promise<unknown> = Promise.resolve();
  const run = async (kind: FileTextKind, bytes: Uint8Array, signal: AbortSignal): Promise<FileText> => {
    // A copy: the caller keeps the original, and posting a slice would copy its whole ArrayBuffer.
    const octets = new Uint8Array(bytes);
    const { timeMs, heapMegabytes, growthBytes } = fileTextLimits;
    const end = await runKillable<FileTextAnswer>(
      { timeMs, heapMegabytes, growthBytes, ...options, task: { kind, bytes: octets }, octets },
      signal,
    );
    return end.kind === 'answered' ? end.answer : { kind: 'unreadable', reason: end.kind };
  };
  return {
    read(kind, bytes, signal) {
      if (bytes.byteLength > fileTextLimits.inputBytes) {
        return Promise.resolve({ kind: 'unreadable', reason: 'too_large' });
      }
      const turn = last.then(() => run(kind, bytes, signal));
      last = turn;
      return turn;
    },
  };
}
