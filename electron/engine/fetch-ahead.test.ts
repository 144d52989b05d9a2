import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as immediate } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AccountId, FolderId, MessageRow, ViewId } from '../../shared/mail.ts';
import { AppFailure, success } from '../../shared/reply.ts';
import { FakeImapServer } from '../imap/fake-server.ts';
import type { RemotePart } from '../mail/remote-mail.ts';
import type { MimeClient } from '../mime/mime-client.ts';
import { type FakeClock, fakeClock } from '../platform/clock-fake.ts';
import type { EngineCalls } from './contract.ts';
import { Engine } from './engine.ts';

const accountId = 'a0000000-0000-4000-8000-000000000001' as AccountId;
const unusedMime: MimeClient = {
  parseWholeMessage: () => Promise.reject(new Error('Nothing is parsed before anybody asked for it.')),
  readAttachment: () => Promise.reject(new Error('Nothing is parsed before anybody asked for it.')),
  readInvitation: () => Promise.reject(new Error('Nothing is parsed before anybody asked for it.')),
};
let folder: string;
let server: FakeImapServer;
let clock: FakeClock;
let engine: Engine;
let events: string[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'heron-ahead-'));
  server = new FakeImapServer();
  clock = fakeClock();
  events = [];
  engine = new Engine({
    profileFolder: folder,
    extraCa: null,
    openSession: (options, signal) => server.open(options, signal),
    mime: unusedMime,
    credentials: async () => success({ kind: 'password', username: 'ada', password: 'x' }),
    emit: (name) => events.push(name),
    markDownload: async () => undefined,
    clock,
    random: () => 0.5,
  });
});

afterEach(async () => {
  await engine.stop();
  await rm(folder, { recursive: true, force: true });
});

async function value<K extends keyof EngineCalls>(
  name: K,
  input: EngineCalls[K]['input'],
): Promise<EngineCalls[K]['output']> {
  const reply = await engine.calls[name](input, new AbortController().signal);
  if (!reply.ok) throw new AppFailure(reply.error);
  return reply.value;
}

async function until(what: () => boolean | Promise<boolean>): Promise<void> {
  for (let turn = 0; turn < 3_000; turn += 1) {
    if (await what()) return;
    await immediate();
  }
  throw new Error('It did not happen.');
}

/** Opens the account, and a view of its inbox when everything is there. */
async function openInbox(): Promise<ViewId> {
  const account = {
    id: accountId,
    address: 'ada@contoso.test',
    displayName: 'Ada',
    imap: { host: 'imap.test', port: 993, security: 'tls' },
    smtp: { host: 'smtp.test', port: 587, security: 'starttls' },
    connectionTimeoutSeconds: 30,
  } as const;
  await value('account.open', account);
  let folderId: FolderId | undefined;
  await until(async () => {
    folderId = (await value('mail.folders', { accountId })).find(({ role }) => role === 'inbox')?.id;
    return folderId !== undefined;
  });
  const { viewId } = await value('mail.openView', { accountId, folderId: folderId ?? (0 as FolderId) });
  await until(async () => (await rows(viewId)).length === server.folder('INBOX').messages.length && (await isOnline()));
  return viewId;
}

const kind = async (): Promise<string> => (await value('account.status', { accountId })).connection.kind;
const isOnline = async (): Promise<boolean> => (await kind()) === 'online';
const rows = async (viewId: ViewId): Promise<readonly MessageRow[]> =>
  (await value('mail.rows', { viewId, start: 0, count: 300 })).rows;
const snippets = async (viewId: ViewId): Promise<string[]> => (await rows(viewId)).map(({ snippet }) => snippet);
const fetches = (): number => server.calls.filter((verb) => verb === 'fetchPart').length;

/** The account is idle for long enough; then all that follows. */
async function rest(): Promise<void> {
  await clock.advance(1_500);
  await until(isOnline);
  for (let turn = 0; turn < 800; turn += 1) await immediate();
  await clock.advance(1_500);
}

function part(partId: string, more: Partial<RemotePart>): RemotePart {
  return {
    partId,
    mimeType: 'text/plain',
    charset: 'utf-8',
    encoding: '8bit',
    size: 4,
    disposition: null,
    filename: null,
    contentId: null,
    within: ['multipart/mixed'],
    ...more,
  };
}

