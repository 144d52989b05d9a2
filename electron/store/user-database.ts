import { type OpenDatabaseOptions, type OpenedDatabase, openDatabase } from './open-database.ts';
import { userMigrations } from './schema.ts';

/**
 * Opens `user.db`, which the operation queue and the drafts share. `notice` tells that a damaged one was set aside. Throws storage_failed,
 * and leaves the file untouched, when a newer Heron wrote it.
 */
export function openUserDatabase(options: Pick<OpenDatabaseOptions, 'path' | 'now'>): OpenedDatabase {
  return openDatabase({ ...options, role: 'user', migrations: userMigrations });
}
