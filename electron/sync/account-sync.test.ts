import { setImmediate as immediate } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AccountId, FolderId } from '../../shared/mail.ts';
import { type AppError, failure, type Reply, success } from '../../shared/reply.ts';
import { FakeImapServer } from '../imap/fake-server.ts';
import type { Credentials } from '../mail/credentials.ts';
import type { OperationQueue } from '../operations/operation-queue.ts';
import { openOperationQueue } from '../operations/sqlite-operation-queue.ts';
import { type FakeClock, fakeClock } from '../platform/clock-fake.ts';
import { openMailStore, type SqliteMailStore } from '../store/sqlite-mail-store.ts';
import { AccountSync } from './account-sync.ts';
import { ForegroundGate } from './connections/foreground-gate.ts';

const accountId = 'a0000000-0000-4000-8000-000000000001' as AccountId;
const lost: AppError = {
  code: 'connection_lost',
  params: { reason: 'lost', server: 'mail.contoso.example:993' },
  retryable: true,
};
const expired: AppError = {
  code: 'token_rejected',
  params: { reason: 'expired', server: 'mail.contoso.example:993' },
  retryable: true,
};
let server: FakeImapServer;
let clock: FakeClock;
let store: SqliteMailStore;
let queue: OperationQueue;
let sync: AccountSync;
let token: number;
let asked: (string | null)[];
let credentials: (rejected: string | null) => Reply<Credentials>;
let statuses: string[];

function newSync(): AccountSync {
  const made: AccountSync = new AccountSync({
    account: {
      id: accountId,
      address: 'ada@contoso.test',
      displayName: 'Ada',
      imap: { host: 'imap.test', port: 993, security: 'tls' },
      smtp: { host: 'smtp.test', port: 587, security: 'starttls' },
      connectionTimeoutSeconds: 30,
    },
    store,
    queue,
    openSession: (options, signal) => server.open(options, signal),
    extraCa: null,
    credentials: async (rejected) => {
      asked.push(rejected);
      return credentials(rejected);
    },
    clock,
    random: () => 0.5,
    gate: new ForegroundGate(clock),
    bodies: { missing: () => [], hasRoom: () => true, fetch: async () => true },
    links: { wanted: () => null, save: () => undefined },
    onStatus: () => {
      const kind = made.status().connection.kind;
      if (statuses.at(-1) !== kind) statuses.push(kind);
    },
    onChanges: () => undefined,
    onArrived: () => undefined,
    onFolders: () => undefined,
    onMovedTo: () => undefined,
    onDamaged: () => undefined,
    log: () => undefined,
  });
  return made;
}

beforeEach(() => {
  server = new FakeImapServer();
  clock = fakeClock();
  store = openMailStore({ path: ':memory:', accountId, now: () => 0 }).store;
  queue = openOperationQueue({ path: ':memory:', now: () => 0 }).queue;
  token = 1;
  asked = [];
  statuses = [];
  credentials = (rejected) => {
    if (rejected !== null) token += 1;
    return success({ kind: 'xoauth2', username: 'ada@contoso.test', accessToken: `token ${token}` });
  };
  sync = newSync();
});

afterEach(async () => {
  await sync.stop();
  store.close();
  queue.close();
});

/** Lets pending work run until `what` is true, without moving the clock. */
async function until(what: () => boolean): Promise<void> {
  for (let turn = 0; turn < 5_000; turn += 1) {
    if (what()) return;
    await immediate();
  }
  throw new Error('It did not happen.');
}

const isOnline = (): boolean => sync.status().connection.kind === 'online';
const folderNamed = (path: string): FolderId =>
  store.folders().find((folder) => folder.path === path)?.id ?? (0 as FolderId);
const inbox = (): FolderId => folderNamed('INBOX');
const live = (): number => server.sessions.size;

async function settled(): Promise<void> {
  await until(() => isOnline() && live() === 2 && store.folder(inbox())?.syncState === 'complete');
}

