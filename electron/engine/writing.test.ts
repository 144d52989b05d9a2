import { mkdtemp, readdir, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { simpleParser } from 'mailparser';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { errorMessage } from '../../shared/error-texts.ts';
import type { AccountId, MessageId } from '../../shared/mail.ts';
import { type AppError, failure, type Reply, success } from '../../shared/reply.ts';
import type { Draft, DraftContent, DraftFileId, DraftId, DraftStart, SendingState } from '../../shared/writing.ts';
import { FakeImapServer } from '../imap/fake-server.ts';
import type { Credentials } from '../mail/credentials.ts';
import { type FakeClock, fakeClock } from '../platform/clock-fake.ts';
import type { SubmissionOutcome, Submit } from '../smtp/submission.ts';
import { FakeSubmission } from '../smtp/submission-fake.ts';
import { Engine } from './engine.ts';
import { engineAsker } from './engine-asker.ts';

const accountId = 'a0000000-0000-4000-8000-000000000001' as AccountId;
const smtpHost = 'smtp.test:587';
let folder: string;
let server: FakeImapServer;
let smtp: FakeSubmission;
let clock: FakeClock;
let engine: Engine;
let events: { name: string; payload: unknown }[];
let credentials: (rejected: string | null, purpose: string) => Reply<Credentials>;
const { call, value } = engineAsker(() => engine);

function newEngine(holdMs = 10_000, submit: Submit = smtp.submit): Engine {
  return new Engine({
    submit,
    profileFolder: folder,
    extraCa: null,
    openSession: (options, signal) => server.open(options, signal),
    mime: {
      parseWholeMessage: () => Promise.reject(new Error('Not needed.')),
      readAttachment: () => Promise.reject(new Error('Not needed.')),
      readInvitation: () => Promise.reject(new Error('Not needed.')),
    },
    credentials: async (_accountId, rejected, _signal, purpose) => credentials(rejected, purpose),
    emit: (name, payload) => events.push({ name, payload }),
    markDownload: async () => undefined,
    clock,
    random: () => 0,
    holdMs,
  });
}

async function openAccount(host = 'imap.test'): Promise<void> {
  await value('account.open', {
    id: accountId,
    address: 'ada@contoso.test',
    displayName: 'Ada Lovelace',
    imap: { host, port: 993, security: 'tls' },
    smtp: { host: 'smtp.test', port: 587, security: 'starttls' },
    connectionTimeoutSeconds: 30,
  });
  await until(async () => (await value('mail.folders', { accountId })).length > 0);
}

/** Waits until this is so. Files are written in real time; the engine's own time is the test's, and passes a little as well. */
async function until(what: () => boolean | Promise<boolean>): Promise<void> {
  for (let turn = 0; turn < 10_000; turn += 1) {
    if (await what()) return;
    await clock.advance(20);
    await pause(1);
  }
  throw new Error('It did not happen.');
}

/** The stored row of the newest message of the inbox. */
async function received(delivery: Parameters<FakeImapServer['deliver']>[1]): Promise<MessageId> {
  server.deliver('INBOX', delivery);
  const inbox = (await value('mail.folders', { accountId })).find(({ role }) => role === 'inbox');
  if (inbox === undefined) throw new Error('There is no inbox.');
  const { viewId } = await value('mail.openView', { accountId, folderId: inbox.id });
  let id: MessageId | undefined;
  await until(async () => {
    id = (await value('mail.rows', { viewId, start: 0, count: 10 })).rows[0]?.id;
    return id !== undefined;
  });
  return id ?? (0 as MessageId);
}

const someone = { name: 'Grace Hopper', address: 'grace@navy.test' };

async function written(start: DraftStart = { kind: 'new' }, changes: Partial<DraftContent> = {}): Promise<Draft> {
  const draft = await value('drafts.create', { accountId, start });
  const content = { ...draft.content, to: [someone], subject: 'Engines', body: '<p>Dear Grace</p>', ...changes };
  await value('drafts.save', { draftId: draft.id, revision: draft.revision, accountId, content });
  return await value('drafts.get', { draftId: draft.id });
}

async function send(draft: Draft, at: number | null = null): Promise<SendingState> {
  return await value('drafts.send', { draftId: draft.id, revision: draft.revision, at });
}

async function stateOf(id: DraftId): Promise<SendingState | null | 'gone'> {
  const listed = (await value('drafts.list', undefined)).find((draft) => draft.id === id);
  return listed === undefined ? 'gone' : listed.sending;
}

/** Lets time pass until the draft is in this state. */
async function becomes(
  id: DraftId,
  kind: SendingState['kind'] | 'gone' | 'taken_back',
  stepMs = 1_000,
): Promise<SendingState | null> {
  for (let turn = 0; turn < 2_000; turn += 1) {
    const state = await stateOf(id);
    if ((state === 'gone' ? 'gone' : (state?.kind ?? 'taken_back')) === kind) return state === 'gone' ? null : state;
    await clock.advance(stepMs);
    await pause(1);
  }
  throw new Error(`It did not become ${kind}: ${JSON.stringify(await stateOf(id))}`);
}

const refusal = (error: AppError) => ({ kind: 'not_sent', error, refused: [] }) as const;
const cut = {
  kind: 'unknown',
  error: { code: 'may_have_been_sent', params: { reason: 'connection_cut', server: smtpHost }, retryable: false },
} as const;
const sentMessages = () => server.folder('Sent Items').messages;
const codeOf = async (reply: Promise<Reply<unknown>>): Promise<string> => {
  const answer = await reply;
  return answer.ok ? 'ok' : `${answer.error.code}/${answer.error.params.reason}`;
};

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'heron-writing-'));
  server = new FakeImapServer();
  smtp = new FakeSubmission();
  clock = fakeClock();
  events = [];
  credentials = () => success({ kind: 'password', username: 'ada', password: 'x' });
  engine = newEngine();
  await openAccount();
});

