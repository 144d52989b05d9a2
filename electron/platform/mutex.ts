/** Runs tasks one after the other, in the order of the calls. */
export class Mutex {
  #last: Promise<void> = Promise.resolve();
  #length = 0;

  /** How many tasks run or wait. */
  get length(): number {
    return this.#length;
  }

  /**
   * Runs `task` when all tasks before it have ended; resolves or rejects as it does.
   * @param signal aborts the wait, and rejects with its reason; a running task is not stopped, and the next one still
   * waits for its end
   */
  async run<T>(task: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    const before = this.#last;
    let leave: () => void = () => undefined;
    const left = new Promise<void>((resolve) => {
      leave = resolve;
    });
    // A task whose signal aborts leaves the queue at once, but the tasks after it still wait for those before it.
    this.#last = before.then(() => left);
    this.#length += 1;
    try {
      await (signal === undefined ? before : untilAborted(before, signal));
      signal?.throwIfAborted();
      return await task();
    } finally {
      this.#length -= 1;
      leave();
    }
  }
}

/** A Mutex for each key. */
export class KeyedMutex<Key> {
  readonly #mutexes = new Map<Key, Mutex>();

  /** Whether a task of this key waits for another one's end. */
  isAwaited(key: Key): boolean {
    return (this.#mutexes.get(key)?.length ?? 0) > 1;
  }

  /** As `Mutex.run`, among the tasks of the same key. */
  async run<T>(key: Key, task: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    const mutex = this.#mutexes.get(key) ?? new Mutex();
    this.#mutexes.set(key, mutex);
    try {
      return await mutex.run(task, signal);
    } finally {
      if (mutex.length === 0 && this.#mutexes.get(key) === mutex) this.#mutexes.delete(key);
    }
  }
}

/** Waits for `promise`, but no longer than until the signal: then rejects with the signal's reason. The work itself goes on. */
export async function untilAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  let abort: () => void = () => undefined;
  const aborted = new Promise<never>((_resolve, reject) => {
    abort = () => reject(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
  });
  try {
    // If both are settled, the signal wins: an aborted caller gets no result.
    return await Promise.race([aborted, promise]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
