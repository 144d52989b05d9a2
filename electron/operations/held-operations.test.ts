import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { OperationId, UndoId } from '../../shared/mail.ts';
import { Database } from '../store/database.ts';
import { userMigrations } from '../store/schema.ts';
import { accountId, noon, operation, temporaryFolder, toTrash } from '../store/store-fixture.ts';
import { openOperationQueue } from './sqlite-operation-queue.ts';

const undoId = '6d1f0c1e-0000-4000-8000-000000000001' as UndoId;
const open = (folder: string) => openOperationQueue({ path: join(folder, 'user.db'), now: () => noon }).queue;

describe('operations that are held back', () => {
  it('D1: outlast a restart, and are taken back by name unless they have started', () => {
    const folder = temporaryFolder();
    const queue = open(folder);
    const added = queue.add([operation(1, toTrash), operation(2, toTrash), operation(3, toTrash)], {
      until: noon + 10_000,
      undoId,
    });
    queue.add([operation(4, toTrash)]);
    expect([...queue.markStarted(added.slice(0, 1).map(({ id }) => id))]).toEqual([added[0]?.id]);
    queue.close();
    const again = open(folder);
    expect(again.list(accountId).map(({ uid, heldUntil }) => [uid, heldUntil])).toEqual([
      [1, noon + 10_000],
      [2, noon + 10_000],
      [3, noon + 10_000],
      [4, null],
    ]);
    expect(again.takeBack(accountId, undoId)).toBe(2);
    expect(again.takeBack(accountId, undoId)).toBe(0);
    expect(again.list(accountId).map(({ uid }) => uid)).toEqual([1, 4]);
    expect(again.counts(accountId)).toEqual({ pending: 2, parked: 0 });
    again.close();
  });

  it('what was taken back does not start', () => {
    const queue = open(temporaryFolder());
    const [first] = queue.add([operation(1, toTrash)], { until: noon, undoId });
    queue.takeBack(accountId, undoId);
    expect(queue.markStarted([first?.id ?? (0 as OperationId)]).size).toBe(0);
    queue.close();
  });

  it('a later move or deletion takes the place of a move, a later star of a star', () => {
    const queue = open(temporaryFolder());
    const star = (flagged: boolean) => operation(1, { kind: 'set_flagged', flagged });
    queue.add([operation(1, toTrash)], { until: noon, undoId });
    queue.add([star(true), operation(1, { kind: 'move', destination: 'Work' }), star(false)]);
    queue.add([operation(1, { kind: 'delete' })]);
    expect(queue.list(accountId).map(({ action }) => action)).toEqual([
      { kind: 'set_flagged', flagged: false },
      { kind: 'delete' },
    ]);
    queue.close();
  });

  it('paths follow a rename that was carried out, in the folder, within it and towards it', () => {
    const queue = open(temporaryFolder());
    const within = (folderPath: string) => ({ folderPath });
    const structure = { delimiter: '/' } as const;
    const [rename] = queue.add([operation(0, { kind: 'rename_folder', newPath: 'B', ...structure }, within('A'))]);
    queue.add([
      operation(1, { kind: 'move', destination: 'A/x' }, within('A')),
      operation(2, { kind: 'set_seen', seen: true }, within('A/x')),
      operation(3, { kind: 'move', destination: 'A' }, within('Ab')),
      operation(0, { kind: 'rename_folder', newPath: 'A/z', ...structure }, within('A/y')),
      // The name is free again, and somebody wants it.
      operation(0, { kind: 'rename_folder', newPath: 'A', ...structure }, within('C')),
      operation(0, { kind: 'create_folder', ...structure }, within('A')),
      operation(0, { kind: 'create_folder', ...structure }, within('A/new')),
      operation(0, { kind: 'delete_folder', ...structure }, within('A')),
    ]);
    queue.finish([rename?.id ?? (0 as OperationId)]);
    queue.finish([rename?.id ?? (0 as OperationId)]);
    const moved = queue.list(accountId).map(({ folderPath, action }) => {
      if (action.kind === 'move') return [folderPath, action.destination];
      return action.kind === 'rename_folder' ? [folderPath, action.newPath] : [folderPath];
    });
    expect(moved).toEqual([['B', 'B/x'], ['B/x'], ['Ab', 'B'], ['B/y', 'B/z'], ['C', 'A'], ['A'], ['B/new'], ['B']]);
    queue.close();
  });

  it('moves that an earlier Heron queued were to the trash, which may still be created', () => {
    const folder = temporaryFolder();
    const old = new Database(join(folder, 'user.db'), 'user');
    old.exec(userMigrations[0] ?? '');
    old.exec('PRAGMA user_version = 1');
    old.run(
      `INSERT INTO operations (account_id, folder_path, uid_validity, uid, subject, action, kind)
       VALUES (?, '"INBOX"', 7, 1, '', '{"kind":"move","destination":"Trash"}', 'move'),
              (?, '"INBOX"', 7, 2, '', '{"kind":"set_seen","seen":true}', 'set_seen')`,
      accountId,
      accountId,
    );
    old.close();
    const queue = open(folder);
    expect(queue.list(accountId)).toMatchObject([
      { action: { kind: 'move', destination: 'Trash', role: 'trash' }, heldUntil: null },
      { action: { kind: 'set_seen', seen: true } },
    ]);
    queue.close();
  });
});
