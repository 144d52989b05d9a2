import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { fakeClock } from './clock-fake.ts';
import { openEncryption } from './safe-storage.ts';
import { type FakeKeyring, fakeAsyncSafeStorage, fakeKeyring, fakeSyncSafeStorage } from './safe-storage-fake.ts';
import { openSecretStore } from './secret-store.ts';

/** A file whose folder cannot be synced once it is in place; its writer does not learn that it is there. */
const disk = vi.hoisted(() => ({ unsynced: null as string | null }));

vi.mock('./atomic-write.ts', async (importOriginal) => {
  const real = await importOriginal<typeof import('./atomic-write.ts')>();
  const writeDurably: typeof real.writeDurably = async (path, content) => {
    await real.writeDurably(path, content);
    if (path === disk.unsynced) throw Object.assign(new Error('The folder was not synced'), { code: 'EIO' });
  };
  return { ...real, writeDurably };
});

let folder = '';
beforeEach(async () => {
  disk.unsynced = null;
  folder = join(await mkdtemp(join(tmpdir(), 'heron-vault-')), 'vault');
});
afterEach(() => rm(join(folder, '..'), { recursive: true }));

const shapes = [
  ['sync', fakeSyncSafeStorage],
  ['async', fakeAsyncSafeStorage],
] as const;

