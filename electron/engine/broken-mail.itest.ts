import { EventEmitter, once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Dovecot, startDovecot } from '../../e2e/servers/dovecot.ts';
import { rawMessage } from '../../e2e/servers/messages.ts';
import { type BrokenMessage, brokenMessages } from '../../e2e/servers/messages-broken-text.ts';
import { damagedMessage, readableWords } from '../../e2e/servers/messages-damaged.ts';
import { createTestCa, type TestCa } from '../../e2e/servers/test-ca.ts';
import type { AccountId, Folder, MessageId } from '../../shared/mail.ts';
import { success } from '../../shared/reply.ts';
import { openSession } from '../imap/connection.ts';
import { wholeMessage } from '../mime/whole-message.ts';
import { systemClock } from '../platform/clock.ts';
import { Engine } from './engine.ts';
import { engineAsker } from './engine-asker.ts';

const accountId = 'a0000000-0000-4000-8000-000000000001' as AccountId;
const address = 'ada@contoso.test';
const password = 'correct horse';
const happened = new EventEmitter();
const broken = brokenMessages();
const damagedSeeds = Array.from({ length: 150 }, (_, index) => index + 1);
let ca: TestCa;
let dovecot: Dovecot;
let folder: string;
let engine: Engine;
let ids: Map<string, readonly MessageId[]>;
const { value } = engineAsker(() => engine);

beforeAll(async () => {
  ca = await createTestCa();
  dovecot = await startDovecot({ leaf: ca.leaf, like: 'dovecot' });
  await dovecot.addUser(address, { password });
  await dovecot.seed(address, 'INBOX', broken);
  await dovecot.createFolder(address, 'Damaged');
  const damaged = damagedSeeds.map((seed) => Buffer.from(damagedMessage(seed), 'latin1'));
  await dovecot.seed(
    address,
    'Damaged',
    damaged.map((raw, index) => rawMessage(`damaged-${index}`, '', raw, new Date(Date.UTC(2026, 10, 19, 9, 0, index)))),
  );
  folder = await mkdtemp(join(tmpdir(), 'heron-broken-'));
  engine = new Engine({
    profileFolder: folder,
    extraCa: ca.caPem,
    openSession,
    mime: {
      // The parser itself; its worker is tested in mime-client.test.ts.
      parseWholeMessage: async (message) => success(wholeMessage(message)),
      readAttachment: () => Promise.reject(new Error('Not needed.')),
      readInvitation: () => Promise.reject(new Error('Not needed.')),
    },
    credentials: async () => success({ kind: 'password', username: address, password }),
    emit: () => void happened.emit('event'),
    markDownload: async () => undefined,
    clock: systemClock,
    random: Math.random,
    holdMs: 0,
  });
  const imap = { host: 'localhost', port: dovecot.tlsPort, security: 'tls' } as const;
  await value('account.open', {
    id: accountId,
    address,
    displayName: 'Ada',
    imap,
    smtp: imap,
    connectionTimeoutSeconds: 30,
  });
  ids = new Map([
    ['INBOX', await idsOf('INBOX', broken.length)],
    ['Damaged', await idsOf('Damaged', damagedSeeds.length)],
  ]);
}, 120_000);

afterAll(async () => {
  await engine?.stop();
  await dovecot?.stop();
  await ca?.dispose();
  if (folder) await rm(folder, { recursive: true, force: true });
});

/** The messages of a folder in the order in which they came, once all are there. */
async function idsOf(path: string, count: number): Promise<readonly MessageId[]> {
  const open = async (): Promise<Folder | undefined> =>
    (await value('mail.folders', { accountId })).find((candidate) => candidate.path === path);
  await until(async () => (await open()) !== undefined);
  const folderId = (await open())?.id;
  if (folderId === undefined) throw new Error(`There is no folder ${path}.`);
  const { viewId } = await value('mail.openView', { accountId, folderId });
  let found: readonly MessageId[] = [];
  await until(async () => {
    found = (await value('mail.ids', { viewId, start: 0, count: 1_000 })).messageIds;
    return found.length === count;
  });
  return [...found].sort((a, b) => a - b);
}

async function until(what: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = AbortSignal.timeout(60_000);
  while (!(await what())) {
    if (deadline.aborted) throw new Error('It did not happen.');
    await once(happened, 'event', { signal: AbortSignal.timeout(100) }).catch(() => undefined);
  }
}

/** Reads the message that was seeded as this one. */
async function opened(message: BrokenMessage) {
  const messageId = ids.get('INBOX')?.[broken.indexOf(message)];
  if (messageId === undefined) throw new Error('It is not there.');
  const header = await value('mail.header', { accountId, messageId });
  return { header, body: await value('mail.body', { accountId, messageId }) };
}

describe('R4 what Dovecot makes of broken messages is shown', () => {
  it.each(broken.map((message) => [message.name, message] as const))('%s', async (_name, message) => {
    const { header, body } = await opened(message);
    expect((body.html ?? body.text ?? '').replaceAll('\r\n', '\n')).toContain(message.shows);
    if (message.meant !== undefined) expect(header.subject).toBe(message.meant);
    if (message.sender !== undefined) expect(header.from[0]?.name ?? '').toBe(message.sender);
    if (message.attachments !== undefined) {
      expect(body.attachments.map(({ filename }) => filename)).toEqual(message.attachments);
    }
    expect(JSON.stringify(header)).not.toContain('MISSING_');
  });

  it('any tree of parts, damaged in any way: some text where the source has readable words', async () => {
    let readable = 0;
    for (const [index, messageId] of (ids.get('Damaged') ?? []).entries()) {
      const source = damagedMessage(damagedSeeds[index] ?? 0);
      const { html, text } = await value('mail.body', { accountId, messageId });
      if (!source.includes(readableWords)) continue;
      readable += 1;
      expect(html ?? text ?? '', `seed ${damagedSeeds[index]}:\n${source}`).toMatch(/\p{L}/u);
    }
    expect(readable).toBeGreaterThan(80);
  });
});
