import { expect, it } from 'vitest';
import type { FolderId } from '../../shared/mail.ts';
import type { FakeCommand } from '../imap/fake-server.ts';
import { accountSyncFixture, fixtureAccountId } from './account-sync-fixture.ts';

/** The commands of a queue that needs one for each folder, while `during` is asked for at the first of them. */
async function commandsWith(during: (box: ReturnType<typeof accountSyncFixture>) => void): Promise<FakeCommand[]> {
  const box = accountSyncFixture();
  const names = Array.from({ length: 12 }, (_, index) => `Folder ${index}`);
  for (const name of names) {
    box.server.addFolder(name);
    box.server.deliver(name);
  }
  box.server.deliver('INBOX');
  box.sync.start();
  await box.settled();
  await box.until(() => names.every((path) => box.store.folderNodes().some((node) => node.path === path)));
  const commands: FakeCommand[] = [];
  box.server.answersNo = (command) => {
    commands.push(command);
    return null;
  };
  const first = box.server.hold('setSeen');
  box.queue.add(
    names.map((folderPath) => ({
      accountId: fixtureAccountId,
      folderPath,
      uidValidity: box.server.folder(folderPath).uidValidity,
      uid: 1,
      messageIdHeader: null,
      subject: '',
      action: { kind: 'set_seen', seen: true },
    })),
  );
  box.sync.queueChanged();
  await first.reached;
  during(box);
  first.release();
  await box.until(() => box.queue.list(fixtureAccountId).length === 0);
  await box.dispose();
  return commands;
}

const folderOf = (box: ReturnType<typeof accountSyncFixture>, path: string): FolderId =>
  box.store.folders().find((folder) => folder.path === path)?.id ?? (0 as FolderId);
const stores = (commands: readonly FakeCommand[]): number => commands.filter(({ verb }) => verb === 'setSeen').length;

it('a folder that is opened while a long queue runs comes after the command under way, before the next one', async () => {
  const commands = await commandsWith((box) => box.sync.openFolder(folderOf(box, 'Sent Items')));
  const opened = commands.findIndex(({ verb, path }) => verb === 'select' && path === 'Sent Items');
  expect([stores(commands.slice(0, opened)), stores(commands)]).toEqual([1, 12]);
});

it('a message that is opened while a long queue runs is read before the next command', async () => {
  const commands = await commandsWith((box) => {
    void box.sync.read(async (connection, signal) => {
      await connection.select('INBOX', signal);
      return await connection.session.fetchPart(1, '1', 100, signal);
    });
  });
  const read = commands.findIndex(({ verb }) => verb === 'fetchPart');
  expect([stores(commands.slice(0, read)), stores(commands)]).toEqual([1, 12]);
});

it('between the commands of a queue the connection does not begin to listen', async () => {
  const commands = await commandsWith(() => undefined);
  const from = commands.findIndex(({ verb }) => verb === 'setSeen');
  const to = commands.findLastIndex(({ verb }) => verb === 'setSeen');
  const between = commands.slice(from, to).filter(({ verb, path }) => verb === 'idle' || path === 'INBOX');
  // The other connection listens to the inbox all the time, and begins anew after each synchronisation of ours.
  expect(between.filter(({ verb }) => verb === 'select')).toEqual([]);
});

it('an operation on a folder that is downloaded comes after the windows that were asked for, before the others', async () => {
  const box = accountSyncFixture();
  for (let count = 0; count < 12_000; count += 1) box.server.deliver('INBOX');
  box.sync.start();
  await box.until(() => box.store.storedCount(box.inbox) > 1_000);
  const before = box.server.calls.length;
  box.queue.add([
    {
      accountId: fixtureAccountId,
      folderPath: 'INBOX',
      uidValidity: box.server.folder('INBOX').uidValidity,
      uid: 12_000,
      messageIdHeader: null,
      subject: '',
      action: { kind: 'set_seen', seen: true },
    },
  ]);
  box.sync.queueChanged();
  await box.settled();
  const windows = (calls: readonly string[]): number =>
    calls.filter((verb) => verb === 'fetchEnvelopesBySequence').length;
  const since = box.server.calls.slice(before);
  const own = since.indexOf('setSeen');
  // Two may have been asked for already, and one more before the operation stands in line.
  expect(own).toBeGreaterThanOrEqual(0);
  expect(windows(since.slice(0, own))).toBeLessThanOrEqual(3);
  expect(windows(since.slice(own))).toBeGreaterThan(3);
  await box.dispose();
});
