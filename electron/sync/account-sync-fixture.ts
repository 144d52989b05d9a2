import { setImmediate as immediate } from 'node:timers/promises';
import type { AccountId, FolderId, MessageId } from '../../shared/mail.ts';
import { type AppError, failure, success } from '../../shared/reply.ts';
import { FakeImapServer } from '../imap/fake-server.ts';
import { imapError } from '../imap/imap-errors.ts';
import type { KeptBlock } from '../mail/engine-account.ts';
import { openOperationQueue } from '../operations/sqlite-operation-queue.ts';
import { fakeClock } from '../platform/clock-fake.ts';
import { openMailStore } from '../store/sqlite-mail-store.ts';
import { AccountSync } from './account-sync.ts';
import { ForegroundGate } from './connections/foreground-gate.ts';

export const fixtureAccountId = 'a0000000-0000-4000-8000-000000000001' as AccountId;

/** Where errors of imapflow come from. */
export const imapContext = {
  endpoint: { host: 'imap.test', port: 993, security: 'tls' },
  phase: 'command',
  auth: 'password',
} as const;

/** What imapflow makes of a tagged answer such as "NO [SERVERBUG] later". */
export function answered(line: string): AppError {
  const [, status = '', code = '', text = ''] = /^(NO|BAD) (?:\[([^\]]+)\] )?(.*)$/.exec(line) ?? [];
  return imapError({ responseStatus: status, responseText: text, serverResponseCode: code }, imapContext);
}

/**
 * An account whose server, store and queue are in memory. `restart` stops its `sync` and puts a new one in its place,
 * over the same store and queue.
 */
export function accountSyncFixture() {
  const server = new FakeImapServer();
  const clock = fakeClock();
  const { store } = openMailStore({ path: ':memory:', accountId: fixtureAccountId, now: () => 0 });
  const { queue } = openOperationQueue({ path: ':memory:', now: () => 0 });
  /** The subjects of each call of `onArrived`, in order. */
  const arrived: string[][] = [];
  const statuses: string[] = [];
  const subjectOf = (id: MessageId): string => store.header(id)?.subject ?? '';

  function newSync(kept: KeptBlock | null): AccountSync {
    const made: AccountSync = new AccountSync({
      account: {
        id: fixtureAccountId,
        address: 'ada@contoso.test',
        displayName: 'Ada',
        imap: { host: 'imap.test', port: 993, security: 'tls' },
        smtp: { host: 'smtp.test', port: 587, security: 'starttls' },
        connectionTimeoutSeconds: 30,
      },
      kept,
      store,
      queue,
      openSession: (options, signal) => server.open(options, signal),
      extraCa: null,
      credentials: async () =>
        fixture.credentials === null
          ? success({ kind: 'password', username: 'ada', password: 'x' })
          : failure(fixture.credentials),
      clock,
      random: () => 0.5,
      gate: new ForegroundGate(clock),
      bodies: { missing: () => [], hasRoom: () => true, fetch: async () => true },
      links: { wanted: () => null, save: () => undefined },
      onStatus: () => {
        const { kind } = made.status().connection;
        if (statuses.at(-1) !== kind) statuses.push(kind);
      },
      onChanges: () => undefined,
      onArrived: (_folderId, messageIds) => arrived.push(messageIds.map(subjectOf)),
      onFolders: () => fixture.onFolders(),
      onMovedTo: () => undefined,
      onDamaged: () => undefined,
      log: () => undefined,
    });
    return made;
  }

  const fixture = {
    /** Called when folders are shown differently. */
    onFolders: (): void => undefined,
    server,
    clock,
    store,
    queue,
    arrived,
    statuses,
    /** Why there are no credentials; null: there are. */
    credentials: null as AppError | null,
    sync: newSync(null),
    get kind(): string {
      return fixture.sync.status().connection.kind;
    },
    get inbox(): FolderId {
      return store.folderByRole('inbox')?.folderId ?? (0 as FolderId);
    },
    /** Lets pending work run until `what` is true, without moving the clock. Throws when it does not become true. */
    async until(what: () => boolean): Promise<void> {
      for (let turn = 0; turn < 5_000; turn += 1) {
        if (what()) return;
        await immediate();
      }
      throw new Error('It did not happen.');
    },
    /** Waits until the foreground and the background connection are open and the inbox is completely stored. */
    async settled(): Promise<void> {
      await fixture.until(
        () =>
          fixture.kind === 'online' &&
          server.sessions.size === 2 &&
          store.folder(fixture.inbox)?.syncState === 'complete',
      );
    },
    /** @param kept the block that the new one begins with */
    async restart(kept: KeptBlock | null = null): Promise<void> {
      await fixture.sync.stop();
      fixture.sync = newSync(kept);
    },
    async dispose(): Promise<void> {
      await fixture.sync.stop();
      store.close();
      queue.close();
    },
  };
  return fixture;
}