afterEach(async () => {
  await engine.stop();
  await rm(folder, { recursive: true, force: true });
});

describe('drafts', () => {
  it('whose composer is shown are told after a restart (C1)', async () => {
    const draft = await written();
    await value('drafts.setOpen', { draftId: draft.id, place: 'window' });
    await engine.stop();
    engine = newEngine();
    expect(await value('drafts.list', undefined)).toMatchObject([{ id: draft.id, place: 'window' }]);
    await value('drafts.setOpen', { draftId: draft.id, place: null });
    expect(await value('drafts.list', undefined)).toMatchObject([{ id: draft.id, place: null }]);
  });

  it('that nobody wrote in go when their composer is closed, and no others do', async () => {
    const blank = await value('drafts.create', { accountId, start: { kind: 'new' } });
    const kept = await written();
    for (const { id } of [blank, kept]) await value('drafts.setOpen', { draftId: id, place: 'window' });
    for (const { id } of [blank, kept]) await value('drafts.setOpen', { draftId: id, place: null });
    expect((await value('drafts.list', undefined)).map(({ id }) => id)).toEqual([kept.id]);
  });

  it('send a picture of the text only while the text shows it, and never lose another file', async () => {
    const draft = await written();
    const bytes = Buffer.from('\x89PNG\r\n\x1a\n picture', 'latin1');
    const add = (contentId: string | null, filename: string) =>
      value('drafts.addFile', { draftId: draft.id, filename, mimeType: 'image/png', contentId, bytes });
    const shown = await add('shown@heron', 'shown.png');
    await add('removed@heron', 'removed.png');
    await add('theirs@contoso.test', 'theirs.png');
    await add(null, 'attached.png');
    expect(Buffer.from((await value('drafts.readPicture', { draftId: draft.id, fileId: shown.id })).bytes)).toEqual(
      bytes,
    );
    const content = { ...draft.content, body: '<p>See <img src="cid:shown@heron"></p>' };
    await value('drafts.save', { draftId: draft.id, revision: draft.revision, accountId, content });
    await send(await value('drafts.get', { draftId: draft.id }));
    await becomes(draft.id, 'gone');
    const mail = await simpleParser(smtp.accepted[0]?.source ?? '');
    expect(mail.attachments.map(({ filename }) => filename).sort()).toEqual([
      'attached.png',
      'shown.png',
      'theirs.png',
    ]);
    const related = mail.attachments.find(({ filename }) => filename === 'shown.png');
    expect(related).toMatchObject({ cid: 'shown@heron', related: true, contentDisposition: 'inline' });
  });

  it('are durable, have versions, and come back from them (C1, C3)', async () => {
    const draft = await written();
    expect(draft).toMatchObject({
      revision: 2,
      start: 'new',
      sending: null,
      content: { from: { name: 'Ada Lovelace' } },
    });
    const emptied = { ...draft.content, subject: '', to: [], body: '' };
    await value('drafts.save', { draftId: draft.id, revision: 2, accountId, content: emptied });
    await engine.stop();
    engine = newEngine();
    expect(await value('drafts.list', undefined)).toMatchObject([{ id: draft.id, place: null }]);
    const versions = await value('drafts.versions', { draftId: draft.id });
    expect(versions.map(({ revision, words }) => [revision, words])).toEqual([[2, 'Dear Grace']]);
    const restored = await value('drafts.restore', { draftId: draft.id, revision: 2 });
    expect(restored).toMatchObject({ revision: 4, content: { subject: 'Engines', body: '<p>Dear Grace</p>' } });
    expect(await codeOf(call('drafts.restore', { draftId: draft.id, revision: 99 }))).toBe('not_found/draft_version');
  });

  it('are not overwritten by an older window', async () => {
    const draft = await written();
    const { id: draftId, content } = draft;
    await value('drafts.save', { draftId, revision: 2, accountId, content: { ...content, subject: 'Newer' } });
    expect(await codeOf(call('drafts.save', { draftId, revision: 2, accountId, content }))).toBe(
      'draft_changed/elsewhere',
    );
    expect((await value('drafts.get', { draftId })).content.subject).toBe('Newer');
  });

  it('take files along, copied at once', async () => {
    const draft = await written();
    const path = join(folder, 'plan.pdf');
    await writeFile(path, 'the plan');
    const chosen = await value('drafts.addPath', { draftId: draft.id, path });
    const bytes = new TextEncoder().encode('PNG');
    const pasted = await value('drafts.addFile', {
      draftId: draft.id,
      filename: 'a.png',
      mimeType: 'image/png',
      contentId: 'a@heron',
      bytes,
    });
    expect([chosen, pasted]).toMatchObject([
      { filename: 'plan.pdf', mimeType: 'application/pdf', size: 8, contentId: null },
      { filename: 'a.png', mimeType: 'image/png', size: 3, contentId: 'a@heron' },
    ]);
    await rm(path);
    expect(await codeOf(call('drafts.addPath', { draftId: draft.id, path: folder }))).toBe('file_refused/folder');
    expect(await codeOf(call('drafts.addPath', { draftId: draft.id, path }))).toBe('file_refused/unreadable');
    await value('drafts.removeFile', { draftId: draft.id, fileId: pasted.id });
    expect((await value('drafts.get', { draftId: draft.id })).files.map(({ id }) => id)).toEqual([chosen.id]);
    await send(draft);
    await becomes(draft.id, 'gone');
    expect(smtp.accepted[0]?.source).toContain(Buffer.from('the plan').toString('base64'));
    await until(async () => (await readdir(join(folder, 'drafts'))).length === 0);
  });

  it('refuse a file of 2 GB in words, before anything of it is read', async () => {
    const draft = await written();
    const path = join(folder, 'film.mov');
    await writeFile(path, '');
    await truncate(path, 2_000_000_000);
    const reply = await call('drafts.addPath', { draftId: draft.id, path });
    expect(reply.ok ? 'ok' : errorMessage(reply.error)).toBe(
      '“film.mov” is larger than 200 MB, which no mail server takes.',
    );
    // A copy is begun before the first octet is read.
    expect(await readdir(join(folder, 'drafts')).catch(() => [])).toEqual([]);
    expect((await value('drafts.get', { draftId: draft.id })).files).toEqual([]);
  });

  it('name the file that vanished before they were sent, and stay as they are', async () => {
    const draft = await written();
    const kept = join(folder, 'plan.pdf');
    await writeFile(kept, 'the plan');
    const files = [
      await value('drafts.addPath', { draftId: draft.id, path: kept }),
      await value('drafts.addFile', {
        draftId: draft.id,
        filename: 'Größe.txt',
        mimeType: 'text/plain',
        contentId: null,
        bytes: new TextEncoder().encode('large'),
      }),
    ];
    await rm(join(folder, 'drafts', draft.id, files[1]?.id ?? ''));
    const reply = await call('drafts.send', { draftId: draft.id, revision: draft.revision, at: null });
    expect(reply.ok ? 'ok' : errorMessage(reply.error)).toBe(
      'The file “Größe.txt” can no longer be read. Remove it, or attach it again.',
    );
    expect([await stateOf(draft.id), smtp.attempts.length]).toEqual([null, 0]);
    await value('drafts.removeFile', { draftId: draft.id, fileId: files[1]?.id ?? ('' as DraftFileId) });
    await send(draft);
    await becomes(draft.id, 'gone');
    expect(smtp.accepted).toHaveLength(1);
  });

  it('send a file as it was when it was attached, though it changed or vanished since', async () => {
    const draft = await written();
    const paths = [join(folder, 'changed.txt'), join(folder, 'vanished.txt')];
    for (const path of paths) {
      await writeFile(path, `as attached: ${path}`);
      await value('drafts.addPath', { draftId: draft.id, path });
    }
    await writeFile(paths[0] ?? '', 'another text');
    await rm(paths[1] ?? '');
    await send(draft);
    await becomes(draft.id, 'gone');
    const mail = await simpleParser(smtp.accepted[0]?.source ?? '');
    expect(mail.attachments.map(({ content }) => content.toString())).toEqual(
      paths.map((path) => `as attached: ${path}`),
    );
  });

  it('are thrown away with their files', async () => {
    const draft = await written();
    const file = { draftId: draft.id, filename: 'a', mimeType: '', contentId: null, bytes: new Uint8Array(3) };
    await value('drafts.addFile', file);
    await value('drafts.discard', { draftId: draft.id });
    expect(await codeOf(call('drafts.get', { draftId: draft.id }))).toBe('not_found/draft');
    expect(await readdir(join(folder, 'drafts'))).toEqual([]);
  });
});

