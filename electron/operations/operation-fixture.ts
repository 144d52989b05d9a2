import type { AccountId, FolderId } from '../../shared/mail.ts';
import { AppFailure } from '../../shared/reply.ts';
import { type FakeCommand, FakeImapServer } from '../imap/fake-server.ts';
import type { ImapSession } from '../imap/session.ts';
import type { MailStore } from '../store/mail-store.ts';
import { openMailStore } from '../store/sqlite-mail-store.ts';
import { wholeRun } from '../sync/folder/folder-run-fixture.ts';
import { syncFolder } from '../sync/folder/sync-folder.ts';
import type { OperationAction, OperationQueue } from './operation-queue.ts';
import { OperationRunner } from './operation-runner.ts';
import { pendingChanges } from './pending-operations.ts';
import { openOperationQueue } from './sqlite-operation-queue.ts';

export const accountId = 'a0000000-0000-4000-8000-000000000001' as AccountId;
/** Of work that nobody gives up. */
export const never = new AbortController().signal;
/** More commands than any test of the queue may need. */
const farTooMany = 20_000;

/** Opens a connection to the server in memory. */
export async function connectTo(server: FakeImapServer): Promise<ImapSession> {
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

/** The runner of a queue that tells nobody of what it does. */
export function quietRunner(queue: OperationQueue, store: MailStore, now: () => number): OperationRunner {
  return new OperationRunner({
    accountId,
    queue,
    store,
    now,
    random: () => 0.5,
    holdMs: 10_000,
    exclusively: (_path, work) => work(),
    onChanges: () => undefined,
    onQueue: () => undefined,
    onMoved: () => undefined,
    onFolders: () => undefined,
    onMovedTo: () => undefined,
  });
}

/** Brings the store's folder in step with the server. */
export async function syncQuietly(
  folder: Pick<Parameters<typeof syncFolder>[0], 'session' | 'store' | 'folderId' | 'path' | 'now'> & {
    readonly onReset?: Parameters<typeof syncFolder>[0]['onReset'];
  },
): Promise<void> {
  await syncFolder(wholeRun({ ...folder, depth: 'thorough' }));
}

/** Puts an operation on each of these messages into the queue, and shows it as pending. */
export function queueOperations(
  { server, queue, store }: { server: FakeImapServer; queue: OperationQueue; store: MailStore },
  path: string,
  uids: readonly number[],
  action: OperationAction,
): void {
  const { uidValidity } = server.folder(path);
  const place = { accountId, folderPath: path, uidValidity, messageIdHeader: null, subject: 'A subject', action };
  queue.add(uids.map((uid) => ({ ...place, uid })));
  store.setPending(pendingChanges(queue.list(accountId)));
}

/** A queue, its runner, and a server in memory that notes each command. */
export function operationFixture() {
  const server = new FakeImapServer();
  const { store } = openMailStore({ path: ':memory:', accountId, now: () => 0 });
  const { queue } = openOperationQueue({ path: ':memory:', now: () => 0 });
  const commands: FakeCommand[] = [];
  let now = 0;
  let refuses: FakeImapServer['answersNo'] = () => null;
  server.answersNo = (command) => {
    commands.push(command);
    return refuses(command);
  };

  const runner = quietRunner(queue, store, () => now);
  const open = () => connectTo(server);

  /** Delivers messages to a folder, and stores them as a synchronisation does. */
  async function fill(path: string, count: number): Promise<void> {
    if (!server.folders.has(path)) server.addFolder(path);
    for (let message = 0; message < count; message += 1) server.deliver(path);
    const session = await open();
    store.saveFolders(await session.listFolders(never));
    const folderId = store.folderNodes().find((node) => node.path === path)?.folderId ?? (0 as FolderId);
    await syncQuietly({ session, store, folderId, path, now: () => now });
    await session.close();
    commands.length = 0;
  }

  const add = (path: string, uids: readonly number[], action: OperationAction): void =>
    queueOperations({ server, queue, store }, path, uids, action);

  /**
   * Runs the queue as an account does, until no operation waits or `untilMs` is reached. The clock jumps to when the next
   * one is due.
   */
  async function run(untilMs = Number.POSITIVE_INFINITY): Promise<void> {
    let session = await open();
    for (let command = 0; command < farTooMany; command += 1) {
      if (session.closed) session = await open();
      const { select } = { select: (path: string, signal: AbortSignal) => session.select(path, signal) };
      try {
        const at = await runner.run({ session, select }, never);
        if (at === null || at > untilMs) return;
        now = Math.max(now, at);
      } catch (error) {
        if (!(error instanceof AppFailure) || !session.closed) throw error;
      }
    }
    throw new Error('The queue did not come to an end.');
  }

  return {
    server,
    store,
    queue,
    runner,
    commands,
    fill,
    add,
    run,
    get now() {
      return now;
    },
    /** Decides which commands the server refuses from now on. */
    refuse(decide: FakeImapServer['answersNo']) {
      refuses = decide;
    },
    /** The reasons of the parked operations, without repetitions. */
    reasons: () => [...new Set(queue.parked(accountId).map(({ error }) => error.params.reason))],
    parked: () => queue.parked(accountId),
    queued: () => queue.list(accountId),
    count: (verb: FakeCommand['verb']) => commands.filter((command) => command.verb === verb).length,
    close() {
      store.close();
      queue.close();
    },
  };
}
