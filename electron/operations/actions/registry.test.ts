import { describe, expect, it, onTestFinished } from 'vitest';
import { exampleError } from '../../../shared/example-errors.ts';
import type { OperationId } from '../../../shared/mail.ts';
import { FakeImapServer } from '../../imap/fake-server.ts';
import type { RemoteFlags } from '../../mail/remote-mail.ts';
import { openMailStore } from '../../store/sqlite-mail-store.ts';
import { accountId, operation } from '../../store/store-fixture.ts';
import type { ServerAccess } from '../action-kind.ts';
import { nextBatch } from '../operation-batch.ts';
import { openOperationQueue } from '../sqlite-operation-queue.ts';
import { actionKinds, kindOf, type OperationAction } from './registry.ts';

type Kind = OperationAction['kind'];
const never = new AbortController().signal;
const slash = { delimiter: '/' } as const;

/** One operation of each kind. A new kind does not compile until it is added here. */
const samples: { readonly [K in Kind]: Extract<OperationAction, { readonly kind: K }> } = {
  set_seen: { kind: 'set_seen', seen: true },
  set_flagged: { kind: 'set_flagged', flagged: true },
  mark_message: { kind: 'mark_message', mark: 'answered' },
  move: { kind: 'move', destination: 'Other' },
  copy: { kind: 'copy', destination: 'Other', seen: false },
  transfer: { kind: 'transfer', to: accountId, destination: 'Other', stays: false, seen: false, hasArrived: true },
  set_label: { kind: 'set_label', label: 'Other', on: false },
  set_tag: { kind: 'set_tag', tag: 'travel', on: true },
  delete: { kind: 'delete' },
  set_folder_seen: { kind: 'set_folder_seen', highestUid: 2 },
  empty_folder: { kind: 'empty_folder', highestUid: 2 },
  create_folder: { kind: 'create_folder', ...slash },
  rename_folder: { kind: 'rename_folder', newPath: 'Office', ...slash },
  delete_folder: { kind: 'delete_folder', ...slash },
};
const actions: readonly OperationAction[] = Object.values(samples);
const named = actions.map((action) => [action.kind, action] as const);

const onMessages: readonly Kind[] = [
  'set_seen',
  'set_flagged',
  'mark_message',
  'move',
  'copy',
  'transfer',
  'set_label',
  'set_tag',
  'delete',
];

function of(action: OperationAction, uid = 1, folderPath = 'Work') {
  const isOnMessage = onMessages.includes(action.kind);
  return operation(isOnMessage ? uid : 0, action, { folderPath });
}

describe('the registry of kinds', () => {
  it.each(named)('%s has all parts', (kind, action) => {
    expect(action.kind).toBe(kind);
    const parts = Object.keys(actionKinds[kind]).filter((part) => part !== 'isElsewhere' && part !== 'replacesOnly');
    expect(parts.sort()).toEqual([
      'apply',
      'commandKey',
      'pending',
      'prepare',
      'renamed',
      'replaces',
      'scope',
      'secondHalf',
      'verifiedOnRetry',
      'verify',
    ]);
    for (const replaced of actionKinds[kind].replaces) expect(Object.keys(actionKinds)).toContain(replaced);
  });

  it('each kind is kept by the queue, and shown while it is in it', () => {
    const { queue } = openOperationQueue({ path: ':memory:', now: () => 0 });
    onTestFinished(() => queue.close());
    queue.add(actions.map((action, index) => of(action, index + 1)));
    expect(queue.list(accountId).map(({ action }) => action)).toEqual(actions);
    const shown = queue.list(accountId).map((queued) => kindOf(queued.action).pending(queued));
    const message = { of: 'message', path: 'Work', uidValidity: 7 };
    const content = { of: 'content', path: 'Work', uidValidity: 7 };
    expect(shown).toEqual([
      { ...message, uid: 1, order: 1, change: { seen: true } },
      { ...message, uid: 2, order: 2, change: { flagged: true } },
      // Nobody sees a mark before the server has it.
      { ...message, uid: 3, order: 3, change: {} },
      { ...message, uid: 4, order: 4, change: { destination: 'Other' } },
      { of: 'incoming', path: 'Other', seen: false, from: { path: 'Work', uidValidity: 7, uid: 5 } },
      { ...message, uid: 6, order: 6, change: { deleted: true } },
      { of: 'label', path: 'Work', uidValidity: 7, uid: 7, order: 7, label: 'Other', on: false },
      { ...message, uid: 8, order: 8, change: { tag: { name: 'travel', on: true } } },
      { ...message, uid: 9, order: 9, change: { deleted: true } },
      { ...content, order: 10, seenUpTo: 2, emptiedUpTo: 0 },
      { ...content, order: 11, seenUpTo: 0, emptiedUpTo: 2 },
      { of: 'new_folder', path: 'Work', delimiter: '/' },
      { of: 'renamed_folder', from: 'Work', to: 'Office', delimiter: '/' },
      { of: 'deleted_folder', path: 'Work' },
    ]);
  });

  it('those that may be half done are looked at when they are tried again after parking', () => {
    const { queue } = openOperationQueue({ path: ':memory:', now: () => 0 });
    onTestFinished(() => queue.close());
    const ids = queue.add(actions.map((action, index) => of(action, index + 1))).map(({ id }) => id);
    queue.park(ids, exampleError('operation_parked', true));
    for (const id of ids) queue.retry([id]);
    const started = queue.list(accountId).filter(({ state }) => state === 'started');
    expect(started.map(({ action }) => action.kind)).toEqual([
      'move',
      'copy',
      'transfer',
      'create_folder',
      'rename_folder',
      'delete_folder',
    ]);
  });
});

