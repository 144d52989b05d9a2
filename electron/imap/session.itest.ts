import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { ImapFlow } from 'imapflow';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { type Dovecot, startDovecot } from '../../e2e/servers/dovecot.ts';
import { type FaultProxy, startFaultProxy } from '../../e2e/servers/fault-proxy.ts';
import { buildMessage } from '../../e2e/servers/messages.ts';
import { malformedMessages } from '../../e2e/servers/messages-malformed.ts';
import { foreignScripts } from '../../e2e/servers/messages-scripts.ts';
import { createTestCa, type TestCa } from '../../e2e/servers/test-ca.ts';
import type { RemoteFlags } from '../mail/remote-mail.ts';
import { openSession } from './connection.ts';
import type { ImapSession, OpenSession } from './session.ts';
import { overChannel } from './thread/thread-fixture.ts';

const address = 'grace@contoso.test';
const signal = new AbortController().signal;
let ca: TestCa;
let exchange: Dovecot;
let full: Dovecot;

beforeAll(async () => {
  ca = await createTestCa();
  exchange = await startDovecot({ leaf: ca.leaf });
  full = await startDovecot({ leaf: ca.leaf, like: 'dovecot' });
  for (const dovecot of [exchange, full]) await dovecot.addUser(address, { password: 'pw' });
});

afterAll(async () => {
  await exchange?.stop();
  await full?.stop();
  await ca?.dispose();
});

let folders = 0;

/** A folder of this test alone. */
async function freshFolder(dovecot: Dovecot, count: number): Promise<string> {
  folders += 1;
  const folder = `Test ${folders}`;
  await dovecot.createFolder(address, folder);
  const messages = Array.from({ length: count }, (_, index) =>
    buildMessage({
      subject: `Number ${index + 1}`,
      text: `Text ${index + 1}`,
      messageId: `<${folders}.${index + 1}@test>`,
    }),
  );
  if (count > 0) await dovecot.seed(address, folder, messages);
  return folder;
}

function at(port: number, timeoutSeconds = 60): Parameters<OpenSession>[0] {
  const credentials = { kind: 'password', username: address, password: 'pw' } as const;
  return { endpoint: { host: 'localhost', port, security: 'tls' }, credentials, timeoutSeconds, extraCa: ca.caPem };
}

/** By way of imapflow's thread, as the engine has its sessions. */
async function open(port: number, timeoutSeconds?: number): Promise<ImapSession> {
  const session = await overChannel(openSession).openSession(at(port, timeoutSeconds), signal);
  onTestFinished(async () => await session.close());
  return session;
}

/** A proxy that sees the plain text. */
async function faulty(dovecot: Dovecot): Promise<FaultProxy> {
  const proxy = await startFaultProxy({
    target: { port: dovecot.tlsPort },
    intercept: { leaf: ca.leaf, caPem: ca.caPem },
  });
  onTestFinished(async () => await proxy.stop());
  return proxy;
}

