import type { ImapFlow } from 'imapflow';
import { cleanText } from '../mail/clean-text.ts';
import { type FolderNamespace, namespaceOf } from '../mail/namespaces.ts';
import type { RemoteFolder } from '../mail/remote-mail.ts';
import { canBeSent, decodeForDisplay, type FolderPaths } from './folder-names.ts';
import { folderRoles } from './folder-roles.ts';

/** A folder as LIST names it; a name that LIST has twice is one folder. */
interface ListedFolder {
  readonly path: string;
  readonly name: string;
  readonly delimiter: string | null;
  readonly flags: Set<string>;
  selectable: boolean;
}

/**
 * All folders by LIST "" "*" in one round trip, with roles (RFC 6154, XLIST, or well-known names). `paths` records each
 * name as the server spells it. CommandLog ends the connection when there are too many.
 *
 * @param namespaces what NAMESPACE told; null where the server does not know it
 */
export async function listFolders(
  client: ImapFlow,
  paths: FolderPaths,
  namespaces: readonly FolderNamespace[] | null,
): Promise<RemoteFolder[]> {
  // RFC 6154 lets a server tell special uses only when asked; imapflow asks with RETURN unless listOnly (2.10.2).
  const mustAsk = client.capabilities.has('SPECIAL-USE') && client.capabilities.has('LIST-EXTENDED');
  const listed = readListed(await client.list({ listOnly: !mustAsk }), paths);
  const known = namespaces ?? inferredNamespaces(listed);
  const folders = listed.map((folder) => ({
    ...folder,
    namespace: namespaceOf(folder.path, folder.delimiter, known),
  }));
  const roles = folderRoles(folders);
  return folders.map(({ path, name, delimiter, selectable, namespace }) => ({
    path,
    name,
    delimiter,
    role: roles.get(path) ?? null,
    selectable,
    namespace,
  }));
}

function readListed(entries: Awaited<ReturnType<ImapFlow['list']>>, paths: FolderPaths): ListedFolder[] {
  const byPath = new Map<string, ListedFolder>();
  for (const { pathAsListed: wire, delimiter: separator, flags: attributes } of entries) {
    if (wire === '') continue;
    const path = paths.learn(wire);
    const delimiter = typeof separator === 'string' && separator !== '' ? separator : null;
    const flags = new Set([...attributes].map((flag) => flag.toLowerCase()));
    const selectable = !flags.has('\\noselect') && !flags.has('\\nonexistent') && canBeSent(wire);
    const known = byPath.get(path);
    if (known === undefined) {
      byPath.set(path, { path, name: shownName(path, wire, delimiter), delimiter, flags, selectable });
      continue;
    }
    known.selectable ||= selectable;
    for (const flag of flags) known.flags.add(flag);
  }
  // RFC 9051 section 5.1: INBOX is always there, also where LIST leaves it out.
  const [first] = byPath.values();
  if (first !== undefined && !byPath.has('INBOX')) {
    const { delimiter } = first;
    byPath.set('INBOX', { path: 'INBOX', name: 'INBOX', delimiter, flags: new Set(), selectable: true });
  }
  return [...byPath.values()];
}

function shownName(path: string, wire: string, delimiter: string | null): string {
  const last = (delimiter === null ? undefined : path.split(delimiter).at(-1)) ?? path;
  return cleanText(path === wire && last.includes('&') ? decodeForDisplay(last) : last, 200) || '?';
}

/** Without NAMESPACE: where all other folders lie below INBOX, new ones can only lie there too, and INBOX is no real parent. */
function inferredNamespaces(folders: readonly ListedFolder[]): FolderNamespace[] {
  const others = folders.filter(({ path }) => path !== 'INBOX');
  const isBelowInbox = others.every(({ path, delimiter }) => {
    return delimiter !== null && path.slice(0, 6).toUpperCase() === `INBOX${delimiter}`;
  });
  const prefix = others.length > 0 && isBelowInbox ? `INBOX${others[0]?.delimiter ?? ''}` : '';
  return [{ kind: 'personal', prefix }];
}