describe('an answer', () => {
  it('quotes, names its thread, is sent once, filed in Sent once, and flags the original (C4–C8)', async () => {
    const messageId = await received({
      subject: 'AW: Engines',
      messageId: '<original@navy.test>',
      text: 'Does it work?',
      source: 'References: <first@navy.test>\r\n\t<second@navy.test>\r\nSubject: AW: Engines\r\n\r\nDoes it work?',
      envelope: { from: [someone], to: [{ name: '', address: 'ada@contoso.test' }] },
    });
    const draft = await value('drafts.create', { accountId, start: { kind: 'reply', messageId } });
    expect(draft.content).toMatchObject({ to: [someone], subject: 'Re: Engines', format: 'plain' });
    expect(draft.content.quote?.text).toBe('Does it work?');
    expect(draft.content.quote?.attribution).toMatch(/Grace Hopper wrote:$/);
    const content = { ...draft.content, body: 'It does.' };
    await value('drafts.save', { draftId: draft.id, revision: 1, accountId, content });
    expect(await value('drafts.send', { draftId: draft.id, revision: 2, at: null })).toMatchObject({ kind: 'held' });
    await becomes(draft.id, 'gone');
    await until(async () => sentMessages().length === 1);
    await until(async () => server.message('INBOX', 1).flags.answered);
    const [sent] = smtp.accepted;
    expect(sent?.to).toEqual(['grace@navy.test']);
    expect(sent?.source).toContain('In-Reply-To: <original@navy.test>');
    expect(sent?.source.replaceAll(/\r\n /g, ' ')).toContain(
      'References: <first@navy.test> <second@navy.test> <original@navy.test>',
    );
    expect(sent?.source).toContain('It does.\r\n');
    expect(sent?.source).toContain('> Does it work?');
    expect(sentMessages()).toMatchObject([{ flags: { seen: true } }]);
    expect(smtp.accepted).toHaveLength(1);
    await clock.advance(3_600_000);
    expect(sentMessages()).toHaveLength(1);
    expect(await readdir(join(folder, 'outbox'))).toEqual([]);
  });

  it('goes to no strangers where they have the original', async () => {
    const [alan, eve] = [
      { name: '', address: 'Alan@Bletchley.test' },
      { name: '', address: 'eve@elsewhere.test' },
    ];
    const envelope = { from: [someone], to: [{ name: '', address: 'ada@contoso.test' }, alan], cc: [eve] };
    const messageId = await received({ subject: 'Engines', text: 'Does it work?', envelope });
    const addresses = ['alan@bletchley.test', 'eve@elsewhere.test', 'mallory@elsewhere.test'];
    const unknownTo = async (start: DraftStart) => {
      const { id } = await value('drafts.create', { accountId, start });
      return await value('addresses.unknown', { draftId: id, addresses });
    };
    expect(await unknownTo({ kind: 'reply_all', messageId })).toEqual(['mallory@elsewhere.test']);
    expect(await unknownTo({ kind: 'new' })).toEqual(addresses);
    expect(await unknownTo({ kind: 'forward', messageId })).toEqual(addresses);
  });

  it('is not sent with an original that was not made safe (H5)', async () => {
    const quote = { attribution: 'x', html: '<script>1</script>', text: '', sanitized: false };
    const draft = await written(undefined, { quote });
    expect(await codeOf(call('drafts.send', { draftId: draft.id, revision: 2, at: null }))).toBe(
      'not_sendable/not_sanitised',
    );
  });

  it('says of the original that it was forwarded, beside that it was answered', async () => {
    const messageId = await received({ subject: 'Engines', text: 'Does it work?', flags: { answered: true } });
    const draft = await value('drafts.create', { accountId, start: { kind: 'forward', messageId } });
    await value('drafts.save', {
      draftId: draft.id,
      revision: 1,
      accountId,
      content: { ...draft.content, to: [someone] },
    });
    await value('drafts.send', { draftId: draft.id, revision: 2, at: null });
    await becomes(draft.id, 'gone');
    await until(async () => server.message('INBOX', 1).flags.forwarded);
    await until(async () => (await value('mail.header', { accountId, messageId })).forwarded);
    expect(await value('mail.header', { accountId, messageId })).toMatchObject({ answered: true, forwarded: true });
  });

  it('forwards a message as a file', async () => {
    const source = 'Subject: Engines\r\n\r\nDoes it work?\r\n';
    const messageId = await received({ subject: 'Engines', text: 'Does it work?', source });
    const draft = await value('drafts.create', { accountId, start: { kind: 'forward_attached', messageId } });
    expect(draft).toMatchObject({
      content: { subject: 'Fwd: Engines' },
      files: [{ filename: 'Engines.eml', mimeType: 'message/rfc822', size: source.length }],
    });
    const content = { ...draft.content, to: [someone] };
    await value('drafts.save', { draftId: draft.id, revision: 1, accountId, content });
    await value('drafts.send', { draftId: draft.id, revision: 2, at: null });
    await becomes(draft.id, 'gone');
    expect(smtp.accepted[0]?.source).toContain('Subject: Engines\r\n\r\nDoes it work?');
  });
});

