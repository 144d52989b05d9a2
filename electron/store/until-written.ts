import type { Database } from './database.ts';

/** What was read of a database, remembered until the connection may have written: for small reads that a list repeats many times for one page. */
export class UntilWritten<Key, Value> {
  readonly #db: Database;
  readonly #read: (key: Key) => Value;
  readonly #values = new Map<Key, Value>();
  #writes = -1;

  /** @param read must not write */
  constructor(db: Database, read: (key: Key) => Value) {
    this.#db = db;
    this.#read = read;
  }

  get(key: Key): Value {
    if (this.#writes !== this.#db.writes) {
      this.#values.clear();
      this.#writes = this.#db.writes;
    }
    const known = this.#values.get(key);
    if (known !== undefined) return known;
    const value = this.#read(key);
    this.#values.set(key, value);
    return value;
  }
}
