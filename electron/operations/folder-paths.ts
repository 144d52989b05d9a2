import type { FolderNode } from '../store/mail-store.ts';

/** The server's hierarchy delimiter; null where there is none, or it is unknown. */
export function delimiterOf(nodes: readonly FolderNode[]): string | null {
  return nodes.find(({ delimiter }) => delimiter !== null)?.delimiter ?? null;
}

/** The path of a new top-level folder: below the prefix of the user's own namespace (RFC 2342), which the inbox tells. */
export function topLevelPath(nodes: readonly FolderNode[], name: string): string {
  return `${nodes.find(({ path }) => path === 'INBOX')?.namespace.prefix ?? ''}${name}`;
}
