import { type AppError, failure, type Reply, success } from '../../shared/reply.ts';
import type { SecretPersistence } from './safe-storage.ts';
import type { SecretStore } from './secret-store.ts';

/** A vault in memory whose reads and writes a test can make fail, or hold. */
export interface FakeSecretStore extends SecretStore {
  readonly values: Map<string, string>;
  readonly log: string[];
  persistence: SecretPersistence;
  /** What reads answer, by key. */
  readonly unreadable: Set<string>;
  /** What writes answer; null: they work. */
  refuse: AppError | null;
  /** Awaited by each write before it takes effect. */
  hold: Promise<void>;
}

export function fakeSecretStore(): FakeSecretStore {
  const store: FakeSecretStore = {
    values: new Map(),
    log: [],
    persistence: { kind: 'encrypted', backend: 'fake' },
    unreadable: new Set(),
    refuse: null,
    hold: Promise.resolve(),
    read: async (key): Promise<Reply<string | null>> => {
      store.log.push(`read ${key}`);
      if (store.unreadable.has(key)) {
        return failure({
          code: 'secret_unreadable',
          message: 'The stored sign-in could not be read.',
          retryable: true,
        });
      }
      return success(store.values.get(key) ?? null);
    },
    write: async (key, value) => {
      await store.hold;
      if (store.refuse !== null) return failure(store.refuse);
      store.log.push(`write ${key}`);
      store.unreadable.delete(key);
      store.values.set(key, value);
      return success(null);
    },
    delete: async (key) => {
      store.log.push(`delete ${key}`);
      store.values.delete(key);
      return success(null);
    },
  };
  return store;
}
