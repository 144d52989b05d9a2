import type { SafeStorageLike } from './safe-storage.ts';

/** A keyring for tests: "encryption" that is easily told from plain text, and can be locked. */
export interface FakeKeyring {
  available: boolean;
  /** The key's number. Another one, as on another computer, cannot read what was encrypted before. */
  key: number;
  locked: boolean;
  /** The async API's `shouldReEncrypt`. */
  shouldReEncrypt: boolean;
  backend: string;
}

export function fakeKeyring(values: Partial<FakeKeyring> = {}): FakeKeyring {
  return { available: true, key: 0x5a, locked: false, shouldReEncrypt: false, backend: 'gnome_libsecret', ...values };
}

/** safeStorage as up to Electron 45. */
export function fakeSyncSafeStorage(keyring: FakeKeyring): SafeStorageLike {
  return {
    isEncryptionAvailable: () => keyring.available,
    encryptString: (text) => encrypt(keyring, text),
    decryptString: (encrypted) => decrypt(keyring, encrypted),
    getSelectedStorageBackend: () => keyring.backend,
  };
}

/** safeStorage as from Electron 46 on. */
export function fakeAsyncSafeStorage(keyring: FakeKeyring): SafeStorageLike {
  return {
    isAsyncEncryptionAvailable: async () => keyring.available,
    encryptStringAsync: async (text) => encrypt(keyring, text),
    decryptStringAsync: async (encrypted) => ({
      result: decrypt(keyring, encrypted),
      shouldReEncrypt: keyring.shouldReEncrypt,
    }),
    getSelectedStorageBackend: () => keyring.backend,
  };
}

function encrypt(keyring: FakeKeyring, text: string): Buffer {
  if (keyring.locked) throw new Error('The keyring is locked.');
  return Buffer.concat([Buffer.from([keyring.key]), Buffer.from(text).map((byte) => byte ^ keyring.key)]);
}

function decrypt(keyring: FakeKeyring, encrypted: Buffer): string {
  if (keyring.locked || encrypted[0] !== keyring.key) throw new Error('Error while decrypting the ciphertext.');
  return Buffer.from(encrypted.subarray(1).map((byte) => byte ^ keyring.key)).toString();
}
