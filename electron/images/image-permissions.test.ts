import { describe, expect, it } from 'vitest';
import { imageSender } from '../../shared/image-sender.ts';
import type { AccountId, Address, Folder, FolderId, MessageHeader, MessageId } from '../../shared/mail.ts';
import { defaultPreferences } from '../../shared/preferences.ts';
import { failure, logText, success } from '../../shared/reply.ts';
import { openAccountStore } from '../accounts/account-store.ts';
import { fakeSettingsFile } from '../platform/settings-file-fake.ts';
import { ImagePermissions } from './image-permissions.ts';

const ada: Address = { name: 'Ada', address: 'Ada@Contoso.test' };
const mallory: Address = { name: 'ada@contoso.test', address: 'mallory@evil.test' };
const accountId = '0b7c5f0e-8f3a-4a53-9c39-0d2c8a4f6f11' as AccountId;
const inbox = 1 as FolderId;
const junk = 2 as FolderId;
const place = (id: number) => ({ accountId, messageId: id as MessageId });

/** Messages 1 and 2 are Ada's, 3 is Mallory's, 4 names both, 5 names nobody, 6 is Ada's in junk; others are not there. */
const senders: Readonly<Record<number, readonly Address[]>> = {
  1: [ada],
  2: [ada],
  3: [mallory],
  4: [ada, mallory],
  5: [],
  6: [ada],
};

function open() {
  const file = fakeSettingsFile();
  const openPermissions = () => {
    const opened = openAccountStore(file, new Date(0));
    if (!opened.ok) throw new Error(logText(opened.error));
    const { store } = opened.value;
    const permissions = new ImagePermissions({
      store,
      header: async ({ messageId }) => {
        const from = senders[messageId];
        return from === undefined
          ? failure({ code: 'message_gone', params: { reason: 'from_server' }, retryable: false })
          : success({ id: messageId, folderId: messageId === 6 ? junk : inbox, from } as MessageHeader);
      },
      folders: async () => success([{ id: inbox, role: 'inbox' } as Folder, { id: junk, role: 'junk' } as Folder]),
    });
    return { store, permissions };
  };
  return { ...openPermissions(), restart: openPermissions };
}

