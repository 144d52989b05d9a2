import { readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import ElectronStore from 'electron-store';
import { writeDurablySync } from './atomic-write.ts';
import { errorCodeOf } from './storage-errors.ts';

/** The one file that holds accounts and identities, as text and as a value. All of it is synchronous: it is small, and rarely written. */
export interface SettingsFile {
  readonly path: string;
  /** The file's text, in whatever Unicode encoding an editor left it; null when there is none. Throws when it is there but cannot be read. */
  readText(): string | null;
  /** Replaces the content atomically. Throws when it cannot, and then the old content is still there. */
  write(value: object): void;
  /** Renames a damaged file to `settings.damaged-<time>.json` beside it. @returns where it is now. Throws when it cannot. */
  setAside(now: Date): string;
}

/**
 * The settings file of a profile, over electron-store. We read the text ourselves, because conf throws on bad JSON at construction,
 * and so construct it at the first write only: by then the file is absent or known to be good.
 */
export function openSettingsFile(folder: string): SettingsFile {
  const path = join(folder, 'settings.json');
  let store: ElectronStore<Record<string, unknown>> | null = null;
  return {
    path,
    readText: () => {
      try {
        return textOf(readFileSync(path));
      } catch (cause) {
        if (errorCodeOf(cause) === 'ENOENT') return null;
        throw cause;
      }
    },
    write: (value) => {
      store ??= openStore(folder, path);
      store.store = { ...value };
    },
    setAside: (now) => {
      const aside = join(folder, `settings.damaged-${now.toISOString().replaceAll(/[:.]/g, '-')}.json`);
      renameSync(path, aside);
      return aside;
    },
  };
}

/**
 * conf 15.1, under electron-store 11, writes through atomically 2.1, which takes a part of its one write(2) for the whole: on a disk that fills
 * up, the first half of the settings, and so of the accounts, would take the place of all of them and be reported as written. It also leaves
 * the folder unsynced. conf offers no way to give it another writer, so its own method for that is replaced (D1).
 */
function openStore(folder: string, path: string): ElectronStore<Record<string, unknown>> {
  const store = new ElectronStore<Record<string, unknown>>({
    cwd: folder,
    name: 'settings',
    configFileMode: 0o600,
    clearInvalidConfig: false,
    // It would read the old content as UTF-8 without a byte order mark, and has no use for it: each write is of the whole.
    deserialize: () => ({}),
    accessPropertiesByDotNotation: false,
  });
  Object.defineProperty(store, '_write', {
    value: (content: object) => writeDurablySync(path, JSON.stringify(content, null, '\t')),
  });
  return store;
}

/**
 * Reads text as UTF-8, or as the encoding of its byte order mark: editors of Windows write one, which JSON does not allow. NULs and
 * blanks at the end go: some file systems leave them there after a power cut.
 */
function textOf(bytes: Uint8Array): string {
  const [first, second] = bytes;
  const encoding =
    first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
  return new TextDecoder(encoding).decode(bytes).replace(/[\0\s]+$/, '');
}
