import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { errorMessage } from '../../shared/error-texts.ts';
import type { OperationId, UndoId } from '../../shared/mail.ts';
import { setLanguage } from '../../shared/texts/texts.ts';
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
    expect(again.takeBack(accountId, undoId).size).toBe(2);
    expect(again.takeBack(accountId, undoId).size).toBe(0);
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
      // The former name is free again, and is used by another folder.
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

  it('what an earlier Heron stored as a sentence is kept, and shown as it is', () => {
    const folder = temporaryFolder();
    const old = new Database(join(folder, 'user.db'), 'user');
    for (const sql of userMigrations.slice(0, 2)) old.exec(sql);
    old.exec('PRAGMA user_version = 2');
    const stored = (code: string, message: string, retryable: boolean) => JSON.stringify({ code, message, retryable });
    for (const [uid, state, error] of [
      [1, 'parked', stored('operation_parked', 'Der Server hat “INBOX” neu aufgebaut.', false)],
      [2, 'parked', stored('trash_missing', 'There is no folder “Trash”.', true)],
      [3, 'parked', stored('of_another_kind', 'It’s gone.', true)],
      [4, 'queued', stored('server_refused', 'Over "quota"', true)],
      [5, 'queued', null],
    ] as const) {
      old.run(
        `INSERT INTO operations (account_id, folder_path, uid_validity, uid, subject, action, kind, state, error)
         VALUES (?, '"INBOX"', 7, ?, '', '{"kind":"set_seen","seen":true}', 'set_seen', ?, ?)`,
        accountId,
        uid,
        state,
        error,
      );
    }
    old.close();
    const queue = open(folder);
    const errors = queue.list(accountId).map(({ error }) => error);
    expect(errors).toEqual([
      {
        code: 'operation_parked',
        params: { reason: 'former', text: 'Der Server hat “INBOX” neu aufgebaut.' },
        retryable: false,
      },
      { code: 'trash_missing', params: { reason: 'former', text: 'There is no folder “Trash”.' }, retryable: true },
      { code: 'operation_parked', params: { reason: 'former', text: 'It’s gone.' }, retryable: true },
      { code: 'server_refused', params: { reason: 'former', text: 'Over "quota"' }, retryable: true },
      null,
    ]);
    expect(errors.map((error) => error && errorMessage(error))).toEqual([
      'Der Server hat “INBOX” neu aufgebaut.',
      'There is no folder “Trash”.',
      'It’s gone.',
      'Over "quota"',
      null,
    ]);
    queue.close();
  });

  it('a parked operation’s error is worded in the language of the moment, also after a restart', () => {
    const folder = temporaryFolder();
    const first = open(folder);
    const ids = first.add([operation(1, toTrash)]).map(({ id }) => id);
    first.park(ids, { code: 'operation_parked', params: { reason: 'rebuilt', folder: 'INBOX' }, retryable: false });
    first.close();
    const second = open(folder);
    const said = () => second.parked(accountId).map(({ error }) => errorMessage(error));
    expect(said()).toEqual([expect.stringContaining('The server rebuilt the folder “INBOX”')]);
    setLanguage('de');
    expect(said()).toEqual([expect.stringContaining('Der Server hat den Ordner „INBOX“ neu aufgebaut.')]);
    setLanguage('en');
    second.close();
  });
});
