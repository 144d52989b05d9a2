import { isWithin } from '../mail/folder-path.ts';
import type { FolderNode } from '../store/mail-store.ts';

/** The server's hierarchy delimiter; null where there is none, or it is unknown. */
export function delimiterOf(nodes: readonly FolderNode[]): string | null {
  return nodes.find(({ delimiter }) => delimiter !== null)?.delimiter ?? null;
}

/**
 * The path of a new top-level folder: below INBOX if all folders of this server are (RFC 2342's personal namespace).
 */
export function topLevelPath(nodes: readonly FolderNode[], name: string): string {
  const delimiter = delimiterOf(nodes);
  const others = nodes.filter(({ path, pending }) => path !== 'INBOX' && !pending);
  const isBelowInbox = others.length > 0 && others.every(({ path }) => isWithin(path, 'INBOX', delimiter));
  return isBelowInbox ? `INBOX${delimiter}${name}` : name;
}