describe('reading', () => {
  it('windows by sequence and UID, flags, counts', async () => {
    const folder = await freshFolder(exchange, 6);
    const session = await open(exchange.tlsPort);
    const selected = await session.select(folder, signal);
    expect(selected).toMatchObject({ exists: 6, uidNext: 7, highestModseq: null, readOnly: false });
    expect(await session.uidsBySequence(6, 2, signal)).toEqual([5, 6]);
    expect(await session.uidsBySequence(2, 50, signal)).toEqual([1, 2]);
    expect(await session.uidsBySequence(0, 50, signal)).toEqual([]);
    expect(await session.uidsAt([6, 1, 3], signal)).toEqual([1, 3, 6]);
    expect(await session.uidsAt([], signal)).toEqual([]);
    const { envelopes: newest } = await session.fetchEnvelopesBySequence({ from: 5, to: 6 }, signal);
    expect(newest.map(({ subject }) => subject)).toEqual(['Number 5', 'Number 6']);
    expect((await session.fetchEnvelopes({ from: 3, to: 4_000_000_000 }, signal)).map(({ uid }) => uid)).toEqual([
      3, 4, 5, 6,
    ]);
    expect((await session.fetchEnvelopes([6, 1, 99], signal)).map(({ uid }) => uid)).toEqual([1, 6]);
    expect(await session.fetchEnvelopes([], signal)).toEqual([]);
    expect(await session.setSeen([2, 4], true, signal)).toEqual({ kind: 'done' });
    expect(await session.setSeen([4], false, signal)).toEqual({ kind: 'done' });
    const flags = await session.fetchFlags({ from: 1, to: 6 }, { changedSince: null }, signal);
    expect(flags.filter(({ flags: { seen } }) => seen).map(({ uid }) => uid)).toEqual([2]);
    expect(await session.findByFlag('\\Seen', true, signal)).toEqual([2]);
    expect(await session.findByFlag('\\Seen', false, signal)).toEqual([1, 3, 4, 5, 6]);
    expect(await session.findByFlag('\\Flagged', true, signal)).toEqual([]);
    expect(await session.status(folder, signal)).toMatchObject({
      messages: 6,
      unseen: 5,
      uidNext: 7,
      uidValidity: selected.uidValidity,
    });
    expect(await session.findByMessageId(newest[0]?.messageIdHeader ?? '', signal)).toEqual([5]);
    expect(await session.findByMessageId('<nobody@test>"', signal)).toEqual([]);
  });

  it('LIST-STATUS: the same of all folders in one round trip as of each, where the server has it', async () => {
    const folder = await freshFolder(full, 3);
    await full.createFolder(address, `${folder}/Füße & Hände`);
    const session = await open(full.tlsPort);
    const without = await open(exchange.tlsPort);
    expect([session, without].map(({ capabilities }) => capabilities.has('LIST-STATUS'))).toEqual([true, false]);
    const listed = await session.listFolders(signal);
    const paths = listed.filter(({ selectable }) => selectable).map(({ path }) => path);
    expect(paths).toEqual(expect.arrayContaining(['INBOX', folder, `${folder}/Füße & Hände`]));
    const all = await session.statuses(signal);
    expect([...all.keys()].sort()).toEqual([...paths].sort());
    for (const path of paths) expect([path, all.get(path)]).toEqual([path, await session.status(path, signal)]);
    expect(all.get(folder)).toMatchObject({ messages: 3, unseen: 3, uidNext: 4 });
  });

  it('CONDSTORE: only what changed, where the server has it', async () => {
    const folder = await freshFolder(full, 5);
    const session = await open(full.tlsPort);
    const { highestModseq } = await session.select(folder, signal);
    expect(highestModseq).toBeGreaterThan(0n);
    await session.setSeen([3], true, signal);
    const changed = await session.fetchFlags({ from: 1, to: 0xffffffff }, { changedSince: highestModseq }, signal);
    expect(changed.map(({ uid }) => uid)).toEqual([3]);
    expect((await session.status(folder, signal)).highestModseq).toBeGreaterThan(highestModseq ?? 0n);
  });

  it('QRESYNC: what was expunged meanwhile, by UID', async () => {
    const folder = await freshFolder(full, 9);
    const session = await open(full.tlsPort);
    const { highestModseq } = await session.select(folder, signal);
    const other = await open(full.tlsPort);
    await other.select(folder, signal);
    await other.expunge([2, 3, 7], signal);
    await other.setSeen([9], true, signal);
    await session.select(folder, signal);
    const { flags, vanished } = await session.fetchChanges({ from: 1, to: 9 }, highestModseq ?? 0n, signal);
    expect(flags.map(({ uid }) => uid)).toEqual([9]);
    expect(
      vanished?.flatMap(({ from, to }) => Array.from({ length: to - from + 1 }, (_, index) => from + index)),
    ).toEqual([2, 3, 7]);
    // Told while it waits, VANISHED names UIDs as well.
    await other.expunge([4], signal);
    await session.noop(signal);
    expect(await session.takeNotices(signal)).toMatchObject({ exists: 5, expunged: [], vanished: [4], isLost: false });
  });

  it.each(['exchange', 'full'] as const)('notices: flags as they are now, and who went (%s)', async (which) => {
    const dovecot = which === 'exchange' ? exchange : full;
    const folder = await freshFolder(dovecot, 9);
    const session = await open(dovecot.tlsPort);
    await session.select(folder, signal);
    const other = await open(dovecot.tlsPort);
    await other.select(folder, signal);
    await other.expunge([2], signal);
    await other.setFlagged([5], true, signal);
    await dovecot.deliver(address, folder, buildMessage({ subject: 'New', text: 'x' }).raw);
    await session.noop(signal);
    const notices = await session.takeNotices(signal);
    expect(notices).toMatchObject({ exists: 9, hasArrivals: true, isLost: false });
    expect(notices.changed).toMatchObject([{ uid: 5, flags: { flagged: true, seen: false } }]);
    expect([notices.expunged, notices.vanished]).toEqual(which === 'full' ? [[], [2]] : [[2], []]);
    expect(await session.fetchUids([1, 2, 3], signal)).toEqual([1, 3]);
    // What the session changes itself is no notice.
    await session.setSeen([1], true, signal);
    expect(await session.takeNotices(signal)).toMatchObject({ changed: [], hasArrivals: false });
  });

  it.each(['exchange', 'full'] as const)(
    '$Forwarded and tags of another client come by every way (%s)',
    async (which) => {
      const dovecot = which === 'exchange' ? exchange : full;
      const folder = await freshFolder(dovecot, 6);
      const other = new ImapFlow({
        host: 'localhost',
        port: dovecot.tlsPort,
        secure: true,
        auth: { user: address, pass: 'pw' },
        tls: { ca: ca.caPem },
        logger: false,
      });
      await other.connect();
      onTestFinished(() => other.logout());
      await other.mailboxOpen(folder);
      const add = async (uid: number, ...flags: string[]): Promise<void> => {
        expect(await other.messageFlagsAdd(`${uid}`, flags, { uid: true })).toBe(true);
      };
      const forwarded = (list: readonly { readonly uid: number; readonly flags: RemoteFlags | null }[]) =>
        list.filter(({ flags }) => flags?.forwarded).map(({ uid }) => uid);
      const tagged = (list: readonly { readonly uid: number; readonly flags: RemoteFlags | null }[]) =>
        Object.fromEntries(list.flatMap(({ uid, flags }) => (flags?.tags === undefined ? [] : [[uid, flags.tags]])));
      const tags = { 1: ['$label1', 'b&apw-ro'], 3: ['a/b'] };
      const session = await open(dovecot.tlsPort);
      const { highestModseq } = await session.select(folder, signal);
      await add(1, '$Forwarded', '\\Answered', 'b&apw-ro', '$label1');
      await add(2, 'Forwarded', 'NonJunk', '$MailFlagBit0');
      // With a keyword that only imapflow's own parser reads.
      await add(3, '$Forwarded', 'a/b');
      const all = { from: 1, to: 6 };
      const { envelopes } = await session.fetchEnvelopesBySequence(all, signal);
      expect(forwarded(envelopes)).toEqual([1, 2, 3]);
      expect(envelopes.map(({ flags }) => flags?.answered)).toEqual([true, false, false, false, false, false]);
      expect(tagged(envelopes)).toEqual(tags);
      expect(forwarded(await session.fetchEnvelopes([1, 3, 4], signal))).toEqual([1, 3]);
      expect(tagged(await session.fetchFlags(all, { changedSince: null }, signal))).toEqual(tags);
      expect(forwarded(await session.fetchFlags(all, { changedSince: null }, signal))).toEqual([1, 2, 3]);
      expect(forwarded(await session.fetchFlags({ sequence: all }, { changedSince: null }, signal))).toEqual([1, 2, 3]);
      if (highestModseq !== null) {
        expect(forwarded(await session.fetchFlags(all, { changedSince: highestModseq }, signal))).toEqual([1, 2, 3]);
        const { flags } = await session.fetchChanges(all, highestModseq, signal);
        expect([forwarded(flags), tagged(flags)]).toEqual([[1, 2, 3], tags]);
      }
      await session.takeNotices(signal);
      const called = (words: string, not = false) => session.search([[{ not, place: 'flag', words }]], signal);
      expect([await called('$LABEL1'), await called('a/b'), await called('nobodys')]).toEqual([[1], [3], []]);
      expect(await called('$label1', true)).toEqual([2, 3, 4, 5, 6]);
      // While it waits: IDLE ends by itself when the server tells something.
      const told = session.idle(signal);
      await add(5, '$Forwarded', 'travel');
      await told;
      await session.noop(signal);
      const { changed } = await session.takeNotices(signal);
      expect([forwarded(changed), tagged(changed)]).toEqual([[5], { 5: ['travel'] }]);
      expect(await session.mark([6], 'forwarded', signal)).toEqual({ kind: 'done' });
      expect((await session.fetchFacts(6, signal))?.flags).toContain('$Forwarded');
    },
  );

  it('special-use flags, and well-known names without them; names with quotes and umlauts', async () => {
    for (const dovecot of [exchange, full]) {
      const session = await open(dovecot.tlsPort);
      const listed = await session.listFolders(signal);
      const roles = Object.fromEntries(
        listed.filter(({ role }) => role !== null).map(({ role, path }) => [role, path]),
      );
      expect(roles).toMatchObject({ inbox: 'INBOX', trash: 'Deleted Items', junk: 'Junk Email', sent: 'Sent Items' });
      const odd = await session.select('Häuser & Gärten "privat"', signal);
      expect(odd.exists).toBe(0);
    }
  });

  it('tells a missing folder and a new UIDVALIDITY', async () => {
    const session = await open(exchange.tlsPort);
    await expect(session.select('Nowhere', signal)).rejects.toMatchObject({ error: { code: 'folder_missing' } });
    await expect(session.status('Nowhere', signal)).rejects.toMatchObject({ error: { code: 'folder_missing' } });
    await expect(session.fetchEnvelopes([1], signal)).rejects.toMatchObject({ error: { code: 'internal' } });
    const folder = await freshFolder(exchange, 1);
    const before = await session.select(folder, signal);
    await exchange.changeUidValidity(address, folder);
    const again = await open(exchange.tlsPort);
    expect((await again.select(folder, signal)).uidValidity).not.toBe(before.uidValidity);
  });

  it('hostile and foreign messages: one envelope each, every string clean', async () => {
    const folder = await freshFolder(exchange, 0);
    const messages = [...malformedMessages(), ...foreignScripts()];
    await exchange.seed(address, folder, messages);
    const session = await open(exchange.tlsPort);
    const { exists } = await session.select(folder, signal);
    const { envelopes: rows } = await session.fetchEnvelopesBySequence({ from: 1, to: exists ?? 0 }, signal);
    expect(rows).toHaveLength(messages.length);
    for (const { subject, from, to, parts } of rows) {
      const strings = [subject, ...[...from, ...to].flatMap(({ name, address: mail }) => [name, mail])];
      for (const text of strings) expect(text).not.toMatch(/[\p{Cc}\p{Cs}]/u);
      expect(parts.length).toBeLessThanOrEqual(1_000);
    }
  });

  it('parts, sources and streams, cut where the caller says', async () => {
    const folder = await freshFolder(exchange, 0);
    const content = randomBytes(3_000_001);
    const attachments = [{ filename: 'big.bin', contentType: 'application/octet-stream', content }];
    const message = buildMessage({ subject: 'Attached', text: 'Grüße', attachments });
    await exchange.seed(address, folder, [message]);
    const session = await open(exchange.tlsPort);
    await session.select(folder, signal);
    const [row] = await session.fetchEnvelopes([1], signal);
    const big = row?.parts.find(({ filename }) => filename === 'big.bin');
    expect(big).toMatchObject({ encoding: 'base64', disposition: 'attachment' });
    const chunks: Uint8Array[] = [];
    for await (const chunk of session.streamPart(1, big?.partId ?? '', signal)) chunks.push(chunk);
    expect(Buffer.concat(chunks).equals(content)).toBe(true);
    const source = await session.fetchSource(1, 10_000_000, signal);
    expect([Buffer.from(source.bytes).equals(message.raw), source.truncated]).toEqual([true, false]);
    const start = await session.fetchSource(1, 2_000_000, signal);
    expect([start.bytes.length, start.truncated]).toEqual([2_000_000, true]);
    const exact = await session.fetchSource(1, message.raw.length, signal);
    expect([exact.bytes.length, exact.truncated]).toEqual([message.raw.length, false]);
    await expect(session.fetchPart(99, '1', 100, signal)).rejects.toMatchObject({ error: { code: 'message_gone' } });
    expect((await session.fetchPart(1, '7.7', 100, signal)).bytes).toHaveLength(0);
  });

  it('a single-part message is part 1', async () => {
    const folder = await freshFolder(exchange, 1);
    const session = await open(exchange.tlsPort);
    await session.select(folder, signal);
    const part = await session.fetchPart(1, '1', 1_000, signal);
    expect(Buffer.from(part.bytes).toString().trim()).toBe('Text 1');
  });
});

