// What tests of moving between accounts are made of: an engine with two accounts, each on a server in memory.
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import type { AccountId, Folder, FolderId, MessageId, ViewId } from '../../../shared/mail.ts';
import { success } from '../../../shared/reply.ts';
import type { TransferProgress } from '../../../shared/transfers.ts';
import type { EngineEvents } from '../../engine/contract.ts';
import { Engine } from '../../engine/engine.ts';
import { engineAsker, until } from '../../engine/engine-asker.ts';
import { FakeImapServer } from '../../imap/fake-server.ts';
import { type FakeClock, fakeClock } from '../../platform/clock-fake.ts';

export const ada = 'a0000000-0000-4000-8000-00000000000a' as AccountId;
export const grace = 'a0000000-0000-4000-8000-00000000000b' as AccountId;
const names = new Map<AccountId, string>([
  [ada, 'ada'],
  [grace, 'grace'],
]);
let profile: string;
let engine: Engine;
/** The servers of the running test. */
let servers: ReadonlyMap<AccountId, FakeImapServer>;
/** Its clock. */
export let clock: FakeClock;

let lastTold: readonly TransferProgress[] = [];
/** The transfers that the window was told of last. */
export const told = (): readonly TransferProgress[] => lastTold;

const asker = engineAsker(() => engine);
/** What a call answers; throws what it fails with. */
export const { value } = asker;
const { call } = asker;

export const server = (accountId: AccountId): FakeImapServer => {
  const found = servers.get(accountId);
  if (found === undefined) throw new Error('There is no such server.');
  return found;
};

function newEngine(): Engine {
  const refused = () => Promise.reject(new Error('Not needed.'));
  return new Engine({
    profileFolder: profile,
    extraCa: null,
    openSession: (options, signal) => server(options.endpoint.host === 'ada.test' ? ada : grace).open(options, signal),
    mime: { parseWholeMessage: refused, readAttachment: refused, readInvitation: refused },
    credentials: async () => success({ kind: 'password', username: 'x', password: 'x' }),
    emit: (name, payload) => {
      if (name === 'mail.transfersChanged') lastTold = (payload as EngineEvents['mail.transfersChanged']).transfers;
    },
    markDownload: async () => undefined,
    clock,
    random: () => 0.5,
  });
}

async function openAccount(accountId: AccountId): Promise<void> {
  const imap = { host: `${names.get(accountId)}.test`, port: 993, security: 'tls' } as const;
  const address = `${names.get(accountId)}@contoso.test`;
  await value('account.open', {
    id: accountId,
    address,
    displayName: address,
    imap,
    smtp: imap,
    connectionTimeoutSeconds: 30,
  });
}

/** Opens both accounts, the first with so many messages in its inbox; answers the list of that. */
export async function openBoth(messages: number): Promise<ViewId> {
  for (let message = 1; message <= messages; message += 1) deliver(message);
  await openAccount(ada);
  await openAccount(grace);
  const known = async (accountId: AccountId) =>
    (await value('mail.folders', { accountId })).some(({ path }) => path === 'INBOX');
  await until(async () => (await known(ada)) && (await known(grace)));
  const { id } = await folder(ada, 'INBOX');
  const { viewId } = await value('mail.openView', { accountId: ada, folderId: id });
  await until(async () => (await ids(viewId)).length === messages);
  await until(async () => (await folder(grace, 'INBOX')).proof.kind === 'reconciled');
  return viewId;
}

export function deliver(number: number, at: AccountId = ada): void {
  const messageId = `<${number}@contoso.test>`;
  const source = `Message-ID: ${messageId}\r\nSubject: Letter ${number}\r\n\r\nText ${number}\r\n`;
  server(at).deliver('INBOX', { source, messageId, subject: `Letter ${number}` });
}

export async function folder(accountId: AccountId, path: string): Promise<Folder> {
  const found = (await value('mail.folders', { accountId })).find((each) => each.path === path);
  if (found === undefined) throw new Error(`There is no folder ${path}.`);
  return found;
}

export async function ids(viewId: ViewId): Promise<MessageId[]> {
  return [...(await value('mail.ids', { viewId, start: 0, count: 1_000 })).messageIds];
}

/** Asks for a move, or a copy, of these messages into the other account's inbox. */
export async function send(what: 'mail.move' | 'mail.copy', messageIds: MessageId[], folderId?: FolderId) {
  const to = folderId ?? (await folder(grace, 'INBOX')).id;
  return await value(what, { accountId: ada, messageIds, folderId: to, toAccountId: grace });
}

/** The subjects in a folder on a server, sorted. */
export const subjects = (accountId: AccountId, path = 'INBOX'): string[] =>
  server(accountId)
    .folder(path)
    .messages.map(({ envelope }) => envelope.subject)
    .sort();

/** Lets time pass until no operation waits; what is parked does not count. */
export async function settle(): Promise<void> {
  await passUntil(async () => {
    const statuses = await Promise.all(
      [ada, grace].map(async (accountId) => {
        const reply = await call('account.status', { accountId });
        return reply.ok ? reply.value.pendingOperations : 0;
      }),
    );
    return statuses.every((count) => count === 0);
  });
}

/** Waits until this is so, without moving the clock: as long as it takes the system to read and write files, which no count of turns tells. */
export async function untilWritten(what: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await what())) await readdir(profile);
}

/** Lets time pass until this is so. */
export async function passUntil(what: () => Promise<boolean>): Promise<void> {
  for (;;) {
    await until(async () => true);
    if (await what()) return;
    await clock.advance(1_000);
    // Files are read and written by the system, in its own time, which is not to be more of the clock's: else what is kept for a while is forgotten.
    for (let pause = 0; pause < 20 || (pause < 2_000 && (await filesUnderWay()).length > 0); pause += 1) {
      await readdir(profile);
    }
  }
}

/** The files of messages on their way. */
export const filesUnderWay = async (): Promise<string[]> => await readdir(join(profile, 'transfers')).catch(() => []);

export async function restartEngine(): Promise<void> {
  await engine.stop();
  engine = newEngine();
  await openAccount(ada);
  await openAccount(grace);
}

/** Registers hooks that give each test of a file two servers, a profile, a clock and an engine. */
export function withTwoAccounts(): void {
  beforeEach(async () => {
    profile = await mkdtemp(join(tmpdir(), 'heron-transfer-'));
    servers = new Map([
      [ada, new FakeImapServer()],
      [grace, new FakeImapServer()],
    ]);
    clock = fakeClock();
    lastTold = [];
    engine = newEngine();
  });

  afterEach(async () => {
    await engine.stop();
    await rm(profile, { recursive: true, force: true });
  });
}
