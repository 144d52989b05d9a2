import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Dovecot, startDovecot } from '../../e2e/servers/dovecot.ts';
import { type IdentityProvider, startIdentityProvider } from '../../e2e/servers/identity-provider.ts';
import { buildMessage } from '../../e2e/servers/messages.ts';
import { createTestCa, type TestCa } from '../../e2e/servers/test-ca.ts';
import type { Draft } from '../../shared/writing.ts';
import { type Clock, systemClock } from '../platform/clock.ts';
import { fastClock } from '../platform/fast-clock-fixture.ts';
import { accountId, Heron, until } from './heron-fixture.ts';

let ca: TestCa;
let idp: IdentityProvider;
let dovecot: Dovecot;
let address: string;
let people = 0;

/** Between two copies the whole pause passes: the sooner the second one comes, the later the first Heron may notice that its own is gone. */
const clock: Clock = { ...fastClock(20), now: systemClock.now };
let here: Heron;
let there: Heron;

beforeAll(async () => {
  ca = await createTestCa();
  idp = await startIdentityProvider({ leaf: ca.leaf });
  dovecot = await startDovecot({ leaf: ca.leaf, introspectionUrl: idp.introspectionUrl });
});
afterAll(async () => {
  await dovecot?.stop();
  await idp?.stop();
  await ca?.dispose();
});
beforeEach(async () => {
  people += 1;
  address = `grace${people}@contoso.test`;
  await dovecot.addUser(address, { password: 'pw' });
  const mailbox = { address, port: dovecot.tlsPort, caPem: ca.caPem };
  here = await Heron.start(mailbox, clock);
  there = await Heron.start(mailbox, clock);
});
afterEach(async () => {
  await here.stop();
  await there.stop();
});

describe('two Herons on one mailbox', () => {
  /** A draft that was written here, and goes on there. */
  async function shared(): Promise<{ readonly mine: Draft; readonly theirs: Draft }> {
    const begun = await here.value('drafts.create', { accountId, start: { kind: 'new' } });
    const to = [{ name: 'Ada', address: 'ada@contoso.test' }];
    const bcc = [{ name: '', address: 'alan@contoso.test' }];
    const mine = await here.change(begun, { to, bcc, subject: 'Engines', body: '<p>Dear <strong>Ada</strong></p>' });
    await here.value('drafts.addFile', {
      draftId: mine.id,
      filename: 'plan.txt',
      mimeType: 'text/plain',
      contentId: null,
      bytes: Buffer.from('The plan'),
    });
    const messageId = await there.message('Ada</strong>');
    const theirs = await there.value('drafts.openMessage', { accountId, messageId });
    return { mine, theirs };
  }

  it('the draft is opened with all that it has, once', async () => {
    const { theirs } = await shared();
    expect(theirs.content).toMatchObject({ subject: 'Engines', body: '<p>Dear <strong>Ada</strong></p>', quote: null });
    expect(theirs.content.to).toEqual([{ name: 'Ada', address: 'ada@contoso.test' }]);
    expect(theirs.content.bcc.map((each) => each.address)).toEqual(['alan@contoso.test']);
    expect(theirs.files.map(({ filename, size }) => [filename, size])).toEqual([['plan.txt', 8]]);
    const again = await there.value('drafts.openMessage', { accountId, messageId: await there.message('Ada') });
    expect(again.id).toBe(theirs.id);
  });

  it('a draft that was only looked at there stays on the server', async () => {
    const { theirs } = await shared();
    await there.value('drafts.setOpen', { draftId: theirs.id, place: 'pane' });
    await there.value('drafts.setOpen', { draftId: theirs.id, place: null });
    await there.message('Ada');
    await here.message('Ada');
  });

  it('what was changed there only is taken over here', async () => {
    const { mine, theirs } = await shared();
    await there.change(theirs, { body: '<p>Dear Admiral</p>' });
    await here.message('Admiral');
    await until(async () => {
      await here.value('mail.syncNow', { accountId });
      return (await here.value('drafts.get', { draftId: mine.id })).content.body.includes('Admiral');
    });
  });

  it.each(['this', 'other', 'both'] as const)(
    'what was changed in both is kept in both until the user chooses: %s',
    async (keep) => {
      const { mine, theirs } = await shared();
      await here.value('engine.pause', { until: Date.now() + 3_600_000 });
      const now = await here.value('drafts.get', { draftId: mine.id });
      await here.change(now, { body: '<p>From here</p>' });
      await there.change(theirs, { body: '<p>From there</p>' });
      await there.message('From there');
      await here.value('engine.pause', { until: null });
      await until(() => here.hasConflict(mine));
      const asked = await here.value('drafts.get', { draftId: mine.id });
      expect(asked.content.body).toBe('<p>From here</p>');
      expect(asked.other).toMatchObject({ program: 'Heron' });
      const kept = await here.value('drafts.resolve', { draftId: mine.id, keep });
      expect(kept.content.body).toBe(keep === 'other' ? '<p>From there</p>' : '<p>From here</p>');
      if (keep === 'both') await until(async () => (await here.messages()).length === 2);
      else await here.message(keep === 'other' ? 'From there' : 'From here');
      const words = (await here.value('drafts.versions', { draftId: mine.id })).map((version) => version.words);
      if (keep !== 'both') expect(words).toEqual(expect.arrayContaining(['From here', 'From there']));
    },
  );
});

describe('a draft of another program', () => {
  it('is opened with its text and files, also where the folder has stayed selected, and is replaced by what was changed', async () => {
    const own = await here.value('drafts.create', { accountId, start: { kind: 'new' } });
    await here.change(own, { subject: 'Our own', body: '<p>Written here</p>' });
    await here.message('Written here');
    const begun = buildMessage({
      name: 'begun',
      subject: 'Begun on the train',
      from: address,
      to: `Ada <ada@contoso.test>`,
      text: 'Dear Ada, as I said',
      inReplyTo: '<question@contoso.test>',
      attachments: [{ filename: 'plan.txt', contentType: 'text/plain', content: Buffer.from('The plan') }],
    });
    await dovecot.deliver(address, 'Drafts', begun.raw, { flags: ['\\Draft'] });
    const messageId = await here.message('as I said', 2);
    await here.value('mail.setSeen', { accountId, messageIds: [messageId], seen: true });
    const draft = await here.value('drafts.openMessage', { accountId, messageId });
    expect(draft).toMatchObject({
      start: 'reply',
      content: { format: 'plain', body: 'Dear Ada, as I said', subject: 'Begun on the train' },
    });
    expect(draft.files.map(({ filename, size }) => [filename, size])).toEqual([['plan.txt', 8]]);
    await here.change(draft, { body: 'Dear Ada, as I said on Monday' });
    await here.message('on Monday', 2);
    const stored = (await dovecot.list(address, 'Drafts')).find(({ subject }) => subject === 'Begun on the train');
    const source = (await stored?.read())?.toString() ?? '';
    expect(source).toContain('In-Reply-To: <question@contoso.test>');
    expect(source).toContain('filename=plan.txt');
  });
});
