import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AccountId, FolderId, MessageId } from '../../../shared/mail.ts';
import { FakeImapServer } from '../../imap/fake-server.ts';
import type { ImapSession } from '../../imap/session.ts';
import { openMailStore, type SqliteMailStore } from '../../store/sqlite-mail-store.ts';
import { applyNotices } from './apply-notices.ts';
import { wholeRun } from './folder-run-fixture.ts';
import { syncFolder } from './sync-folder.ts';

const accountId = 'a0000000-0000-4000-8000-000000000001' as AccountId;
const never = new AbortController().signal;
let server: FakeImapServer;
let store: SqliteMailStore;
let inbox: FolderId;
let listening: ImapSession;
/** Synchronises the folder beside the one that listens. */
let other: ImapSession;
let arrived: MessageId[];

async function open(): Promise<ImapSession> {
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

/** A pass over the folder, which proves it. */
async function pass(): Promise<void> {
  await syncFolder(wholeRun({ session: other, store, folderId: inbox, path: 'INBOX' }));
  store.saveProof(inbox, { provedAt: 1 });
}

const apply = (): Promise<boolean> =>
  applyNotices({
    session: listening,
    store,
    folderId: inbox,
    signal: never,
    exclusively: (work) => work(),
    onChanges: () => undefined,
    onArrived: (ids) => arrived.push(...ids),
    now: () => 0,
    random: () => 0.5,
  });

/** What is stored is what the server has. */
function expectSame(): void {
  const stored = store.localMessages(inbox, 1, 1_000_000).map(({ uid, flags }) => ({ uid, flags }));
  expect(stored).toEqual(server.folder('INBOX').messages.map(({ envelope, flags }) => ({ uid: envelope.uid, flags })));
  expect(store.folder(inbox)?.proof.kind).toBe('reconciled');
}

/** Lets the server say what it keeps until a command. */
const heard = (): Promise<void> => listening.noop(never);

beforeEach(async () => {
  server = new FakeImapServer();
  store = openMailStore({ path: ':memory:', accountId, now: () => 0 }).store;
  listening = await open();
  other = await open();
  store.saveFolders(await other.listFolders(never));
  inbox = store.folderByRole('inbox')?.folderId ?? (0 as FolderId);
  arrived = [];
});

afterEach(() => store.close());

describe('notices of the folder that is listened to', () => {
  it('are applied without looking at the rest of it', async () => {
    for (let count = 0; count < 60; count += 1) server.deliver('INBOX');
    await pass();
    await listening.select('INBOX', never);
    server.calls.length = 0;
    for (const uid of [3, 40, 20, 21, 60]) server.remove('INBOX', uid);
    server.setFlags('INBOX', 10, { seen: true });
    server.setFlags('INBOX', 50, { flagged: true });
    server.remove('INBOX', 1);
    const uid = server.deliver('INBOX');
    server.deliver('INBOX', { flags: { seen: true } });
    await heard();
    expect(await apply()).toBe(true);
    expectSame();
    const [message] = store.localMessages(inbox, uid, uid);
    expect(arrived).toEqual([message?.id]);
    expect(server.calls).toEqual(['noop', 'takeNotices', 'fetchUids', 'fetchEnvelopes', 'takeNotices']);
    expect(store.folderSync(inbox)).toMatchObject({ uidNext: uid + 2, lowestUid: 1, complete: true });
  });

  it('fill a folder that was empty', async () => {
    await pass();
    await listening.select('INBOX', never);
    const uid = server.deliver('INBOX');
    await heard();
    expect(await apply()).toBe(true);
    expectSame();
    expect(store.folderSync(inbox)).toMatchObject({ uidNext: uid + 1, lowestUid: uid, complete: true });
    await pass();
    expectSame();
  });

  it('take out nothing that the server still has, where the store is ahead of what was told', async () => {
    for (let count = 0; count < 10; count += 1) server.deliver('INBOX');
    await pass();
    await listening.select('INBOX', never);
    server.remove('INBOX', 4);
    server.deliver('INBOX');
    // A pass on another connection comes first; what is told then are numbers of a time before.
    await pass();
    expectSame();
    await heard();
    expect(await apply()).toBe(true);
    expectSame();
  });

  it('fetch nothing that another connection has stored meanwhile', async () => {
    await pass();
    await listening.select('INBOX', never);
    server.deliver('INBOX');
    await pass();
    await heard();
    server.calls.length = 0;
    expect(await apply()).toBe(true);
    expect(server.calls).toEqual(['takeNotices', 'fetchFlags', 'takeNotices']);
    expectSame();
  });

  it('ask for a run where they do not lead to what the server has', async () => {
    for (let count = 0; count < 10; count += 1) server.deliver('INBOX');
    await pass();
    server.remove('INBOX', 4);
    // The server tells nothing of what happened before.
    await listening.select('INBOX', never);
    server.deliver('INBOX');
    await heard();
    expect(await apply()).toBe(false);
    // Nothing was taken out on the way.
    expect(store.localMessages(inbox, 4, 4)).toHaveLength(1);
    await pass();
    expectSame();
    expect(await apply()).toBe(true);
    expectSame();
  });

  it('leave a refused message waiting, and ask for it no second time', async () => {
    await pass();
    await listening.select('INBOX', never);
    const [refused, other] = [server.deliver('INBOX'), server.deliver('INBOX')];
    const params = { reason: 'command', server: 'imap.test', said: 'Internal error' } as const;
    server.refuses = ({ verb, uids }) =>
      verb === 'fetch' && uids.includes(refused) ? { code: 'server_refused', params, retryable: true } : null;
    await heard();
    expect(await apply()).toBe(true);
    expect(store.stubs(inbox)).toMatchObject([{ uid: refused, attempts: 1 }]);
    expect(store.localMessages(inbox, other, other)).toHaveLength(1);
    const before = server.refused;
    await pass();
    expect(server.refused).toBe(before);
  });

  it('are not applied to a folder that was not proved', async () => {
    for (let count = 0; count < 10; count += 1) server.deliver('INBOX');
    await syncFolder(wholeRun({ session: other, store, folderId: inbox, path: 'INBOX', depth: 'head' }));
    await listening.select('INBOX', never);
    server.deliver('INBOX');
    await heard();
    expect(await apply()).toBe(false);
  });

  it('bring the folder in step whatever others do, or say that they did not', async () => {
    let seed = 7;
    const random = (below: number): number => {
      seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
      return Math.floor((seed / 2 ** 31) * below);
    };
    for (let count = 0; count < 50; count += 1) server.deliver('INBOX');
    await pass();
    await listening.select('INBOX', never);
    let direct = 0;
    const marks = ['seen', 'flagged', 'answered', 'forwarded'] as const;
    for (let round = 0; round < 300; round += 1) {
      for (let count = random(6); count > 0; count -= 1) {
        const uids = server.uids('INBOX');
        const uid = uids[random(uids.length)] ?? 0;
        const what = random(4);
        if (what === 0 || uids.length < 5) server.deliver('INBOX');
        else if (what === 1) server.remove('INBOX', uid);
        else if (random(3) === 0)
          server.setFlags('INBOX', uid, { tags: [['art'], ['art', 'work'], undefined][random(3)] });
        else server.setFlags('INBOX', uid, { [marks[random(marks.length)] ?? 'seen']: random(2) === 0 });
      }
      // Now and then a pass comes first, so that the store knows more than was told.
      if (random(5) === 0) await pass();
      await heard();
      if (await apply()) direct += 1;
      else await pass();
      expectSame();
    }
    expect(direct).toBeGreaterThan(250);
  });
});
