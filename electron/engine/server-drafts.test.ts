import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AccountId, MessageId, ViewId } from '../../shared/mail.ts';
import { success } from '../../shared/reply.ts';
import type { Draft, DraftContent, DraftId } from '../../shared/writing.ts';
import { FakeImapServer } from '../imap/fake-server.ts';
import { type FakeClock, fakeClock } from '../platform/clock-fake.ts';
import { FakeSubmission } from '../smtp/submission-fake.ts';
import { Engine } from './engine.ts';
import { engineAsker } from './engine-asker.ts';

const accountId = 'a0000000-0000-4000-8000-000000000001' as AccountId;
let folder: string;
let server: FakeImapServer;
let clock: FakeClock;
let engine: Engine;
let events: { name: string; payload: unknown }[];
const { value } = engineAsker(() => engine);

function newEngine(profileFolder = folder): Engine {
  return new Engine({
    submit: new FakeSubmission().submit,
    profileFolder,
    extraCa: null,
    openSession: (options, signal) => server.open(options, signal),
    mime: {
      parseWholeMessage: () => Promise.reject(new Error('Not needed.')),
      readAttachment: () => Promise.reject(new Error('Not needed.')),
      readInvitation: () => Promise.reject(new Error('Not needed.')),
    },
    credentials: async () => success({ kind: 'password', username: 'ada', password: 'x' }),
    emit: (name, payload) => events.push({ name, payload }),
    markDownload: async () => undefined,
    clock,
    random: () => 0,
    holdMs: 10_000,
  });
}

async function openAccount(): Promise<void> {
  await value('account.open', {
    id: accountId,
    address: 'ada@contoso.test',
    displayName: 'Ada Lovelace',
    imap: { host: 'imap.test', port: 993, security: 'tls' },
    smtp: { host: 'smtp.test', port: 587, security: 'starttls' },
    connectionTimeoutSeconds: 30,
  });
  await until(async () => (await value('mail.folders', { accountId })).length > 0);
}

async function until(what: () => boolean | Promise<boolean>, stepMs = 200): Promise<void> {
  for (let turn = 0; turn < 10_000; turn += 1) {
    if (await what()) return;
    await clock.advance(stepMs);
    await pause(1);
  }
  throw new Error('It did not happen.');
}

const inDrafts = () => server.folders.get('Drafts')?.messages ?? [];
const sources = () => inDrafts().map(({ source }) => new TextDecoder().decode(source));
const count = (verb: string) => server.calls.filter((name) => name === verb).length;

async function written(changes: Partial<DraftContent> = {}): Promise<Draft> {
  const draft = await value('drafts.create', { accountId, start: { kind: 'new' } });
  return await changed(draft, { subject: 'Engines', body: '<p>Dear Grace</p>', ...changes });
}

async function changed(draft: Draft, changes: Partial<DraftContent>): Promise<Draft> {
  const content = { ...draft.content, ...changes };
  await value('drafts.save', { draftId: draft.id, revision: draft.revision, accountId, content });
  return await value('drafts.get', { draftId: draft.id });
}

const isThere = (words: string) => () => sources().length === 1 && sources()[0]?.includes(words) === true;
const summary = async (id: DraftId) => (await value('drafts.list', undefined)).find((draft) => draft.id === id);

/** Opens the Drafts folder, so that it is in the cache from then on. */
async function openDrafts(): Promise<ViewId> {
  const find = async () => (await value('mail.folders', { accountId })).find(({ path }) => path === 'Drafts');
  await until(async () => (await find()) !== undefined);
  const drafts = await find();
  if (drafts === undefined) throw new Error('There is no folder for drafts.');
  return (await value('mail.openView', { accountId, folderId: drafts.id })).viewId;
}

/** The row of the only message in Drafts, once it is in the cache. */
async function storedMessage(): Promise<MessageId> {
  const viewId = await openDrafts();
  let id: MessageId | undefined;
  await until(async () => {
    const { rows } = await value('mail.rows', { viewId, start: 0, count: 10 });
    id = rows.length === 1 ? rows[0]?.id : undefined;
    return id !== undefined;
  });
  return id ?? (0 as MessageId);
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'heron-server-drafts-'));
  server = new FakeImapServer();
  clock = fakeClock();
  events = [];
  engine = newEngine();
  await openAccount();
});

afterEach(async () => {
  await engine.stop();
  await rm(folder, { recursive: true, force: true });
});

