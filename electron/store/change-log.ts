import type { FolderId } from '../../shared/mail.ts';
import type { Changes } from './mail-store.ts';

/**
 * The changes kept of each folder. A view that missed more is read anew, which is always right and costs little more.
 */
const keptChanges = 64;
const keptMessages = 4_000;

interface FolderLog {
  version: number;
  readonly recent: Changes[];
}

/** Whether a change alters what is shown. */
export function isChange(changes: Changes): boolean {
  return (
    changes.rebuilt === true || changes.added.length > 0 || changes.removed.length > 0 || changes.updated.length > 0
  );
}

/**
 * The latest changes of each folder, with which open views bring themselves up to date, so that no change is missed or
 * applied twice.
 */
export class ChangeLog {
  readonly #folders = new Map<FolderId, FolderLog>();

  record(changes: Changes): void {
    if (!isChange(changes)) return;
    const log = this.#logOf(changes.folderId);
    log.version++;
    log.recent.push(changes);
    if (log.recent.length > keptChanges) log.recent.shift();
  }

  version(folderId: FolderId): number {
    return this.#folders.get(folderId)?.version ?? 0;
  }

  /** The changes after `version`, oldest first; null when they are not kept any more. */
  since(folderId: FolderId, version: number): readonly Changes[] | null {
    const log = this.#logOf(folderId);
    const missed = log.version - version;
    if (missed > log.recent.length) return null;
    const changes = missed === 0 ? [] : log.recent.slice(-missed);
    const messages = changes.reduce((sum, change) => sum + change.added.length + change.removed.length, 0);
    return messages > keptMessages || changes.some((change) => change.rebuilt) ? null : changes;
  }

  #logOf(folderId: FolderId): FolderLog {
    const known = this.#folders.get(folderId);
    if (known) return known;
    const log: FolderLog = { version: 0, recent: [] };
    this.#folders.set(folderId, log);
    return log;
  }
}
