import { readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type ErrorParams, failure, type Reply, success } from '../../shared/reply.ts';
import { flushFolder, writeDurably } from './atomic-write.ts';
import type { Clock } from './clock.ts';
import { KeyedMutex } from './mutex.ts';
import type { Encryption, SecretPersistence } from './safe-storage.ts';
import { errorCodeOf, storageError } from './storage-errors.ts';

/** The vault: passwords and token caches, by key. */
export interface SecretStore {
  readonly persistence: SecretPersistence;
  /**
   * The secret; null when there is none. Errors: secret_unreadable; the file is then kept as it is (T2).
   * @param sound tells a secret from what a wrong key or a damaged file decrypts to, which counts as unreadable
   */
  read(key: string, sound?: SoundnessCheck): Promise<Reply<string | null>>;
  /** Durable when it answers, unless `persistence` is the session. Errors: disk_full, storage_failed, secret_not_saved; the old value stays. */
  write(key: string, value: string): Promise<Reply<null>>;
  /** Writes a value that may have to be undone. */
  replace(key: string, value: string, sound?: SoundnessCheck): Promise<Replacement>;
  /** Removes a secret, and what was set aside of it. Errors: storage_failed. */
  delete(key: string): Promise<Reply<null>>;
  /** The keys of all stored secrets, readable or not. Errors: storage_failed. */
  keys(): Promise<Reply<readonly string[]>>;
}

type SoundnessCheck = (text: string) => boolean;

interface Replacement {
  /** Errors: as of `write`. */
  readonly saved: Reply<null>;
  /** Restores the former value; an unreadable file is restored as it was (T2). Errors: as in `write`. */
  readonly undo: () => Promise<Reply<null>>;
}

interface VaultOptions {
  /** Usually `<profile>/vault`. */
  readonly folder: string;
  readonly encryption: Encryption;
  readonly clock: Pick<Clock, 'now'>;
}

const anything: SoundnessCheck = () => true;

const keyPattern = /^[a-z0-9-]{1,80}$/;
/** A secret's file, or a copy that was set aside. */
const file = /^([a-z0-9-]{1,80})(?:\.unreadable-\d+)?\.bin$/;

/**
 * Secrets as files of safeStorage ciphertext (T1). A secret that was read or written once is answered from memory and never read
 * again while running. Without real encryption nothing is written at all, and what an earlier run wrote is left alone.
 */
