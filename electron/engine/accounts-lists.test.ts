import { describe, expect, it } from 'vitest';
import type { AccountId, FolderId, ViewId } from '../../shared/mail.ts';
import { fakeClock } from '../platform/clock-fake.ts';
import { inboxFolder, memoryStore } from '../store/store-fixture.ts';
import { openAccountsList } from './accounts-lists.ts';
import { until } from './engine-asker.ts';
import { accountId, clock, openFolder, rows, server, value, withEngine } from './engine-fixture.ts';
import { Views } from './views.ts';

const otherId = 'a0000000-0000-4000-8000-000000000002' as AccountId;
const imap = { host: 'imap.test', port: 993, security: 'tls' } as const;

/** A second account, at the same server in memory: each of its messages has the same id as the first one's. */
const openOther = () =>
  value('account.open', {
    id: otherId,
    address: 'grace@contoso.test',
    displayName: 'Grace',
    imap,
    smtp: imap,
    connectionTimeoutSeconds: 30,
  });

describe('a list over all accounts', () => {
  withEngine();

  /** The rows once there are so many; folders are told of a moment after they came. */
  const filled = (viewId: ViewId, count: number) =>
    until(async () => {
      await clock.advance(100);
      return (await rows(viewId)).length === count;
    });

  it('follows accounts that come and go, and what is done in each', async () => {
    await openFolder('INBOX', 3);
    const { viewId } = await value('mail.openAccounts', { source: 'inbox', text: '' });
    expect((await rows(viewId)).map((row) => row.accountId)).toEqual([accountId, accountId, accountId]);
    await openOther();
    await filled(viewId, 6);
    const shown = await value('mail.ids', { viewId, start: 0, count: 10 });
    expect(shown.accountIds).toEqual([accountId, otherId, accountId, otherId, accountId, otherId]);
    const [first] = shown.messageIds;
    if (first === undefined) throw new Error('There are six.');
    expect(await value('mail.indexOf', { viewId, accountId: otherId, messageId: first })).toEqual({ index: 1 });
    await value('mail.setSeen', { accountId: otherId, messageIds: [first], seen: true });
    expect((await rows(viewId)).map((row) => row.seen)).toEqual([false, true, false, false, false, false]);
    await value('mail.moveToRole', { accountId: otherId, messageIds: [first], role: 'trash' });
    expect((await rows(viewId)).length).toBe(5);
    await value('account.close', { accountId: otherId });
    expect((await rows(viewId)).map((row) => row.accountId)).toEqual([accountId, accountId, accountId]);
    await value('mail.closeView', { viewId });
  });

  it('is a search of all of them, with one report and one question to their servers', async () => {
    await openFolder('INBOX', 2);
    await openOther();
    server.deliver('INBOX', { subject: 'Minutes of March' });
    const { viewId } = await value('mail.openAccounts', { source: 'everything', text: 'minutes' });
    await filled(viewId, 2);
    expect((await rows(viewId)).map((row) => row.accountId)).toEqual([accountId, otherId]);
    await until(async () => (await value('mail.searchReport', { viewId })).searched === 6);
    expect(await value('mail.searchReport', { viewId })).toMatchObject({ found: 2, isMore: false, messages: 6 });
    expect(await value('mail.searchServer', { viewId })).toEqual({ found: 0, refused: 0 });
  });
});

it('closes the folder that it showed of an account where another one has the role now', () => {
  const { store, inbox } = memoryStore();
  const open = new Map<FolderId, number>();
  const count = (folderId: FolderId, by: number): void => void open.set(folderId, (open.get(folderId) ?? 0) + by);
  const sync = { openFolder: (id: FolderId) => count(id, 1), closeFolder: (id: FolderId) => count(id, -1) };
  const accounts = new Map([
    [accountId, { account: { id: accountId, address: 'ada@contoso.test', displayName: 'Ada' }, store, sync }],
  ]);
  const views = new Views(
    fakeClock(),
    () => undefined,
    () => undefined,
  );
  openAccountsList(accounts, views, { source: 'inbox', text: '' });
  openAccountsList(accounts, views, { source: 'inbox', text: 'minutes' });
  expect([...open]).toEqual([[inbox, 1]]);
  store.saveFolders([{ ...inboxFolder, path: 'Other', name: 'Other' }]);
  const other = store.folderByRole('inbox')?.folderId;
  views.refreshAccount(accountId);
  views.refreshAccount(accountId);
  expect([...open]).toEqual([
    [inbox, 0],
    [other, 1],
  ]);
});