describe('Fetching ahead', () => {
  it('fills in the snippets of the newest 200, tells the list a few times, and marks nothing as read', async () => {
    for (let message = 0; message < 205; message += 1) server.deliver('INBOX');
    const viewId = await openInbox();
    expect(fetches()).toBe(0);
    await clock.advance(500);
    events.length = 0;
    await rest();
    const all = await snippets(viewId);
    expect(all.slice(0, 200)).toEqual(Array.from({ length: 200 }, (_, index) => `Text of message ${205 - index}`));
    expect(all.slice(200)).toEqual(['', '', '', '', '']);
    expect(fetches()).toBe(200);
    expect(events.filter((name) => name === 'mail.viewChanged').length).toBeLessThan(5);
    expect(server.folder('INBOX').messages.some(({ flags }) => flags.seen)).toBe(false);
    expect(server.calls).not.toContain('setSeen');
    expect((await rows(viewId)).some(({ seen }) => seen)).toBe(false);
  });

  it('obeys the budget: what is dropped is not fetched again, and comes when its message is opened', async () => {
    for (const days of [1, 20, 40, 60])
      server.deliver('INBOX', { flags: { seen: true }, internalDate: clock.now() - days * 86_400_000 });
    const viewId = await openInbox();
    await rest();
    expect(fetches()).toBe(4);
    await value('engine.keepTexts', { days: 30, octets: null });
    await clock.advance(11_000);
    await until(async () => (await value('storage.sizes', undefined))[0]?.texts === 2);
    server.deliver('INBOX', { internalDate: clock.now() });
    await until(async () => (await rows(viewId)).length === 5);
    await rest();
    expect(fetches()).toBe(5);
    const oldest = (await rows(viewId)).at(-1);
    if (oldest === undefined) throw new Error('no row');
    await value('mail.body', { accountId, messageId: oldest.id });
    expect(fetches()).toBe(6);
    // Read today, it stays.
    await value('storage.free', undefined);
    expect(await value('storage.sizes', undefined)).toMatchObject([{ accountId, texts: 4 }]);
  });

  it('what is over the budget is dropped where the user wants it at once, but nothing that a draft answers', async () => {
    const old = clock.now() - 90 * 86_400_000;
    for (const _ of [1, 2]) server.deliver('INBOX', { flags: { seen: true }, internalDate: old });
    const viewId = await openInbox();
    await rest();
    const [answered] = await rows(viewId);
    if (answered === undefined) throw new Error('no row');
    await value('drafts.create', { accountId, start: { kind: 'reply', messageId: answered.id } });
    await value('engine.keepTexts', { days: null, octets: 0 });
    expect(await value('storage.free', undefined)).toMatchObject({ freed: expect.any(Number) });
    expect(await value('storage.sizes', undefined)).toMatchObject([{ texts: 1 }]);
  });

  it('new mail shows its first words', async () => {
    const viewId = await openInbox();
    await until(() => server.calls.filter((verb) => verb === 'idle').length >= 2);
    server.deliver('INBOX', { text: 'Just in' });
    await until(async () => (await rows(viewId)).length === 1);
    await rest();
    expect(await snippets(viewId)).toEqual(['Just in']);
  });

  it('leaves large texts, attachments and what needs the whole message', async () => {
    const pdf = part('2', { mimeType: 'application/pdf', size: 90, disposition: 'attachment', filename: 'a.pdf' });
    server.deliver('INBOX', { envelope: { parts: [part('1', { size: 200_000 }), part('2', { size: 200_000 })] } });
    server.deliver('INBOX', { envelope: { parts: [] } });
    server.deliver('INBOX', { text: 'x'.repeat(300_000), envelope: { parts: [part('1', { size: 10 })] } });
    server.deliver('INBOX', {
      text: 'With a file',
      envelope: { parts: [part('1', {}), pdf] },
      sections: { '2': 'pdf' },
    });
    const viewId = await openInbox();
    await rest();
    expect(await snippets(viewId)).toEqual(['With a file', '', '', '']);
    expect(fetches()).toBe(2);
    server.deliver('INBOX');
    await rest();
    expect(fetches()).toBe(3);
    expect(server.calls).not.toContain('fetchSource');
    expect(server.calls).not.toContain('streamPart');
  });

  it('the reader does not wait for it', async () => {
    server.deliver('INBOX');
    const viewId = await openInbox();
    const held = server.hold('fetchPart');
    await clock.advance(1_500);
    await held.reached;
    const [row] = await rows(viewId);
    const body = await value('mail.body', { accountId, messageId: row?.id ?? (0 as never) });
    expect(body.text).toBe('Text of message 1');
    held.release();
    await rest();
    expect(await snippets(viewId)).toEqual(['Text of message 1']);
  });

  it('a refused message costs nobody anything, and is asked for again only by the reader', async () => {
    for (let message = 0; message < 3; message += 1) server.deliver('INBOX');
    const refused = {
      code: 'server_refused',
      params: { reason: 'change', said: 'Quota exceeded.' },
      retryable: true,
    } as const;
    server.fail('fetchPart', { kind: 'error', error: refused });
    const viewId = await openInbox();
    events.length = 0;
    await rest();
    await value('mail.syncNow', { accountId });
    await rest();
    expect(await snippets(viewId)).toEqual(['', 'Text of message 2', 'Text of message 1']);
    expect(fetches()).toBe(3);
    expect(events).not.toContain('notice');
    const { lastError } = await value('account.status', { accountId });
    expect(lastError).toBeNull();
    const [row] = await rows(viewId);
    expect((await value('mail.body', { accountId, messageId: row?.id ?? (0 as never) })).text).toBe(
      'Text of message 3',
    );
  });

  it('N2: ends offline, and goes on when the network is back', async () => {
    for (let message = 0; message < 5; message += 1) server.deliver('INBOX');
    const viewId = await openInbox();
    const held = server.hold('fetchPart');
    const offline = {
      code: 'connection_lost',
      params: { reason: 'lost', server: 'mail.contoso.example:993' },
      retryable: true,
    } as const;
    for (let attempt = 0; attempt < 2; attempt += 1) server.fail('open', { kind: 'error', error: offline });
    await clock.advance(1_000);
    await held.reached;
    server.dropAll();
    held.release();
    await until(async () => (await kind()) === 'offline');
    await clock.advance(200);
    expect(fetches()).toBe(1);
    await until(async () => {
      await clock.advance(100);
      return !(await snippets(viewId)).includes('');
    });
    expect(fetches()).toBe(6);
  });

  it('a server that throttles is not asked for more', async () => {
    for (let message = 0; message < 5; message += 1) server.deliver('INBOX');
    await openInbox();
    const throttled = {
      code: 'throttled',
      params: { reason: 'wait', server: 'mail.contoso.example:993' },
      retryable: true,
      retryAfterMs: 20_000,
    } as const;
    server.fail('fetchPart', { kind: 'error', error: throttled });
    await clock.advance(1_000);
    await until(async () => (await kind()) === 'throttled');
    await clock.advance(60_000);
    await rest();
    expect(fetches()).toBe(1);
  });
});
