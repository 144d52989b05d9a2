import type { AccountId, FolderId } from '../../shared/mail.ts';
import { AppFailure } from '../../shared/reply.ts';
import { type FakeCommand, FakeImapServer } from '../imap/fake-server.ts';
import type { ImapSession } from '../imap/session.ts';
import { openMailStore } from '../store/sqlite-mail-store.ts';
import { syncFolder } from '../sync/folder/sync-folder.ts';
import type { OperationAction } from './operation-queue.ts';
import { OperationRunner } from './operation-runner.ts';
import { pendingChanges } from './pending-operations.ts';
import { openOperationQueue } from './sqlite-operation-queue.ts';

const accountId = 'a0000000-0000-4000-8000-000000000001' as AccountId;
const never = new AbortController().signal;
/** More commands than any test of the queue may need. */
const farTooMany = 20_000;

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

  const runner = new OperationRunner({
    accountId,
    queue,
    store,
    now: () => now,
    random: () => 0.5,
    holdMs: 10_000,
    exclusively: (_path, work) => work(),
    onChanges: () => undefined,
    onQueue: () => undefined,
    onMoved: () => undefined,
    onFolders: () => undefined,
    onMovedTo: () => undefined,
  });

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

  /** Delivers messages to a folder, and stores them as a synchronisation does. */
  async function fill(path: string, count: number): Promise<void> {
    if (!server.folders.has(path)) server.addFolder(path);
    for (let message = 0; message < count; message += 1) server.deliver(path);
    const session = await open();
    store.saveFolders(await session.listFolders(never));
    const folderId = store.folderNodes().find((node) => node.path === path)?.folderId ?? (0 as FolderId);
    await syncFolder({
      session,
      store,
      folderId,
      path,
      depth: 'thorough',
      signal: never,
      now: () => now,
      random: () => 0.5,
      goOn: async () => true,
      exclusively: (work) => work(),
      onChanges: () => undefined,
      onReset: () => undefined,
      onProgress: () => undefined,
      onArrived: () => undefined,
    });
    await session.close();
    commands.length = 0;
  }

  function add(path: string, uids: readonly number[], action: OperationAction): void {
    const { uidValidity } = server.folder(path);
    const place = { accountId, folderPath: path, uidValidity, messageIdHeader: null, subject: 'A subject', action };
    queue.add(uids.map((uid) => ({ ...place, uid })));
    store.setPending(pendingChanges(queue.list(accountId)));
  }

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
