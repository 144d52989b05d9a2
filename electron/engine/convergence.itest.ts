import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { ImapFlow } from 'imapflow';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { type Dovecot, startDovecot } from '../../e2e/servers/dovecot.ts';
import { type FaultProxy, startFaultProxy } from '../../e2e/servers/fault-proxy.ts';
import { buildMessage } from '../../e2e/servers/messages.ts';
import { createTestCa, type TestCa } from '../../e2e/servers/test-ca.ts';
import type { AccountId, FolderId, MessageId, ViewId } from '../../shared/mail.ts';
import { withTag } from '../../shared/tags.ts';
import { patienceFor, seedsWithRounds } from '../platform/rounds-fixture.ts';
import { cachedPlaces, type Place, serverPlaces } from '../store/compared-places-fixture.ts';
import { seededRandom } from '../store/store-fixture.ts';
import { until } from './asked-again-fixture.ts';
import { type KillableEngine, startKillableEngine } from './killable-engine-fixture.ts';

const accountId = 'a0000000-0000-4000-8000-000000000001' as AccountId;
const password = 'correct horse';
const everything =
  'IMAP4rev1 SASL-IR LITERAL+ ID ENABLE IDLE NAMESPACE UIDPLUS UNSELECT CHILDREN ESEARCH LIST-EXTENDED LIST-STATUS SPECIAL-USE MOVE CONDSTORE';
/** What servers advertise: all that Dovecot has; all but QRESYNC; what Exchange Online has; no MOVE and no IDLE either, but the UIDPLUS that removing needs then. */
const servers = {
  qresync: { like: 'dovecot' },
  condstore: { like: 'dovecot', capability: everything },
  exchange: { like: 'exchange' },
  plain: { like: 'dovecot', capability: 'IMAP4rev1 UIDPLUS' },
} as const;
const folders = ['INBOX', 'Archive', 'Deleted Items', 'Projects'] as const;
const tags: readonly string[] = ['$label1', '$label4', 'travel', 'b&apw-ro'];
/** Those that Heron alone gives and takes away. */
const ours: readonly string[] = ['$label2', 'harbour'];

let ca: TestCa;
let people = 0;

beforeAll(async () => {
  ca = await createTestCa();
});

afterAll(async () => {
  await ca?.dispose();
});

/** What is known of a message that only one of the two clients changes. */
interface Expected {
  folder: string;
  seen: boolean;
  flagged: boolean;
  /** Those of Heron's own. */
  tags: readonly string[];
}

/** Counted over all rounds, for the test's last line. */
interface Counts {
  others: number;
  ours: number;
  cuts: number;
  kills: number;
}

interface At {
  readonly address: string;
  readonly profile: string;
  readonly dovecot: Dovecot;
  readonly proxy: FaultProxy;
  readonly other: ImapFlow;
  readonly random: (limit: number) => number;
}

/** A mailbox with two clients: Heron in a process of its own, behind a relay, and another one beside it. */
class Mailbox {
  readonly #at: At;
  readonly #expected = new Map<string, Expected>();
  readonly counts: Counts = { others: 0, ours: 0, cuts: 0, kills: 0 };
  #engine: KillableEngine | null = null;
  #messages = 0;

  constructor(at: At) {
    this.#at = at;
  }

