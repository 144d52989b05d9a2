import { copyFile, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type AppError, failure, type Reply, success } from '../../shared/reply.ts';
import { syncFolder, writeDurably } from './atomic-write.ts';
import type { Clock } from './clock.ts';
import type { Encryption, SecretPersistence } from './safe-storage.ts';
import { errorCodeOf, storageError } from './storage-errors.ts';

/** The vault: passwords and token caches, by key. */
export interface SecretStore {
  readonly persistence: SecretPersistence;
  /** The secret; null when there is none. Errors: secret_unreadable (and then it is kept as it is, T2). */
  read(key: string): Promise<Reply<string | null>>;
  /** Durable when it answers, unless `persistence` is the session. Errors: disk_full, storage_failed, secret_not_saved; the old value stays. */
  write(key: string, value: string): Promise<Reply<null>>;
  /** Errors: storage_failed. */
  delete(key: string): Promise<Reply<null>>;
}

interface VaultOptions {
  /** Usually `<profile>/vault`. */
  readonly folder: string;
  readonly encryption: Encryption;
  readonly clock: Pick<Clock, 'now'>;
}

const KEY = /^[a-z0-9-]{1,80}$/;

/**
 * Secrets as files of safeStorage ciphertext (T1). A secret that was read or written once is answered from memory and never read
 * again while running. Without real encryption nothing is written at all, and what an earlier run wrote is left alone.
 */
export function openSecretStore(options: VaultOptions): SecretStore {
  const { folder, encryption, clock } = options;
  const known = new Map<string, string | null>();
  const unreadable = new Set<string>();
  const queues = new Map<string, Promise<unknown>>();
  const encrypted = encryption.persistence.kind === 'encrypted';

  /** Operations on one key run one after the other. */
  function inTurn<T>(key: string, task: () => Promise<T>): Promise<T> {
    if (!KEY.test(key)) throw new Error(`Not a name for a secret: ${key}`);
    const turn = (queues.get(key) ?? Promise.resolve()).then(task, task);
    queues.set(key, turn);
    return turn;
  }
  const pathOf = (key: string) => join(folder, `${key}.bin`);

  async function load(key: string): Promise<Reply<string | null>> {
    const remembered = known.get(key);
    if (remembered !== undefined) return success(remembered);
    let bytes: Buffer;
    try {
      bytes = await readFile(pathOf(key));
    } catch (cause) {
      if (errorCodeOf(cause) !== 'ENOENT') return failure(unreadableError(errorCodeOf(cause)));
      known.set(key, null);
      return success(null);
    }
    if (!encrypted) {
      // Written by an earlier run that had a keyring.
      return failure(unreadableError('no keyring'));
    }
    try {
      const { text, again } = await encryption.decrypt(bytes);
      known.set(key, text);
      unreadable.delete(key);
      // Not worth an error: the old ciphertext still holds the secret.
      if (again) await save(key, text);
      return success(text);
    } catch {
      unreadable.add(key);
      return failure(unreadableError('not decrypted'));
    }
  }

  async function save(key: string, value: string): Promise<Reply<null>> {
    let bytes: Buffer;
    try {
      bytes = await encryption.encrypt(value);
    } catch {
      return failure(refusedError);
    }
    // Somebody may still want what another keyring can decrypt, so it is copied before it is replaced (T2).
    const aside = unreadable.has(key) ? join(folder, `${key}.unreadable-${clock.now()}.bin`) : null;
    try {
      if (aside !== null) await copyFile(pathOf(key), aside);
      await writeDurably(pathOf(key), bytes);
      unreadable.delete(key);
      return success(null);
    } catch (cause) {
      if (aside !== null) await rm(aside, { force: true }).catch(() => undefined);
      return failure(storageError('The sign-in', cause));
    }
  }

  return {
    persistence: encryption.persistence,
    read: (key) => inTurn(key, () => load(key)),
    write: (key, value) =>
      inTurn(key, async () => {
        // To know whether a secret is there that must be set aside.
        if (encrypted && !known.has(key)) await load(key);
        const saved = encrypted ? await save(key, value) : success(null);
        if (saved.ok) known.set(key, value);
        return saved;
      }),
    delete: (key) =>
      inTurn(key, async () => {
        try {
          await rm(pathOf(key), { force: true });
          if (encrypted) await syncFolder(folder).catch(() => undefined);
        } catch (cause) {
          return failure(storageError('The removal of a secret', cause));
        }
        known.set(key, null);
        unreadable.delete(key);
        return success(null);
      }),
  };
}

function unreadableError(reason: string): AppError {
  return {
    code: 'secret_unreadable',
    message: `The stored sign-in could not be read (${reason}). It was kept, in case the keyring is only locked.`,
    retryable: true,
  };
}

const refusedError: AppError = {
  code: 'secret_not_saved',
  message: 'The system’s keyring refused to encrypt the sign-in, so it was not saved.',
  retryable: true,
};