describe('what cannot be sent is named', () => {
  it.each([
    [{ to: [] }, 'not_sendable/no_recipient'],
    [{ to: [{ name: '', address: 'grace' }] }, 'not_sendable/invalid_address'],
    [{ cc: [{ name: '', address: 'grace@navy.test\r\nBcc: eve@e.test' }] }, 'not_sendable/invalid_address'],
    [{ from: { name: '', address: 'nobody' } }, 'not_sendable/invalid_sender'],
  ])('%j', async (changes, expected) => {
    const draft = await written(undefined, changes);
    expect(await codeOf(call('drafts.send', { draftId: draft.id, revision: 2, at: null }))).toBe(expected);
    expect(await stateOf(draft.id)).toBe(null);
  });

  it('an older revision', async () => {
    const draft = await written();
    expect(await codeOf(call('drafts.send', { draftId: draft.id, revision: 1, at: null }))).toBe(
      'draft_changed/elsewhere',
    );
  });
});

describe('the outbox', () => {
  it('holds a message, and gives it back without a trace', async () => {
    const draft = await written();
    expect(await send(draft)).toEqual({ kind: 'held', until: clock.now() + 10_000 });
    expect(
      await codeOf(call('drafts.save', { draftId: draft.id, revision: 2, accountId, content: draft.content })),
    ).toBe('draft_changed/on_its_way');
    await clock.advance(9_000);
    expect(await value('drafts.takeBack', { draftId: draft.id })).toMatchObject({
      sending: null,
      content: draft.content,
    });
    await clock.advance(60_000);
    expect(smtp.attempts).toHaveLength(0);
    expect(await readdir(join(folder, 'outbox'))).toEqual([]);
  });

  it('sends once at the time that was chosen, also when Heron did not run then', async () => {
    const restart = async (passed: number): Promise<void> => {
      await engine.stop();
      await clock.advance(passed);
      engine = newEngine();
      await openAccount();
    };
    const draft = await written();
    const at = clock.now() + 3_600_000;
    expect(await send(draft, at)).toEqual({ kind: 'scheduled', at });
    await clock.advance(1_200_000);
    await restart(1_200_000);
    await clock.advance(600_000);
    expect(await stateOf(draft.id), 'a start before its time changes nothing').toEqual({ kind: 'scheduled', at });
    expect(smtp.attempts).toHaveLength(0);
    await restart(7_200_000);
    await becomes(draft.id, 'gone');
    await until(() => sentMessages().length === 1);
    await restart(7_200_000);
    await clock.advance(3_600_000);
    expect(smtp.accepted).toHaveLength(1);
    expect(sentMessages()).toHaveLength(1);
  });

  it('waits while offline, and sends as soon as there is a network', async () => {
    smtp.answers.push(refusal({ code: 'offline', params: { reason: 'computer' }, retryable: true }));
    const draft = await written();
    await send(draft);
    expect(await becomes(draft.id, 'waiting')).toMatchObject({ error: { code: 'offline' } });
    await value('account.reconnect', { accountId: null, cause: 'network' });
    await until(async () => (await stateOf(draft.id)) === 'gone');
    expect(smtp.accepted).toHaveLength(1);
  });

  it('stays where the user paused Heron, and goes on afterwards', async () => {
    await value('engine.pause', { until: clock.now() + 3_600_000 });
    const draft = await written();
    await send(draft);
    await clock.advance(60_000);
    expect(smtp.attempts).toHaveLength(0);
    await value('engine.pause', { until: null });
    await becomes(draft.id, 'gone');
  });

  it('renews a token that was refused, once', async () => {
    const asked: (string | null)[] = [];
    credentials = (rejected, purpose) => {
      if (purpose === 'smtp') asked.push(rejected);
      return success({ kind: 'xoauth2', username: 'ada@contoso.test', accessToken: rejected === null ? 'old' : 'new' });
    };
    smtp.answers.push(
      refusal({ code: 'token_rejected', params: { reason: 'expired', server: smtpHost }, retryable: true }),
    );
    const draft = await written();
    await send(draft);
    await becomes(draft.id, 'gone');
    expect(asked).toEqual([null, 'old']);
    expect(smtp.accepted).toHaveLength(1);
  });

  it('waits for a sign-in, and sends after it', async () => {
    credentials = (_rejected, purpose) =>
      purpose === 'smtp'
        ? failure({ code: 'sign_in_required', params: { reason: 'asked_again' }, retryable: false })
        : success({ kind: 'password', username: 'ada', password: 'x' });
    const draft = await written();
    await send(draft);
    await clock.advance(10_000);
    await until(async () => JSON.stringify(await stateOf(draft.id)).includes('sign_in_required'));
    await clock.advance(86_400_000);
    expect(await stateOf(draft.id)).toMatchObject({ kind: 'waiting', retryAt: null });
    credentials = () => success({ kind: 'password', username: 'ada', password: 'x' });
    await value('account.reconnect', { accountId, cause: 'network' });
    await clock.advance(60_000);
    expect(smtp.attempts).toHaveLength(0);
    await value('account.reconnect', { accountId, cause: 'credentials' });
    await becomes(draft.id, 'gone');
  });

  it('tries again later where the server asks for it (greylisting)', async () => {
    const later: AppError = {
      code: 'sending_deferred',
      params: { reason: 'later', server: smtpHost, said: 'Greylisted' },
      retryable: true,
    };
    smtp.answers.push(refusal(later), refusal(later));
    const draft = await written();
    await send(draft);
    await becomes(draft.id, 'gone', 30_000);
    expect(smtp.attempts).toHaveLength(3);
    expect(smtp.accepted).toHaveLength(1);
  });

  it('shows a refusal, keeps the draft, and sends it when the user says so', async () => {
    const spam: AppError = {
      code: 'message_refused',
      params: { reason: 'spam', server: smtpHost, said: '' },
      retryable: false,
    };
    smtp.answers.push(refusal(spam));
    const draft = await written();
    await send(draft);
    expect(await becomes(draft.id, 'refused')).toMatchObject({ error: spam, refused: [] });
    await clock.advance(86_400_000);
    expect(smtp.attempts).toHaveLength(1);
    await value('drafts.retry', { draftId: draft.id, decision: 'try_now' });
    await becomes(draft.id, 'gone');
    expect(smtp.accepted).toHaveLength(1);
  });

  it('never sends again to those who have it, when some were refused', async () => {
    const refused = [{ address: 'eve@e.test', said: 'No such user', passing: false, why: 'other' as const }];
    smtp.answers.push({ kind: 'accepted', server: smtpHost, refused });
    const draft = await written(undefined, { cc: [{ name: '', address: 'eve@e.test' }] });
    await send(draft);
    expect(await becomes(draft.id, 'refused')).toMatchObject({
      refused: ['eve@e.test'],
      error: { code: 'recipients_refused' },
    });
    await until(async () => sentMessages().length === 1);
    const back = await value('drafts.takeBack', { draftId: draft.id });
    expect([back.content.to, back.content.cc]).toEqual([[], [{ name: '', address: 'eve@e.test' }]]);
    const content = { ...back.content, cc: [{ name: '', address: 'eva@e.test' }] };
    const { revision } = await value('drafts.save', { draftId: draft.id, revision: back.revision, accountId, content });
    await value('drafts.send', { draftId: draft.id, revision, at: null });
    await becomes(draft.id, 'gone');
    expect(smtp.accepted.map(({ to }) => to)).toEqual([['grace@navy.test'], ['eva@e.test']]);
  });

  it('tries those again who were only put off, and nobody else', async () => {
    const refused = [{ address: 'eve@e.test', said: 'Greylisted', passing: true, why: 'other' as const }];
    smtp.answers.push({ kind: 'accepted', server: smtpHost, refused });
    const draft = await written(undefined, { cc: [{ name: '', address: 'eve@e.test' }] });
    await send(draft);
    await becomes(draft.id, 'gone', 30_000);
    expect(smtp.accepted.map(({ to }) => to)).toEqual([['grace@navy.test'], ['eve@e.test']]);
    await until(async () => sentMessages().length === 1);
    await clock.advance(3_600_000);
    expect(sentMessages()).toHaveLength(1);
  });
});