describe('H4: ImagePermissions', () => {
  it('asks for every message to begin with, also for one that is not there', async () => {
    const { permissions } = open();
    for (const id of [1, 3, 4, 5, 99]) expect(await permissions.state(place(id))).toBe('ask');
  });

  it('allows one message, and forgets it when Heron ends', async () => {
    const { permissions, restart } = open();
    expect(await permissions.allow(place(1), 'message')).toEqual(success(null));
    expect(await permissions.state(place(1))).toBe('allowed');
    expect(await permissions.state(place(2))).toBe('ask');
    const other = { accountId: '1b7c5f0e-8f3a-4a53-9c39-0d2c8a4f6f11' as AccountId, messageId: 1 as MessageId };
    expect(await permissions.state(other)).toBe('ask');
    expect(await restart().permissions.state(place(1))).toBe('ask');
  });

  it('allows a sender, by address and not by name, and remembers it', async () => {
    const { permissions, restart } = open();
    expect(await permissions.allow(place(1), 'sender')).toEqual(success(null));
    const again = restart().permissions;
    for (const each of [permissions, again]) {
      expect(each.senders()).toEqual(['ada@contoso.test']);
      expect(await each.state(place(2))).toBe('always');
      expect(await each.state(place(3))).toBe('ask');
      expect(await each.state(place(4))).toBe('ask');
    }
    expect(again.removeSender(' ADA@contoso.test ')).toEqual(success(null));
    expect(await again.state(place(2))).toBe('ask');
    expect(again.senders()).toEqual([]);
    expect(again.removeSender('nobody@contoso.test')).toEqual(success(null));
  });

  it('hides what was allowed, of one message and until the user shows it or Heron ends', async () => {
    const { permissions, restart } = open();
    await permissions.allow(place(1), 'message');
    permissions.block(place(1));
    expect(await permissions.state(place(1))).toBe('ask');
    await permissions.allow(place(1), 'message');
    expect(await permissions.state(place(1))).toBe('allowed');
    await permissions.allow(place(1), 'sender');
    expect(await permissions.state(place(1))).toBe('always');
    permissions.block(place(1));
    expect([await permissions.state(place(1)), await permissions.state(place(2))]).toEqual(['ask', 'always']);
    await permissions.allow(place(1), 'sender');
    expect(await permissions.state(place(1))).toBe('always');
    permissions.block(place(1));
    expect(await restart().permissions.state(place(1))).toBe('always');
  });

  it('does not believe a sender in junk, but the user', async () => {
    const { permissions } = open();
    await permissions.allow(place(1), 'sender');
    expect(await permissions.state(place(6))).toBe('ask');
    await permissions.allow(place(6), 'message');
    expect(await permissions.state(place(6))).toBe('allowed');
  });

  it.each([4, 5])('does not take message %i for a sender', async (id) => {
    const { permissions } = open();
    expect(await permissions.allow(place(id), 'sender')).toMatchObject({ ok: false, error: { code: 'forbidden' } });
    expect(permissions.senders()).toEqual([]);
    expect(await permissions.allow(place(id), 'message')).toEqual(success(null));
  });

  it('allows nothing for a message that is not there', async () => {
    const { permissions } = open();
    expect(await permissions.allow(place(99), 'message')).toMatchObject({ error: { code: 'message_gone' } });
    expect(await permissions.state(place(99))).toBe('ask');
  });

  it('allows and offers nothing while images are off, whatever was allowed before', async () => {
    const { permissions, store } = open();
    await permissions.allow(place(1), 'message');
    await permissions.allow(place(2), 'sender');
    store.savePreferences({ ...defaultPreferences, remoteImages: 'never' });
    for (const id of [1, 2, 3]) expect(await permissions.state(place(id))).toBe('never');
    expect(await permissions.allow(place(3), 'message')).toMatchObject({ ok: false, error: { code: 'forbidden' } });
    store.savePreferences({ ...defaultPreferences, remoteImages: 'ask' });
    expect(await permissions.state(place(3))).toBe('ask');
  });

  it('keeps at most 5,000 senders, and each once', async () => {
    const { permissions, store } = open();
    const many = Array.from({ length: 5000 }, (_, index) => `a${index}@b.test`);
    store.saveImageSenders(many);
    expect(await permissions.allow(place(1), 'sender')).toEqual(success(null));
    expect(await permissions.allow(place(2), 'sender')).toEqual(success(null));
    expect(permissions.senders()).toHaveLength(5000);
    expect(permissions.senders()[0]).toBe('a1@b.test');
    expect(permissions.senders().at(-1)).toBe('ada@contoso.test');
  });
});

describe('H4: imageSender', () => {
  const sender = (...addresses: string[]) => imageSender(addresses.map((address) => ({ name: '', address })));

  it('is the one address of From, in lower case', () => {
    expect(sender(' Ada.B+c@Contoso.TEST ')).toBe('ada.b+c@contoso.test');
    expect(sender('jürgen@bücher.test')).toBe('jürgen@bücher.test');
  });

  it.each([
    [[]],
    [['']],
    [['ada']],
    [['@contoso.test']],
    [['ada@']],
    [['a@b@contoso.test']],
    [['ada@contoso.test', 'ada@contoso.test']],
    [['ada@contoso.test,mallory@evil.test']],
    [['ada@contoso.test mallory@evil.test']],
    [['"ada@contoso.test"@evil.test']],
    [['ada@contoso.test\u202e']],
    [['ada\u200b@contoso.test']],
    [['ada@contoso.test\0']],
    [[`${'a'.repeat(320)}@contoso.test`]],
  ])('%j names nobody', (addresses) => {
    expect(sender(...addresses)).toBeNull();
  });
});
