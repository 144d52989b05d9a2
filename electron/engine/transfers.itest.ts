import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FaultProxy } from '../../e2e/servers/fault-proxy.ts';
import { buildMessage } from '../../e2e/servers/messages.ts';
import type { AccountId, Folder } from '../../shared/mail.ts';
import { success } from '../../shared/reply.ts';
import { openSession } from '../imap/connection.ts';
import { fastClock } from '../platform/fast-clock-fixture.ts';
import { patienceFor, roundsOf } from '../platform/rounds-fixture.ts';
import { until } from './asked-again-fixture.ts';
import { Engine } from './engine.ts';
import { engineAsker } from './engine-asker.ts';
import {
  accountBehindRelay,
  address,
  asOther,
  caPem,
  envelopes,
  never,
  password,
  profile,
  side,
  source,
  target,
  withTwoDovecots,
} from './two-dovecots-fixture.ts';

// Moving from one account into another, each on its own Dovecot, while either connection is cut.
type Fault = Parameters<FaultProxy['set']>[0];
/** How many messages are moved at once. */
const many = roundsOf(120);
let engine: Engine;
let onEvent: (name: string, payload: unknown) => void = () => undefined;
const { value } = engineAsker(() => engine);

withTwoDovecots();

beforeAll(async () => {
  const refused = () => Promise.reject(new Error('Not needed.'));
  engine = new Engine({
    profileFolder: profile,
    extraCa: caPem(),
    openSession,
    mime: { parseWholeMessage: refused, readAttachment: refused, readInvitation: refused },
    credentials: async () => success({ kind: 'password', username: address, password }),
    emit: (name, payload) => onEvent(name, payload),
    markDownload: async () => undefined,
    clock: fastClock(20),
    random: () => 0.5,
    holdMs: 0,
  });
  for (const accountId of [source, target]) await value('account.open', accountBehindRelay(accountId));
});

afterAll(async () => {
  await engine?.stop();
});

/** An account's inbox, as soon as it is listed. */
async function inbox(accountId: AccountId): Promise<Folder> {
  const find = async () => (await value('mail.folders', { accountId })).find(({ role }) => role === 'inbox');
  await until(async () => (await find()) !== undefined);
  const found = await find();
  if (found === undefined) throw new Error('There is no inbox.');
  return found;
}

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
  const [from, to] = [await inbox(source), await inbox(target)];
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

  it(
    'moves many at once, while the list and the count of the source stay right throughout',
    async () => {
      const [from, to] = [await inbox(source), await inbox(target)];
      const kept = 20;
      await side(source).dovecot.seedMany(address, 'INBOX', many + kept);
      await value('mail.syncNow', { accountId: source });
      const { viewId } = await value('mail.openView', { accountId: source, folderId: from.id });
      const all = many + kept + from.total;
      const ids = async () => (await value('mail.ids', { viewId, start: 0, count: 10_000 })).messageIds;
      await until(async () => (await ids()).length === all && (await inbox(source)).proof.kind === 'reconciled');
      const messageIds = (await ids()).slice(0, many);
      const left = (await ids()).slice(many);
      const { total: before } = await inbox(target);
      // Whenever anything is told, all that the window could ask then is right.
      const wrong: unknown[] = [];
      const arrived: number[] = [];
      const look = async (): Promise<void> => {
        const { total } = await inbox(source);
        const rows = (await ids()).length;
        if (total !== left.length || rows !== left.length) wrong.push([total, rows]);
        const [transfer] = await value('mail.transfers', undefined);
        if (transfer?.state.kind !== 'running') return;
        arrived.push(transfer.arrived);
        if (transfer.arrived + transfer.state.left !== many) wrong.push(transfer);
      };
      await value('mail.move', {
        accountId: source,
        messageIds: [...messageIds],
        folderId: to.id,
        toAccountId: target,
      });
      const looks: Promise<void>[] = [];
      let isLooking = false;
      onEvent = () => {
        if (isLooking) return;
        isLooking = true;
        looks.push(
          look().finally(() => {
            isLooking = false;
          }),
        );
      };
      const pending = async () => (await value('account.status', { accountId: source })).pendingOperations;
      const told = async () => JSON.stringify(await value('mail.transfers', undefined));
      for (let open = await pending(); open > 0; open = await pending()) {
        await until(async () => (await pending()) < open, told);
      }
      await until(async () => (await inbox(target)).proof.kind === 'reconciled');
      onEvent = () => undefined;
      await Promise.all(looks);
      expect(wrong).toEqual([]);
      expect(await ids()).toEqual(left);
      expect(arrived).toEqual([...arrived].sort((one, other) => one - other));
      const there = (await envelopes(target)).map(({ messageIdHeader }) => messageIdHeader);
      expect([there.length, new Set(there).size]).toEqual([before + many, before + many]);
      expect(await envelopes(source)).toHaveLength(left.length);
      await value('mail.closeView', { viewId });
    },
    patienceFor(many / 20),
  );
});
