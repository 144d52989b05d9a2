import type { ImapFlow } from 'imapflow';
import { cleanText } from '../mail/clean-text.ts';
import type { RemoteFolder } from '../mail/remote-mail.ts';
import { canBeSent, decodeForDisplay, type FolderPaths } from './folder-names.ts';
import { folderRoles } from './folder-roles.ts';

/**
 * All folders by LIST "" "*" in one round trip, with roles (RFC 6154, XLIST, or well-known names). `paths` records each
 * name as the server spells it. CommandLog ends the connection when there are too many.
 */
export async function listFolders(client: ImapFlow, paths: FolderPaths): Promise<RemoteFolder[]> {
  // RFC 6154 lets a server tell special uses only when asked; imapflow asks with RETURN unless listOnly (2.10.2).
  const mustAsk = client.capabilities.has('SPECIAL-USE') && client.capabilities.has('LIST-EXTENDED');
  const listed = await client.list({ listOnly: !mustAsk });
  const seen = new Set<string>();
  const candidates = listed.flatMap((entry) => {
    const wire = entry.pathAsListed;
    if (wire === '') return [];
    const path = paths.learn(wire);
    if (seen.has(path)) return [];
    seen.add(path);
    const delimiter = typeof entry.delimiter === 'string' && entry.delimiter !== '' ? entry.delimiter : null;
    const last = (delimiter === null ? undefined : path.split(delimiter).at(-1)) ?? path;
    const flags = new Set([...entry.flags].map((flag) => flag.toLowerCase()));
    const selectable = !flags.has('\\noselect') && !flags.has('\\nonexistent') && canBeSent(wire);
    return [
      {
        path,
        name: cleanText(path === wire && last.includes('&') ? decodeForDisplay(last) : last, 200) || '?',
        delimiter,
        flags,
        selectable,
      },
    ];
  });
  const roles = folderRoles(candidates);
  return candidates.map(({ path, name, delimiter, selectable }) => ({
    path,
    name,
    delimiter,
    role: roles.get(path) ?? null,
    selectable,
  }));
}