describe('AccountSync', () => {
  it('lists folders, fills the inbox, counts the others, and keeps two connections', async () => {
    for (let message = 0; message < 180; message += 1) server.deliver('INBOX');
    server.deliver('Sent Items');
    sync.start();
    await settled();
    expect(store.storedCount(inbox())).toBe(180);
    expect(store.folders().find(({ path }) => path === 'Sent Items')).toMatchObject({ total: 1, unread: 1 });
    expect(statuses[0]).toBe('connecting');
    expect(statuses).toContain('syncing');
    expect(sync.status().lastSyncAt).toBe(clock.now());
    // Known to the next start as well, which may have no server.
    expect(newSync().status().lastSyncAt).toBe(clock.now());
  });

  it('an opened folder comes at once, and then wholly', async () => {
    sync.start();
    await settled();
    const folder = server.addFolder('Archive');
    for (let message = 0; message < 400; message += 1) server.deliver('Archive');
    sync.syncNow();
    await until(() => folderNamed('Archive') !== 0 && isOnline());
    server.calls.length = 0;
    sync.openFolder(folderNamed('Archive'));
    await until(() => store.storedCount(folderNamed('Archive')) >= 50);
    expect(server.calls.filter((call) => call !== 'idle').slice(0, 2)).toEqual(['select', 'fetchEnvelopesBySequence']);
    await until(() => store.storedCount(folderNamed('Archive')) === folder.messages.length && isOnline());
  });

  it('hears of new mail by IDLE', async () => {
    sync.start();
    await settled();
    await until(() => server.calls.filter((call) => call === 'idle').length >= 1);
    server.deliver('INBOX');
    await until(() => store.storedCount(inbox()) === 1);
  });

  it('T5: a token that expires in mid-session is exchanged without anybody noticing', async () => {
    sync.start();
    await settled();
    server.fail('open', { kind: 'error', error: expired });
    server.dropAll(expired);
    const read = sync.read(async (connection, signal) => connection.session.noop(signal));
    await settled();
    await read;
    expect(asked.filter((rejected) => rejected !== null)).toEqual(['token 1']);
    expect(statuses).not.toContain('needs_sign_in');
    expect(statuses).not.toContain('offline');
  });

  it('T6: a dead grant asks once and stops trying; after signing in it goes on', async () => {
    const dead: AppError = { code: 'sign_in_required', params: { reason: 'asked_again' }, retryable: false };
    credentials = () => failure(dead);
    sync.start();
    await until(() => sync.status().connection.kind === 'needs_sign_in');
    await clock.advance(3_600_000);
    expect(asked).toHaveLength(1);
    await expect(sync.read(async () => 1)).rejects.toMatchObject({ error: dead });
    credentials = () => success({ kind: 'password', username: 'ada', password: 'x' });
    sync.reconnect('credentials');
    await settled();
  });

  it('T6: a grant that ended is told of while the connections live, and reading goes on', async () => {
    sync.start();
    await settled();
    credentials = () => failure({ code: 'sign_in_required', params: { reason: 'asked_again' }, retryable: false });
    sync.reconnect('grant_ended');
    await until(() => sync.status().connection.kind === 'needs_sign_in');
    expect(await sync.read(async () => 1)).toBe(1);
    credentials = () => success({ kind: 'password', username: 'ada', password: 'x' });
    sync.reconnect('credentials');
    await settled();
  });

  it('a wrong password is tried once, not by each connection', async () => {
    server.fail('open', {
      kind: 'error',
      error: {
        code: 'authentication_failed',
        params: { reason: 'password_refused', server: 'mail.contoso.example:993', said: '' },
        retryable: false,
      },
    });
    sync.start();
    await until(() => sync.status().connection.kind === 'needs_sign_in');
    await clock.advance(600_000);
    expect(server.signIns).toHaveLength(1);
  });

  it('a mailbox that does not open is failed, and tried again slowly', async () => {
    server.fail('open', {
      kind: 'error',
      error: {
        code: 'mailbox_unavailable',
        params: { reason: 'not_opened', server: 'mail.contoso.example:993' },
        retryable: false,
      },
    });
    sync.start();
    await until(() => sync.status().connection.kind === 'failed');
    expect(sync.status().connection).toMatchObject({ error: { code: 'mailbox_unavailable' } });
    await clock.advance(59_000);
    expect(server.signIns).toHaveLength(1);
    await clock.advance(10_000);
    await settled();
  });

  it('a mailbox that does not open is tried again at once when the user asks', async () => {
    server.fail('open', {
      kind: 'error',
      error: {
        code: 'mailbox_unavailable',
        params: { reason: 'not_opened', server: 'mail.contoso.example:993' },
        retryable: false,
      },
    });
    sync.start();
    await until(() => sync.status().connection.kind === 'failed');
    await clock.advance(5_000);
    sync.syncNow();
    await until(() => sync.status().connection.kind === 'online');
  });

  it('throttled: waits as long as the server says', async () => {
    const throttled: AppError = {
      code: 'throttled',
      params: { reason: 'wait', server: 'mail.contoso.example:993' },
      retryable: true,
      retryAfterMs: 92_415,
    };
    server.fail('open', { kind: 'error', error: throttled });
    sync.start();
    await until(() => sync.status().connection.kind === 'throttled');
    await clock.advance(92_000);
    expect(server.signIns).toHaveLength(1);
    await clock.advance(30_000);
    await settled();
  });

  it('throttled in mid-session: everything waits, and then goes on', async () => {
    const throttled: AppError = {
      code: 'throttled',
      params: { reason: 'wait', server: 'mail.contoso.example:993' },
      retryable: true,
      retryAfterMs: 20_000,
    };
    server.fail('listFolders', { kind: 'error', error: throttled });
    sync.start();
    await until(() => sync.status().connection.kind === 'throttled');
    await clock.advance(30_000);
    await settled();
  });

  it('N5: comes back by itself, and a flapping server is asked less and less often', async () => {
    sync.start();
    await settled();
    for (let drop = 0; drop < 200; drop += 1) server.fail('open', { kind: 'error', error: lost });
    server.dropAll();
    await until(() => sync.status().connection.kind === 'offline');
    const before = server.signIns.length;
    await clock.advance(3_600_000);
    const attempts = server.signIns.length - before;
    expect(attempts).toBeGreaterThan(8);
    expect(attempts).toBeLessThan(60);
    for (let attempt = 0; attempt < 200 && !isOnline(); attempt += 1) await clock.advance(300_000);
    await settled();
  });

  it('N5: sessions that end at once are no success', async () => {
    sync.start();
    await settled();
    for (let drop = 0; drop < 30; drop += 1) {
      await until(() => live() > 0 || sync.status().connection.kind === 'offline');
      server.dropAll();
      await immediate();
    }
    expect(server.signIns.length).toBeLessThan(12);
    await clock.advance(300_000);
    await settled();
  });

  it('offline: a read is refused at once, and a click tries again', async () => {
    server.fail('open', { kind: 'error', error: lost });
    sync.start();
    await until(() => sync.status().connection.kind === 'offline');
    await expect(sync.read(async () => 1)).rejects.toMatchObject({ error: lost });
    await clock.advance(3_000);
    expect(await sync.read(async () => 1)).toBe(1);
  });

  it('D1, Y2: operations wait for the connection and survive a restart of the engine', async () => {
    server.deliver('INBOX');
    sync.start();
    await settled();
    const held = server.hold('setSeen');
    const { uidValidity } = server.folder('INBOX');
    const place = { accountId, folderPath: 'INBOX', uidValidity, uid: 1, messageIdHeader: null, subject: '' };
    queue.add([{ ...place, action: { kind: 'set_seen', seen: true } }]);
    sync.queueChanged();
    await held.reached;
    expect(queue.list(accountId)[0]?.state).toBe('started');
    const stopped = sync.stop();
    held.release();
    await stopped;
    sync = newSync();
    sync.start();
    await until(() => queue.list(accountId).length === 0);
    expect(server.message('INBOX', 1).flags.seen).toBe(true);
    expect(sync.status()).toMatchObject({ pendingOperations: 0, parkedOperations: 0 });
  });

  it('D2: a full disk pauses the work, not the reading, and passes', async () => {
    sync.start();
    await settled();
    const full: AppError = { code: 'disk_full', params: { reason: 'mail' }, retryable: true };
    server.fail('fetchEnvelopes', { kind: 'error', error: full });
    server.deliver('INBOX');
    await until(() => sync.status().connection.kind === 'failed');
    expect(await sync.read(async () => 1)).toBe(1);
    await clock.advance(20_000);
    await until(() => isOnline() && store.storedCount(inbox()) === 1);
  });

  it('N5: a living connection that says "try again later" is not asked in a tight loop', async () => {
    const busy: AppError = {
      code: 'server_unavailable',
      params: { reason: 'busy', server: 'mail.contoso.example:993', said: '' },
      retryable: true,
    };
    for (let refusal = 0; refusal < 100; refusal += 1) server.fail('listFolders', { kind: 'error', error: busy });
    sync.start();
    await until(() => sync.status().connection.kind === 'offline');
    await clock.advance(60_000);
    expect(server.calls.filter((call) => call === 'listFolders').length).toBeLessThan(8);
    expect(server.signIns).toHaveLength(2);
  });

  it('N6: after sleep connections are proved, and dead ones replaced', async () => {
    sync.start();
    await settled();
    const before = server.signIns.length;
    server.fail('noop', { kind: 'hang' });
    server.fail('noop', { kind: 'hang' });
    sync.reconnect('network');
    await immediate();
    await clock.advance(5_000);
    await until(() => server.signIns.length === before + 2);
    await settled();
  });
});
