import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { FaultProxy } from '../../e2e/servers/fault-proxy.ts';
import { buildMessage } from '../../e2e/servers/messages.ts';
import type { AccountId, Folder, MessageId } from '../../shared/mail.ts';
import { patienceFor, roundsOf } from '../platform/rounds-fixture.ts';
import { seededRandom } from '../store/store-fixture.ts';
import { until } from './asked-again-fixture.ts';
import { type KillableEngine, startKillableEngine } from './killable-engine-fixture.ts';
import {
  accountBehindRelay,
  address,
  asOther,
  caPem,
  envelopes,
  never,
  password,
  side,
  source,
  target,
  withTwoDovecots,
} from './two-dovecots-fixture.ts';

withTwoDovecots();

const rounds = roundsOf(3);
const messagesARound = 16;
const killsARound = 3;

/** What goes over a connection while a message is on its way, from its first command to the removal of its original. */
const steps: readonly (readonly [AccountId, Parameters<FaultProxy['whenSeen']>[0], string])[] = [
  [source, 'toServer', 'BODY.PEEK'],
  [source, 'toClient', 'words words'],
  [target, 'toServer', 'APPEND'],
  [target, 'toServer', 'words words'],
  [target, 'toClient', 'APPENDUID'],
  [source, 'toServer', 'UID EXPUNGE'],
  [source, 'toClient', 'VANISHED'],
];

async function start(profile: string): Promise<KillableEngine> {
  const engine = await startKillableEngine({
    profileFolder: profile,
    extraCa: caPem(),
    username: address,
    password,
    hurry: 20,
  });
  for (const accountId of [source, target]) await engine.value('account.open', accountBehindRelay(accountId));
  return engine;
}

async function inboxOf(engine: KillableEngine, accountId: AccountId): Promise<Folder | undefined> {
  return (await engine.value('mail.folders', { accountId })).find(({ role }) => role === 'inbox');
}

/** The messages with these subjects that Heron shows in the source's inbox. */
async function shown(engine: KillableEngine, wanted: ReadonlySet<string>): Promise<MessageId[]> {
  const inbox = await inboxOf(engine, source);
  if (inbox === undefined) return [];
  const { viewId } = await engine.value('mail.openView', { accountId: source, folderId: inbox.id });
  const { rows } = await engine.value('mail.rows', { viewId, start: 0, count: 200 });
  await engine.value('mail.closeView', { viewId });
  return rows.filter(({ subject }) => wanted.has(subject)).map(({ id }) => id);
}

const subjects = async (accountId: AccountId): Promise<string[]> =>
  (await envelopes(accountId)).map(({ subject }) => subject).sort();

describe('D1 Y2: killed in the middle of transfers', () => {
  it.each(['move', 'copy'] as const)(
    'each message that is to %s arrives once',
    async (what) => {
      const random = seededRandom(what === 'move' ? 1 : 2);
      const profile = await mkdtemp(join(tmpdir(), 'heron-transfer-kills-'));
      onTestFinished(() => rm(profile, { recursive: true, force: true }));
      const before = { [source]: await subjects(source), [target]: await subjects(target) };
      const sent: string[] = [];
      let kills = 0;
      let engine = await start(profile);
      onTestFinished(() => engine.stop());
      const pending = async (): Promise<number> =>
        (await engine.value('account.status', { accountId: source })).pendingOperations;

      for (let round = 1; round <= rounds; round += 1) {
        const ofRound = new Set<string>();
        for (let number = 1; number <= messagesARound; number += 1) {
          const subject = `Letter ${what} ${round} ${number}`;
          // Some are equal but for their subjects, and have no Message-ID to be told apart by.
          const text = 'words '.repeat(40 + 400 * random(3));
          const { raw } = buildMessage({ subject, text });
          const octets =
            number % 4 === 0 ? Buffer.from(String(raw).replace(/^Message-ID:.*\r\n/im, '')) : Buffer.from(raw);
          sent.push(subject);
          ofRound.add(subject);
          await asOther(source, (session) => session.append('INBOX', octets, [], 1_600_000_000_000, never));
        }
        await until(async () => (await shown(engine, ofRound)).length === messagesARound);
        await until(async () => (await inboxOf(engine, target)) !== undefined);
        const to = await inboxOf(engine, target);
        if (to === undefined) throw new Error('There is no inbox.');
        const messageIds = await shown(engine, ofRound);
        const input = { accountId: source, messageIds, folderId: to.id, toAccountId: target };
        // What was answered is durable, so it may be killed at once.
        await engine.value(`mail.${what}`, input);

        for (let kill = 1; kill <= killsARound; kill += 1) {
          const [at, direction, pattern] = steps[random(steps.length)] ?? [target, 'toServer', 'APPEND'];
          let isOver = false;
          const over = until(async () => isOver || (await pending()) === 0);
          const reached = async (): Promise<void> => {
            for (let times = random(4); times >= 0; times -= 1) await side(at).proxy.whenSeen(direction, pattern);
            await pause(random(8));
          };
          await Promise.race([over.catch(() => undefined), reached()]);
          isOver = true;
          await over.catch(() => undefined);
          kills += 1;
          await engine.kill();
          engine = await start(profile);
        }
        await until(
          async () => (await pending()) === 0,
          async () => `round ${round}: ${JSON.stringify(await engine.value('account.status', { accountId: source }))}`,
        );
        const expected = [...(before[target] ?? []), ...sent].sort();
        expect(await subjects(target), `round ${round}`).toEqual(expected);
        const left = [...(before[source] ?? []), ...(what === 'copy' ? sent : [])].sort();
        expect(await subjects(source), `round ${round}`).toEqual(left);
        expect(await engine.value('mail.parkedOperations', { accountId: source })).toEqual([]);
      }
      process.stdout.write(`${what}: ${sent.length} messages, ${kills} kills: 0 lost, 0 doubled\n`);
    },
    patienceFor(rounds * killsARound),
  );
});