export function openSecretStore(options: VaultOptions): SecretStore {
  const { folder, encryption, clock } = options;
  const known = new Map<string, string | null>();
  const unreadable = new Set<string>();
  /** By key, the copy of an unreadable file that was replaced. */
  const setAside = new Map<string, string>();
  const operations = new KeyedMutex<string>();
  const encrypted = encryption.persistence.kind === 'encrypted';

  /** Operations on one key run one after the other. */
  function inTurn<T>(key: string, task: () => Promise<T>): Promise<T> {
    if (!keyPattern.test(key)) throw new Error(`Not a name for a secret: ${key}`);
    return operations.run(key, task);
  }
  const pathOf = (key: string) => join(folder, `${key}.bin`);

  async function load(key: string, sound: SoundnessCheck): Promise<Reply<string | null>> {
    const remembered = known.get(key);
    if (remembered === null) return success(null);
    if (remembered !== undefined) return sound(remembered) ? success(remembered) : keep(key, { reason: 'damaged' });
    let bytes: Buffer;
    try {
      bytes = await readFile(pathOf(key));
    } catch (cause) {
      if (errorCodeOf(cause) !== 'ENOENT') return keep(key, { reason: 'file', systemCode: errorCodeOf(cause) });
      known.set(key, null);
      return success(null);
    }
    // The file was written by an earlier run that had a keyring.
    if (!encrypted) return keep(key, { reason: 'no_keyring' });
    try {
      const { text, again } = await encryption.decrypt(bytes);
      if (!sound(text)) return keep(key, { reason: 'damaged' });
      known.set(key, text);
      unreadable.delete(key);
      // A failure is ignored: the old ciphertext still holds the secret.
      if (again) await save(key, text);
      return success(text);
    } catch {
      return keep(key, { reason: 'not_decrypted' });
    }
  }

  function keep(key: string, params: ErrorParams<'secret_unreadable'>): Reply<never> {
    known.delete(key);
    unreadable.add(key);
    return failure({ code: 'secret_unreadable', params, retryable: true });
  }

  async function save(key: string, value: string): Promise<Reply<null>> {
    let bytes: Buffer;
    try {
      bytes = await encryption.encrypt(value);
    } catch {
      return failure({ code: 'secret_not_saved', params: { reason: 'refused' }, retryable: true });
    }
    // Another keyring may still decrypt an unreadable file, so it is copied before it is replaced (T2).
    const aside = unreadable.has(key) ? join(folder, `${key}.unreadable-${clock.now()}.bin`) : null;
    let copied = false;
    try {
      if (aside !== null) await writeDurably(aside, await readFile(pathOf(key)));
      copied = aside !== null;
      await writeDurably(pathOf(key), bytes);
      if (aside !== null) setAside.set(key, aside);
      unreadable.delete(key);
      return success(null);
    } catch (cause) {
      // The new file may be in place already, if only syncing the folder failed.
      if (aside !== null && copied) await rename(aside, pathOf(key)).catch(() => undefined);
      return failure(storageError('sign_in', cause));
    }
  }

  async function put(key: string, value: string): Promise<Reply<null>> {
    const saved = encrypted ? await save(key, value) : success(null);
    if (saved.ok) known.set(key, value);
    return saved;
  }

  /** Restores an unreadable secret's file. Without a keyring it was never replaced. */
  async function restore(key: string): Promise<Reply<null>> {
    const aside = setAside.get(key);
    try {
      if (aside !== undefined) {
        await rename(aside, pathOf(key));
        await flushFolder(folder);
      }
    } catch (cause) {
      return failure(storageError('former_sign_in', cause));
    }
    setAside.delete(key);
    known.delete(key);
    return success(null);
  }

  /** Each file with the key it belongs to. Rejects with Node's error. */
  async function files(): Promise<{ name: string; key: string }[]> {
    const names = await readdir(folder).catch((cause: unknown) => {
      if (errorCodeOf(cause) === 'ENOENT') return [];
      throw cause;
    });
    return names.flatMap((name) => {
      const key = file.exec(name)?.[1];
      return key === undefined ? [] : [{ name, key }];
    });
  }

  async function drop(key: string): Promise<Reply<null>> {
    try {
      for (const file of await files()) if (file.key === key) await rm(join(folder, file.name), { force: true });
      if (encrypted) await flushFolder(folder).catch(() => undefined);
    } catch (cause) {
      return failure(storageError('removal', cause));
    }
    known.set(key, null);
    unreadable.delete(key);
    setAside.delete(key);
    return success(null);
  }

  /** @param former what was read before the new value took its place */
  async function putBack(key: string, former: Reply<string | null>): Promise<Reply<null>> {
    if (!former.ok) return restore(key);
    if (former.value === null) return drop(key);
    const saved = await put(key, former.value);
    // Even if the write failed, the former value is used until Heron quits.
    known.set(key, former.value);
    return saved;
  }

  return {
    persistence: encryption.persistence,
    read: (key, sound = anything) => inTurn(key, () => load(key, sound)),
    write: (key, value) =>
      inTurn(key, async () => {
        // Finds out whether an unreadable file is there, which must be set aside.
        if (encrypted && !known.has(key) && !unreadable.has(key)) await load(key, anything);
        return put(key, value);
      }),
    replace: (key, value, sound = anything) =>
      inTurn(key, async () => {
        const former = await load(key, sound);
        const saved = await put(key, value);
        return { saved, undo: () => inTurn(key, () => putBack(key, former)) };
      }),
    delete: (key) => inTurn(key, () => drop(key)),
    keys: async () => {
      try {
        return success([...new Set((await files()).map(({ key }) => key))]);
      } catch (cause) {
        return failure(storageError('secrets', cause));
      }
    },
  };
}
