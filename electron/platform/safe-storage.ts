import type { KeyringProblem } from '../../shared/texts/fault-words.en.ts';

/** The part of Electron's safeStorage that we use. The sync half is gone in Electron 46, the async half appeared in 42. */
export interface SafeStorageLike {
  isEncryptionAvailable?(): boolean;
  encryptString?(plainText: string): Buffer;
  decryptString?(encrypted: Buffer): string;
  isAsyncEncryptionAvailable?(): Promise<boolean>;
  encryptStringAsync?(plainText: string): Promise<Buffer>;
  decryptStringAsync?(encrypted: Buffer): Promise<{ result: string; shouldReEncrypt: boolean }>;
  /** Linux only. */
  getSelectedStorageBackend?(): string;
}

/** Where secrets may be kept: encrypted with the operating system's key, or in memory until Heron quits. */
export type SecretPersistence =
  | { readonly kind: 'encrypted'; readonly backend: string }
  | { readonly kind: 'session'; readonly reason: KeyringProblem };

/** Both shapes of safeStorage as one. Encrypting and decrypting reject when the operating system refuses. */
export interface Encryption {
  readonly persistence: SecretPersistence;
  encrypt(text: string): Promise<Buffer>;
  /** `again`: the text should be encrypted again, because the key was rotated or a better one exists. */
  decrypt(encrypted: Buffer): Promise<{ text: string; again: boolean }>;
}

/** Backends of `getSelectedStorageBackend()` that protect nothing; the key of `basic_text` is public. */
const worthlessBackends = new Set(['basic_text', 'unknown']);

/** Finds out, after Electron is ready, what protects secrets here (T1). Never falls back to plain text. */
export async function openEncryption(safeStorage: SafeStorageLike, platform: NodeJS.Platform): Promise<Encryption> {
  const functions = asyncFunctions(safeStorage) ?? syncFunctions(safeStorage);
  if (functions === null) return unavailable('no_encryption');
  let available = false;
  try {
    available = await functions.available();
  } catch {
    // Treated as not available; the user is told.
  }
  const backend = platform === 'linux' ? (safeStorage.getSelectedStorageBackend?.() ?? 'unknown') : platform;
  if (platform === 'linux' && worthlessBackends.has(backend)) {
    return unavailable('no_keyring');
  }
  if (!available) return unavailable('unusable');
  return {
    persistence: { kind: 'encrypted', backend },
    encrypt: functions.encrypt,
    decrypt: functions.decrypt,
  };
}

type Functions = Pick<Encryption, 'encrypt' | 'decrypt'> & { available(): Promise<boolean> };

function asyncFunctions(safeStorage: SafeStorageLike): Functions | null {
  const { encryptStringAsync, decryptStringAsync, isAsyncEncryptionAvailable } = safeStorage;
  if (!encryptStringAsync || !decryptStringAsync || !isAsyncEncryptionAvailable) return null;
  return {
    available: () => isAsyncEncryptionAvailable.call(safeStorage),
    encrypt: (text) => encryptStringAsync.call(safeStorage, text),
    decrypt: async (encrypted) => {
      const { result, shouldReEncrypt } = await decryptStringAsync.call(safeStorage, encrypted);
      return { text: result, again: shouldReEncrypt };
    },
  };
}

function syncFunctions(safeStorage: SafeStorageLike): Functions | null {
  const { encryptString, decryptString, isEncryptionAvailable } = safeStorage;
  if (!encryptString || !decryptString || !isEncryptionAvailable) return null;
  return {
    available: async () => isEncryptionAvailable.call(safeStorage),
    encrypt: async (text) => encryptString.call(safeStorage, text),
    decrypt: async (encrypted) => ({ text: decryptString.call(safeStorage, encrypted), again: false }),
  };
}

function unavailable(reason: KeyringProblem): Encryption {
  const refuse = () => Promise.reject(new Error(reason));
  return { persistence: { kind: 'session', reason }, encrypt: refuse, decrypt: refuse };
}
