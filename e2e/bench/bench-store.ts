import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onlyNamespace } from '../../electron/mail/namespaces.ts';
import { openMailStore, type SqliteMailStore } from '../../electron/store/sqlite-mail-store.ts';
import type { AccountId, FolderId } from '../../shared/mail.ts';

/** Of what words and names in benchmarks are made. */
export const syllables = [
  'ka',
  'lo',
  'mi',
  'ra',
  'ne',
  'to',
  'shi',
  'ber',
  'gar',
  'wen',
  'dra',
  'fus',
  'el',
  'om',
  'ju',
  'pet',
];

/** Works with an account's store that has an empty inbox, and removes it afterwards. */
export function withBenchStore<T>(
  work: (bench: { readonly store: SqliteMailStore; readonly inbox: FolderId; readonly path: string }) => T,
): T {
  const folder = mkdtempSync(join(tmpdir(), 'heron-bench-'));
  const path = join(folder, 'cache.db');
  const { store } = openMailStore({ path, accountId: 'bench' as AccountId, now: Date.now });
  try {
    store.saveFolders([
      { path: 'INBOX', name: 'INBOX', delimiter: '/', role: 'inbox', selectable: true, namespace: onlyNamespace },
    ]);
    const inbox = store.folderByRole('inbox')?.folderId;
    if (inbox === undefined) throw new Error('There is no inbox.');
    return work({ store, inbox, path });
  } finally {
    store.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