describe('changing', () => {
  it('moves, with the new UIDs; creates folders', async () => {
    const folder = await freshFolder(exchange, 3);
    const session = await open(exchange.tlsPort);
    expect(await session.createFolder(`${folder}/Ünter`, signal)).toEqual({ kind: 'done' });
    expect(await session.createFolder(`${folder}/Ünter`, signal)).toEqual({ kind: 'done' });
    const target = await session.status(`${folder}/Ünter`, signal);
    await session.select(folder, signal);
    const outcome = await session.move([1, 3], `${folder}/Ünter`, signal);
    expect(outcome).toEqual({
      kind: 'done',
      uidValidity: target.uidValidity,
      uids: new Map([
        [1, 1],
        [3, 2],
      ]),
    });
    expect((await session.move([2], 'Nowhere', signal)).kind).toBe('refused');
    expect((await session.select(folder, signal)).exists).toBe(1);
  });

  it('copies, with flags, and tells the new UIDs', async () => {
    const folder = await freshFolder(exchange, 2);
    const session = await open(exchange.tlsPort);
    await session.createFolder(`${folder}/Copies`, signal);
    const { uidValidity } = await session.status(`${folder}/Copies`, signal);
    await session.select(folder, signal);
    await session.setFlagged([2], true, signal);
    const outcome = await session.copy([2], `${folder}/Copies`, signal);
    expect(outcome).toEqual({ kind: 'done', uidValidity, uids: new Map([[2, 1]]) });
    expect(await session.copy([2], 'Nowhere', signal)).toMatchObject({ kind: 'refused', code: 'TRYCREATE' });
    expect((await session.select(folder, signal)).exists).toBe(2);
    await session.select(`${folder}/Copies`, signal);
    const [copied] = await session.fetchEnvelopes([1], signal);
    expect(copied?.flags?.flagged).toBe(true);
  });

  it.each([false, true])(
    'Y2 MOVE with the connection cut (the command reached the server: %s) is unknown',
    async (forward) => {
      const folder = await freshFolder(exchange, 2);
      const proxy = await faulty(exchange);
      const session = await open(proxy.port);
      const told: string[] = [];
      session.on('closed', ({ code }) => told.push(code));
      await session.select(folder, signal);
      await proxy.set(
        forward
          ? { kind: 'cutOn', direction: 'toClient', pattern: 'COPYUID', forward: false }
          : { kind: 'cutOn', direction: 'toServer', pattern: 'UID MOVE', forward: false },
      );
      expect(await session.move([1], 'Deleted Items', signal)).toEqual({ kind: 'unknown' });
      expect(told).toEqual(['connection_lost']);
      await proxy.whenConnections(0);
      const again = await open(exchange.tlsPort);
      await again.select(folder, signal);
      const left = await again.fetchEnvelopes({ from: 1, to: 9 }, signal);
      expect(left.map(({ uid }) => uid)).toEqual(forward ? [2] : [1, 2]);
    },
  );

  it('Y2 setSeen with the connection cut is unknown', async () => {
    const folder = await freshFolder(exchange, 1);
    const proxy = await faulty(exchange);
    const session = await open(proxy.port);
    await session.select(folder, signal);
    await proxy.set({ kind: 'cutOn', direction: 'toServer', pattern: 'UID STORE' });
    expect(await session.setSeen([1], true, signal)).toEqual({ kind: 'unknown' });
  });
});