describe('the order of operations', () => {
  const waits = (earlier: ReturnType<typeof of>, later: ReturnType<typeof of>): boolean =>
    nextBatch([earlier, later], ({ id }) => id === earlier.id) === null;
  const waiting = (earlier: ReturnType<typeof of>, uid: number, folderPath: string): Kind[] =>
    actions.filter((action) => waits(earlier, of(action, uid, folderPath))).map(({ kind }) => kind);
  const onFolders: Kind[] = ['set_folder_seen', 'empty_folder', 'create_folder', 'rename_folder', 'delete_folder'];
  const structure = onFolders.slice(2);
  const isOnMessage = ({ kind }: OperationAction): boolean => onMessages.includes(kind);

  const changing = named.filter(([kind, action]) => isOnMessage(action) && kind !== 'copy');

  it('what leaves the message as it is waits for no copy, and what takes it away does', () => {
    const taking: Kind[] = ['move', 'transfer', 'delete'];
    const emptying: Kind[] = ['empty_folder', ...structure];
    expect(waiting(of(samples.copy, 1), 1, 'Work')).toEqual([...taking, ...emptying]);
    expect(waiting(of(samples.copy, 1), 2, 'Work')).toEqual(emptying);
    expect(waiting(of(samples.copy, 1), 1, 'Other')).toEqual(structure);
  });

  it.each(changing)('for a message, %s goes first', (_kind, action) => {
    expect(waiting(of(action, 1), 1, 'Work')).toEqual([...onMessages, ...onFolders]);
    // An operation on another message of the folder does not wait; one on the folder does.
    expect(waiting(of(action, 1), 2, 'Work')).toEqual(onFolders);
    expect(waiting(of(action, 1), 1, 'Elsewhere')).toEqual([]);
    // A message that is being moved into a folder is not in it yet, but its move needs the folder.
    expect(waiting(of(action, 1), 1, 'Other')).toEqual(['move', 'set_label'].includes(action.kind) ? structure : []);
  });

  it.each(named.filter(([, action]) => !isOnMessage(action)))('for a folder, %s goes first', (kind, action) => {
    expect(waiting(of(action), 1, 'Work')).toEqual([...onMessages, ...onFolders]);
    const isStructure = structure.includes(kind);
    expect(waiting(of(action), 1, 'Work/Within')).toEqual(isStructure ? [...onMessages, ...onFolders] : []);
    const isRename = kind === 'rename_folder';
    expect(waiting(of(action), 1, 'Office')).toEqual(isRename ? [...onMessages, ...onFolders] : []);
    // The destination of the move, and the new name that both renames want.
    expect(waiting(of(action, 1, 'Other'), 1, 'Work')).toEqual(
      isRename ? ['move', 'copy', 'set_label', 'rename_folder'] : ['move', 'copy', 'set_label'],
    );
  });

  it('goes in one command where kind, folder and what is asked are the same, on messages only', () => {
    for (const action of actions) {
      const batch = nextBatch([of(action, 1), of(action, 2, 'Work')], () => false);
      expect([action.kind, batch?.length]).toEqual([action.kind, isOnMessage(action) ? 2 : 1]);
    }
    const together = (a: OperationAction, b: OperationAction) => nextBatch([of(a, 1), of(b, 2)], () => false)?.length;
    expect(together(samples.set_seen, { kind: 'set_seen', seen: false })).toBe(1);
    expect(together(samples.set_flagged, { kind: 'set_flagged', flagged: false })).toBe(1);
    expect(together(samples.move, { ...samples.move, role: 'trash' })).toBe(1);
    expect(together(samples.move, { kind: 'move', destination: 'Third' })).toBe(1);
    expect(together(samples.set_seen, samples.set_flagged)).toBe(1);
    expect(together(samples.set_tag, { ...samples.set_tag, tag: 'TRAVEL' })).toBe(2);
    expect(together(samples.set_tag, { ...samples.set_tag, on: false })).toBe(1);
    expect(together(samples.set_tag, { ...samples.set_tag, tag: 'art' })).toBe(1);
  });
});

