import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { simpleParser } from 'mailparser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FaultProxy, startFaultProxy } from '../../e2e/servers/fault-proxy.ts';
import { type GraphServer, startGraphServer } from '../../e2e/servers/graph-server.ts';
import { type SmtpSink, startSmtpSink } from '../../e2e/servers/smtp-server.ts';
import { createTestCa, type TestCa } from '../../e2e/servers/test-ca.ts';
import type { AccountId, SendingWay } from '../../shared/mail.ts';
import { success } from '../../shared/reply.ts';
import type { DraftContent, DraftId, SendingState } from '../../shared/writing.ts';
import { graphSender } from '../accounts/graph-sender.ts';
import { FakeImapServer } from '../imap/fake-server.ts';
import { type FakeClock, fakeClock } from '../platform/clock-fake.ts';
import { nodeHttpsTransport } from '../platform/net-client.ts';
import { Engine } from './engine.ts';
import { engineAsker } from './engine-asker.ts';

const accountId = 'a0000000-0000-4000-8000-000000000001' as AccountId;
const address = 'ada@contoso.test';
const grace = { name: '', address: 'grace@navy.test' };
const mailScope = 'https://outlook.office.com/SMTP.Send';
const graphScope = 'https://graph.microsoft.com/Mail.Send';
type Fault = Parameters<FaultProxy['set']>[0];

let ca: TestCa;
let graph: GraphServer;
let proxy: FaultProxy;
let smtp: SmtpSink;
let folder: string;
let clock: FakeClock;
let engine: Engine;
let imap: FakeImapServer;
/** The refused tokens that new ones were asked for in place of. */
const renewed: (string | null)[] = [];
let live = 'graph-1';
/** Whether Exchange takes its time to file what it sent. */
let filesLate = false;
const { value } = engineAsker(() => engine);

const open = (sending: SendingWay) =>
  value('account.open', {
    id: accountId,
    address,
    displayName: 'Ada',
    imap: { host: 'imap.test', port: 993, security: 'tls' },
    smtp: { host: 'localhost', port: smtp.port, security: 'tls' },
    sending,
    connectionTimeoutSeconds: 10,
  });

beforeAll(async () => {
  ca = await createTestCa();
  imap = new FakeImapServer();
  graph = await startGraphServer({
    leaf: ca.leaf,
    tokenInfo: (token) => {
      if (token === 'smtp') return { address, scopes: [mailScope], active: true };
      return token.startsWith('graph-') ? { address, scopes: [graphScope], active: token === live } : undefined;
    },
    onMessage: ({ source }) => {
      if (filesLate) return;
      // Exchange files what it sends.
      const messageId = /^Message-ID: *(<[^>]*>)/im.exec(source)?.[1] ?? null;
      imap.deliver('Sent Items', { messageId, source });
    },
  });
  proxy = await startFaultProxy({ target: { port: graph.port }, intercept: { leaf: ca.leaf, caPem: ca.caPem } });
  smtp = await startSmtpSink({ leaf: ca.leaf, implicitTls: true, tokenOwner: () => address });
  folder = await mkdtemp(join(tmpdir(), 'heron-graph-'));
  clock = fakeClock();
  const send = graphSender(
    () => success(`https://localhost:${proxy.port}/v1.0/me/sendMail`),
    nodeHttpsTransport(ca.caPem),
    async () => undefined,
  );
  engine = new Engine({
    profileFolder: folder,
    extraCa: ca.caPem,
    openSession: (options, signal) => imap.open(options, signal),
    mime: {
      parseWholeMessage: () => Promise.reject(new Error('Not needed.')),
      readAttachment: () => Promise.reject(new Error('Not needed.')),
      readInvitation: () => Promise.reject(new Error('Not needed.')),
    },
    credentials: async (_accountId, rejected, _signal, purpose) => {
      if (purpose !== 'graph') return success({ kind: 'xoauth2', username: address, accessToken: 'smtp' });
      renewed.push(rejected);
      return success({ kind: 'xoauth2', username: address, accessToken: rejected === null ? 'graph-1' : live });
    },
    postToGraph: (of, request, signal) => send({ accountId: of, ...request }, signal),
    emit: () => undefined,
    markDownload: async () => undefined,
    clock,
    random: () => 0,
    holdMs: 0,
  });
  await open('graph');
});

afterAll(async () => {
  await engine.stop();
  await proxy.stop();
  await graph.stop();
  await smtp.stop();
  await rm(folder, { recursive: true, force: true });
  await ca.dispose();
});

async function sending(id: DraftId): Promise<SendingState | null> {
  return (await value('drafts.list', undefined)).find((each) => each.id === id)?.sending ?? null;
}

