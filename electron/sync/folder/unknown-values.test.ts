import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AccountId, FolderId } from '../../../shared/mail.ts';
import { FakeImapServer } from '../../imap/fake-server.ts';
import { maxUid, noUidValidity } from '../../mail/remote-mail.ts';
import { openMailStore, type SqliteMailStore } from '../../store/sqlite-mail-store.ts';
import { wholeRun } from './folder-run-fixture.ts';
import type { Depth } from './plan.ts';
import { syncFolder } from './sync-folder.ts';

const accountId = 'a0000000-0000-4000-8000-000000000001' as AccountId;
const never = new AbortController().signal;
let store: SqliteMailStore;
let server: FakeImapServer;
let inbox: FolderId;
let resets: (number | null)[];

async function session() {
  return await server.open(
    {
      endpoint: { host: 'imap.test', port: 993, security: 'tls' },
      credentials: { kind: 'password', username: 'ada', password: 'x' },
      timeoutSeconds: 30,
      extraCa: null,
    },
    never,
  );
}

beforeEach(async () => {
  server = new FakeImapServer();
  store = openMailStore({ path: ':memory:', accountId, now: () => 0 }).store;
  store.saveFolders(await (await session()).listFolders(never));
  inbox = store.folderByRole('inbox')?.folderId ?? (0 as FolderId);
  server.calls.length = 0;
  resets = [];
});
afterEach(() => store.close());

async function sync(depth: Depth = 'quick'): Promise<void> {
  const onReset = (uidValidity: number | null) => resets.push(uidValidity);
  await syncFolder(wholeRun({ session: await session(), store, folderId: inbox, path: 'INBOX', depth, onReset }));
}

function deliver(count: number): void {
  for (let message = 0; message < count; message += 1) server.deliver('INBOX');
}

const stored = (): number[] => store.localMessages(inbox, 1, maxUid).map(({ uid }) => uid);

describe('what a server leaves out', () => {
  it.each<[string, Depth]>([
    ['quick', 'quick'],
    ['head', 'head'],
  ])('B2 no UIDNEXT: new mail comes (%s)', async (_name, depth) => {
    server.silentAbout.add('uidNext');
    await sync();
    deliver(3);
    await sync(depth);
    expect(stored()).toEqual([1, 2, 3]);
    deliver(1);
    await sync(depth);
    expect(stored()).toEqual([1, 2, 3, 4]);
    expect(store.folderSync(inbox)?.uidNext).toBe(5);
  });

  it('B2 no UIDNEXT: an unchanged folder is not fetched anew, thousands of new messages are found', async () => {
    server.silentAbout.add('uidNext');
    deliver(60);
    await sync();
    server.calls.length = 0;
    await sync();
    expect(server.calls.filter((verb) => verb.startsWith('fetchEnvelopes'))).toEqual([]);
    deliver(1_200);
    await sync();
    expect(stored()).toEqual(server.uids('INBOX'));
    expect(store.folder(inbox)?.syncState).toBe('complete');
  });

  it('B2 no EXISTS: the messages are counted', async () => {
    server.silentAbout.add('exists');
    deliver(120);
    await sync();
    expect(stored()).toEqual(server.uids('INBOX'));
    expect(store.folder(inbox)?.syncState).toBe('complete');
    server.remove('INBOX', 60);
    deliver(1);
    await sync();
    expect(stored()).toEqual(server.uids('INBOX'));
  });

  it('B6 no UIDVALIDITY: mail is kept from one run to the next', async () => {
    server.silentAbout.add('uidValidity');
    deliver(5);
    await sync();
    deliver(1);
    await sync();
    expect(stored()).toEqual([1, 2, 3, 4, 5, 6]);
    expect(store.folderSync(inbox)?.uidValidity).toBe(noUidValidity);
    expect(resets).toEqual([]);
  });

  it('B6 no UIDVALIDITY, and the UIDs stand for other messages: the cache is filled anew, queued changes are parked', async () => {
    server.silentAbout.add('uidValidity');
    deliver(5);
    await sync();
    server.remove('INBOX', 2);
    server.changeUidValidity('INBOX');
    await sync();
    expect(resets).toEqual([null]);
    expect(stored()).toEqual(server.uids('INBOX'));
    const subjects = store
      .openView(inbox)
      .rows(0, 10)
      .map(({ subject }) => subject);
    expect(subjects).toEqual(['Message 5', 'Message 4', 'Message 3', 'Message 1']);
  });

  it('B6 UIDVALIDITY that is told one day: the folder is filled anew under it', async () => {
    server.silentAbout.add('uidValidity');
    deliver(3);
    await sync();
    server.silentAbout.clear();
    await sync();
    expect(store.folderSync(inbox)?.uidValidity).toBe(server.folder('INBOX').uidValidity);
    expect(stored()).toEqual([1, 2, 3]);
  });

  it('no INTERNALDATE: the Date header takes its place, and without it the date is unknown', async () => {
    server.silentAbout.add('internalDate');
    server.deliver('INBOX', { subject: 'Dated', envelope: { sentAt: 1_500_000_000_000 } });
    server.deliver('INBOX', { subject: 'Undated' });
    server.deliver('INBOX', { subject: 'Later', envelope: { sentAt: 1_600_000_000_000 } });
    await sync();
    const rows = store.openView(inbox).rows(0, 10);
    // The undated one stands beside the one that came before it.
    expect(rows.map(({ subject, receivedAt }) => [subject, receivedAt])).toEqual([
      ['Later', 1_600_000_000_000],
      ['Undated', null],
      ['Dated', 1_500_000_000_000],
    ]);
  });

  it('no RFC822.SIZE, no FLAGS: size unknown, unread until flags come, and known flags stay', async () => {
    server.silentAbout.add('size').add('flags');
    server.deliver('INBOX', { flags: { seen: true } });
    await sync('head');
    const [row] = store.openView(inbox).rows(0, 1);
    expect(row?.seen).toBe(false);
    expect(row && store.header(row.id)?.size).toBeNull();
    // FETCH FLAGS tells them; an envelope without flags does not take them away again.
    await sync('thorough');
    expect(store.openView(inbox).rows(0, 1)[0]?.seen).toBe(true);
    const local = store.folderSync(inbox);
    const { envelopes } = await (await selected()).fetchEnvelopesBySequence({ from: 1, to: 1 }, never);
    if (local !== null) store.saveWindow(inbox, envelopes, local);
    expect(store.openView(inbox).rows(0, 1)[0]?.seen).toBe(true);
  });

  async function selected() {
    const opened = await session();
    await opened.select('INBOX', never);
    return opened;
  }
});

