import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FaultProxy, startFaultProxy } from '../../e2e/servers/fault-proxy.ts';
import { type SmtpSink, startSmtpSink } from '../../e2e/servers/smtp-server.ts';
import { createTestCa, type TestCa } from '../../e2e/servers/test-ca.ts';
import type { AccountId } from '../../shared/mail.ts';
import { success } from '../../shared/reply.ts';
import type { DraftId, SendingState } from '../../shared/writing.ts';
import { FakeImapServer } from '../imap/fake-server.ts';
import { type FakeClock, fakeClock } from '../platform/clock-fake.ts';
import { submitBySmtp } from '../smtp/smtp-submission.ts';
import { Engine } from './engine.ts';
import { engineAsker } from './engine-asker.ts';

const accountId = 'a0000000-0000-4000-8000-000000000001' as AccountId;
const address = 'ada@contoso.test';
type Fault = Parameters<FaultProxy['set']>[0];

let ca: TestCa;
let sink: SmtpSink;
let proxy: FaultProxy;
let folder: string;
let clock: FakeClock;
let engine: Engine;
let imap: FakeImapServer;
/** Whether the server puts what it sends into Sent. */
let serverFiles = false;
let attempts = 0;
const { call, value } = engineAsker(() => engine);

beforeAll(async () => {
  ca = await createTestCa();
  imap = new FakeImapServer();
  sink = await startSmtpSink({
    leaf: ca.leaf,
    implicitTls: true,
    users: { [address]: 'correct horse' },
    onMessage: ({ source }) => {
      if (!serverFiles) return;
      imap.deliver('Sent Items', { messageId: /^Message-ID: *(<[^>]*>)/im.exec(source)?.[1] ?? null });
    },
  });
  proxy = await startFaultProxy({ target: { port: sink.port }, intercept: { leaf: ca.leaf, caPem: ca.caPem } });
  folder = await mkdtemp(join(tmpdir(), 'heron-cuts-'));
  clock = fakeClock();
  engine = new Engine({
    submit: (message, options, signal) => {
      attempts += 1;
      return submitBySmtp(message, options, signal);
    },
    profileFolder: folder,
    extraCa: ca.caPem,
    openSession: (options, signal) => imap.open(options, signal),
    mime: {
      parseWholeMessage: () => Promise.reject(new Error('Not needed.')),
      readAttachment: () => Promise.reject(new Error('Not needed.')),
      readInvitation: () => Promise.reject(new Error('Not needed.')),
    },
    credentials: async () => success({ kind: 'password', username: address, password: 'correct horse' }),
    emit: () => undefined,
    markDownload: async () => undefined,
    clock,
    random: () => 0,
    holdMs: 0,
  });
  await value('account.open', {
    id: accountId,
    address,
    displayName: 'Ada',
    imap: { host: 'imap.test', port: 993, security: 'tls' },
    smtp: { host: 'localhost', port: proxy.port, security: 'tls' },
    connectionTimeoutSeconds: 10,
  });
});

afterAll(async () => {
  await engine.stop();
  await proxy.stop();
  await sink.stop();
  await rm(folder, { recursive: true, force: true });
  await ca.dispose();
});

async function state(id: DraftId): Promise<SendingState['kind'] | 'gone'> {
  const draft = (await value('drafts.list', undefined)).find((each) => each.id === id);
  return draft === undefined ? 'gone' : (draft.sending?.kind ?? 'gone');
}

/** Real sockets need real time; the engine's own time is the test's. */
async function settled(
  id: DraftId,
  isSettled: (kind: SendingState['kind'] | 'gone') => boolean,
): Promise<SendingState['kind'] | 'gone'> {
  for (;;) {
    const now = await state(id);
    if (isSettled(now)) return now;
    await clock.advance(1);
    await pause(2);
  }
}

let count = 0;

interface Ending {
  readonly first: string;
  readonly last: string;
  /** How often the server has it. */
  readonly received: number;
}

/** Sends one message while this goes wrong, and lets Heron look for it once all that will arrive has arrived. */
async function sendThrough(fault: Fault): Promise<Ending> {
  count += 1;
  const subject = `Cut ${count}`;
  const draft = await value('drafts.create', { accountId, start: { kind: 'new' } });
  const content = {
    ...draft.content,
    to: [{ name: '', address: 'grace@navy.test' }],
    subject,
    body: `<p>${'words '.repeat(60)}</p>`,
  };
  const { revision } = await value('drafts.save', { draftId: draft.id, revision: 1, accountId, content });
  await proxy.set(fault);
  const tried = attempts;
  await value('drafts.send', { draftId: draft.id, revision, at: null });
  const first = await settled(
    draft.id,
    (kind) => kind !== 'held' && kind !== 'sending' && (kind !== 'waiting' || attempts > tried),
  );
  await proxy.set({ kind: 'pass' });
  // What waits goes on by itself when the network is back; what may have been sent does not.
  const before = attempts;
  await value('account.reconnect', { accountId, cause: 'user' });
  let last = await settled(draft.id, (kind) => kind !== 'sending' && kind !== 'waiting');
  while (!sink.isIdle) await pause(2);
  if (last === 'uncertain') {
    await clock.advance(1_000);
    const since = clock.now();
    await call('drafts.retry', { draftId: draft.id, decision: 'try_now' });
    while (last === 'uncertain' && (await lookedAt(draft.id)) < since) {
      await clock.advance(1);
      await pause(2);
      last = await state(draft.id);
    }
  }
  await clock.advance(400_000);
  last = await state(draft.id);
  const received = sink.messages.filter(({ source }) => source.includes(`Subject: ${subject}\r\n`)).length;
  if (first === 'uncertain') expect(attempts).toBe(before);
  if (last !== 'gone') await value('drafts.discard', { draftId: draft.id });
  return { first, last, received };
}

