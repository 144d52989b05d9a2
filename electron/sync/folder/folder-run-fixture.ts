// A whole run over a folder, for tests and benchmarks: nothing waits, and nobody listens.
import type { FolderRunOptions } from './sync-folder.ts';

/** Options of a quick run; what is given counts instead. */
export function wholeRun(
  given: Pick<FolderRunOptions, 'session' | 'store' | 'folderId' | 'path'> & Partial<FolderRunOptions>,
): FolderRunOptions {
  return {
    depth: 'quick',
    signal: new AbortController().signal,
    goOn: async () => true,
    exclusively: (work) => work(),
    isAwaited: () => false,
    onChanges: () => undefined,
    onReset: () => undefined,
    onProgress: () => undefined,
    onArrived: () => undefined,
    onNews: () => undefined,
    now: () => 0,
    random: () => 0.5,
    ...given,
  };
}