describe('the copy of a draft on the server', () => {
  it('comes after a pause in writing, as a draft that was read, with its blind recipients', async () => {
    await written({ bcc: [{ name: '', address: 'alan@contoso.test' }] });
    await until(isThere('Dear Grace'));
    expect(inDrafts()[0]?.flags).toMatchObject({ draft: true, seen: true });
    expect(sources()[0]).toMatch(/^Bcc: alan@contoso.test\r\n/);
    expect(sources()[0]).toContain('X-Heron-Draft: ');
  });

  it('is replaced by a newer one, of which there is one before the old one goes', async () => {
    const draft = await written();
    await until(isThere('Dear Grace'));
    await changed(draft, { body: '<p>Dear Admiral</p>' });
    await until(isThere('Dear Admiral'));
    expect(server.calls.lastIndexOf('append')).toBeLessThan(server.calls.lastIndexOf('expunge'));
    expect(count('append')).toBe(2);
  });

  it('goes with the draft', async () => {
    const draft = await written();
    await until(isThere('Dear Grace'));
    await value('drafts.discard', { draftId: draft.id });
    await until(() => inDrafts().length === 0);
  });

  it.each(['append', 'expunge'] as const)('is there once where %s is cut, before or after it', async (verb) => {
    for (const kind of ['drop_before', 'drop_after'] as const) {
      const draft = await written();
      await until(isThere('Dear Grace'));
      server.fail(verb, { kind });
      await changed(draft, { body: `<p>${kind}</p>` });
      await until(isThere(kind));
      await value('drafts.discard', { draftId: draft.id });
      await until(() => inDrafts().length === 0);
    }
  });

  it.each(['append', 'expunge'] as const)('is there once after Heron ended at %s', async (verb) => {
    const draft = await written();
    await until(isThere('Dear Grace'));
    server.fail(verb, { kind: 'drop_after' });
    await changed(draft, { body: '<p>Dear Admiral</p>' });
    const before = count(verb);
    await until(() => count(verb) > before);
    await engine.stop();
    engine = newEngine();
    await openAccount();
    await until(isThere('Dear Admiral'));
    expect((await value('drafts.get', { draftId: draft.id })).content.body).toContain('Dear Admiral');
  });

  it('waits while there is no room, says so once, and comes when there is', async () => {
    server.answersNo = ({ verb }) => (verb === 'append' ? { text: 'Full.', code: 'OVERQUOTA' } : null);
    const draft = await written();
    const told = () => events.filter(({ name }) => name === 'notice').length;
    await until(() => told() === 1);
    await changed(draft, { body: '<p>More</p>' });
    for (let minute = 0; minute < 120; minute += 1) await clock.advance(60_000);
    expect(told()).toBe(1);
    expect((await value('drafts.get', { draftId: draft.id })).content.body).toBe('<p>More</p>');
    server.answersNo = () => null;
    await until(isThere('More'), 60_000);
  });

  it('goes to the trash where the server has no UIDPLUS', async () => {
    await value('account.close', { accountId });
    server.capabilities = server.capabilities.filter((name) => name !== 'UIDPLUS');
    await openAccount();
    const draft = await written();
    await until(isThere('Dear Grace'));
    await changed(draft, { body: '<p>Dear Admiral</p>' });
    await until(isThere('Dear Admiral'));
    expect(count('expunge')).toBe(0);
    expect(server.folders.get('Deleted Items')?.messages).toHaveLength(1);
  });

  it('that is deleted elsewhere neither empties nor deletes the draft, and comes again with the next change', async () => {
    const draft = await written();
    await until(isThere('Dear Grace'));
    await storedMessage();
    for (const { envelope } of [...inDrafts()]) server.remove('Drafts', envelope.uid);
    await value('mail.syncNow', { accountId });
    await until(async () => (await summary(draft.id))?.inFolder === false);
    for (let minute = 0; minute < 10; minute += 1) await clock.advance(60_000);
    expect(inDrafts()).toEqual([]);
    const kept = await value('drafts.get', { draftId: draft.id });
    expect(kept.content.body).toBe('<p>Dear Grace</p>');
    await changed(kept, { body: '<p>Still here</p>' });
    await until(isThere('Still here'));
  });
});

/** What another program does that cannot change a message: a new one comes, and the old one goes. */
function replaceElsewhere(words: string, subject = 'Engines'): void {
  const former = inDrafts().find(({ envelope }) => envelope.subject === subject);
  const source = `Message-ID: <phone@contoso.test>\r\nUser-Agent: K-9 Mail\r\nSubject: ${subject}\r\n\r\n${words}\r\n`;
  const text = { source, messageId: '<phone@contoso.test>', subject, text: words, flags: { draft: true, seen: true } };
  server.deliver('Drafts', text);
  if (former !== undefined) server.remove('Drafts', former.envelope.uid);
}