describe.each(shapes)('the vault over the %s safeStorage', (_name, safeStorage) => {
  const open = async (keyring: FakeKeyring) =>
    openSecretStore({
      folder,
      encryption: await openEncryption(safeStorage(keyring), 'linux'),
      clock: fakeClock(),
    });

  it('T1 writes only ciphertext, and a later run reads it', async () => {
    const keyring = fakeKeyring();
    const first = await open(keyring);
    expect(first.persistence).toEqual({ kind: 'encrypted', backend: 'gnome_libsecret' });
    expect(await first.read('account-1')).toEqual({ ok: true, value: null });
    expect(await first.write('account-1', 'CANARY secret ä')).toEqual({ ok: true, value: null });
    expect((await readFile(join(folder, 'account-1.bin'))).includes('CANARY')).toBe(false);
    expect(await (await open(keyring)).read('account-1')).toEqual({ ok: true, value: 'CANARY secret ä' });
  });

  it.each([
    ['basic_text', fakeKeyring({ backend: 'basic_text' })],
    ['unknown', fakeKeyring({ backend: 'unknown' })],
    ['no encryption', fakeKeyring({ available: false })],
  ])('T1 keeps secrets in memory and writes nothing with %s', async (_case, keyring) => {
    const store = await open(keyring);
    expect(store.persistence.kind).toBe('session');
    expect((await store.write('account-1', 'secret')).ok).toBe(true);
    expect(await store.read('account-1')).toEqual({ ok: true, value: 'secret' });
    await expect(readdir(folder)).rejects.toMatchObject({ code: 'ENOENT' });
    expect(await (await open(keyring)).read('account-1')).toEqual({ ok: true, value: null });
  });

  it('T1 leaves what an earlier run encrypted alone while there is no keyring', async () => {
    await (await open(fakeKeyring())).write('account-1', 'secret');
    const store = await open(fakeKeyring({ available: false }));
    expect(await store.read('account-1')).toMatchObject({
      ok: false,
      error: { code: 'secret_unreadable', params: { reason: 'no_keyring' } },
    });
    await store.write('account-1', 'other');
    expect(await (await open(fakeKeyring())).read('account-1')).toEqual({ ok: true, value: 'secret' });
  });

  it('T2 keeps a secret that cannot be decrypted, and sets it aside only when a new one takes its place', async () => {
    await (await open(fakeKeyring({ key: 1 }))).write('account-1', 'old');
    const before = await readFile(join(folder, 'account-1.bin'));
    const store = await open(fakeKeyring({ key: 2 }));
    expect(await store.read('account-1')).toMatchObject({ ok: false, error: { code: 'secret_unreadable' } });
    expect(await readFile(join(folder, 'account-1.bin'))).toEqual(before);

    expect((await store.write('account-1', 'new')).ok).toBe(true);
    const aside = (await readdir(folder)).filter((name) => name.includes('unreadable'));
    expect(aside).toHaveLength(1);
    expect(await readFile(join(folder, aside[0] ?? ''))).toEqual(before);
  });

  it('T2 sets an unreadable secret aside although nobody read it before the write', async () => {
    await (await open(fakeKeyring({ key: 1 }))).write('account-1', 'old');
    await (await open(fakeKeyring({ key: 2 }))).write('account-1', 'new');
    expect((await readdir(folder)).filter((name) => name.includes('unreadable'))).toHaveLength(1);
  });

  it.each([
    ['of another keyring', () => fakeKeyring({ key: 2 }), 'encrypted'],
    ['without a keyring', () => fakeKeyring({ available: false }), 'session'],
  ] as const)('T2 takes back what replaced an unreadable secret (%s)', async (_case, keyring, kind) => {
    await (await open(fakeKeyring({ key: 1 }))).write('account-1', 'old');
    const before = await readFile(join(folder, 'account-1.bin'));
    const store = await open(keyring());
    const { saved, undo } = await store.replace('account-1', 'new');
    expect([saved.ok, store.persistence.kind, await store.read('account-1')]).toEqual([
      true,
      kind,
      { ok: true, value: 'new' },
    ]);
    expect(await undo()).toEqual({ ok: true, value: null });
    expect(await readdir(folder)).toEqual(['account-1.bin']);
    expect(await readFile(join(folder, 'account-1.bin'))).toEqual(before);
    expect(await store.read('account-1')).toMatchObject({ ok: false, error: { code: 'secret_unreadable' } });
    expect(await (await open(fakeKeyring({ key: 1 }))).read('account-1')).toEqual({ ok: true, value: 'old' });
  });

  it('takes back what replaced a secret, or nothing', async () => {
    const store = await open(fakeKeyring());
    await store.write('account-1', 'old');
    for (const [key, former] of [
      ['account-1', 'old'],
      ['account-2', null],
    ] as const) {
      const { undo } = await store.replace(key, 'new');
      expect((await undo()).ok).toBe(true);
      expect(await store.read(key)).toEqual({ ok: true, value: former });
      expect(await (await open(fakeKeyring())).read(key)).toEqual({ ok: true, value: former });
    }
  });

  it('T2 treats what decrypts to nonsense as unreadable, and sets it aside only when a new one takes its place', async () => {
    await (await open(fakeKeyring())).write('account-1', 'nonsense');
    const store = await open(fakeKeyring());
    const sound = (text: string) => text.startsWith('{');
    for (const _again of [1, 2]) {
      expect(await store.read('account-1', sound)).toMatchObject({ ok: false, error: { code: 'secret_unreadable' } });
    }
    expect(await readdir(folder)).toEqual(['account-1.bin']);
    expect((await store.write('account-1', '{}')).ok).toBe(true);
    expect((await readdir(folder)).filter((name) => name.includes('unreadable'))).toHaveLength(1);
    expect(await store.read('account-1', sound)).toEqual({ ok: true, value: '{}' });
  });

  it('T2 treats what was written as unreadable, too, where it is not what is looked for', async () => {
    const store = await open(fakeKeyring());
    await store.write('account-1', 'nonsense');
    const read = await store.read('account-1', (text) => text.startsWith('{'));
    expect(read).toMatchObject({ ok: false, error: { code: 'secret_unreadable', params: { reason: 'damaged' } } });
  });

  it('T2 takes a file that cannot be read for a secret, never for none', async () => {
    await mkdir(join(folder, 'account-1.bin'), { recursive: true });
    expect(await (await open(fakeKeyring())).read('account-1')).toMatchObject({
      ok: false,
      error: { code: 'secret_unreadable', params: { reason: 'file', systemCode: 'EISDIR' } },
    });
  });

  it('T2 puts an unreadable secret back when the disk fails while a new one takes its place', async () => {
    await (await open(fakeKeyring({ key: 1 }))).write('account-1', 'old');
    const before = await readFile(join(folder, 'account-1.bin'));
    const store = await open(fakeKeyring({ key: 2 }));
    disk.unsynced = join(folder, 'account-1.bin');
    expect(await store.write('account-1', 'new')).toMatchObject({ ok: false, error: { code: 'storage_failed' } });
    expect(await readdir(folder)).toEqual(['account-1.bin']);
    expect(await readFile(join(folder, 'account-1.bin'))).toEqual(before);
  });

  it('T2 reads a secret once the keyring is unlocked, without a restart', async () => {
    const keyring = fakeKeyring();
    await (await open(keyring)).write('account-1', 'secret');
    const store = await open(keyring);
    keyring.locked = true;
    expect((await store.read('account-1')).ok).toBe(false);
    keyring.locked = false;
    expect(await store.read('account-1')).toEqual({ ok: true, value: 'secret' });
  });

  it('never reads a secret again while running', async () => {
    const store = await open(fakeKeyring());
    await store.write('account-1', 'secret');
    await writeFile(join(folder, 'account-1.bin'), 'garbage');
    expect(await store.read('account-1')).toEqual({ ok: true, value: 'secret' });
  });

  it('keeps the old secret when the keyring or the disk refuses the new one', async () => {
    const keyring = fakeKeyring();
    const store = await open(keyring);
    await store.write('account-1', 'old');
    keyring.locked = true;
    expect(await store.write('account-1', 'new')).toMatchObject({ ok: false, error: { code: 'secret_not_saved' } });
    keyring.locked = false;
    await rm(join(folder, 'account-1.bin'));
    await mkdir(join(folder, 'account-1.bin', 'in-the-way'), { recursive: true });
    expect(await store.write('account-1', 'new')).toMatchObject({ ok: false, error: { code: 'storage_failed' } });
    expect(await store.read('account-1')).toEqual({ ok: true, value: 'old' });
  });

  it('deletes, also what is not there', async () => {
    const store = await open(fakeKeyring());
    await store.write('account-1', 'secret');
    expect((await store.delete('account-1')).ok).toBe(true);
    expect((await store.delete('account-2')).ok).toBe(true);
    expect(await store.read('account-1')).toEqual({ ok: true, value: null });
    expect(await readdir(folder)).toEqual([]);
  });

  it('deletes what was set aside as well, and of no other key', async () => {
    for (const key of ['account-1', 'account-12']) {
      await (await open(fakeKeyring({ key: 1 }))).write(key, 'old');
      await (await open(fakeKeyring({ key: 2 }))).write(key, 'new');
    }
    expect(await readdir(folder)).toHaveLength(4);
    const store = await open(fakeKeyring({ key: 2 }));
    expect(await store.keys()).toEqual({ ok: true, value: ['account-1', 'account-12'] });
    expect((await store.delete('account-1')).ok).toBe(true);
    expect((await readdir(folder)).every((name) => name.startsWith('account-12.'))).toBe(true);
    expect(await readdir(folder)).toHaveLength(2);
  });

  it('lists secrets by key, and nothing else that lies there', async () => {
    const store = await open(fakeKeyring());
    expect(await store.keys()).toEqual({ ok: true, value: [] });
    await store.write('account-1', 'secret');
    await writeFile(join(folder, '.account-2.bin.1234.tmp'), '');
    await writeFile(join(folder, 'notes.txt'), '');
    expect(await store.keys()).toEqual({ ok: true, value: ['account-1'] });
  });

  it('refuses a key that is a path', async () => {
    const store = await open(fakeKeyring());
    expect(() => store.read('../settings')).toThrow('Not a name');
  });
});