/** Real sockets need real time; the engine's own time is the test's. */
async function settled(id: DraftId, isSettled: (state: SendingState | null) => boolean): Promise<SendingState | null> {
  for (;;) {
    const now = await sending(id);
    if (isSettled(now)) return now;
    await clock.advance(1);
    await pause(2);
  }
}

const isAtRest = (state: SendingState | null): boolean => state?.kind !== 'held' && state?.kind !== 'sending';

let count = 0;

async function send(change: Partial<DraftContent> = {}): Promise<{ id: DraftId; subject: string }> {
  count += 1;
  const subject = `Graph ${count}`;
  const draft = await value('drafts.create', { accountId, start: { kind: 'new' } });
  const content = { ...draft.content, to: [grace], subject, body: `<p>${'words '.repeat(600)}</p>`, ...change };
  const { revision } = await value('drafts.save', { draftId: draft.id, revision: 1, accountId, content });
  await value('drafts.send', { draftId: draft.id, revision, at: null });
  return { id: draft.id, subject };
}

const received = (subject: string) => graph.messages.filter(({ source }) => source.includes(`Subject: ${subject}\r\n`));
const inSent = () => imap.folder('Sent Items').messages.length;

describe('sending through Microsoft Graph', () => {
  it('goes to all recipients, blind ones too, and the copy in Sent is the service’s alone (C5)', async () => {
    const copies = inSent();
    const { id, subject } = await send({
      cc: [{ name: '', address: 'alan@navy.test' }],
      bcc: [{ name: '', address: 'eve@navy.test' }],
    });
    expect(await settled(id, (state) => state === null)).toBeNull();
    const [message] = received(subject);
    expect(message?.to).toEqual(['grace@navy.test', 'alan@navy.test', 'eve@navy.test']);
    expect(message?.user).toBe(address);
    expect((await simpleParser(message?.source ?? '')).text).toContain('words words');
    // Long after the service would have filed it, no second copy was added, and nothing is left on the disk.
    await clock.advance(400_000);
    await settled(id, () => inSent() === copies + 1);
    expect(imap.calls.filter((name) => name === 'append')).toEqual([]);
    expect(await readdir(join(folder, 'outbox'))).toEqual([]);
    expect(smtp.signIns).toBe(0);
  });

  it('is not filed by Heron while the service takes its time to do so (C5)', async () => {
    filesLate = true;
    const { id, subject } = await send();
    await settled(id, (state) => state === null);
    const messageId = /^Message-ID: *(<[^>]*>)/im.exec(received(subject)[0]?.source ?? '')?.[1] ?? '';
    const looks = () => imap.calls.filter((name) => name === 'findByMessageId').length;
    // Within the five minutes that the service has, Heron looks again and again, and leaves the copy to it.
    const begun = clock.now();
    const first = looks();
    const appended = () => imap.calls.filter((name) => name === 'append').length;
    while (looks() < first + 3 && appended() === 0) {
      await clock.advance(500);
      await pause(2);
    }
    expect(clock.now() - begun).toBeLessThan(250_000);
    filesLate = false;
    imap.deliver('Sent Items', { messageId });
    while ((await readdir(join(folder, 'outbox'))).length > 0) {
      await clock.advance(500);
      await pause(2);
    }
    expect(appended()).toBe(0);
    const copies = imap.folder('Sent Items').messages.filter(({ envelope }) => envelope.messageIdHeader === messageId);
    expect(copies).toHaveLength(1);
  });

  it('renews a token that ended before its time, once', async () => {
    renewed.length = 0;
    live = 'graph-2';
    const { id, subject } = await send();
    expect(await settled(id, (state) => state === null)).toBeNull();
    expect(renewed).toEqual([null, 'graph-1']);
    expect(received(subject)).toHaveLength(1);
    live = 'graph-1';
  });

  it('waits as long as throttling asks, and sends it then', async () => {
    graph.fail({ status: 429, code: 'ApplicationThrottled', message: 'Too many.', retryAfterSeconds: 120 });
    const { id, subject } = await send();
    const state = await settled(id, (now) => now?.kind === 'waiting' && now.error !== null);
    const retryAt = state?.kind === 'waiting' ? (state.retryAt ?? 0) : 0;
    expect(retryAt - clock.now()).toBeGreaterThan(110_000);
    expect(received(subject)).toEqual([]);
    await clock.advance(121_000);
    await settled(id, (now) => now === null);
    expect(received(subject)).toHaveLength(1);
  });

  it('a refusal says why, and keeps the draft', async () => {
    graph.fail({ status: 403, code: 'ErrorAccessDenied', message: 'Access is denied.' });
    const { id, subject } = await send();
    const state = await settled(id, isAtRest);
    expect(state).toMatchObject({ kind: 'refused', error: { code: 'graph_refused', params: { reason: 'denied' } } });
    const draft = await value('drafts.takeBack', { draftId: id });
    expect(draft.content.subject).toBe(subject);
    await value('drafts.discard', { draftId: id });
  });

  it('does not send a message that some have already, which Graph would send to them again (C4)', async () => {
    await open('smtp');
    smtp.refuse('rcpt', '550 5.1.1 No such user', { about: 'eve@navy.test', times: 1 });
    const { id, subject } = await send({ to: [grace, { name: '', address: 'eve@navy.test' }] });
    await settled(id, (state) => state?.kind === 'refused');
    await open('graph');
    await value('drafts.retry', { draftId: id, decision: 'try_now' });
    const state = await settled(id, (now) => now?.kind === 'refused' && now.error.code === 'not_sendable');
    expect(state).toMatchObject({ error: { params: { reason: 'sent_to_some' } } });
    expect(received(subject)).toEqual([]);
    const { content } = await value('drafts.takeBack', { draftId: id });
    expect(content.to.map((to) => to.address)).toEqual(['eve@navy.test']);
    await value('drafts.discard', { draftId: id });
  });

  it('what SMTP refused for the mailbox goes out when Graph is chosen', async () => {
    await open('smtp');
    smtp.refuse(
      'auth',
      '535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant.',
    );
    const { id, subject } = await send();
    const state = await settled(id, isAtRest);
    expect(state).toMatchObject({ kind: 'refused', error: { code: 'smtp_auth_disabled' } });
    await open('graph');
    await settled(id, (now) => now === null);
    expect(received(subject)).toHaveLength(1);
    smtp.acceptAll();
  });

  it('refuses a token of the mail servers: its audience is another one', async () => {
    const transport = nodeHttpsTransport(ca.caPem);
    const { status } = await transport(
      { method: 'POST', url: `${graph.origin}/v1.0/me/sendMail`, headers: { authorization: 'Bearer smtp' }, body: '' },
      new AbortController().signal,
    );
    expect(status).toBe(401);
  });
});

