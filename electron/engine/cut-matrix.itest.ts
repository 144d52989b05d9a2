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
let attempts = 0;
const { value } = engineAsker(() => engine);

beforeAll(async () => {
  ca = await createTestCa();
  sink = await startSmtpSink({ leaf: ca.leaf, implicitTls: true, users: { [address]: 'correct horse' } });
  proxy = await startFaultProxy({ target: { port: sink.port }, intercept: { leaf: ca.leaf, caPem: ca.caPem } });
  folder = await mkdtemp(join(tmpdir(), 'heron-cuts-'));
  clock = fakeClock();
  const imap = new FakeImapServer();
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

/** Sends one message while this goes wrong; says how it ended, and how often the server has it. */
async function sendThrough(fault: Fault): Promise<{ first: string; last: string; received: number }> {
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
  const last = await settled(draft.id, (kind) => kind !== 'sending' && kind !== 'waiting');
  await clock.advance(400_000);
  const received = sink.messages.filter(({ source }) => source.includes(`Subject: ${subject}\r\n`)).length;
  if (first === 'uncertain') expect(attempts).toBe(before);
  if (last !== 'gone') await value('drafts.discard', { draftId: draft.id });
  return { first, last, received };
}

/** Every octet count at which the dialogue is cut, with a step that no command is a multiple of. */
function cuts(direction: 'toServer' | 'toClient', upTo: number, step: number): Fault[] {
  return Array.from({ length: Math.ceil(upTo / step) }, (_each, index) => ({
    kind: 'cutAfter',
    direction,
    bytes: 1 + index * step,
  }));
}

describe('a connection that is cut', () => {
  it('anywhere leaves the message sent once, or not sent and the user told; never twice (Y3, C4)', async () => {
    const patterns: Fault[] = [
      'EHLO',
      'AUTH',
      'MAIL FROM',
      'RCPT TO',
      'DATA',
      'Subject:',
      'words',
      '\r\n.\r\n',
      'QUIT',
    ].flatMap((pattern) =>
      [true, false].map((forward): Fault => ({ kind: 'cutOn', direction: 'toServer', pattern, forward })),
    );
    const answers: Fault[] = ['220 ', '250-', '235 ', '354 ', 'queued', '221 '].flatMap((pattern) =>
      [true, false].map((forward): Fault => ({ kind: 'cutOn', direction: 'toClient', pattern, forward })),
    );
    const all = [...patterns.slice(10), ...answers, ...cuts('toServer', 1_400, 97), ...cuts('toClient', 230, 23)];
    const outcomes = new Map<string, number>();
    for (const fault of all) {
      const { first, last, received } = await sendThrough(fault);
      const what = `${JSON.stringify(fault)}: ${first}, then ${last}, received ${received} times`;
      if (last === 'gone') expect(received, what).toBe(1);
      else {
        expect(last, what).toBe('uncertain');
        expect(received, what).toBeLessThanOrEqual(1);
      }
      const kind = `${first} → ${last}, received ${received}`;
      outcomes.set(kind, (outcomes.get(kind) ?? 0) + 1);
    }
    process.stdout.write(
      `${all.length} cuts tried: ${[...outcomes].map(([kind, times]) => `${times} × ${kind}`).join('; ')}\n`,
    );
    // Both sides of the final dot were met.
    expect([...outcomes.keys()].some((kind) => kind.startsWith('uncertain'))).toBe(true);
    expect([...outcomes.keys()].some((kind) => kind.startsWith('waiting → gone'))).toBe(true);
  });
});
