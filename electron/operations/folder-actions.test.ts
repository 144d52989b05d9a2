import { describe, expect, it } from 'vitest';
import type { FolderId, MessageId } from '../../shared/mail.ts';
import { until } from '../engine/engine-asker.ts';
import {
  accountId,
  calls,
  clock,
  folder,
  folders,
  goOffline,
  goOnline,
  ids,
  openFolder,
  refusal,
  restart,
  rows,
  server,
  settled,
  status,
  value,
  withEngine,
} from '../engine/engine-fixture.ts';

withEngine();

describe('actions on folders', () => {
  it('marks all that were there as read, shown at once', async () => {
    const viewId = await openFolder('INBOX', 4);
    const held = server.hold('setSeen');
    const folderId = (await folder('INBOX')).id;
    expect(await value('mail.setFolderSeen', { accountId, folderId })).toEqual({ count: 4, undoId: null });
    expect((await folder('INBOX')).unread).toBe(0);
    expect((await rows(viewId)).every(({ seen }) => seen)).toBe(true);
    const [newest = 0 as MessageId] = await ids(viewId);
    await value('mail.setSeen', { accountId, messageIds: [newest], seen: false });
    expect((await folder('INBOX')).unread).toBe(1);
    await held.reached;
    server.deliver('INBOX');
    held.release();
    await until(settled);
    expect(server.folder('INBOX').messages.map(({ flags }) => flags.seen)).toEqual([true, true, true, false, false]);
    await until(async () => (await folder('INBOX')).unread === 2);
    expect((await value('mail.setFolderSeen', { accountId, folderId: (await folder('Sent Items')).id })).count).toBe(0);
  });

  it('marks a folder that was never opened', async () => {
    for (let message = 0; message < 3; message += 1) server.deliver('Sent Items');
    await openFolder('INBOX', 1);
    await until(async () => (await folder('Sent Items')).unread === 3);
    const folderId = (await folder('Sent Items')).id;
    expect((await value('mail.setFolderSeen', { accountId, folderId })).count).toBe(3);
    expect((await folder('Sent Items')).unread).toBe(0);
    await until(settled);
    expect(server.folder('Sent Items').messages.every(({ flags }) => flags.seen)).toBe(true);
    expect((await folder('INBOX')).unread).toBe(1);
  });

  it('empties trash and junk only, of what was there when it was asked', async () => {
    const viewId = await openFolder('Deleted Items', 5);
    expect(await refusal('mail.emptyFolder', { accountId, folderId: (await folder('INBOX')).id })).toMatch(
      /^invalid_input .*only_trash_and_junk/,
    );
    const held = server.hold('expunge');
    const { id: folderId } = await folder('Deleted Items');
    expect((await value('mail.emptyFolder', { accountId, folderId })).count).toBe(5);
    expect([await ids(viewId), (await folder('Deleted Items')).total]).toEqual([[], 0]);
    await held.reached;
    server.deliver('Deleted Items');
    held.release();
    await until(settled);
    await until(async () => (await ids(viewId)).length === 1);
    expect([server.uids('Deleted Items'), (await folder('Deleted Items')).total]).toEqual([[6], 1]);
  });

  it('creates folders, shown at once, also offline and across a restart; their ids last', async () => {
    await openFolder('INBOX', 1);
    await goOffline();
    await value('mail.createFolder', { accountId, parentId: null, name: 'Projects' });
    const projects = await folder('Projects');
    expect(projects).toMatchObject({ selectable: false, depth: 0, total: 0 });
    await value('mail.createFolder', { accountId, parentId: projects.id, name: 'Heron' });
    expect(await folder('Heron')).toMatchObject({ path: 'Projects/Heron', depth: 1 });
    await restart();
    expect((await folder('Projects')).id).toBe(projects.id);
    await goOnline();
    await until(settled);
    expect(server.folders.has('Projects/Heron')).toBe(true);
    expect(await folder('Projects')).toMatchObject({ id: projects.id, selectable: true });
  });

  it('moves into a folder that is still to be created', async () => {
    const viewId = await openFolder('INBOX', 2);
    await goOffline();
    await value('mail.createFolder', { accountId, parentId: null, name: 'Projects' });
    const [first = 0 as MessageId] = await ids(viewId);
    await value('mail.move', { accountId, messageIds: [first], folderId: (await folder('Projects')).id });
    expect((await folder('Projects')).total).toBe(1);
    await clock.advance(10_001);
    await goOnline();
    await until(settled);
    expect(server.folder('Projects').messages).toHaveLength(1);
  });

  it('refuses names that cannot be, with the reason', async () => {
    await openFolder('INBOX', 1);
    const { id: folderId } = await folder('Sent Items');
    const create = (name: string, parentId: FolderId | null = null) =>
      refusal('mail.createFolder', { accountId, parentId, name });
    expect(await create('a/b')).toMatch(/^invalid_input .*name_has_delimiter.*: \/\)/);
    expect(await create('inbox')).toMatch(/^invalid_input .*name_is_inbox/);
    expect(await create('Sent Items')).toMatch(/^invalid_input .*name_taken/);
    expect(await create('New', 999 as FolderId)).toContain('not_found');
    expect(await refusal('mail.renameFolder', { accountId, folderId, name: 'Deleted Items' })).toContain('name_taken');
    const inboxId = (await folder('INBOX')).id;
    expect(await refusal('mail.renameFolder', { accountId, folderId: inboxId, name: 'New' })).toContain('inbox_stays');
    expect(await refusal('mail.deleteFolder', { accountId, folderId: inboxId })).toContain('inbox_stays');
    expect(await refusal('mail.deleteFolder', { accountId, folderId })).toMatch(/^invalid_input .*role_stays/);
    expect(await status()).toMatchObject({ pendingOperations: 0 });
  });

  it('renames a folder with what is in it: no message is loaded again, and queued operations follow', async () => {
    server.addFolder('Work');
    server.addFolder('Work/Plans');
    const viewId = await openFolder('Work', 3);
    const plans = (await folder('Plans')).id;
    const messageIds = [...(await ids(viewId))];
    await goOffline();
    const work = (await folder('Work')).id;
    await value('mail.renameFolder', { accountId, folderId: work, name: 'Draft' });
    await value('mail.renameFolder', { accountId, folderId: work, name: 'Office' });
    expect(await folder('Office')).toMatchObject({ id: work, path: 'Work' });
    await value('mail.setFlagged', { accountId, messageIds, flagged: true });
    await value('mail.renameFolder', { accountId, folderId: plans, name: 'Ideas' });
    const fetched = calls('fetchEnvelopes') + calls('fetchEnvelopesBySequence');
    await goOnline();
    await until(settled);
    expect([...server.folders.keys()].filter((path) => path.startsWith('Office'))).toEqual(['Office', 'Office/Ideas']);
    expect(server.folder('Office').messages.every(({ flags }) => flags.flagged)).toBe(true);
    expect(await ids(viewId)).toEqual(messageIds);
    expect(await folder('Office')).toMatchObject({ id: work, path: 'Office' });
    expect(await folder('Ideas')).toMatchObject({ id: plans, path: 'Office/Ideas' });
    expect(calls('fetchEnvelopes') + calls('fetchEnvelopesBySequence')).toBe(fetched);
    expect(await status()).toMatchObject({ parkedOperations: 0 });
  });

  it('deletes a folder with its messages, never one with folders in it', async () => {
    server.addFolder('Work');
    server.addFolder('Work/Plans');
    const viewId = await openFolder('Work/Plans', 2);
    const work = (await folder('Work')).id;
    expect(await refusal('mail.deleteFolder', { accountId, folderId: work })).toMatch(
      /^invalid_input .*has_subfolders/,
    );
    await value('mail.deleteFolder', { accountId, folderId: (await folder('Plans')).id });
    expect((await folders()).map(({ path }) => path)).not.toContain('Work/Plans');
    await until(settled);
    expect(server.folders.has('Work/Plans')).toBe(false);
    expect(await ids(viewId)).toEqual([]);
    await value('mail.deleteFolder', { accountId, folderId: work });
    await until(settled);
    expect(server.folders.has('Work')).toBe(false);
  });

  it('Y4: a folder operation that is refused each time is parked under the folder’s name, and shown as it is', async () => {
    server.addFolder('Work');
    await openFolder('INBOX', 1);
    const { id: folderId } = await folder('Work');
    await goOffline();
    await value('mail.renameFolder', { accountId, folderId, name: 'Office' });
    server.addFolder('Office');
    await goOnline();
    for (let attempt = 0; attempt < 6; attempt += 1) {
      await until(async () => (await status()).connection.kind === 'online');
      await clock.advance(40_000);
    }
    await until(async () => (await status()).parkedOperations === 1);
    expect(await value('mail.parkedOperations', { accountId })).toMatchObject([
      { kind: 'rename_folder', subject: 'Work', error: { code: 'operation_parked' } },
    ]);
    expect((await folder('Work')).id).toBe(folderId);
  });
});
