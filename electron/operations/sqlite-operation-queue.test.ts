import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, it } from 'vitest';
import type { AccountId, OperationId } from '../../shared/mail.ts';
import type { AppError } from '../../shared/reply.ts';
import { Database } from '../store/database.ts';
import { openDatabase } from '../store/open-database.ts';
import { userMigrations } from '../store/schema.ts';
import { openMailStore } from '../store/sqlite-mail-store.ts';
import {
  accountId,
  failureCode,
  folderIdOf,
  noon,
  operation,
  temporaryFolder,
  toTrash,
} from '../store/store-fixture.ts';
import { createOperationQueue, openOperationQueue } from './sqlite-operation-queue.ts';

const refused: AppError = {
  code: 'server_refused',
  params: { reason: 'change', said: 'Quota exceeded.' },
  retryable: false,
};
const markSeen = { kind: 'set_seen', seen: true } as const;
const markUnseen = { kind: 'set_seen', seen: false } as const;

function queueIn(folder: string) {
  return openOperationQueue({ path: join(folder, 'user.db'), now: () => noon }).queue;
}

describe('OperationQueue', () => {
  it('keeps hostile strings exactly where they are an identity', () => {
    const folder = temporaryFolder();
    const queue = queueIn(folder);
    const folderPath = 'a\0b\ud800"\n\\';
    queue.add([
      operation(
        1,
        { kind: 'move', destination: '\udc00/\0' },
        { folderPath, subject: 'x\0y\ud800', messageIdHeader: '<\0>' },
      ),
    ]);
    queue.close();
    const again = queueIn(folder);
    expect(again.list(accountId)).toMatchObject([
      { folderPath, action: { kind: 'move', destination: '\udc00/\0' }, subject: 'x\ufffdy\ufffd', uid: 1 },
    ]);
    again.close();
  });

  it('replaces what was to be done with the same tag of a message, and with no other', () => {
    const queue = queueIn(temporaryFolder());
    const tag = (name: string, on: boolean) => ({ kind: 'set_tag', tag: name, on }) as const;
    queue.add([
      operation(1, tag('travel', true)),
      operation(1, tag('art', true)),
      operation(2, tag('travel', true)),
      operation(1, tag('Travel', false)),
    ]);
    expect(queue.list(accountId).map(({ uid, action }) => [uid, action])).toEqual([
      [1, tag('art', true)],
      [2, tag('travel', true)],
      [1, tag('Travel', false)],
    ]);
  });

  it('replaces a queued set_seen of the same message only, and keeps the order', () => {
    const queue = queueIn(temporaryFolder());
    const [started] = queue.add([operation(1, markSeen)]);
    if (!started) throw new Error('nothing added');
    queue.markStarted([started.id]);
    queue.add([
      operation(1, markSeen),
      operation(2, markSeen),
      operation(1, toTrash),
      operation(1, markSeen, { uidValidity: 8 }),
      operation(1, markSeen, { folderPath: 'Other' }),
      operation(1, markSeen, { accountId: 'other' as AccountId }),
    ]);
    queue.add([operation(1, markUnseen)]);
    expect(
      queue
        .list(accountId)
        .map(({ uid, uidValidity, folderPath, action, state }) => [uid, uidValidity, folderPath, action, state]),
    ).toEqual([
      [1, 7, 'INBOX', markSeen, 'started'],
      [2, 7, 'INBOX', markSeen, 'queued'],
      [1, 7, 'INBOX', toTrash, 'queued'],
      [1, 8, 'INBOX', markSeen, 'queued'],
      [1, 7, 'Other', markSeen, 'queued'],
      [1, 7, 'INBOX', markUnseen, 'queued'],
    ]);
    queue.close();
  });

  it('never gives the id of a finished operation to a newer one', () => {
    const queue = queueIn(temporaryFolder());
    const [first] = queue.add([operation(1, markSeen)]);
    if (!first) throw new Error('nothing added');
    queue.add([operation(1, markUnseen)]);
    queue.remove([first.id]);
    expect(queue.list(accountId).map(({ action }) => action)).toEqual([markUnseen]);
    queue.close();
  });

  it('counts attempts, parks and retries (Y4)', () => {
    const folder = temporaryFolder();
    const queue = queueIn(folder);
    const ids = queue.add([operation(1, toTrash, { subject: 'Lunch' }), operation(2, markSeen)]).map(({ id }) => id);
    queue.markStarted(ids);
    queue.markFailed(ids, refused);
    expect(queue.list(accountId)).toMatchObject([
      { state: 'queued', attempts: 1, error: refused },
      { state: 'queued', attempts: 1 },
    ]);
    queue.park(ids.slice(0, 1), refused);
    queue.markStarted(ids);
    queue.close();
    const again = queueIn(folder);
    expect(again.list(accountId).map(({ state }) => state)).toEqual(['parked', 'started']);
    expect(again.parked(accountId)).toEqual([
      { id: ids[0], accountId, kind: 'move', subject: 'Lunch', error: refused },
    ]);
    again.retry([ids[0] ?? (0 as OperationId)]);
    again.retry([999 as OperationId]);
    // Half of the move may be done.
    expect(again.list(accountId)).toMatchObject([{ state: 'started', attempts: 0, error: null }, { state: 'started' }]);
    again.park(ids.slice(1), refused);
    again.retry([ids[1] ?? (0 as OperationId)]);
    expect(again.list(accountId)).toMatchObject([{ state: 'started' }, { state: 'queued', attempts: 0, error: null }]);
    again.removeAccount(accountId);
    expect(again.list(accountId)).toEqual([]);
    again.close();
  });

  it('adds all operations or none', () => {
    const queue = queueIn(temporaryFolder());
    const broken = operation(2, markSeen, { uid: 'x' as unknown as number });
    expect(() => queue.add([operation(1, markSeen), broken])).toThrow();
    expect(queue.list(accountId)).toEqual([]);
    queue.close();
  });

  it('refuses with disk_full, keeps what it has, and recovers (D2)', () => {
    const path = join(temporaryFolder(), 'user.db');
    const { database } = openDatabase({ path, role: 'user', migrations: userMigrations, now: () => noon });
    const queue = createOperationQueue(database);
    const [first] = queue.add([operation(1, markSeen)]);
    if (!first) throw new Error('nothing added');
    database.exec('PRAGMA max_page_count = 1');
    const many = Array.from({ length: 200 }, (_, index) => operation(index + 1, toTrash, { subject: 'x'.repeat(900) }));
    expect(failureCode(() => queue.add(many))).toBe('disk_full');
    expect(queue.list(accountId)).toEqual([first]);
    queue.remove([first.id]);
    expect(queue.list(accountId)).toEqual([]);
    database.exec('PRAGMA max_page_count = 1000000');
    expect(queue.add(many)).toHaveLength(200);
    queue.close();
  });

  it('keeps every acknowledged operation, and both databases whole, when killed in the middle of writing (D1)', async () => {
    const folder = temporaryFolder();
    const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', writer(folder)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const acknowledged: string[] = [];
    for await (const line of createInterface({ input: child.stdout })) {
      acknowledged.push(line);
      if (acknowledged.length === 60) child.kill('SIGKILL');
    }
    if (child.signalCode === null && child.exitCode === null) await once(child, 'exit');
    expect(child.signalCode).toBe('SIGKILL');

    const { queue, notice } = openOperationQueue({ path: join(folder, 'user.db'), now: () => noon });
    expect(notice).toBeNull();
    const kept = queue.list(accountId).map(({ id }) => String(id));
    expect(kept.slice(0, acknowledged.length)).toEqual(acknowledged);
    expect(kept.length - acknowledged.length).toBeLessThanOrEqual(1);
    queue.close();
    const opened = openMailStore({ path: join(folder, 'cache.db'), accountId, now: () => noon });
    expect(opened.notice).toBeNull();
    const inbox = folderIdOf(opened.store, 'INBOX');
    const stored = opened.store.localMessages(inbox, 1, 2 ** 32 - 1).length;
    expect(stored % 20).toBe(0);
    expect([opened.store.storedCount(inbox), opened.store.openView(inbox).total]).toEqual([stored, stored]);
    opened.store.close();
    const database = new Database(join(folder, 'cache.db'), 'cache');
    expect(database.get('PRAGMA integrity_check')).toEqual({ integrity_check: 'ok' });
    database.exec("INSERT INTO message_words (message_words) VALUES ('integrity-check')");
    database.close();
  }, 60_000);
});

