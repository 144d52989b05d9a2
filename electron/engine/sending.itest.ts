import { EventEmitter, once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ImapFlow } from 'imapflow';
import { simpleParser } from 'mailparser';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { type Dovecot, startDovecot } from '../../e2e/servers/dovecot.ts';
import { type IdentityProvider, startIdentityProvider } from '../../e2e/servers/identity-provider.ts';
import { type SmtpSink, startSmtpSink } from '../../e2e/servers/smtp-server.ts';
import { createTestCa, type TestCa } from '../../e2e/servers/test-ca.ts';
import type { AccountId, MessageId } from '../../shared/mail.ts';
import { success } from '../../shared/reply.ts';
import { openSession } from '../imap/connection.ts';
import { fastClock } from '../platform/fast-clock-fixture.ts';
import { Engine } from './engine.ts';
import { engineAsker } from './engine-asker.ts';

const accountId = 'a0000000-0000-4000-8000-000000000001' as AccountId;
let ca: TestCa;
let idp: IdentityProvider;
let dovecot: Dovecot;
let smtp: SmtpSink;
let profile: string;
let engine: Engine;
let happened: EventEmitter;
let address: string;
let people = 0;
let token = '';
const { call, value } = engineAsker(() => engine);

beforeAll(async () => {
  ca = await createTestCa();
  idp = await startIdentityProvider({ leaf: ca.leaf });
  dovecot = await startDovecot({ leaf: ca.leaf, introspectionUrl: idp.introspectionUrl });
  const tokenOwner = (token: string): string | null => {
    const info = idp.tokenInfo(token);
    return info?.active === true ? info.address : null;
  };
  smtp = await startSmtpSink({
    leaf: ca.leaf,
    users: {},
    tokenOwner,
    methods: ['XOAUTH2'],
    size: 50_000_000,
    mostRecipients: 1_000,
  });
});

afterAll(async () => {
  await smtp?.stop();
  await dovecot?.stop();
  await idp?.stop();
  await ca?.dispose();
});

beforeEach(async () => {
  people += 1;
  address = `grace${people}@contoso.test`;
  idp.addUser({ address, name: 'Grace' });
  await dovecot.addUser(address, { password: 'pw' });
  token = await newToken();
  profile = await mkdtemp(join(tmpdir(), 'heron-sending-'));
  happened = new EventEmitter();
  engine = new Engine({
    profileFolder: profile,
    extraCa: ca.caPem,
    openSession,
    mime: {
      parseWholeMessage: () => Promise.reject(new Error('Not needed.')),
      readAttachment: () => Promise.reject(new Error('Not needed.')),
      readInvitation: () => Promise.reject(new Error('Not needed.')),
    },
    credentials: async () => success({ kind: 'xoauth2', username: address, accessToken: token }),
    emit: () => void happened.emit('event'),
    markDownload: async () => undefined,
    clock: fastClock(20),
    random: Math.random,
    holdMs: 0,
  });
  await value('account.open', {
    id: accountId,
    address,
    displayName: 'Grace Hopper',
    imap: { host: 'localhost', port: dovecot.tlsPort, security: 'tls' },
    smtp: { host: 'localhost', port: smtp.port, security: 'starttls' },
    connectionTimeoutSeconds: 10,
  });
});

afterEach(async () => {
  await engine.stop();
  await rm(profile, { recursive: true, force: true });
});

/** An access token for reading and sending; plain HTTP keeps the test free of a TLS agent. */
async function newToken(): Promise<string> {
  const base = idp.introspectionUrl.replace('/introspect', '/common/oauth2/v2.0');
  const clientId = '11111111-2222-3333-4444-555555555555';
  const scope = 'https://outlook.office.com/IMAP.AccessAsUser.All https://outlook.office.com/SMTP.Send';
  const form = (fields: Record<string, string>) => ({ method: 'POST', body: new URLSearchParams(fields) });
  const code = await (await fetch(`${base}/devicecode`, form({ client_id: clientId, scope }))).json();
  idp.approve(code.user_code, address);
  const grant = { grant_type: 'device_code', client_id: clientId, device_code: code.device_code };
  return (await (await fetch(`${base}/token`, form(grant))).json()).access_token;
}