describe('a message that may have been sent (Y3)', () => {
  it('is not repeated by itself; the user decides', async () => {
    smtp.answers.push(cut);
    const draft = await written();
    await send(draft);
    await becomes(draft.id, 'uncertain');
    await clock.advance(86_400_000);
    expect(smtp.attempts).toHaveLength(1);
    expect(await stateOf(draft.id)).toMatchObject({ kind: 'uncertain', error: cut.error });
    await until(async () => JSON.stringify(await stateOf(draft.id)).match(/"lookedAt":\d/) !== null);
    await value('drafts.retry', { draftId: draft.id, decision: 'send_again' });
    await becomes(draft.id, 'gone');
    expect(smtp.accepted).toHaveLength(1);
  });

  it('counts as sent where it is found in Sent', async () => {
    smtp.answers.push((message) => {
      void message;
      return cut;
    });
    const draft = await written();
    await send(draft);
    await becomes(draft.id, 'uncertain', 500);
    const [file] = await readdir(join(folder, 'outbox'));
    const messageId = `<${file?.replace('.eml', '')}@contoso.test>`;
    server.deliver('Sent Items', { messageId });
    await becomes(draft.id, 'gone');
    await clock.advance(3_600_000);
    expect(smtp.attempts).toHaveLength(1);
    expect(sentMessages()).toHaveLength(1);
  });

  it('counts as sent where the user says so', async () => {
    smtp.answers.push(cut);
    const draft = await written();
    await send(draft);
    await becomes(draft.id, 'uncertain');
    await value('drafts.retry', { draftId: draft.id, decision: 'was_sent' });
    expect(await stateOf(draft.id)).toBe('gone');
    await until(async () => {
      await clock.advance(1_000);
      return sentMessages().length === 1;
    });
    expect(smtp.attempts).toHaveLength(1);
  });

  it('is one after a crash in the middle of handing it over, and after none else', async () => {
    smtp.answers.push('dies');
    const draft = await written();
    await send(draft);
    await clock.advance(10_000);
    await until(async () => smtp.attempts.length === 1);
    await engine.stop();
    engine = newEngine();
    await openAccount();
    expect(await becomes(draft.id, 'uncertain')).toMatchObject({ error: { code: 'may_have_been_sent' } });
    await clock.advance(600_000);
    expect(smtp.attempts).toHaveLength(1);
  });
});