/** A program that adds operations and stores windows for ever, and prints the id of each operation once `add` returned. */
function writer(folder: string): string {
  const module = (name: string) => JSON.stringify(new URL(name, import.meta.url).href);
  return `
    import { writeSync } from 'node:fs';
    import { join } from 'node:path';
    import { openMailStore } from ${module('../store/sqlite-mail-store.ts')};
    import { openOperationQueue } from ${module('./sqlite-operation-queue.ts')};
    const folder = ${JSON.stringify(folder)};
    const accountId = ${JSON.stringify(accountId)};
    const { queue } = openOperationQueue({ path: join(folder, 'user.db'), now: Date.now });
    const { store } = openMailStore({ path: join(folder, 'cache.db'), accountId, now: Date.now });
    store.saveFolders([
    { path: 'INBOX', name: 'INBOX', delimiter: '/', role: 'inbox', selectable: true, namespace: { kind: 'personal', prefix: '' } },
  ]);
    const { folderId } = store.folderByRole('inbox');
    for (let uid = 1; ; uid++) {
      const [added] = queue.add([{ accountId, folderPath: 'INBOX', uidValidity: 7, uid, messageIdHeader: null, subject: 'x'.repeat(900),
        action: { kind: 'set_seen', seen: true } }]);
      writeSync(1, added.id + '\\n');
      const flags = { seen: false, flagged: false, answered: false, forwarded: false, draft: false, deleted: false };
      store.saveWindow(folderId, Array.from({ length: 20 }, (_, i) => ({ uid: uid * 20 + i, flags, internalDate: uid * 1000, sentAt: null,
        size: 1, subject: 'Subject ' + i, from: [], to: [], cc: [], replyTo: [], messageIdHeader: null, inReplyTo: null, parts: [] })),
        { uidValidity: 7, uidNext: 1, highestModseq: null, lowestUid: 1, complete: false });
    }
  `;
}
