import { spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { existsSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { systemClock } from '../../platform/clock.ts';
import { fakeClock } from '../../platform/clock-fake.ts';
import { patienceFor, roundsOf } from '../../platform/rounds-fixture.ts';
import { Database } from '../database.ts';
import { openMailStore, type SqliteMailStore } from '../sqlite-mail-store.ts';
import { accountId, envelope, folderIdOf, inboxFolder, noon, syncState, temporaryFolder } from '../store-fixture.ts';
import { type Checkpoints, checkpointThread } from './checkpoint-thread.ts';

vi.setConfig({ testTimeout: 60_000 });

let folder: string;
let workerPath: string;

// Node 20 runs no TypeScript, so the worker is compiled as the application's build does it.
beforeAll(async () => {
  folder = await mkdtemp(join(import.meta.dirname, '../../../node_modules/.heron-checkpoints-'));
  workerPath = join(folder, 'checkpoint.worker.mjs');
  await build({
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true, external: ['@photostructure/sqlite'] },
    build: {
      ssr: join(import.meta.dirname, 'checkpoint.worker.ts'),
      outDir: folder,
      target: 'node20.18',
      rollupOptions: { output: { format: 'es', entryFileNames: 'checkpoint.worker.mjs' } },
    },
  });
}, 60_000);

afterAll(() => rm(folder, { recursive: true, force: true }));

/** The thread, with the log of what went wrong in it, which is to be nothing. */
function realThread(): Checkpoints {
  const log: string[] = [];
  onTestFinished(() => expect(log).toEqual([]));
  return checkpointThread({ workerPath, clock: systemClock, log: (text) => log.push(text) });
}

function openStore(path: string, checkpoints: Checkpoints): SqliteMailStore {
  const { store } = openMailStore({ path, accountId, now: () => noon, checkpoints });
  onTestFinished(() => store.close());
  store.saveFolders([inboxFolder]);
  return store;
}

/** Stores so many messages, 50 at a time, and calls `after` each time. */
async function fill(store: SqliteMailStore, from: number, count: number, after: () => unknown): Promise<void> {
  const inbox = folderIdOf(store, 'INBOX');
  for (let uid = from; uid < from + count; uid += 50) {
    const window = Array.from({ length: 50 }, (_, index) =>
      envelope(uid + index, { subject: `Minutes ${uid} ${'of a long meeting '.repeat(20)}${index}` }),
    );
    store.saveWindow(inbox, window, syncState());
    await after();
  }
}

/** How many pages the write-ahead log has, and how many of them lie in the file: the index says so at 16 and 96 (sqlite.org/walformat.html). */
function logOf(path: string): { pages: number; checkpointed: number } {
  const index = readFileSync(`${path}-shm`);
  return { pages: index.readUInt32LE(16), checkpointed: index.readUInt32LE(96) };
}

/** The files of a folder that this process has open. */
function openFiles(below: string): string[] {
  return readdirSync('/proc/self/fd').flatMap((fd) => {
    // The descriptor by which the folder was read is closed by now.
    const path = `/proc/self/fd/${fd}`;
    const name = existsSync(path) ? readlinkSync(path) : '';
    return name.startsWith(below) ? [basename(name)] : [];
  });
}

describe('the thread of the checkpoints', () => {
  it('writes into the file what is stored, and the log begins anew again and again', async () => {
    const path = join(temporaryFolder(), 'cache.db');
    const checkpoints = realThread();
    const store = openStore(path, checkpoints);
    const pages: number[] = [];
    await fill(store, 1, 6_000, async () => {
      pages.push(logOf(path).pages);
      await store.pause();
    });
    expect(Math.max(...pages)).toBeLessThan(4_000);
    expect(pages.filter((count, at) => count < (pages[at - 1] ?? 0)).length).toBeGreaterThan(0);
    await checkpoints.idle(path);
    await checkpoints.run(path);
    const { pages: last, checkpointed } = logOf(path);
    expect([checkpointed, last > 0]).toEqual([last, true]);
    await store.end();
    expect(existsSync(`${path}-wal`)).toBe(false);
  });

  it('lets a reader keep what it reads, and catches up once that has ended', async () => {
    const path = join(temporaryFolder(), 'cache.db');
    const checkpoints = realThread();
    const store = openStore(path, checkpoints);
    await fill(store, 1, 200, () => store.pause());
    const reader = new Database(path, 'cache');
    const count = () => reader.collect('count(*)', 'messages');
    reader.exec('BEGIN');
    expect(count()).toEqual([200]);
    await fill(store, 201, 2_000, () => store.pause());
    expect(count()).toEqual([200]);
    await checkpoints.run(path);
    const { pages, checkpointed } = logOf(path);
    expect(pages - checkpointed).toBeGreaterThan(1_000);
    reader.exec('COMMIT');
    expect(count()).toEqual([2_200]);
    reader.close();
    await checkpoints.idle(path);
    await checkpoints.run(path);
    await fill(store, 2_201, 50, () => undefined);
    expect(logOf(path).pages).toBeLessThan(pages / 2);
    expect(store.openView(folderIdOf(store, 'INBOX')).total).toBe(2_250);
    await store.end();
  });

  it('has left the file once a store has ended, also where that was in the middle of a checkpoint', async () => {
    const path = join(temporaryFolder(), 'cache.db');
    const checkpoints = realThread();
    const store = openStore(path, checkpoints);
    await fill(store, 1, 500, () => undefined);
    let isRunning = true;
    void checkpoints.run(path).then(() => {
      isRunning = false;
    });
    await store.end();
    expect(isRunning).toBe(false);
    if (process.platform === 'linux') {
      // The connection of the store itself is closed when its statements are garbage-collected.
      const alone = join(temporaryFolder(), 'cache.db');
      const other = openMailStore({ path: alone, accountId, now: () => noon }).store;
      other.saveFolders([inboxFolder]);
      await fill(other, 1, 50, () => undefined);
      await other.end();
      expect(openFiles(dirname(path)).length).toBeLessThanOrEqual(openFiles(dirname(alone)).length);
    }
    rmSync(dirname(path), { recursive: true });
  });

  it('never makes a file, and tells of what failed', async () => {
    const path = join(temporaryFolder(), 'gone.db');
    const log: string[] = [];
    await checkpointThread({ workerPath, clock: systemClock, log: (text) => log.push(text) }).run(path);
    expect(log).toEqual([expect.stringContaining('A checkpoint failed: storage_failed')]);
    expect(existsSync(path)).toBe(false);
  });

  it('hurts nobody when it dies: messages are stored, and after a minute it is started again', async () => {
    const path = join(temporaryFolder(), 'cache.db');
    const { clock, log, workers, options } = fakeThread();
    const store = openStore(path, checkpointThread(options));
    const save = (from: number, count: number) => fill(store, from, count, () => undefined);
    await save(1, 2_000);
    expect(workers).toHaveLength(1);
    workers[0]?.die();
    expect(log).toEqual([expect.stringContaining('out of memory'), 'The thread of the checkpoints ended with code 1.']);
    // Nobody waits for it.
    await save(2_001, 2_000);
    await store.pause();
    expect(workers).toHaveLength(1);
    await clock.advance(60_000);
    await save(4_001, 2_000);
    expect(workers).toHaveLength(2);
    workers[1]?.die();
    expect(store.openView(folderIdOf(store, 'INBOX')).total).toBe(6_000);
    await store.end();
  });

  it('is not needed: without it the log is kept short by the connection that stores', async () => {
    const path = join(temporaryFolder(), 'big.db');
    const database = new Database(path, 'cache');
    database.enterWal();
    database.exec('CREATE TABLE octets (id INTEGER PRIMARY KEY, content BLOB)');
    let wanted = 0;
    database.leaveCheckpoints(() => {
      wanted += 1;
    });
    const pages: number[] = [];
    for (let round = 0; round < 30; round += 1) {
      database.transaction(() => {
        for (let row = 0; row < 10; row += 1) database.run('INSERT INTO octets (content) VALUES (zeroblob(200000))');
      });
      pages.push(logOf(path).pages);
    }
    // 60 MB in parts of 2 MB.
    expect(wanted).toBeGreaterThanOrEqual(5);
    expect(Math.max(...pages)).toBeGreaterThan(7_000);
    expect(Math.max(...pages)).toBeLessThan(9_000);
    database.close();
  });

  it('is ended when it has had nothing to do for a minute', async () => {
    const path = join(temporaryFolder(), 'cache.db');
    const { clock, log, workers, options } = fakeThread();
    const checkpoints = checkpointThread(options);
    const first = checkpoints.run(path);
    // One at a time for each database.
    expect(checkpoints.run(path)).toBe(first);
    workers[0]?.answer();
    await first;
    await clock.advance(59_000);
    const second = checkpoints.run(path);
    await clock.advance(59_000);
    workers[0]?.answer();
    await second;
    expect(workers[0]?.isEnded).toBe(false);
    await clock.advance(60_000);
    expect(workers[0]?.isEnded).toBe(true);
    const third = checkpoints.run(path);
    expect(workers).toHaveLength(2);
    workers[1]?.answer();
    await third;
    expect(log).toEqual([]);
  });

  it(
    'loses nothing that was stored when it is killed in the middle of its work (D1)',
    async () => {
      for (let round = 0; round < roundsOf(2); round += 1) {
        const path = join(temporaryFolder(), 'cache.db');
        const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', writer(path)], {
          stdio: ['ignore', 'pipe', 'inherit'],
        });
        let stored = 0;
        for await (const line of createInterface({ input: child.stdout })) {
          stored = Number(line);
          if (stored >= 1_000 + round * 150) child.kill('SIGKILL');
        }
        if (child.signalCode === null && child.exitCode === null) await once(child, 'exit');
        expect(child.signalCode).toBe('SIGKILL');
        const { store, notice } = openMailStore({ path, accountId, now: () => noon });
        expect(notice).toBeNull();
        const inbox = folderIdOf(store, 'INBOX');
        const kept = store.localMessages(inbox, 1, 2 ** 32 - 1).length;
        expect(kept).toBeGreaterThanOrEqual(stored);
        expect([store.storedCount(inbox), store.openView(inbox).total]).toEqual([kept, kept]);
        store.close();
        const database = new Database(path, 'cache');
        expect(database.get('PRAGMA integrity_check')).toEqual({ integrity_check: 'ok' });
        database.close();
      }
    },
    patienceFor(roundsOf(2)),
  );
});