describe('openEncryption', () => {
  it('re-encrypts what was read when the key was rotated', async () => {
    const keyring = fakeKeyring();
    const encryption = await openEncryption(fakeAsyncSafeStorage(keyring), 'linux');
    await openSecretStore({ folder, encryption, clock: fakeClock() }).write('account-1', 'secret');
    const before = (await stat(join(folder, 'account-1.bin'))).ino;
    keyring.shouldReEncrypt = true;
    const later = openSecretStore({ folder, encryption, clock: fakeClock() });
    expect(await later.read('account-1')).toEqual({ ok: true, value: 'secret' });
    expect((await stat(join(folder, 'account-1.bin'))).ino).not.toBe(before);
  });

  it('prefers the async API, and does without Linux’s backend elsewhere', async () => {
    const both = { ...fakeSyncSafeStorage(fakeKeyring({ available: false })), ...fakeAsyncSafeStorage(fakeKeyring()) };
    expect((await openEncryption(both, 'linux')).persistence.kind).toBe('encrypted');
    const mac = { ...fakeAsyncSafeStorage(fakeKeyring()), getSelectedStorageBackend: undefined };
    expect((await openEncryption(mac, 'darwin')).persistence).toEqual({ kind: 'encrypted', backend: 'darwin' });
    expect((await openEncryption({}, 'linux')).persistence.kind).toBe('session');
  });

  it.each([
    ['no encryption at all', {}],
    ['a key that everybody knows', fakeAsyncSafeStorage(fakeKeyring({ backend: 'basic_text' }))],
    ['a keyring that cannot be used', fakeAsyncSafeStorage(fakeKeyring({ available: false }))],
  ])('T1 encrypts and decrypts nothing with %s', async (_case, safeStorage) => {
    const encryption = await openEncryption(safeStorage, 'linux');
    await expect(encryption.encrypt('secret')).rejects.toThrow();
    await expect(encryption.decrypt(Buffer.from('secret'))).rejects.toThrow();
  });
});
