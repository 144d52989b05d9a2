import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { buildMessage } from '../../../e2e/servers/messages.ts';
import { netease163 } from '../../../e2e/servers/scripted-imap/personalities/netease-163.ts';
import { yahoo } from '../../../e2e/servers/scripted-imap/personalities/yahoo.ts';
import type { Personality } from '../../../e2e/servers/scripted-imap/personality.ts';
import { type ScriptedImap, startScriptedImap } from '../../../e2e/servers/scripted-imap/server.ts';
import { createTestCa, type TestCa } from '../../../e2e/servers/test-ca.ts';
import type { AccountId, FolderId } from '../../../shared/mail.ts';
import { openSession } from '../../imap/connection.ts';
import type { ImapSession } from '../../imap/session.ts';
import { maxUid, noUidValidity } from '../../mail/remote-mail.ts';
import { openMailStore, type SqliteMailStore } from '../../store/sqlite-mail-store.ts';
import { wholeRun } from './folder-run-fixture.ts';
import { syncFolder } from './sync-folder.ts';

const address = 'ada@example.test';
const signal = new AbortController().signal;
let ca: TestCa;

beforeAll(async () => {
  ca = await createTestCa();
});
afterAll(async () => await ca?.dispose());

interface Mailbox {
  readonly server: ScriptedImap;
  readonly session: ImapSession;
  readonly store: SqliteMailStore;
  readonly inbox: FolderId;
  sync(): Promise<void>;
  stored(): number[];
  deliver(count: number, unfetchable?: readonly number[]): void;
}

async function mailbox(personality: Personality): Promise<Mailbox> {
  const credentials = { address, password: 'pw', acceptsToken: () => false };
  const server = await startScriptedImap({ leaf: ca.leaf, personality, credentials });
  onTestFinished(async () => await server.stop());
  const session = await openSession(
    {
      endpoint: { host: server.host, port: server.port, security: 'tls' },
      credentials: { kind: 'password', username: address, password: 'pw' },
      timeoutSeconds: 30,
      extraCa: ca.caPem,
    },
    signal,
  );
  onTestFinished(async () => await session.close());
  const { store } = openMailStore({ path: ':memory:', accountId: 'a' as AccountId, now: () => 0 });
  onTestFinished(() => store.close());
  store.saveFolders(await session.listFolders(signal));
  const folder = store.folderByRole('inbox');
  if (folder === null) throw new Error('There is no inbox.');
  let delivered = 0;
  return {
    server,
    session,
    store,
    inbox: folder.folderId,
    sync: async () => {
      await syncFolder(
        wholeRun({
          session,
          store,
          folderId: folder.folderId,
          path: folder.path,
        }),
      );
    },
    stored: () => store.localMessages(folder.folderId, 1, maxUid).map(({ uid }) => uid),
    deliver: (count, unfetchable = []) => {
      for (let message = 0; message < count; message += 1) {
        delivered += 1;
        const { raw } = buildMessage({ subject: `Number ${delivered}`, text: 'Hello' });
        server.store.deliver('INBOX', { raw, unfetchable: unfetchable.includes(delivered) });
      }
    },
  };
}

const numbers = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);

describe('a server that refuses messages, as Yahoo does', () => {
  it('B3b FETCH answered NO [UNAVAILABLE]: all others come, in few commands', async () => {
    const { server, store, inbox, sync, stored, deliver } = await mailbox(yahoo);
    deliver(60, [3, 40]);
    await sync();
    expect(stored()).toEqual(numbers(60));
    expect(store.stubs(inbox).map(({ uid }) => uid)).toEqual([3, 40]);
    expect(store.stubs(inbox)[0]?.error).toMatchObject({
      code: 'server_refused',
      params: { responseCode: 'UNAVAILABLE', said: 'UID FETCH Server error while fetching messages' },
    });
    expect(store.folder(inbox)?.syncState).toBe('complete');
    const fetches = server.commands.filter(({ name }) => name.endsWith('FETCH')).length;
    expect(fetches).toBeLessThan(40);
    deliver(1);
    await sync();
    expect(stored()).toEqual(numbers(61));
  });

  it('B3 SELECT refused: the session lives on, and says why', async () => {
    const { server, session } = await mailbox(yahoo);
    const mend = server.fail({ match: /^SELECT/, answer: 'NO [INUSE] Mailbox cannot be opened' });
    await expect(session.select('INBOX', signal)).rejects.toMatchObject({
      error: { code: 'server_refused', params: { responseCode: 'INUSE', said: 'Mailbox cannot be opened' } },
    });
    mend();
    expect((await session.select('INBOX', signal)).exists).toBe(0);
  });

  it('B3 limits of commands and bandwidth are throttling, whichever command meets them', async () => {
    const { server, session, deliver } = await mailbox(yahoo);
    deliver(3);
    await session.select('INBOX', signal);
    server.fail({ match: /FETCH|STATUS/, answer: 'NO [OVERQUOTA] Account exceeded command or bandwidth limits' });
    await expect(session.status('INBOX', signal)).rejects.toMatchObject({ error: { code: 'throttled' } });
    const { refusal } = await session.fetchEnvelopesBySequence({ from: 1, to: 3 }, signal);
    expect(refusal?.code).toBe('throttled');
  });
});

describe('a server that leaves values out, as 163.com does', () => {
  it('B2 neither SELECT nor STATUS tells UIDNEXT: unknown, and new mail comes', async () => {
    const { session, sync, stored, deliver } = await mailbox(netease163);
    deliver(3);
    expect((await session.status('INBOX', signal)).uidNext).toBeNull();
    expect((await session.select('INBOX', signal)).uidNext).toBeNull();
    await sync();
    expect(stored()).toEqual([1, 2, 3]);
    deliver(1);
    await sync();
    expect(stored()).toEqual([1, 2, 3, 4]);
  });

  it('B6 UIDVALIDITY 0, in SELECT and in STATUS: unknown, and mail is kept from one look to the next', async () => {
    const { server, session, store, inbox, sync, stored, deliver } = await mailbox(yahoo);
    server.store.folder('INBOX').uidValidity = 0;
    deliver(3);
    expect((await session.status('INBOX', signal)).uidValidity).toBeNull();
    expect((await session.select('INBOX', signal)).uidValidity).toBe(noUidValidity);
    await sync();
    const first = store.localMessages(inbox, 1, maxUid);
    deliver(1);
    await sync();
    expect(stored()).toEqual([1, 2, 3, 4]);
    expect(store.localMessages(inbox, 1, maxUid).slice(0, 3)).toEqual(first);
  });
});
