import { describe, expect, it } from 'vitest';
import type { FolderId, MessageId } from '../../shared/mail.ts';
import { undoWindowMs } from '../../shared/undo.ts';
import { until } from '../engine/engine-asker.ts';
import {
  accountId,
  calls,
  clock,
  folder,
  goOffline,
  goOnline,
  ids,
  noUndo,
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

describe('actions on messages', () => {
  it('stars are shown and sent at once, count what changes, and are taken back for exactly those', async () => {
    const viewId = await openFolder('INBOX', 3);
    const [first, second, third] = await ids(viewId);
    const messageIds = [first, second, third].filter((id) => id !== undefined);
    await value('mail.setFlagged', { accountId, messageIds: messageIds.slice(0, 1), flagged: true });
    await until(settled);
    const { count, undoId } = await value('mail.setFlagged', { accountId, messageIds, flagged: true });
    expect(count).toBe(2);
    expect((await rows(viewId)).map(({ flagged }) => flagged)).toEqual([true, true, true]);
    await until(settled);
    expect(await value('mail.setFlagged', { accountId, messageIds, flagged: true })).toEqual({
      count: 0,
      undoId: null,
    });
    expect(await value('mail.undo', { accountId, undoId: undoId ?? noUndo })).toEqual({ undone: 2, late: 0 });
    expect((await rows(viewId)).map(({ flagged }) => flagged)).toEqual([true, false, false]);
    await until(settled);
    expect(server.folder('INBOX').messages.map(({ flags }) => flags.flagged)).toEqual([false, false, true]);
    expect(await refusal('mail.undo', { accountId, undoId: undoId ?? noUndo })).toContain('not_found');
  });

  it('what was sent at once cannot be undone after five minutes', async () => {
    const viewId = await openFolder('INBOX', 1);
    const { undoId } = await value('mail.setSeen', { accountId, messageIds: [...(await ids(viewId))], seen: true });
    await clock.advance(undoWindowMs);
    expect(await refusal('mail.undo', { accountId, undoId: undoId ?? noUndo })).toBe(
      'not_found (reason: undo_expired)',
    );
    expect(server.message('INBOX', 1).flags.seen).toBe(true);
  });

  it('moves are shown at once, held for 10 s, and then sent in one batch', async () => {
    const viewId = await openFolder('INBOX', 6);
    const messageIds = (await ids(viewId)).slice(0, 5);
    const { count } = await value('mail.moveToRole', { accountId, messageIds: [...messageIds], role: 'trash' });
    expect([count, (await ids(viewId)).length]).toEqual([5, 1]);
    expect(await folder('INBOX')).toMatchObject({ total: 1, unread: 1 });
    expect(await folder('Deleted Items')).toMatchObject({ total: 5, unread: 5 });
    await clock.advance(9_900);
    expect(calls('move')).toBe(0);
    await clock.advance(200);
    await until(settled);
    expect([calls('move'), server.uids('INBOX')]).toEqual([1, [1]]);
    await until(async () => (await folder('Deleted Items')).total === 5);
  });

  it('copies are counted at once, held for 10 s, and taken back before they are made', async () => {
    const viewId = await openFolder('INBOX', 3);
    const messageIds = (await ids(viewId)).slice(0, 2);
    const archive = await folder('Sent Items');
    const copied = await value('mail.copy', { accountId, messageIds, folderId: archive.id });
    expect([copied.count, (await ids(viewId)).length]).toEqual([2, 3]);
    expect(await folder('Sent Items')).toMatchObject({ total: 2, unread: 2 });
    // What is done to a message meanwhile does not wait for its copy.
    await value('mail.setFlagged', { accountId, messageIds: messageIds.slice(0, 1), flagged: true });
    await until(async () => server.folder('INBOX').messages.some(({ flags }) => flags.flagged));
    expect(await value('mail.undo', { accountId, undoId: copied.undoId ?? noUndo })).toEqual({ undone: 2, late: 0 });
    await clock.advance(20_000);
    await until(settled);
    expect([calls('copy'), server.uids('Sent Items')]).toEqual([0, []]);
    expect(await folder('Sent Items')).toMatchObject({ total: 0, unread: 0 });
  });

  it('copies that were made are deleted to undo them, and no other message is', async () => {
    const viewId = await openFolder('INBOX', 1);
    const messageIds = [...(await ids(viewId))];
    const sent = await folder('Sent Items');
    const first = await value('mail.copy', { accountId, messageIds, folderId: sent.id });
    await clock.advance(10_001);
    await until(settled);
    const second = await value('mail.copy', { accountId, messageIds, folderId: sent.id });
    await clock.advance(10_001);
    await until(settled);
    expect(server.uids('Sent Items')).toEqual([1, 2]);
    expect(await value('mail.undo', { accountId, undoId: first.undoId ?? noUndo })).toEqual({ undone: 1, late: 0 });
    await until(settled);
    expect([server.uids('Sent Items'), server.uids('INBOX')]).toEqual([[2], [1]]);
    expect(second.count).toBe(1);
    const inbox = await folder('INBOX');
    expect((await value('mail.copy', { accountId, messageIds, folderId: inbox.id })).count).toBe(0);
  });

  it('500 are moved in one go and taken back in one go, and never reach the server', async () => {
    const viewId = await openFolder('INBOX', 600);
    const messageIds = (await ids(viewId)).slice(0, 500);
    const archived = await value('mail.moveToRole', { accountId, messageIds: [...messageIds], role: 'archive' });
    expect([archived.count, (await ids(viewId)).length]).toEqual([500, 100]);
    const undoId = archived.undoId ?? noUndo;
    expect(await value('mail.undo', { accountId, undoId })).toEqual({ undone: 500, late: 0 });
    expect((await ids(viewId)).length).toBe(600);
    await clock.advance(20_000);
    expect([calls('move'), calls('createFolder'), server.uids('INBOX').length]).toEqual([0, 0, 600]);
    expect(await refusal('mail.undo', { accountId, undoId })).toContain('not_found');
  }, 30_000);

  it('1,000 go in one command, and the archive is created when they are carried out', async () => {
    const viewId = await openFolder('INBOX', 1_000);
    const messageIds = [...(await ids(viewId))];
    const { undoId } = await value('mail.moveToRole', { accountId, messageIds, role: 'archive' });
    await clock.advance(10_001);
    await until(settled);
    expect([calls('createFolder'), calls('move')]).toEqual([1, 1]);
    expect(server.folder('Archive').messages).toHaveLength(1_000);
    expect(await value('mail.undo', { accountId, undoId: undoId ?? noUndo })).toEqual({ undone: 1_000, late: 0 });
    await until(settled);
    expect([server.folder('INBOX').messages.length, calls('move')]).toEqual([1_000, 2]);
  }, 30_000);

  it.each([
    ['with COPYUID', ['IMAP4REV1', 'UIDPLUS', 'MOVE', 'IDLE']],
    ['by its Message-ID, where the server does not tell COPYUID', ['IMAP4REV1', 'MOVE', 'IDLE']],
  ])('a move that was carried out is undone by moving back, %s', async (_how, capabilities) => {
    server.capabilities = capabilities;
    const viewId = await openFolder('INBOX', 2);
    const [first = 0 as MessageId] = await ids(viewId);
    await value('mail.openView', { accountId, folderId: (await folder('Deleted Items')).id });
    const { undoId } = await value('mail.moveToRole', { accountId, messageIds: [first], role: 'trash' });
    await clock.advance(10_001);
    await until(settled);
    await until(async () => (await folder('Deleted Items')).total === 1);
    expect(await value('mail.undo', { accountId, undoId: undoId ?? noUndo })).toEqual({ undone: 1, late: 0 });
    await until(settled);
    expect([server.folder('INBOX').messages.length, server.folder('Deleted Items').messages.length]).toEqual([2, 0]);
    expect(await refusal('mail.undo', { accountId, undoId: undoId ?? noUndo })).toContain('not_found');
  });

  it('B18: without COPYUID a message that cannot be told from another stays, and that is said', async () => {
    server.capabilities = ['IMAP4REV1', 'MOVE', 'IDLE'];
    server.deliver('Deleted Items', { messageId: '<twin@contoso.test>' });
    const viewId = await openFolder('INBOX', 1);
    server.folder('INBOX').messages = [];
    server.deliver('INBOX', { messageId: '<twin@contoso.test>', subject: 'Twin' });
    await value('mail.openView', { accountId, folderId: (await folder('Deleted Items')).id });
    await until(async () => (await rows(viewId)).some(({ subject }) => subject === 'Twin'));
    const [row] = await rows(viewId);
    const messageIds = [row?.id ?? (0 as MessageId)];
    const { undoId } = await value('mail.moveToRole', { accountId, messageIds, role: 'trash' });
    await clock.advance(10_001);
    await until(settled);
    await until(async () => (await folder('Deleted Items')).total === 2);
    expect(await value('mail.undo', { accountId, undoId: undoId ?? noUndo })).toEqual({ undone: 0, late: 1 });
    expect(server.folder('Deleted Items').messages).toHaveLength(2);
  });

  it('B14: where the server keeps no read state, a message is read here, and nothing is queued', async () => {
    server.folder('INBOX').permanentFlags = [];
    const viewId = await openFolder('INBOX', 3);
    const messageIds = [...(await ids(viewId))];
    const { undoId } = await value('mail.setSeen', { accountId, messageIds, seen: true });
    expect(await status()).toMatchObject({ pendingOperations: 0, parkedOperations: 0 });
    expect((await rows(viewId)).map(({ seen }) => seen)).toEqual([true, true, true]);
    expect((await folder('INBOX')).unread).toBe(0);
    // A later synchronisation, which sees the messages unread, does not take it back.
    server.setFlags('INBOX', 1, { flagged: true });
    await until(async () => (await rows(viewId)).some(({ flagged }) => flagged));
    expect((await rows(viewId)).map(({ seen }) => seen)).toEqual([true, true, true]);
    expect([(await folder('INBOX')).unread, calls('setSeen')]).toEqual([0, 0]);
    expect(await value('mail.undo', { accountId, undoId: undoId ?? noUndo })).toEqual({ undone: 3, late: 0 });
    expect((await folder('INBOX')).unread).toBe(3);
  });

  it.each(['[Gmail]/All Mail', '[Gmail]/Alle Nachrichten'])(
    'B11: archives to all mail (%s) where there is no archive, makes no folder, and undoes it',
    async (path) => {
      server.addFolder(path, 'all');
      const viewId = await openFolder('INBOX', 2);
      const [first = 0 as MessageId] = await ids(viewId);
      const { undoId } = await value('mail.moveToRole', { accountId, messageIds: [first], role: 'archive' });
      await clock.advance(10_001);
      await until(settled);
      expect([server.uids('INBOX'), server.folder(path).messages.length]).toEqual([[1], 1]);
      expect([calls('createFolder'), server.folders.has('Archive')]).toEqual([0, false]);
      expect(await value('mail.undo', { accountId, undoId: undoId ?? noUndo })).toEqual({ undone: 1, late: 0 });
      await until(settled);
      expect([server.folder('INBOX').messages.length, server.folder(path).messages.length]).toEqual([2, 0]);
    },
  );

  describe('where folders are labels', () => {
    const all = '[Gmail]/All Mail';
    const one = { emailId: 'one', internalDate: 1_700_000_000_000 };
    /** One message in the inbox, under two labels and in All Mail; the inbox's view, and the message's id there and under a label. */
    async function labelled() {
      server.capabilities = ['IMAP4REV1', 'UIDPLUS', 'MOVE', 'IDLE', 'X-GM-EXT-1'];
      server.addFolder(all, 'all');
      for (const path of ['Receipts', 'Work']) server.addFolder(path);
      const deliver = (path: string) => server.deliver(path, { messageId: '<one@contoso.test>', envelope: one });
      for (const path of ['Receipts', 'Work', all]) deliver(path);
      const viewId = await openFolder('INBOX', 0);
      deliver('INBOX');
      const { viewId: receipts } = await value('mail.openView', { accountId, folderId: (await folder('Receipts')).id });
      await value('mail.openView', { accountId, folderId: (await folder('All Mail')).id });
      await until(async () => (await ids(viewId)).length === 1 && (await ids(receipts)).length === 1);
      await until(async () => (await folder('All Mail')).syncState === 'complete');
      const [here = 0 as MessageId] = await ids(viewId);
      const [there = 0 as MessageId] = await ids(receipts);
      return { viewId, receipts, here, there };
    }
    const labels = async (messageId: MessageId) =>
      (await value('mail.header', { accountId, messageId })).labels?.length ?? null;
    const places = () => ['INBOX', 'Receipts', 'Work', all].map((path) => server.folder(path).messages.length);

    it('a label is taken away at once, sent after 10 s as what it is, and given back', async () => {
      const { here, receipts } = await labelled();
      expect(await labels(here)).toBe(1);
      // Of the label whose folder is not stored the server tells.
      await value('mail.askLabels', { accountId, messageId: here });
      expect(await labels(here)).toBe(2);
      const { id: folderId } = await folder('Receipts');
      const { count, undoId } = await value('mail.removeLabel', { accountId, messageIds: [here], folderId });
      expect([count, await labels(here), (await ids(receipts)).length]).toEqual([1, 1, 0]);
      expect(await value('mail.undo', { accountId, undoId: undoId ?? noUndo })).toEqual({ undone: 1, late: 0 });
      expect([await labels(here), (await ids(receipts)).length, calls('setLabel')]).toEqual([2, 1, 0]);
      const again = await value('mail.removeLabel', { accountId, messageIds: [here], folderId });
      await clock.advance(10_001);
      await until(settled);
      expect([places(), calls('setLabel'), calls('expunge')]).toEqual([[1, 0, 1, 1], 1, 0]);
      expect(await labels(here)).toBe(1);
      expect(await value('mail.undo', { accountId, undoId: again.undoId ?? noUndo })).toEqual({ undone: 1, late: 0 });
      await until(settled);
      expect([places(), await labels(here)]).toEqual([[1, 1, 1, 1], 2]);
    });

    it('a label that was added is taken away to undo it, and nothing is deleted', async () => {
      const { here } = await labelled();
      server.addFolder('Travel');
      await value('mail.syncNow', { accountId });
      await until(async () => (await value('mail.folders', { accountId })).some(({ path }) => path === 'Travel'));
      const { undoId } = await value('mail.copy', {
        accountId,
        messageIds: [here],
        folderId: (await folder('Travel')).id,
      });
      expect(await labels(here)).toBe(2);
      await clock.advance(10_001);
      await until(settled);
      expect(server.folder('Travel').messages).toHaveLength(1);
      expect(await value('mail.undo', { accountId, undoId: undoId ?? noUndo })).toEqual({ undone: 1, late: 0 });
      await until(settled);
      expect([server.folder('Travel').messages.length, calls('expunge')]).toEqual([0, 0]);
    });

    it('B11: to archive under a label leaves the inbox alone; what is not in the inbox is archived already', async () => {
      const { viewId, receipts, there } = await labelled();
      const { count, undoId } = await value('mail.moveToRole', { accountId, messageIds: [there], role: 'archive' });
      expect([count, (await ids(viewId)).length, (await ids(receipts)).length]).toEqual([1, 0, 1]);
      await clock.advance(10_001);
      await until(settled);
      expect([server.uids('INBOX'), server.folder('Receipts').messages.length]).toEqual([[], 1]);
      expect(await value('mail.moveToRole', { accountId, messageIds: [there], role: 'archive' })).toEqual({
        count: 0,
        undoId: null,
      });
      // Nothing leaves All Mail: the inbox gets it by a copy.
      expect(await value('mail.undo', { accountId, undoId: undoId ?? noUndo })).toEqual({ undone: 1, late: 0 });
      await until(settled);
      expect([server.folder('INBOX').messages.length, calls('copy'), calls('move')]).toEqual([1, 1, 1]);
    });

    it('read state is shown at all places of a message at once, and sent once', async () => {
      const { viewId, receipts, there } = await labelled();
      await value('mail.setSeen', { accountId, messageIds: [there], seen: true });
      const seen = async () => [...(await rows(viewId)), ...(await rows(receipts))].map((row) => row.seen);
      expect(await seen()).toEqual([true, true]);
      await until(settled);
      expect([await seen(), calls('setSeen'), (await folder('INBOX')).unread]).toEqual([[true, true], 1, 0]);
    });
  });

  it('B11: an account with both archives to its archive', async () => {
    server.addFolder('All', 'all');
    server.addFolder('Kept', 'archive');
    const viewId = await openFolder('INBOX', 1);
    await value('mail.moveToRole', { accountId, messageIds: [...(await ids(viewId))], role: 'archive' });
    await clock.advance(10_001);
    await until(settled);
    expect([server.folder('Kept').messages.length, server.folder('All').messages.length]).toEqual([1, 0]);
  });

  it('D1: what is held survives a restart, and runs when its time has come', async () => {
    const viewId = await openFolder('INBOX', 3);
    const [first = 0 as MessageId] = await ids(viewId);
    const { undoId } = await value('mail.moveToRole', { accountId, messageIds: [first], role: 'junk' });
    await restart();
    await until(async () => (await status()).connection.kind === 'online');
    expect(calls('move')).toBe(0);
    const [second = 0 as MessageId] = await ids(
      (await value('mail.openView', { accountId, folderId: (await folder('INBOX')).id })).viewId,
    );
    const other = await value('mail.moveToRole', { accountId, messageIds: [second], role: 'junk' });
    // The undo id is valid after the restart; the number of late messages is lost.
    expect(await value('mail.undo', { accountId, undoId: other.undoId ?? noUndo })).toEqual({ undone: 1, late: 0 });
    await clock.advance(10_001);
    await until(settled);
    expect(server.folder('Junk').messages).toHaveLength(1);
    expect(await refusal('mail.undo', { accountId, undoId: undoId ?? noUndo })).toContain('not_found');
  });

  it('a clock that is set back does not hold anything for longer', async () => {
    const viewId = await openFolder('INBOX', 1);
    await value('mail.moveToRole', { accountId, messageIds: [...(await ids(viewId))], role: 'trash' });
    clock.jump(-86_400_000);
    await clock.advance(10_001);
    await until(settled);
    expect(server.uids('INBOX')).toEqual([]);
  });

  it('a later move takes the place of a held one; what is there already does not count', async () => {
    const viewId = await openFolder('INBOX', 2);
    const [first = 0 as MessageId] = await ids(viewId);
    await value('mail.moveToRole', { accountId, messageIds: [first], role: 'trash' });
    const sent = await folder('Sent Items');
    expect(await value('mail.move', { accountId, messageIds: [first], folderId: sent.id })).toMatchObject({ count: 1 });
    expect((await value('mail.move', { accountId, messageIds: [first], folderId: sent.id })).count).toBe(0);
    const inbox = await folder('INBOX');
    expect((await value('mail.move', { accountId, messageIds: [first], folderId: inbox.id })).count).toBe(0);
    expect(await refusal('mail.move', { accountId, messageIds: [first], folderId: 999 as FolderId })).toContain(
      'not_found',
    );
    await clock.advance(10_001);
    await until(settled);
    expect([server.folder('Sent Items').messages.length, server.folder('Deleted Items').messages.length]).toEqual([
      1, 0,
    ]);
  });

  it('read state that is asked for while a move is held goes along', async () => {
    const viewId = await openFolder('INBOX', 1);
    const messageIds = [...(await ids(viewId))];
    await value('mail.setSeen', { accountId, messageIds, seen: true });
    await value('mail.moveToRole', { accountId, messageIds, role: 'trash' });
    await clock.advance(10_001);
    await until(settled);
    expect(server.folder('Deleted Items').messages[0]?.flags.seen).toBe(true);
  });

  it('deletes for good at once, and refuses without UIDPLUS', async () => {
    const viewId = await openFolder('INBOX', 3);
    const [first = 0 as MessageId, second = 0 as MessageId] = await ids(viewId);
    expect(await value('mail.delete', { accountId, messageIds: [first] })).toEqual({ count: 1, undoId: null });
    expect(await ids(viewId)).toHaveLength(2);
    await until(settled);
    expect(server.uids('INBOX')).toEqual([1, 2]);
    server.capabilities = ['IMAP4REV1', 'MOVE', 'IDLE'];
    server.dropAll();
    await goOnline();
    await until(async () => (await status()).connection.kind === 'online');
    expect(await refusal('mail.delete', { accountId, messageIds: [second] })).toMatch(/^server_refused .*no_delete/);
    expect(await ids(viewId)).toHaveLength(2);
    await goOffline();
    // While not connected, the server's capabilities are unknown.
    await restart();
    await value('mail.delete', { accountId, messageIds: [second] });
    await goOnline();
    await until(async () => (await status()).parkedOperations === 1);
    expect(await value('mail.parkedOperations', { accountId })).toMatchObject([
      { kind: 'delete', subject: 'Message 2', error: { params: { reason: 'no_delete' } } },
    ]);
    expect(server.uids('INBOX')).toEqual([1, 2]);
  });
});