describe('where the server for sending cannot be reached', () => {
  const unreachable = () =>
    smtp.answers.push(
      refusal({ code: 'smtp_unreachable', params: { reason: 'network', server: smtpHost }, retryable: true }),
    );

  it('its port is blamed while the mail server answers', async () => {
    unreachable();
    const draft = await written();
    await send(draft);
    expect(await becomes(draft.id, 'waiting')).toMatchObject({ error: { code: 'smtp_unreachable' } });
  });

  it('the network is blamed where the mail server has fallen silent on the connections that stand', async () => {
    unreachable();
    const draft = await written();
    await send(draft);
    server.fail('noop', { kind: 'hang' });
    server.fail('noop', { kind: 'hang' });
    const state = await becomes(draft.id, 'waiting', 500);
    expect(state).toMatchObject({ error: { code: 'offline', params: { reason: 'no_network', server: smtpHost } } });
    await becomes(draft.id, 'gone');
    expect(smtp.accepted).toHaveLength(1);
  });

  it('its port is blamed where one of two connections answers', async () => {
    unreachable();
    const draft = await written();
    await send(draft);
    server.fail('noop', { kind: 'hang' });
    expect(await becomes(draft.id, 'waiting', 500)).toMatchObject({ error: { code: 'smtp_unreachable' } });
  });

  it('nobody is blamed for a connection that ends while it is asked: its end says what is wrong', async () => {
    unreachable();
    const draft = await written();
    await send(draft);
    server.fail('noop', { kind: 'drop_before' });
    server.fail('noop', { kind: 'drop_before' });
    expect(await becomes(draft.id, 'waiting', 500)).toMatchObject({ error: { code: 'smtp_unreachable' } });
  });
});