describe('the oldest window', () => {
  it('is not complete when the server answers OK with nothing of it', async () => {
    deliver(120);
    for (let uid = 1; uid <= 70; uid += 1) server.leavesOut.add(uid);
    const uids = server.folder('INBOX').messages;
    // Not even FETCH (UID) tells them.
    const opened = await session();
    opened.uidsBySequence = async () => [];
    await syncFolder(
      wholeRun({
        session: opened,
        store,
        folderId: inbox,
        path: 'INBOX',
      }),
    );
    expect(store.folder(inbox)?.syncState).toBe('partial');
    server.leavesOut.clear();
    await sync();
    expect(store.folder(inbox)?.syncState).toBe('complete');
    expect(stored()).toEqual(uids.map(({ envelope }) => envelope.uid));
  });

  it('is complete with a stub for each message that is refused there', async () => {
    deliver(120);
    const error = {
      code: 'server_refused',
      params: { reason: 'command', server: 'imap.test:993', said: 'Some messages could not be FETCHed' },
      retryable: false,
    } as const;
    server.refuses = ({ verb, uids }) => (verb === 'fetch' && uids.some((uid) => uid <= 3) ? error : null);
    await sync();
    expect(store.folder(inbox)).toMatchObject({ syncState: 'complete', unfetched: 3, total: 120 });
    expect(stored()).toEqual(server.uids('INBOX'));
    // The newest message that is refused does not hide those before it.
    const rows = store.openView(inbox).rows(0, 120);
    expect(rows.filter(({ unfetched }) => unfetched)).toHaveLength(3);
    expect(rows.slice(-3).every(({ unfetched, seen }) => unfetched && seen)).toBe(true);
  });

  it('a poisoned first window of a folder leaves it to be fetched later', async () => {
    deliver(40);
    for (let uid = 1; uid <= 40; uid += 1) server.leavesOut.add(uid);
    await sync();
    expect(store.folder(inbox)).toMatchObject({ syncState: 'complete', unfetched: 40 });
    server.leavesOut.clear();
    store.endWaits(inbox);
    await sync();
    expect(store.folder(inbox)).toMatchObject({ unfetched: 0, total: 40 });
    expect(store.openView(inbox).total).toBe(40);
  });
});