describe('bad networks', () => {
  it('Y2 cut after any number of bytes of a FETCH: connection_lost, and nothing hangs', async () => {
    const folder = await freshFolder(exchange, 20);
    const proxy = await faulty(exchange);
    for (const bytes of [0, 1, 7, 100, 333, 1_000, 2_500, 5_000]) {
      for (const how of ['reset', 'end'] as const) {
        const session = await openSession(at(proxy.port), signal);
        await session.select(folder, signal);
        await proxy.set({ kind: 'cutAfter', direction: 'toClient', bytes, how });
        await expect(session.fetchEnvelopesBySequence({ from: 1, to: 20 }, signal)).rejects.toMatchObject({
          error: { code: 'connection_lost', retryable: true },
        });
        expect(session.closed).toBe(true);
        await session.close();
      }
    }
    await proxy.whenConnections(0);
  });

  it('Y2 cut at any byte of the sign-in: an error, and no socket left', async () => {
    const proxy = await faulty(exchange);
    for (const bytes of [0, 1, 20, 60, 120, 200, 280]) {
      await proxy.set({ kind: 'cutAfter', direction: 'toClient', bytes });
      await expect(openSession(at(proxy.port), signal)).rejects.toMatchObject({ error: { code: 'connection_lost' } });
    }
    await proxy.whenConnections(0);
  });

  it('N1 half-open: noticed within the deadline', async () => {
    const folder = await freshFolder(exchange, 1);
    const proxy = await faulty(exchange);
    const session = await openSession(at(proxy.port), signal);
    await session.select(folder, signal);
    const sent = proxy.whenSeen('toServer', 'STATUS');
    await proxy.set({ kind: 'blackhole' });
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] });
    onTestFinished(() => void vi.useRealTimers());
    const outcome = expect(session.status('INBOX', signal)).rejects.toMatchObject({
      error: { code: 'server_timeout' },
    });
    await sent;
    vi.advanceTimersByTime(70_000);
    await outcome;
    expect(session.closed).toBe(true);
  });

  it('an abort ends a running command and the session', async () => {
    const folder = await freshFolder(exchange, 1);
    const proxy = await faulty(exchange);
    const session = await openSession(at(proxy.port, 300), signal);
    await session.select(folder, signal);
    const sent = proxy.whenSeen('toServer', 'UID STORE');
    await proxy.set({ kind: 'blackhole' });
    const controller = new AbortController();
    const outcome = session.setSeen([1], true, controller.signal);
    await sent;
    controller.abort();
    expect(await outcome).toEqual({ kind: 'unknown' });
    expect(session.closed).toBe(true);
  });

  it('a kicked session tells its end once', async () => {
    const folder = await freshFolder(exchange, 1);
    const session = await open(exchange.tlsPort);
    await session.select(folder, signal);
    const closed = new Promise<string>((resolve) => {
      session.on('closed', ({ code }) => resolve(code));
    });
    await exchange.kick(address);
    expect(['connection_lost', 'server_unavailable']).toContain(await closed);
    await expect(session.noop(signal)).rejects.toMatchObject({ name: 'AppFailure' });
  });
});