describe('the copy in Sent', () => {
  it('is left to a server that files it itself, and made when that has not come', async () => {
    await value('account.close', { accountId });
    server.capabilities = [...server.capabilities, 'X-GM-EXT-1'];
    await openAccount();
    const draft = await written();
    await send(draft);
    await becomes(draft.id, 'gone');
    await clock.advance(120_000);
    expect(server.calls).not.toContain('append');
    const messageId = /^Message-ID: (.*)$/m.exec(smtp.accepted[0]?.source ?? '')?.[1]?.trim() ?? '';
    server.deliver('Sent Items', { messageId });
    await clock.advance(1_800_000);
    expect(sentMessages()).toHaveLength(1);
    expect(server.calls).not.toContain('append');
    const second = await written();
    await send(second);
    await becomes(second.id, 'gone');
    await until(async () => {
      await clock.advance(10_000);
      return sentMessages().length === 2;
    });
    expect(sentMessages()).toHaveLength(2);
  });

  it('is not doubled when the answer to APPEND got lost', async () => {
    server.fail('append', { kind: 'drop_after' });
    const draft = await written();
    await send(draft);
    await becomes(draft.id, 'gone');
    await until(async () => sentMessages().length === 1);
    for (let minute = 0; minute < 30; minute += 1) await clock.advance(60_000);
    expect(sentMessages()).toHaveLength(1);
    expect(server.calls.filter((verb) => verb === 'append')).toHaveLength(1);
    expect(smtp.attempts).toHaveLength(1);
  });

  it('has the blind recipients, whom nobody else sees', async () => {
    const draft = await written(undefined, { bcc: [{ name: 'Alan', address: 'alan@bletchley.test' }] });
    await send(draft);
    await becomes(draft.id, 'gone');
    await until(async () => sentMessages().length === 1);
    expect(smtp.accepted[0]?.to).toEqual(['grace@navy.test', 'alan@bletchley.test']);
    expect(smtp.accepted[0]?.source).not.toContain('alan');
    expect(new TextDecoder().decode(sentMessages()[0]?.source)).toMatch(/^Bcc: Alan <alan@bletchley.test>\r\n/);
  });

  it('gets a folder where there is none', async () => {
    server.removeFolder('Sent Items');
    await value('mail.syncNow', { accountId });
    await until(async () => (await value('mail.folders', { accountId })).every(({ role }) => role !== 'sent'));
    const draft = await written();
    await send(draft);
    await becomes(draft.id, 'gone');
    await until(async () => server.folders.get('Sent')?.messages.length === 1);
  });
});

