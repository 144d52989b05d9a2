/**
 * The engine's part of a first sync alone, in this thread: session, plan and store over 100,000 messages of a real Dovecot, beside the raw
 * wire. For profiles: `node --cpu-prof --import tsx e2e/bench/sync-bench.ts [count]`.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSession } from '../../electron/imap/connection.ts';
import { openMailStore } from '../../electron/store/sqlite-mail-store.ts';
import { wholeRun } from '../../electron/sync/folder/folder-run-fixture.ts';
import { syncFolder } from '../../electron/sync/folder/sync-folder.ts';
import type { AccountId } from '../../shared/mail.ts';
import { ada, password, startWorld } from '../world.ts';
import { rawWire } from './wire.ts';

const count = Number(process.argv[2] ?? 100_000);
const folderName = 'Archive';
const world = await startWorld();
const profile = mkdtempSync(join(tmpdir(), 'heron-sync-bench-'));
try {
  await world.dovecot.seedMany(ada, folderName, count);
  for (let round = 0; round < 2; round += 1) await rawWire(world, ada, folderName);
  const wire = await rawWire(world, ada, folderName);
  const signal = new AbortController().signal;
  const session = await openSession(
    {
      endpoint: { host: 'localhost', port: world.dovecot.tlsPort, security: 'tls' },
      credentials: { kind: 'password', username: ada, password: password },
      timeoutSeconds: 60,
      extraCa: world.ca.caPem,
    },
    signal,
  );
  const { store } = openMailStore({ path: join(profile, 'cache.db'), accountId: 'bench' as AccountId, now: Date.now });
  store.saveFolders(await session.listFolders(signal));
  const folder = store.folders().find(({ name }) => name === folderName);
  if (folder === undefined) throw new Error(`${folderName} is not listed.`);
  const cpu = process.cpuUsage();
  const started = performance.now();
  await syncFolder(
    wholeRun({
      session,
      store,
      folderId: folder.id,
      path: folderName,
      now: Date.now,
      random: Math.random,
    }),
  );
  const seconds = (performance.now() - started) / 1_000;
  const used = process.cpuUsage(cpu);
  if (store.storedCount(folder.id) !== count)
    throw new Error(`${store.storedCount(folder.id)} of ${count} are stored.`);
  const processor = (used.user + used.system) / 1_000_000;
  const again = await rawWire(world, ada, folderName);
  const bare = (wire + again) / 2;
  console.log(`raw wire ${wire.toFixed(2)} s and ${again.toFixed(2)} s`);
  console.log(
    `stored in ${seconds.toFixed(2)} s, ${(seconds / bare).toFixed(2)} × the wire; processor ${processor.toFixed(2)} s`,
  );
  store.close();
  await session.close();
} finally {
  rmSync(profile, { recursive: true, force: true });
  await world.stop();
}