/** A worker that answers when the test wants it. */
class FakeWorker extends EventEmitter {
  readonly #asked: number[] = [];
  isEnded = false;

  postMessage(message: unknown): void {
    this.#asked.push((message as { readonly id: number }).id);
  }

  answer(): void {
    for (const id of this.#asked.splice(0))
      this.emit('message', { kind: 'reply', id, reply: { ok: true, value: null } });
  }

  die(): void {
    this.emit('error', new Error('out of memory'));
    this.emit('exit', 1);
  }

  async terminate(): Promise<void> {
    this.isEnded = true;
    this.emit('exit', 0);
  }
}

/** What a thread is made with, and the workers that it has started. */
function fakeThread() {
  const clock = fakeClock();
  const log: string[] = [];
  const workers: FakeWorker[] = [];
  const startWorker = () => {
    const worker = new FakeWorker();
    workers.push(worker);
    return worker;
  };
  return { clock, log, workers, options: { workerPath, clock, log: (text: string) => log.push(text), startWorker } };
}

/** A program that stores messages for ever, with the thread, and prints how many there are. */
function writer(path: string): string {
  const module = (name: string) => JSON.stringify(new URL(name, import.meta.url).href);
  return `
    import { checkpointThread } from ${module('./checkpoint-thread.ts')};
    import { systemClock } from ${module('../../platform/clock.ts')};
    import { openMailStore } from ${module('../sqlite-mail-store.ts')};
    const checkpoints = checkpointThread({
      workerPath: ${JSON.stringify(workerPath)}, clock: systemClock, log: (text) => { throw new Error(text); },
    });
    const { store } = openMailStore({ path: ${JSON.stringify(path)}, accountId: 'a', now: Date.now, checkpoints });
    store.saveFolders([${JSON.stringify(inboxFolder)}]);
    const inbox = store.folders()[0].id;
    const like = ${JSON.stringify(envelope(1))};
    for (let uid = 1; ; uid += 20) {
      const window = Array.from({ length: 20 }, (_, index) => ({
        ...like, uid: uid + index, internalDate: like.internalDate + (uid + index) * 1_000,
        messageIdHeader: '<' + (uid + index) + '@example.org>', subject: 'Minutes ' + 'long '.repeat(200) + uid,
      }));
      store.saveWindow(inbox, window, ${JSON.stringify(syncState())});
      void checkpoints.run(${JSON.stringify(path)});
      console.log(store.storedCount(inbox));
      await store.pause();
    }
  `;
}