describe('a draft that another program changed', () => {
  it('is taken over where nothing was changed here, also where the folder has stayed selected', async () => {
    await written({ subject: 'Another' });
    const draft = await written();
    await until(() => inDrafts().length === 2);
    await openDrafts();
    await until(async () => (await summary(draft.id))?.inFolder === true);
    replaceElsewhere('Dear Admiral');
    await value('mail.syncNow', { accountId });
    await until(async () => (await value('drafts.get', { draftId: draft.id })).content.body.includes('Dear Admiral'));
  });

  it('is kept beside the one here where both were changed, and its message leads to the same draft', async () => {
    const draft = await written();
    await until(isThere('Dear Grace'));
    await value('drafts.setOpen', { draftId: draft.id, place: 'pane' });
    replaceElsewhere('Dear Admiral');
    await changed(draft, { body: '<p>From here</p>' });
    await value('mail.syncNow', { accountId });
    await until(async () => (await summary(draft.id))?.conflict === true);
    expect(await summary(draft.id)).toMatchObject({ inFolder: false, copy: { kind: 'none' } });
    const { other, content } = await value('drafts.get', { draftId: draft.id });
    expect(content.body).toBe('<p>From here</p>');
    expect(other).toMatchObject({ program: 'K-9 Mail', computer: '', accountId });
    const messageId = await storedMessage();
    expect(other?.messageId).toBe(messageId);
    expect((await value('drafts.openMessage', { accountId, messageId })).id).toBe(draft.id);
    const kept = await value('drafts.resolve', { draftId: draft.id, keep: 'both' });
    expect(kept.content.body).toBe('<p>From here</p>');
    await until(() => sources().some((source) => source.includes('From here')));
    expect(sources().filter((source) => source.includes('Dear Admiral'))).toHaveLength(1);
  });
});

describe('what is said of a draft', () => {
  it('is where its copy is: due, kept since when, refused and why, too large', async () => {
    server.answersNo = ({ verb }) => (verb === 'append' ? { text: 'Full.', code: 'OVERQUOTA' } : null);
    const empty = await value('drafts.create', { accountId, start: { kind: 'new' } });
    expect(await summary(empty.id)).toMatchObject({ copy: { kind: 'none' }, inFolder: false, conflict: false });
    const draft = await changed(empty, { subject: 'Engines', body: '<p>Dear Grace</p>' });
    expect((await summary(draft.id))?.copy).toEqual({ kind: 'due' });
    await until(async () => (await summary(draft.id))?.copy.kind === 'refused');
    expect((await summary(draft.id))?.copy).toMatchObject({
      error: { code: 'draft_not_copied', params: { reason: 'quota' } },
    });
    server.answersNo = () => null;
    await until(async () => (await summary(draft.id))?.copy.kind === 'kept', 60_000);
    expect((await summary(draft.id))?.copy).toEqual({ kind: 'kept', at: expect.any(Number) });
    await openDrafts();
    await until(async () => (await summary(draft.id))?.inFolder === true);
    const large = {
      filename: 'film.mp4',
      mimeType: 'video/mp4',
      contentId: null,
      bytes: Buffer.alloc(26 * 1024 * 1024),
    };
    await value('drafts.addFile', { draftId: draft.id, ...large });
    expect((await summary(draft.id))?.copy).toEqual({ kind: 'too_large' });
    const before = count('append');
    for (let minute = 0; minute < 10; minute += 1) await clock.advance(60_000);
    expect(count('append')).toBe(before);
  });

  it('a draft whose message the user deletes goes with it, and comes back where that is undone', async () => {
    const draft = await written();
    await until(isThere('Dear Grace'));
    const messageId = await storedMessage();
    const moved = await value('mail.moveToRole', { accountId, messageIds: [messageId], role: 'trash' });
    if (moved.undoId === null) throw new Error('It cannot be undone.');
    await value('mail.undo', { accountId, undoId: moved.undoId });
    await until(isThere('Dear Grace'));
    await value('mail.moveToRole', { accountId, messageIds: [messageId], role: 'trash' });
    await until(async () => (await summary(draft.id)) === undefined);
    expect(inDrafts()).toEqual([]);
    expect(server.folders.get('Deleted Items')?.messages).toHaveLength(1);
  });

  it('a draft that was changed since its message was copied stays when that message is deleted', async () => {
    const draft = await written();
    await until(isThere('Dear Grace'));
    const messageId = await storedMessage();
    await value('engine.pause', { until: clock.now() + 3_600_000 });
    await changed(draft, { body: '<p>Much more</p>' });
    await value('mail.moveToRole', { accountId, messageIds: [messageId], role: 'trash' });
    await value('engine.pause', { until: null });
    await until(isThere('Much more'));
    expect((await value('drafts.get', { draftId: draft.id })).content.body).toBe('<p>Much more</p>');
  });
});