describe('idling', () => {
  it.each(['exchange', 'full'] as const)('hears of new mail, changes and removals (%s)', async (which) => {
    const dovecot = which === 'exchange' ? exchange : full;
    const folder = await freshFolder(dovecot, 1);
    const proxy = await faulty(dovecot);
    const session = await open(proxy.port);
    await session.select(folder, signal);
    const heard: string[] = [];
    session.on('exists', (path, count) => heard.push(`exists ${path === folder} ${count}`));
    session.on('expunge', (path) => heard.push(`expunge ${path === folder}`));
    const begun = proxy.whenSeen('toClient', '+ idling');
    const idling = session.idle(signal);
    await begun;
    const raw = buildMessage({ subject: 'New', text: 'x' }).raw;
    const name = await dovecot.deliver(address, folder, raw);
    await idling;
    expect(heard).toContain('exists true 2');
    const again = proxy.whenSeen('toClient', '+ idling');
    const second = session.idle(signal);
    await again;
    await dovecot.remove(address, folder, name);
    await second;
    expect(heard).toContain('expunge true');
    expect((await session.status(folder, signal)).messages).toBe(1);
  });

  it('ends by an abort or another verb, and the session lives on', async () => {
    const folder = await freshFolder(exchange, 1);
    const proxy = await faulty(exchange);
    const session = await open(proxy.port);
    await session.select(folder, signal);
    const controller = new AbortController();
    const begun = proxy.whenSeen('toClient', '+ idling');
    const idling = session.idle(controller.signal);
    await begun;
    controller.abort();
    await idling;
    const again = proxy.whenSeen('toClient', '+ idling');
    const second = session.idle(signal);
    await again;
    expect((await session.status(folder, signal)).messages).toBe(1);
    await second;
    expect(session.closed).toBe(false);
  });

  it('throws when the connection ends meanwhile', async () => {
    const folder = await freshFolder(exchange, 1);
    const proxy = await faulty(exchange);
    const session = await open(proxy.port);
    await session.select(folder, signal);
    const begun = proxy.whenSeen('toClient', '+ idling');
    const idling = expect(session.idle(signal)).rejects.toMatchObject({ error: { code: 'connection_lost' } });
    await begun;
    proxy.dropAll();
    await idling;
  });
});

describe('leaving nothing behind', () => {
  it('a process with closed and failed sessions can exit', async (test) => {
    const script = `
      import { openSession } from '${new URL('./connection.ts', import.meta.url).href}';
      const options = JSON.parse(process.argv[1]);
      const { signal } = new AbortController();
      const session = await openSession(options, signal);
      await session.select('INBOX', signal);
      const idle = new AbortController();
      const idling = session.idle(idle.signal);
      setImmediate(() => idle.abort());
      await idling;
      await session.close();
      const wrong = { ...options, credentials: { ...options.credentials, password: 'wrong' } };
      const code = await openSession(wrong, signal).then(() => 'none', (failure) => failure.error.code);
      console.log('end ' + code);
    `;
    const args = ['--import', 'tsx', '--input-type=module', '-e', script, JSON.stringify(at(exchange.tlsPort))];
    const { stdout } = await promisify(execFile)(process.execPath, args, { signal: test.signal });
    expect(stdout.trim()).toBe('end authentication_failed');
  });
});