async function lookedAt(id: DraftId): Promise<number> {
  const draft = (await value('drafts.list', undefined)).find((each) => each.id === id);
  return draft?.sending?.kind === 'uncertain' ? (draft.sending.lookedAt ?? 0) : Number.POSITIVE_INFINITY;
}

/** Every octet count at which the dialogue is cut, with a step that no command is a multiple of. */
function cuts(direction: 'toServer' | 'toClient', upTo: number, step: number): Fault[] {
  return Array.from({ length: Math.ceil(upTo / step) }, (_each, index) => ({
    kind: 'cutAfter',
    direction,
    bytes: 1 + index * step,
  }));
}

function cutOn(direction: 'toServer' | 'toClient', ...patterns: string[]): Fault[] {
  return patterns.flatMap((pattern) =>
    [true, false].map((forward): Fault => ({ kind: 'cutOn', direction, pattern, forward })),
  );
}

/** Before and after each command, inside the message, and before and after the final dot; then the answers. */
const atCommands = [
  ...cutOn('toServer', 'EHLO', 'AUTH', 'MAIL FROM', 'RCPT TO', 'DATA', 'Subject:', 'words', '\r\n.\r\n', 'QUIT'),
  ...cutOn('toClient', '220 ', '250-', '235 ', '354 ', 'queued', '221 '),
];

/** Cuts at each of these, and counts how it ended. */
async function tryAll(faults: readonly Fault[], expected: (ending: Ending, what: string) => void) {
  const outcomes = new Map<string, number>();
  for (const fault of faults) {
    const ending = await sendThrough(fault);
    const { first, last, received } = ending;
    expected(ending, `${JSON.stringify(fault)}: ${first}, then ${last}, received ${received} times`);
    const kind = `${first} → ${last === 'gone' ? 'sent' : last}, received ${received}`;
    outcomes.set(kind, (outcomes.get(kind) ?? 0) + 1);
  }
  return outcomes;
}

/** Called when every cut ended as it had to: none of the messages was lost or doubled. */
function report(what: string, faults: readonly Fault[], outcomes: ReadonlyMap<string, number>): void {
  const kinds = [...outcomes].map(([kind, times]) => `${times} × ${kind}`).join('; ');
  process.stdout.write(`${faults.length} cuts of SMTP (${what}): 0 lost, 0 doubled: ${kinds}\n`);
}

describe('a connection that is cut', () => {
  it('anywhere leaves the message sent once, or the user told that it may not have been; never twice (Y3, C4)', async () => {
    const faults = [...atCommands, ...cuts('toServer', 1_400, 97), ...cuts('toClient', 230, 23)];
    const outcomes = await tryAll(faults, ({ last, received }, what) => {
      if (last === 'gone') expect(received, what).toBe(1);
      else {
        expect(last, what).toBe('uncertain');
        expect(received, what).toBeLessThanOrEqual(1);
      }
    });
    report('Heron files the copy', faults, outcomes);
    // Both sides of the final dot were met.
    expect([...outcomes.keys()].some((kind) => kind.startsWith('uncertain'))).toBe(true);
    expect([...outcomes.keys()].some((kind) => kind.startsWith('waiting → sent'))).toBe(true);
  }, 120_000);

  it('where the server files the copy itself, is asked about only when nothing arrived (Y3, C4, C6)', async () => {
    serverFiles = true;
    const copiesBefore = imap.folder('Sent Items').messages.length;
    const outcomes = await tryAll(atCommands, ({ last, received }, what) => {
      expect(received, what).toBe(last === 'gone' ? 1 : 0);
      if (last !== 'gone') expect(last, what).toBe('uncertain');
    });
    report('the server files it', atCommands, outcomes);
    expect([...outcomes.keys()]).toContain('uncertain → sent, received 1');
    // Each is in Sent once: Heron found the server's copy and added none.
    const copies = imap.folder('Sent Items').messages.length;
    const sent = sink.messages.filter(
      ({ source }) => Number(/^Subject: Cut (\d+)/m.exec(source)?.[1]) > count - atCommands.length,
    );
    expect(copies - copiesBefore).toBe(sent.length);
  }, 120_000);
});
