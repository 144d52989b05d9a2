import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Dovecot, startDovecot } from '../../e2e/servers/dovecot.ts';
import { type FaultProxy, startFaultProxy } from '../../e2e/servers/fault-proxy.ts';
import { buildMessage } from '../../e2e/servers/messages.ts';
import { createTestCa, type TestCa } from '../../e2e/servers/test-ca.ts';
import type { AccountId } from '../../shared/mail.ts';
import { success } from '../../shared/reply.ts';
import { openSession } from '../imap/connection.ts';
import type { ImapSession } from '../imap/session.ts';
import { systemClock } from '../platform/clock.ts';
import { until } from './asked-again-fixture.ts';
import { Engine } from './engine.ts';
import { engineAsker } from './engine-asker.ts';

// Moving from one account into another, each on its own Dovecot, while either connection is cut.
const source = 'a0000000-0000-4000-8000-00000000000a' as AccountId;
const target = 'a0000000-0000-4000-8000-00000000000b' as AccountId;
const password = 'correct horse';
const never = new AbortController().signal;
type Fault = Parameters<FaultProxy['set']>[0];
interface Side {
  readonly dovecot: Dovecot;
  readonly proxy: FaultProxy;
  readonly address: string;
}

let ca: TestCa;
let profile: string;
let engine: Engine;
const sides = new Map<AccountId, Side>();
const { value } = engineAsker(() => engine);

const side = (accountId: AccountId): Side => {
  const found = sides.get(accountId);
  if (found === undefined) throw new Error('The servers are not there yet.');
  return found;
};

beforeAll(async () => {
  ca = await createTestCa();
  for (const [accountId, address] of [
    [source, 'ada@contoso.test'],
    [target, 'grace@navy.test'],
  ] as const) {
    const dovecot = await startDovecot({ leaf: ca.leaf, like: 'dovecot' });
    await dovecot.addUser(address, { password });
    const intercept = { leaf: ca.leaf, caPem: ca.caPem };
    const proxy = await startFaultProxy({ target: { port: dovecot.tlsPort }, intercept });
    sides.set(accountId, { dovecot, proxy, address });
  }
  profile = await mkdtemp(join(tmpdir(), 'heron-transfers-'));
  const refused = () => Promise.reject(new Error('Not needed.'));
  engine = new Engine({
    profileFolder: profile,
    extraCa: ca.caPem,
    openSession,
    mime: { parseWholeMessage: refused, readAttachment: refused, readInvitation: refused },
    credentials: async (accountId) => success({ kind: 'password', username: side(accountId).address, password }),
    emit: () => undefined,
    markDownload: async () => undefined,
    // Waits after a connection that was cut take a hundredth of their time.
    clock: {
      now: () => systemClock.now(),
      monotonic: () => systemClock.monotonic(),
      after: (ms, task) => systemClock.after(ms / 100, task),
    },
    random: () => 0.5,
    holdMs: 0,
  });
  for (const accountId of [source, target]) {
    const { proxy, address } = side(accountId);
    const imap = { host: 'localhost', port: proxy.port, security: 'tls' } as const;
    const names = { id: accountId, address, displayName: address };
    await value('account.open', { ...names, imap, smtp: imap, connectionTimeoutSeconds: 10 });
  }
}, 120_000);

afterAll(async () => {
  await engine?.stop();
  for (const { proxy, dovecot } of sides.values()) {
    await proxy.stop();
    await dovecot.stop();
  }
  await rm(profile, { recursive: true, force: true });
  await ca?.dispose();
});

/** Past the relay, as another client. */
async function asOther<T>(accountId: AccountId, work: (session: ImapSession) => Promise<T>): Promise<T> {
  const { dovecot, address } = side(accountId);
  const session = await openSession(
    {
      endpoint: { host: 'localhost', port: dovecot.tlsPort, security: 'tls' },
      credentials: { kind: 'password', username: address, password },
      timeoutSeconds: 10,
      extraCa: ca.caPem,
    },
    never,
  );
  try {
    return await work(session);
  } finally {
    await session.close();
  }
}

const envelopes = async (accountId: AccountId) =>
  await asOther(accountId, async (session) => {
    await session.select('INBOX', never);
    return await session.fetchEnvelopes({ from: 1, to: 1_000 }, never);
  });

let count = 0;

