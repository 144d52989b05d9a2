import { type AppError, failure, success } from '../../shared/reply.ts';
import type { SecretPersistence } from './safe-storage.ts';
import type { SecretStore } from './secret-store.ts';

/** A vault in memory; a test can make its reads and writes fail, or delay its writes. */
export interface FakeSecretStore extends SecretStore {
  readonly values: Map<string, string>;
  readonly log: string[];
  persistence: SecretPersistence;
  /** Keys whose reads fail with secret_unreadable. */
  readonly unreadable: Set<string>;
  /** The error of writes; null: they succeed. */
  refuse: AppError | null;
  /** The error of deletions; null: they succeed. */
  refuseDelete: AppError | null;
  /** Awaited by each write before it takes effect. */
  hold: Promise<void>;
}

export function fakeSecretStore(): FakeSecretStore {
  const unreadable = failure({
    code: 'secret_unreadable',
    params: { reason: 'not_decrypted' },
    retryable: true,
  });
  const store: FakeSecretStore = {
    values: new Map(),
    log: [],
    persistence: { kind: 'encrypted', backend: 'fake' },
    unreadable: new Set(),
    refuse: null,
    refuseDelete: null,
    hold: Promise.resolve(),
    read: async (key, sound = () => true) => {
      store.log.push(`read ${key}`);
      const value = store.values.get(key) ?? null;
      return store.unreadable.has(key) || (value !== null && !sound(value)) ? unreadable : success(value);
    },
    write: async (key, value) => {
      await store.hold;
      if (store.refuse !== null) return failure(store.refuse);
      store.log.push(`write ${key}`);
      store.unreadable.delete(key);
      store.values.set(key, value);
      return success(null);
    },
    replace: async (key, value) => {
      const former = store.values.get(key);
      const wasUnreadable = store.unreadable.has(key);
      const undo = async () => {
        if (former === undefined) return store.delete(key);
        const put = await store.write(key, former);
        if (wasUnreadable) store.unreadable.add(key);
        return put;
      };
      return { saved: await store.write(key, value), undo };
    },
    delete: async (key) => {
      if (store.refuseDelete !== null) return failure(store.refuseDelete);
      store.log.push(`delete ${key}`);
      store.values.delete(key);
      return success(null);
    },
    keys: async () => success([...store.values.keys()]),
  };
  return store;
}