  get engine(): KillableEngine {
    if (this.#engine === null) throw new Error('The engine does not run.');
    return this.#engine;
  }

  /** The file that Heron keeps the account's mail in. */
  get cache(): string {
    return join(this.#at.profile, 'accounts', accountId, 'cache.db');
  }

  async start(): Promise<void> {
    const { profile: profileFolder, address: username } = this.#at;
    this.#engine = await startKillableEngine({ profileFolder, extraCa: ca.caPem, username, password, hurry: 20 });
    const imap = { host: 'localhost', port: this.#at.proxy.port, security: 'tls' } as const;
    const names = { id: accountId, address: this.#at.address, displayName: 'Ada' };
    await this.engine.value('account.open', { ...names, imap, smtp: imap, connectionTimeoutSeconds: 30 });
  }

  /** Folders are downloaded once somebody has opened them. */
  async openAll(): Promise<void> {
    for (const folder of folders) {
      await this.#until(async () => (await this.#folderAt(folder)) !== undefined, folder);
      await this.#shown(folder);
    }
  }

  async #folderAt(folder: string): Promise<FolderId | undefined> {
    return (await this.engine.value('mail.folders', { accountId })).find(({ path }) => path === folder)?.id;
  }

  async kill(): Promise<void> {
    this.counts.kills += 1;
    await this.engine.kill();
    this.#engine = null;
  }

  async stop(): Promise<void> {
    await this.#engine?.stop();
  }

  /** Messages are the other client's, Heron's or, where only flags are changed, both clients', by the number in their ids. */
  #owned(by: 'other' | 'heron' | 'both', folder?: string): string[] {
    const turn = { other: 0, heron: 1, both: 2 }[by];
    return [...this.#expected]
      .filter(([id, place]) => numberOf(id) % 3 === turn && (folder === undefined || place.folder === folder))
      .map(([id]) => id);
  }

  #any<T>(of: readonly T[]): T | undefined {
    return of[this.#at.random(of.length)];
  }

  async #append(folder: string): Promise<void> {
    this.#messages += 1;
    const messageId = `<${this.#messages}@convergence.test>`;
    const seen = this.#at.random(2) === 0;
    const { raw, receivedAt } = buildMessage({
      subject: `Message ${this.#messages} of ${folder}`,
      messageId,
      text: 'words '.repeat(this.#at.random(50)),
      date: new Date(Date.UTC(2026, 0, 1) + this.#messages * 60_000 + this.#at.random(9) * 1_000_000),
    });
    this.#expected.set(messageId, { folder, seen, flagged: false, tags: [] });
    const given = tags.filter(() => this.#at.random(8) === 0);
    await this.#at.other.append(folder, raw, [...(seen ? ['\\Seen'] : []), ...given], receivedAt);
  }

  async seed(count: number): Promise<void> {
    for (let index = 0; index < count; index += 1) await this.#append(this.#any(folders) ?? 'INBOX');
  }

  /** One change by the other client. */
  async otherChanges(): Promise<void> {
    this.counts.others += 1;
    const folder = this.#any(folders) ?? 'INBOX';
    const kind = this.#at.random(10);
    if (kind < 3) return await this.#append(folder);
    const own = this.#owned('other', folder);
    const id = this.#any(own);
    const lock = await this.#at.other.getMailboxLock(folder);
    try {
      if (kind === 3) {
        const mark = this.#any(['\\Answered', '$Forwarded', ...tags, ...tags]) ?? '\\Answered';
        const isTag = tags.includes(mark);
        // Heron's moves keep tags, whenever they are given.
        const shared = this.#any([...this.#owned('both', folder), ...(isTag ? this.#owned('heron', folder) : [])]);
        const uids = shared === undefined ? [] : await this.#find(shared);
        const change = isTag && this.#at.random(3) === 0 ? 'messageFlagsRemove' : 'messageFlagsAdd';
        if (uids.length > 0) await this.#at.other[change](uids, [mark], { uid: true });
        return;
      }
      const uids = id === undefined ? [] : await this.#find(id);
      const place = this.#expected.get(id ?? '');
      if (id === undefined || place === undefined) return;
      if (kind < 5) {
        place.seen = !place.seen;
        await this.#at.other[place.seen ? 'messageFlagsAdd' : 'messageFlagsRemove'](uids, ['\\Seen'], { uid: true });
      } else if (kind === 5) {
        place.flagged = !place.flagged;
        await this.#at.other[place.flagged ? 'messageFlagsAdd' : 'messageFlagsRemove'](uids, ['\\Flagged'], {
          uid: true,
        });
      } else if (kind < 8) {
        place.folder = this.#any(folders.filter((other) => other !== folder)) ?? 'INBOX';
        await this.#at.other.messageMove(uids, place.folder, { uid: true });
      } else {
        // Several at once, which are not beside each other.
        for (const gone of own.filter(() => this.#at.random(4) === 0).slice(0, 5)) {
          const found = await this.#find(gone);
          this.#expected.delete(gone);
          await this.#at.other.messageDelete(found, { uid: true });
        }
      }
    } finally {
      lock.release();
    }
  }

  async #find(messageId: string): Promise<number[]> {
    const found = await this.#at.other.search({ header: { 'message-id': messageId } }, { uid: true });
    return found === false || found === undefined ? [] : found;
  }

  /** What Heron shows of a folder, by Message-ID. */
  async #shown(folder: string): Promise<Map<string, MessageId>> {
    const folderId = await this.#folderAt(folder);
    if (folderId === undefined) return new Map();
    const { viewId } = await this.engine.value('mail.openView', { accountId, folderId });
    const { rows } = await this.engine.value('mail.rows', { viewId, start: 0, count: 200 });
    await this.engine.value('mail.closeView', { viewId });
    return new Map(
      rows.map(({ id, subject }) => [`<${/^Message (\d+)/.exec(subject)?.[1] ?? ''}@convergence.test>`, id]),
    );
  }

  /** One action of the user, which Heron has answered when this resolves. */
  async weChange(): Promise<void> {
    const folder = this.#any(folders) ?? 'INBOX';
    const shown = await this.#shown(folder);
    const kind = this.#at.random(5);
    const wanted = this.#owned(kind === 0 ? 'both' : 'heron', folder).filter((id) => shown.has(id));
    const chosen = wanted.filter(() => this.#at.random(3) === 0).slice(0, 6);
    const messageIds = chosen.map((id) => shown.get(id)).filter((id) => id !== undefined);
    if (messageIds.length === 0) return;
    this.counts.ours += 1;
    const places = chosen.map((id) => this.#expected.get(id)).filter((place) => place !== undefined);
    if (kind === 0) {
      await this.engine.value('mail.setFlagged', { accountId, messageIds, flagged: true });
      for (const place of places) place.flagged = true;
    } else if (kind === 1) {
      const seen = this.#at.random(2) === 0;
      await this.engine.value('mail.setSeen', { accountId, messageIds, seen });
      for (const place of places) place.seen = seen;
    } else if (kind === 4) {
      const tag = this.#any(ours) ?? 'harbour';
      const on = this.#at.random(3) > 0;
      await this.engine.value('mail.setTag', { accountId, messageIds, tag, on });
      for (const place of places) place.tags = withTag(place.tags, tag, on);
    } else if (kind === 2 && folder !== 'Deleted Items') {
      await this.engine.value('mail.moveToRole', { accountId, messageIds, role: 'trash' });
      for (const place of places) place.folder = 'Deleted Items';
    } else {
      const target = this.#any(folders.filter((other) => other !== folder)) ?? 'INBOX';
      const folderId = await this.#folderAt(target);
      if (folderId === undefined) return;
      await this.engine.value('mail.move', { accountId, messageIds, folderId });
      for (const place of places) place.folder = target;
    }
  }

  /** Waits for all that is under way, then compares: what both clients did, what the server has, what Heron has stored. */
  async compare(told: string): Promise<void> {
    await this.engine.value('account.reconnect', { accountId, cause: 'user' });
    await this.#until(async () => (await this.#status()).pendingOperations === 0, told);
    expect(await this.engine.value('mail.parkedOperations', { accountId }), told).toEqual([]);
    const places = await serverPlaces(this.#at.other, folders);
    const model = [...this.#expected].map(([id, place]) => `${id} ${place.folder}`).sort();
    expect(places.map(({ messageId, folder }) => `${messageId} ${folder}`).sort(), told).toEqual(model);
    const owned = places.filter(({ messageId }) => numberOf(messageId) % 3 !== 2);
    const flags = owned.map(({ messageId, seen, flagged, tags: all }) => {
      return { messageId, seen, flagged, tags: all.filter((tag) => ours.includes(tag)) };
    });
    const wanted = owned.map(({ messageId }) => {
      const { seen, flagged, tags: own } = this.#expected.get(messageId) ?? { seen: null, flagged: null, tags: null };
      return { messageId, seen, flagged, tags: own };
    });
    expect(flags, told).toEqual(wanted);
    // Without CONDSTORE nothing tells of a star in a folder that nobody looks at: it is found when somebody does.
    const views: ViewId[] = [];
    for (const folder of folders) {
      const folderId = await this.#folderAt(folder);
      if (folderId === undefined) continue;
      views.push((await this.engine.value('mail.openView', { accountId, folderId })).viewId);
    }
    await this.engine.value('mail.syncNow', { accountId: null });
    let stored: readonly Place[] = [];
    const inStep = async (): Promise<boolean> => {
      stored = cachedPlaces(this.cache, folders);
      return JSON.stringify(stored) === JSON.stringify(places) && (await this.#proved());
    };
    await this.#until(inStep, told).catch((error: unknown) => {
      expect(stored, told).toEqual(places);
      throw error;
    });
    for (const viewId of views) await this.engine.value('mail.closeView', { viewId });
  }

  async #proved(): Promise<boolean> {
    const listed = await this.engine.value('mail.folders', { accountId });
    return folders.every((path) => listed.find((each) => each.path === path)?.proof.kind === 'reconciled');
  }

  #status() {
    return this.engine.value('account.status', { accountId });
  }

  async #until(what: () => Promise<boolean>, told: string): Promise<void> {
    await until(what, async () => {
      const listed = await this.engine.value('mail.folders', { accountId });
      return `${told}: ${JSON.stringify([await this.#status(), listed.map(({ path, proof }) => ({ path, proof }))])}`;
    });
  }

  /** What goes wrong while both change things: nothing, a connection that is cut at some octet, or Heron killed. */
  async round(told: string): Promise<void> {
    const { random, proxy } = this.#at;
    const wrong = random(4);
    if (wrong === 1 || wrong === 2) {
      this.counts.cuts += 1;
      const direction = wrong === 1 ? 'toServer' : 'toClient';
      await proxy.set({
        kind: 'cutAfter',
        direction,
        bytes: 1 + random(3_000),
        how: random(2) === 0 ? 'reset' : 'end',
      });
    }
    const others = async (): Promise<void> => {
      for (let count = random(6); count >= 0; count -= 1) await this.otherChanges();
    };
    const ours = async (): Promise<void> => {
      for (let count = random(4); count >= 0; count -= 1) await this.weChange();
      if (wrong !== 3) return;
      // Whatever it is doing by now: what it has answered is durable.
      await pause(random(300));
      await this.kill();
      await this.start();
    };
    await Promise.all([others(), ours()]);
    await proxy.set({ kind: 'pass' });
    await this.compare(told);
  }
}

const numberOf = (messageId: string): number => Number(/^<(\d+)@/.exec(messageId)?.[1]);

describe.each(Object.entries(servers))('a server with %s', (name, options) => {
  let dovecot: Dovecot;
  let proxy: FaultProxy;

  beforeAll(async () => {
    dovecot = await startDovecot({ leaf: ca.leaf, ...options });
    proxy = await startFaultProxy({ target: { port: dovecot.tlsPort }, intercept: { leaf: ca.leaf, caPem: ca.caPem } });
  }, 120_000);

  afterAll(async () => {
    await proxy?.stop();
    await dovecot?.stop();
  });

  const { seeds, rounds } = seedsWithRounds(5, 20);
  it.each(seeds)(
    'ends as its server, field by field, whatever another client does, with connections cut and Heron killed (Y5, Y2, D1), seed %i',
    async (seed) => {
      people += 1;
      const address = `ada${people}@contoso.test`;
      const profile = await mkdtemp(join(tmpdir(), 'heron-convergence-'));
      onTestFinished(() => rm(profile, { recursive: true, force: true }));
      await dovecot.addUser(address, { password, folders: [...folders] });
      const other = new ImapFlow({
        host: 'localhost',
        port: dovecot.tlsPort,
        secure: true,
        auth: { user: address, pass: password },
        tls: { ca: ca.caPem },
        logger: false,
      });
      await other.connect();
      onTestFinished(() => other.logout());
      const mailbox = new Mailbox({ address, profile, dovecot, proxy, other, random: seededRandom(seed) });
      await mailbox.seed(40);
      await mailbox.start();
      onTestFinished(() => mailbox.stop());
      await mailbox.openAll();
      await mailbox.compare(`seed ${seed}, the first sync`);
      for (let round = 1; round <= rounds; round += 1) await mailbox.round(`seed ${seed}, round ${round}`);
      const { others, ours, cuts, kills } = mailbox.counts;
      process.stdout.write(
        `${name}, seed ${seed}: ${rounds} rounds, ${others} changes by another client, ${ours} by Heron, ${cuts} cuts, ${kills} kills: none lost, none doubled\n`,
      );
    },
    patienceFor(rounds),
  );
});
