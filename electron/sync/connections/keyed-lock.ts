/** One at a time for each key, in the order of the calls. */
export class KeyedLock<Key> {
  readonly #tails = new Map<Key, Promise<unknown>>();

  /** Runs `work` when everything before it with this key ended; answers or throws as it does. */
  async run<T>(key: Key, work: () => Promise<T>): Promise<T> {
    const before = this.#tails.get(key);
    const turn = (async () => {
      await before;
      return await work();
    })();
    const tail = turn.then(
      () => undefined,
      () => undefined,
    );
    this.#tails.set(key, tail);
    try {
      return await turn;
    } finally {
      if (this.#tails.get(key) === tail) this.#tails.delete(key);
    }
  }
}