async function until(what: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = AbortSignal.timeout(40_000);
  while (!(await what())) {
    if (deadline.aborted) throw new Error('It did not happen.');
    await once(happened, 'event', { signal: AbortSignal.timeout(100) }).catch(() => undefined);
  }
}

async function received(raw: string): Promise<MessageId> {
  await dovecot.deliver(address, 'INBOX', raw);
  let id: MessageId | undefined;
  await until(async () => {
    const inbox = (await value('mail.folders', { accountId })).find(({ role }) => role === 'inbox');
    if (inbox === undefined) return false;
    const { viewId } = await value('mail.openView', { accountId, folderId: inbox.id });
    id = (await value('mail.ids', { viewId, start: 0, count: 1 })).messageIds[0];
    return id !== undefined;
  });
  return id ?? (0 as MessageId);
}

describe('sending through real servers', () => {
  it('the size that the server takes is known before anything was sent to it', async () => {
    const signIns = smtp.signIns;
    expect(await value('drafts.sizeLimit', { accountId })).toEqual({
      server: `localhost:${smtp.port}`,
      octets: 50_000_000,
    });
    expect(smtp.signIns).toBe(signIns);
    const draft = await value('drafts.create', { accountId, start: { kind: 'new' } });
    const bytes = new Uint8Array(40_000_000);
    const file = { filename: 'film.bin', mimeType: 'application/x-test', contentId: null, bytes };
    await value('drafts.addFile', { draftId: draft.id, ...file });
    const content = { ...draft.content, to: [{ name: '', address: 'eve@e.test' }] };
    const { revision } = await value('drafts.save', { draftId: draft.id, revision: 1, accountId, content });
    const reply = await call('drafts.send', { draftId: draft.id, revision, at: null });
    expect(reply).toMatchObject({
      ok: false,
      error: { code: 'not_sendable', params: { reason: 'too_large', limit: 50_000_000 } },
    });
    await value('drafts.discard', { draftId: draft.id });
  });

  it('10,000 recipients get it once each, however few the server takes at a time, and those that it refuses are named', async () => {
    smtp.messages.length = 0;
    const unknown = ['p5@navy.test', 'p5000@navy.test', 'p9999@navy.test'];
    for (const about of unknown) smtp.refuse('rcpt', '550 5.1.1 User unknown', { about });
    const draft = await value('drafts.create', { accountId, start: { kind: 'new' } });
    const to = Array.from({ length: 10_000 }, (_each, index) => ({ name: '', address: `p${index}@navy.test` }));
    const content = { ...draft.content, to, subject: 'To all' };
    const { revision } = await value('drafts.save', { draftId: draft.id, revision: 1, accountId, content });
    await value('drafts.send', { draftId: draft.id, revision, at: null });
    const state = async () => (await value('drafts.list', undefined))[0]?.sending;
    await until(async () => (await state())?.kind === 'refused');
    smtp.acceptAll();
    const reached = smtp.messages.flatMap((message) => message.to);
    expect(reached.length).toBe(9_997);
    expect(new Set(reached).size).toBe(9_997);
    expect(smtp.messages.length).toBeLessThanOrEqual(12);
    expect(new Set(smtp.messages.map(({ source }) => source)).size).toBe(1);
    expect(await state()).toMatchObject({
      error: { code: 'recipients_refused', params: { reason: 'some', why: 'unknown' } },
      refused: expect.arrayContaining(unknown),
    });
    // The copy is filed once; those who have it are not asked again.
    await until(async () => (await dovecot.list(address, 'Sent Items')).length > 0);
    expect(await dovecot.list(address, 'Sent Items')).toHaveLength(1);
    const back = await value('drafts.takeBack', { draftId: draft.id });
    expect(back.content.to.map((each) => each.address).toSorted()).toEqual(unknown.toSorted());
    await value('drafts.discard', { draftId: draft.id });
    smtp.messages.length = 0;
  });

  it('a reply to an HTML newsletter with an attachment, by XOAUTH2, is in Sent once, and the newsletter answered', async () => {
    const html =
      '<table bgcolor="#abcdef"><tr><td style="mso-line-height-rule:exactly">News &amp; more</td></tr></table>';
    const messageId = await received(
      `From: News <news@letters.test>\r\nTo: ${address}\r\nSubject: SV: News\r\nMessage-ID: <n1@letters.test>\r\nReferences: <n0@letters.test>\r\n` +
        `MIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\n\r\n${html}\r\n`,
    );
    const draft = await value('drafts.create', { accountId, start: { kind: 'reply', messageId } });
    const bytes = new Uint8Array(3_000_000).map((_each, index) => (index * 31) % 256);
    await value('drafts.addFile', {
      draftId: draft.id,
      filename: 'Größen.bin',
      mimeType: 'application/x-test',
      contentId: null,
      bytes,
    });
    const { quote } = draft.content;
    if (quote === null) throw new Error('Nothing is quoted.');
    const content = { ...draft.content, body: '<p>Thanks</p>', quote: { ...quote, sanitized: true } };
    const { revision } = await value('drafts.save', { draftId: draft.id, revision: 1, accountId, content });
    await value('drafts.send', { draftId: draft.id, revision, at: null });
    await until(async () => (await dovecot.list(address, 'Sent Items')).length > 0);
    await until(async () => (await dovecot.list(address, 'INBOX'))[0]?.flags.includes('\\Answered') === true);
    expect(await value('drafts.list', undefined)).toEqual([]);
    const [sent] = smtp.messages;
    const mail = await simpleParser(sent?.source ?? '');
    expect(sent).toMatchObject({ from: address, to: ['news@letters.test'], user: address });
    expect(mail.subject).toBe('Re: News');
    expect(mail.references).toEqual(['<n0@letters.test>', '<n1@letters.test>']);
    expect(mail.html).toContain(html);
    expect(mail.attachments[0]?.filename).toBe('Größen.bin');
    expect(mail.attachments[0]?.content.equals(Buffer.from(bytes))).toBe(true);
    const copies = await dovecot.list(address, 'Sent Items');
    expect(copies).toHaveLength(1);
    expect(copies[0]?.flags).toContain('\\Seen');
    expect(smtp.messages).toHaveLength(1);
  });

  it('a message that was forwarded has $Forwarded at the server, for other clients as for this one', async () => {
    const messageId = await received(
      `From: News <news@letters.test>\r\nTo: ${address}\r\nSubject: News\r\nMessage-ID: <n2@letters.test>\r\n\r\nNews\r\n`,
    );
    const draft = await value('drafts.create', { accountId, start: { kind: 'forward', messageId } });
    const to = [{ name: '', address: 'ada@letters.test' }];
    const content = { ...draft.content, to };
    const { revision } = await value('drafts.save', { draftId: draft.id, revision: 1, accountId, content });
    await value('drafts.send', { draftId: draft.id, revision, at: null });
    await until(async () => (await value('mail.header', { accountId, messageId })).forwarded);
    const other = new ImapFlow({
      host: 'localhost',
      port: dovecot.tlsPort,
      secure: true,
      auth: { user: address, accessToken: token },
      tls: { ca: ca.caPem },
      logger: false,
    });
    await other.connect();
    onTestFinished(() => other.logout());
    await other.mailboxOpen('INBOX');
    const original = await other.fetchOne('1', { flags: true });
    expect(original && [...(original.flags ?? [])]).toContain('$Forwarded');
  });
});
