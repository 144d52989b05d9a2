import type { Database } from '../store/database.ts';

/** The largest message that each server takes, as it said when Heron sent through it last (RFC 1870). */
export class SizeLimits {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Octets; null where the server was not asked yet or names none. @param server "host:port" */
  get(server: string): number | null {
    return (
      this.#database.get<{ octets: number }>('SELECT octets FROM size_limits WHERE server = ?', server)?.octets ?? null
    );
  }

  save(server: string, octets: number): void {
    if (this.get(server) === octets) return;
    this.#database.run('INSERT OR REPLACE INTO size_limits (server, octets) VALUES (?, ?)', server, octets);
  }
}