describe('verifying what may have been done', () => {
  /** Whether each kind finds that the server has done it. */
  async function verified(
    change: (server: FakeImapServer) => unknown,
    among: readonly OperationAction[] = actions,
  ): Promise<Record<string, boolean>> {
    const server = new FakeImapServer();
    server.addFolder('Work');
    server.deliver('Work');
    server.deliver('Work');
    change(server);
    const { store } = openMailStore({ path: ':memory:', accountId, now: () => 0 });
    onTestFinished(() => store.close());
    const endpoint = { host: 'imap.test', port: 993, security: 'tls' } as const;
    const credentials = { kind: 'password', username: 'ada', password: 'x' } as const;
    const session = await server.open({ endpoint, credentials, timeoutSeconds: 30, extraCa: null }, never);
    const access: ServerAccess = {
      store,
      session,
      signal: never,
      select: (path, signal) => session.select(path, signal),
      queued: () => [],
      notes: new Map<OperationId, number>(),
      onChanges: () => undefined,
      onFolders: () => undefined,
      onMovedTo: () => undefined,
      selected: null,
    };
    const found: Record<string, boolean> = {};
    for (const action of among) {
      if (server.folders.has('Work')) await session.select('Work', never);
      const queued = of(action, 1, action.kind === 'create_folder' ? 'New' : 'Work');
      const { done, left } = await kindOf(action).verify([queued], access);
      expect([...(done?.operations ?? []), ...left]).toEqual([queued]);
      found[action.kind] = done !== null;
    }
    return found;
  }

  const nothing = Object.fromEntries(actions.map(({ kind }) => [kind, false]));

  it('finds nothing done where nothing was', async () => {
    expect(await verified(() => undefined)).toEqual(nothing);
  });

  it('finds flags that are as they were asked', async () => {
    const seen = await verified((server) => server.setFlags('Work', 1, { seen: true }));
    expect(seen).toEqual({ ...nothing, set_seen: true });
    const flagged = await verified((server) => server.setFlags('Work', 1, { flagged: true }));
    expect(flagged).toEqual({ ...nothing, set_flagged: true });
    const tagged = await verified((server) => server.setFlags('Work', 1, { tags: ['art', 'Travel'] }));
    expect(tagged).toEqual({ ...nothing, set_tag: true });
    const untagged = await verified(() => undefined, [{ kind: 'set_tag', tag: 'travel', on: false }]);
    expect(untagged).toEqual({ set_tag: true });
    for (const mark of ['answered', 'forwarded'] as const) {
      const marked = (flags: Partial<RemoteFlags>) =>
        verified((server) => server.setFlags('Work', 1, flags), [{ kind: 'mark_message', mark }]);
      expect(await marked({ [mark]: true })).toEqual({ mark_message: true });
      expect(await marked({ seen: true })).toEqual({ mark_message: false });
    }
  });

  it('finds that a message is gone, whatever was to be done to it', async () => {
    expect(await verified((server) => server.remove('Work', 1))).toEqual({
      ...nothing,
      set_seen: true,
      set_flagged: true,
      mark_message: true,
      move: true,
      transfer: true,
      set_tag: true,
      delete: true,
    });
  });

  it('finds folders that were created, renamed and deleted', async () => {
    expect(await verified((server) => server.addFolder('New'))).toEqual({ ...nothing, create_folder: true });
    // Another folder took the new name: the former one is still there.
    expect(await verified((server) => server.addFolder('Office'))).toEqual(nothing);
    const structure = [samples.create_folder, samples.rename_folder, samples.delete_folder];
    const renamed = await verified((server) => server.renameFolder('Work', 'Office'), structure);
    expect(renamed).toEqual({ create_folder: false, rename_folder: true, delete_folder: true });
    const deleted = await verified((server) => server.folders.delete('Work'), structure);
    expect(deleted).toEqual({ create_folder: false, rename_folder: false, delete_folder: true });
  });
});