/** Moves a new message while this goes wrong; answers how often it is in each inbox in the end. */
async function moveThrough(at: AccountId, fault: Fault): Promise<readonly [number, number]> {
  count += 1;
  const subject = `Letter ${count}`;
  const message = Buffer.from(buildMessage({ subject, text: 'words '.repeat(40) }).raw);
  const delivered = await asOther(source, (session) =>
    session.append('INBOX', message, ['\\Flagged', 'Later'], 1_600_000_000_000, never),
  );
  expect(delivered.kind).toBe('done');
  const inbox = async (accountId: AccountId) =>
    (await value('mail.folders', { accountId })).find(({ role }) => role === 'inbox');
  await until(async () => (await inbox(source)) !== undefined && (await inbox(target)) !== undefined);
  const [from, to] = [await inbox(source), await inbox(target)];
  if (from === undefined || to === undefined) throw new Error('There is no inbox.');
  const { viewId } = await value('mail.openView', { accountId: source, folderId: from.id });
  const rows = async () => (await value('mail.rows', { viewId, start: 0, count: 5 })).rows;
  await until(async () => (await rows()).some((row) => row.subject === subject));
  const messageIds = (await rows()).filter((row) => row.subject === subject).map(({ id }) => id);
  await side(at).proxy.set(fault);
  await value('mail.move', { accountId: source, messageIds, folderId: to.id, toAccountId: target });
  let rounds = 0;
  const isSettled = async () => (await value('account.status', { accountId: source })).pendingOperations === 0;
  await until(async () => {
    rounds += 1;
    // Until then the operation meets the fault, and what follows from it.
    if (rounds === 30) await side(at).proxy.set({ kind: 'pass' });
    if (rounds > 30 && rounds % 30 === 0) await value('account.reconnect', { accountId: at, cause: 'user' });
    return await isSettled();
  });
  await side(at).proxy.set({ kind: 'pass' });
  await value('mail.closeView', { viewId });
  const times = async (accountId: AccountId) =>
    (await envelopes(accountId)).filter((each) => each.subject === subject).length;
  return [await times(source), await times(target)];
}

const cutOn = (direction: 'toServer' | 'toClient', ...patterns: string[]): Fault[] =>
  patterns.flatMap((pattern) =>
    [true, false].map((forward): Fault => ({ kind: 'cutOn', direction, pattern, forward })),
  );
const cutsAfter = (direction: 'toServer' | 'toClient', upTo: number, step: number): Fault[] =>
  Array.from({ length: Math.ceil(upTo / step) }, (_each, index) => ({
    kind: 'cutAfter',
    direction,
    bytes: 1 + index * step,
  }));

describe('moving between two servers', () => {
  it('takes octets, flags, keywords and the date along', async () => {
    expect(await moveThrough(source, { kind: 'pass' })).toEqual([0, 1]);
    const [there] = await envelopes(target);
    expect(there).toMatchObject({ flags: { flagged: true, seen: false }, internalDate: 1_600_000_000_000 });
    const facts = await asOther(target, async (session) => {
      await session.select('INBOX', never);
      return await session.fetchFacts(there?.uid ?? 0, never);
    });
    expect(facts?.flags).toContain('Later');
    expect(await readdir(join(profile, 'transfers')).catch(() => [])).toEqual([]);
  }, 60_000);

  it('Y2: cut anywhere, the message is in one of both inboxes, once', async () => {
    const faults: readonly (readonly [AccountId, Fault])[] = [
      ...[
        ...cutOn('toServer', 'APPEND', 'Subject:', 'words'),
        ...cutOn('toClient', 'APPENDUID'),
        ...cutsAfter('toServer', 1_400, 173),
        ...cutsAfter('toClient', 900, 151),
      ].map((fault) => [target, fault] as const),
      ...[
        ...cutOn('toServer', 'BODY.PEEK', 'UID STORE', 'UID EXPUNGE'),
        ...cutOn('toClient', 'words'),
        ...cutsAfter('toServer', 700, 173),
        ...cutsAfter('toClient', 1_500, 307),
      ].map((fault) => [source, fault] as const),
    ];
    for (const [at, fault] of faults) {
      const label = `${at === source ? 'source' : 'target'} ${JSON.stringify(fault)}`;
      expect([label, await moveThrough(at, fault)]).toEqual([label, [0, 1]]);
    }
    process.stdout.write(`${faults.length} cuts of moves between accounts: 0 lost, 0 doubled\n`);
  }, 600_000);
});
