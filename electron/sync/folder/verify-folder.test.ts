import { afterEach, expect, it } from 'vitest';
import type { AccountId } from '../../../shared/mail.ts';
import { AppFailure } from '../../../shared/reply.ts';
import { FakeImapServer } from '../../imap/fake-server.ts';
import type { ImapSession } from '../../imap/session.ts';
import { openMailStore, type SqliteMailStore } from '../../store/sqlite-mail-store.ts';
import { wholeRun } from './folder-run-fixture.ts';
import { syncFolder } from './sync-folder.ts';
import { verifyFolder } from './verify-folder.ts';

const never = new AbortController().signal;
const endpoint = { host: 'imap.test', port: 993, security: 'tls' } as const;
const credentials = { kind: 'password', username: 'ada', password: 'x' } as const;
let store: SqliteMailStore;
afterEach(() => store.close());

/** A server whose inbox of so many messages is stored whole. */
async function stored(count: number) {
  const server = new FakeImapServer();
  for (let message = 0; message < count; message += 1) server.deliver('INBOX');
  const unlisted = new Set<number>();
  const open = async (): Promise<ImapSession> => {
    const opened = await server.open({ endpoint, credentials, timeoutSeconds: 30, extraCa: null }, never);
    const fetchFlags = opened.fetchFlags.bind(opened);
    opened.fetchFlags = async (...asked) => (await fetchFlags(...asked)).filter(({ uid }) => !unlisted.has(uid));
    return opened;
  };
  let session = await open();
  store = openMailStore({ path: ':memory:', accountId: 'account' as AccountId, now: () => 0 }).store;
  store.saveFolders(await session.listFolders(never));
  const { folderId } = store.folderByRole('inbox') ?? {};
  if (folderId === undefined) throw new Error('There is no inbox.');
  const report = { onChanges: () => undefined, onProgress: () => undefined, now: () => 0, random: () => 0.5 };
  await syncFolder(wholeRun({ session, store, folderId, path: 'INBOX' }));
  /** Each window on the connection there is, once more on another one where that is lost. */
  const verify = () =>
    verifyFolder({
      ...report,
      store,
      folderId,
      path: 'INBOX',
      window: 100,
      turn: async (work) => {
        for (;;) {
          try {
            return await work({ session, selectedPath: null, selecting: (act) => act() }, never);
          } catch (error) {
            if (!(error instanceof AppFailure) || error.error.code !== 'connection_lost') throw error;
            session = await open();
          }
        }
      },
    });
  const uids = () => store.localMessages(folderId, 1, 1_000).map(({ uid }) => uid);
  return { server, folderId, verify, uids, unlisted };
}

const none = { missing: 0, gone: 0, flags: 0, others: 0, counts: false };

it('takes nothing out of the store that a server counts and does not list', async () => {
  const { verify, uids, unlisted } = await stored(250);
  const before = uids();
  for (const uid of [3, 120, 249]) unlisted.add(uid);
  expect(await verify()).toMatchObject({ kind: 'done', mended: none });
  expect(uids()).toEqual(before);
});

it('counts what it mended before a connection was lost, once', async () => {
  const { server, folderId, verify, uids } = await stored(250);
  const flags = { seen: true, flagged: true, answered: false, forwarded: false, draft: false, deleted: false };
  store.saveFlags(
    folderId,
    [200, 201].map((uid) => ({ uid, flags })),
  );
  store.removeUids(folderId, [210, 211, 212]);
  // Lost when the missing messages are asked for, after the flags were mended.
  server.fail('fetchEnvelopes', { kind: 'drop_before' });
  expect(await verify()).toMatchObject({ kind: 'done', mended: { ...none, missing: 3, flags: 2 } });
  expect(uids()).toHaveLength(250);
});
