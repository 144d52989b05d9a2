import type { NamespaceKind } from '../../shared/mail.ts';

/** One of a server's namespaces (RFC 2342), without its delimiter: each folder has its own from LIST. */
export interface FolderNamespace {
  readonly kind: NamespaceKind;
  /** What the paths of its folders begin with, for example "INBOX." or "#Public"; often empty. */
  readonly prefix: string;
}

/** The namespace of a server that has no others: the user's own folders, without a prefix. */
export const onlyNamespace: FolderNamespace = { kind: 'personal', prefix: '' };

const kindsInOrder: readonly NamespaceKind[] = ['personal', 'other', 'shared'];

/**
 * The namespace that a folder lies in: the one with the longest prefix that fits. INBOX lies in the first personal
 * namespace, whose prefix is that of new folders.
 */
export function namespaceOf(
  path: string,
  delimiter: string | null,
  namespaces: readonly FolderNamespace[],
): FolderNamespace {
  const comparable = inboxInCapitals(path, delimiter);
  const first = namespaces.find(({ kind }) => kind === 'personal') ?? onlyNamespace;
  if (comparable === 'INBOX') return first;
  const [best = onlyNamespace] = namespaces
    .filter(({ prefix }) => {
      const known = inboxInCapitals(prefix, delimiter);
      return comparable.startsWith(known) || comparable + delimiter === known;
    })
    .sort((a, b) => b.prefix.length - a.prefix.length || kindsInOrder.indexOf(a.kind) - kindsInOrder.indexOf(b.kind));
  return best;
}

/** A path with its first level in capitals if that is the inbox, which is the same in any case (RFC 9051 section 5.1). */
export function inboxInCapitals(path: string, delimiter: string | null): string {
  const isInbox = /^inbox/i.test(path) && (path.length === 5 || path[5] === delimiter);
  return isInbox ? `INBOX${path.slice(5)}` : path;
}