describe('a request to Graph that is cut', () => {
  it('anywhere leaves the message sent once, or the user told; never twice (Y3, C4)', async () => {
    const cutOn = (direction: 'toServer' | 'toClient', pattern: string): Fault[] =>
      [true, false].map((forward) => ({ kind: 'cutOn', direction, pattern, forward }));
    const faults: Fault[] = [
      { kind: 'refuse' },
      ...['POST ', 'Bearer', 'text/plain', '\r\n\r\n'].flatMap((pattern) => cutOn('toServer', pattern)),
      ...[100, 400, 700, 1_500, 3_000, 4_500, 6_000, 9_000].map(
        (bytes): Fault => ({ kind: 'cutAfter', direction: 'toServer', bytes }),
      ),
      ...['HTTP/1.1', '202', '\r\n\r\n'].flatMap((pattern) => cutOn('toClient', pattern)),
      ...[1, 20, 60].map((bytes): Fault => ({ kind: 'cutAfter', direction: 'toClient', bytes })),
    ];
    const outcomes = new Map<string, number>();
    for (const fault of faults) {
      await proxy.set(fault);
      const { id, subject } = await send();
      const first = await settled(
        id,
        (state) => isAtRest(state) && !(state?.kind === 'waiting' && state.error === null),
      );
      await proxy.set({ kind: 'pass' });
      await value('account.reconnect', { accountId, cause: 'user' });
      while (!graph.isIdle) await pause(2);
      // What waits goes out now; what may have been sent is looked for once more, now that all that will arrive has arrived.
      let last = await settled(id, (state) => state === null || state.kind === 'uncertain');
      if (last !== null) {
        await clock.advance(1_000);
        const since = clock.now();
        await value('drafts.retry', { draftId: id, decision: 'try_now' }).catch(() => undefined);
        last = await settled(
          id,
          (state) => state === null || (state.kind === 'uncertain' && (state.lookedAt ?? 0) >= since),
        );
      }
      const times = received(subject).length;
      const what = `${JSON.stringify(fault)}: ${first?.kind ?? 'sent'}, then ${last?.kind ?? 'sent'}, ${times} times`;
      // Where it arrived the copy in Sent says so; the user is asked only about what did not.
      expect(times, what).toBe(last === null ? 1 : 0);
      const kind = `${first?.kind ?? 'sent'} → ${last?.kind ?? 'sent'}, received ${times}`;
      outcomes.set(kind, (outcomes.get(kind) ?? 0) + 1);
      if (last !== null) await value('drafts.discard', { draftId: id });
    }
    process.stdout.write(
      `${faults.length} cuts of Graph tried, 0 lost, 0 doubled: ${[...outcomes].map(([kind, times]) => `${times} × ${kind}`).join('; ')}\n`,
    );
    expect([...outcomes.keys()]).toEqual(
      expect.arrayContaining(['uncertain → sent, received 1', 'uncertain → uncertain, received 0']),
    );
  }, 120_000);
});