describe('an account that is removed', () => {
  const otherId = 'a0000000-0000-4000-8000-000000000002' as AccountId;
  const openOther = () =>
    value('account.open', {
      id: otherId,
      address: 'grace@navy.test',
      displayName: 'Grace Hopper',
      imap: { host: 'imap.test', port: 993, security: 'tls' },
      smtp: { host: 'smtp.test', port: 587, security: 'starttls' },
      connectionTimeoutSeconds: 30,
    });

  it('leaves all that was written as drafts, with their files, and sends none of it', async () => {
    const file = { filename: 'plan.txt', mimeType: 'text/plain', contentId: null, bytes: Buffer.from('the plan') };
    const draft = await written();
    await value('drafts.addFile', { draftId: draft.id, ...file });
    const refused = await written();
    smtp.answers.push(
      refusal({ code: 'smtp_auth_disabled', params: { reason: 'mailbox', server: smtpHost }, retryable: false }),
    );
    await send(refused);
    await becomes(refused.id, 'refused', 20);
    const uncertain = await written();
    smtp.answers.push(cut);
    await send(uncertain);
    await becomes(uncertain.id, 'uncertain', 20);
    const waiting = await written();
    smtp.answers.push(refusal({ code: 'offline', params: { reason: 'computer' }, retryable: true }));
    await send(waiting);
    await becomes(waiting.id, 'waiting', 20);
    const scheduled = await written();
    await send(scheduled, clock.now() + 86_400_000);
    const held = await written();
    await send(held);
    const all = [draft, waiting, refused, uncertain, scheduled, held].map(({ id }) => id);
    const attempts = smtp.attempts.length;
    await value('account.erase', { accountId });
    await engine.stop();
    await clock.advance(172_800_000);
    engine = newEngine();
    const listed = await value('drafts.list', undefined);
    expect(listed.map(({ id }) => id).toSorted()).toEqual(all.toSorted());
    expect(listed.filter(({ sending }) => sending !== null)).toEqual([]);
    await openOther();
    await clock.advance(600_000);
    expect(smtp.attempts).toHaveLength(attempts);

    const { revision, content } = await value('drafts.get', { draftId: draft.id });
    const changed = { ...content, from: { name: 'Grace Hopper', address: 'grace@navy.test' } };
    await value('drafts.save', { draftId: draft.id, revision, accountId: otherId, content: changed });
    await send(await value('drafts.get', { draftId: draft.id }));
    await becomes(draft.id, 'gone');
    expect(smtp.accepted).toHaveLength(1);
    expect(smtp.accepted[0]?.source).toContain(Buffer.from('the plan').toString('base64'));
  });

  const notices = () =>
    events.flatMap(({ name, payload }) => (name === 'notice' ? [(payload as { error: AppError }).error] : []));

  it('says so where a sent message has no copy in Sent yet, and keeps nothing of it', async () => {
    server.fail('append', { kind: 'drop_before' });
    const draft = await written();
    await send(draft);
    await becomes(draft.id, 'gone');
    await until(() => server.calls.includes('append'));
    expect(await readdir(join(folder, 'outbox'))).toHaveLength(1);
    await value('account.erase', { accountId });
    await until(() => notices().length > 0);
    expect(notices()).toMatchObject([{ code: 'sent_copy_missing', params: { reason: 'account_removed' } }]);
    await until(async () => (await readdir(join(folder, 'outbox'))).length === 0);
    await engine.stop();
    engine = newEngine();
    await openAccount();
    await clock.advance(600_000);
    expect(sentMessages()).toHaveLength(0);
    expect(notices()).toHaveLength(1);
  });

  /** A server that answers when it is told to. */
  const slowly = () => {
    const told: ((outcome: SubmissionOutcome) => void)[] = [];
    const submit: Submit = (_message, { onHandingOver }) => {
      onHandingOver();
      return new Promise((resolve) => told.push(resolve));
    };
    return { submit, told };
  };

  it.each<[string, SubmissionOutcome, null | 'gone']>([
    [
      'is a draft where the server then refuses it',
      refusal({ code: 'offline', params: { reason: 'computer' }, retryable: true }),
      null,
    ],
    ['is a draft where it may have been sent', cut, null],
    ['is gone where the server takes it', { kind: 'accepted', server: smtpHost, refused: [] }, 'gone'],
  ])('what is being handed over meanwhile %s', async (_name, outcome, becomesOfIt) => {
    const slow = slowly();
    await engine.stop();
    engine = newEngine(0, slow.submit);
    await openAccount();
    const draft = await written();
    await send(draft);
    await until(() => slow.told.length === 1);
    await value('account.erase', { accountId });
    expect(await stateOf(draft.id)).toEqual({ kind: 'sending' });
    slow.told[0]?.(outcome);
    await until(async () => (await stateOf(draft.id)) === becomesOfIt);
    expect(slow.told).toHaveLength(1);
    // Only what was sent lacks its copy.
    await until(() => notices().length === (becomesOfIt === 'gone' ? 1 : 0));
  });
});
