import { describe, expect, it } from 'vitest';
import { calls as declared } from '../../shared/calls.ts';
import type { MessageId } from '../../shared/mail.ts';
import { mostTags } from '../../shared/tags.ts';
import { until } from '../engine/engine-asker.ts';
import {
  accountId,
  calls,
  folder,
  goOffline,
  goOnline,
  ids,
  noUndo,
  openFolder,
  refusal,
  restart,
  rows,
  server,
  settled,
  status,
  value,
  withEngine,
} from '../engine/engine-fixture.ts';

withEngine();

const onServer = () => server.folder('INBOX').messages.map(({ flags }) => flags.tags ?? []);

describe('tags', () => {
  it('are shown and sent at once in one command, count what changes, and are taken back for exactly those', async () => {
    const viewId = await openFolder('INBOX', 3);
    const messageIds = [...(await ids(viewId))];
    await value('mail.setTag', { accountId, messageIds: messageIds.slice(0, 1), tag: 'Travel', on: true });
    const { count, undoId } = await value('mail.setTag', { accountId, messageIds, tag: 'travel', on: true });
    expect(count).toBe(2);
    expect((await rows(viewId)).map(({ tags }) => tags?.map((tag) => tag.toLowerCase()))).toEqual([
      ['travel'],
      ['travel'],
      ['travel'],
    ]);
    await until(settled);
    expect(calls('setTag')).toBe(2);
    expect(await value('mail.setTag', { accountId, messageIds, tag: 'TRAVEL', on: true })).toEqual({
      count: 0,
      undoId: null,
    });
    expect(await value('mail.undo', { accountId, undoId: undoId ?? noUndo })).toEqual({ undone: 2, late: 0 });
    expect((await rows(viewId)).map(({ tags }) => tags)).toEqual([['Travel'], undefined, undefined]);
    await until(settled);
    expect(onServer()).toEqual([[], [], ['Travel']]);
  });

  it('of some messages are told, with all that the account has, each with how many have it', async () => {
    const viewId = await openFolder('INBOX', 2);
    const messageIds = [...(await ids(viewId))];
    await value('mail.setTag', { accountId, messageIds, tag: 'art', on: true });
    await value('mail.setTag', { accountId, messageIds: messageIds.slice(1), tag: '$label4', on: true });
    await until(settled);
    await value('mail.setTag', { accountId, messageIds: messageIds.slice(0, 1), tag: 'zoo', on: true });
    await until(settled);
    await value('mail.setTag', { accountId, messageIds: messageIds.slice(0, 1), tag: 'zoo', on: false });
    await until(settled);
    expect(await value('mail.tagsOf', { accountId, messageIds })).toEqual({
      messages: 2,
      tags: [
        { tag: '$label4', count: 1 },
        { tag: 'art', count: 2 },
        { tag: 'zoo', count: 0 },
      ],
      hasRoom: true,
    });
  });

  it('given and taken offline are kept over a restart, merged, and sent when the network is back', async () => {
    const viewId = await openFolder('INBOX', 2);
    const [newest = 0 as MessageId, oldest = 0 as MessageId] = await ids(viewId);
    await value('mail.setTag', { accountId, messageIds: [oldest], tag: 'old-tag', on: true });
    await until(settled);
    await goOffline();
    await value('mail.setTag', { accountId, messageIds: [newest], tag: 'travel', on: true });
    await value('mail.setTag', { accountId, messageIds: [newest], tag: '$label1', on: true });
    await value('mail.setTag', { accountId, messageIds: [newest], tag: '$label1', on: false });
    await value('mail.setTag', { accountId, messageIds: [oldest], tag: 'old-tag', on: false });
    await restart();
    expect(await status()).toMatchObject({ pendingOperations: 3 });
    const again = await value('mail.openView', { accountId, folderId: (await folder('INBOX')).id });
    expect((await rows(again.viewId)).map(({ tags }) => tags)).toEqual([['travel'], undefined]);
    await goOnline();
    await until(settled);
    expect([onServer(), (await status()).parkedOperations]).toEqual([[[], ['travel']], 0]);
  });

  it('of a whole conversation are those of all of its messages in the folder, undone in one step', async () => {
    const viewId = await openFolder('INBOX', 0);
    server.deliver('INBOX', { messageId: '<a@contoso.test>', subject: 'Boats' });
    server.deliver('INBOX', {
      messageId: '<b@contoso.test>',
      subject: 'Re: Boats',
      envelope: { inReplyTo: '<a@contoso.test>' },
    });
    await until(async () => (await ids(viewId)).length === 2);
    const { viewId: threads } = await value('mail.openView', {
      accountId,
      folderId: (await folder('INBOX')).id,
      byThread: true,
    });
    await until(async () => (await ids(threads)).length === 1);
    const done = await value('mail.setTag', {
      accountId,
      messageIds: [...(await ids(threads))],
      byThread: true,
      tag: 'travel',
      on: true,
    });
    expect([done.count, (await rows(threads))[0]?.tags]).toEqual([2, ['travel']]);
    await until(settled);
    expect(onServer()).toEqual([['travel'], ['travel']]);
    expect(await value('mail.undo', { accountId, undoId: done.undoId ?? noUndo })).toEqual({ undone: 2, late: 0 });
    await until(settled);
    expect(onServer()).toEqual([[], []]);
  });

  it.each([[[]], [['\\Seen', '\\Flagged', 'art']]])(
    'with PERMANENTFLAGS %j are refused before anything is queued, and the folder says which there can be',
    async (kept) => {
      server.folder('INBOX').permanentFlags = kept;
      const viewId = await openFolder('INBOX', 2);
      const messageIds = [...(await ids(viewId))];
      expect(await folder('INBOX')).toMatchObject({ keptTags: kept.filter((flag) => flag === 'art') });
      expect(await refusal('mail.setTag', { accountId, messageIds, tag: 'travel', on: true })).toMatch(
        /^server_refused .*no_tags/,
      );
      expect(await status()).toMatchObject({ pendingOperations: 0, parkedOperations: 0 });
      expect([calls('setTag'), (await rows(viewId)).map(({ tags }) => tags)]).toEqual([0, [undefined, undefined]]);
    },
  );

  it('beyond the most of an account are refused before anything is queued, and those that it has are not', async () => {
    const viewId = await openFolder('INBOX', 2);
    const [first = 0 as MessageId, second = 0 as MessageId] = await ids(viewId);
    await goOffline();
    for (let number = 1; number <= mostTags; number += 1) {
      await value('mail.setTag', { accountId, messageIds: [first], tag: `tag${number}`, on: true });
    }
    const asked = { accountId, messageIds: [second], tag: 'one-more', on: true };
    expect(await refusal('mail.setTag', asked)).toBe(`invalid_input (reason: too_many_tags, most: ${mostTags})`);
    expect((await value('mail.tagsOf', { accountId, messageIds: [first] })).hasRoom).toBe(false);
    expect((await value('mail.setTag', { ...asked, tag: 'TAG31' })).count).toBe(1);
    await goOnline();
    await until(settled);
    expect(onServer().map((tags) => tags.length)).toEqual([1, mostTags]);
    expect(await refusal('mail.setTag', asked)).toContain('too_many_tags');
    // A tag that no message has any more makes room.
    await value('mail.setTag', { accountId, messageIds: [first], tag: 'tag1', on: false });
    await until(settled);
    expect((await value('mail.setTag', asked)).count).toBe(1);
    await until(settled);
    expect((await rows(viewId)).map(({ tags }) => tags?.length)).toEqual([mostTags - 1, 2]);
  });

  it.each(['$Forwarded', '$custom', 'two words', 'größe', '', 'junk', '\\Seen'])(
    'are keywords of people alone: %j is none',
    (tag) => {
      const input = { accountId, messageIds: [1], tag, on: true };
      expect(declared['mail.setTag'].input.safeParse(input).success).toBe(false);
      expect(declared['mail.setTag'].input.safeParse({ ...input, tag: 'travel' }).success).toBe(true);
    },
  );
});
