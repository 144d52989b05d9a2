import type { FolderRole } from '../../shared/mail.ts';
import { isWithinGmail } from '../mail/gmail-folders.ts';
import { type FolderNamespace, inboxInCapitals } from '../mail/namespaces.ts';
import { type NamedRole, roleNames } from './folder-role-names.ts';

/** What a folder's role depends on. */
export interface RoleCandidate {
  readonly path: string;
  /** The last part of the path. */
  readonly name: string;
  readonly delimiter: string | null;
  /** LIST's attributes, for example "\Trash" or XLIST's "\Spam". */
  readonly flags: ReadonlySet<string>;
  readonly selectable: boolean;
  readonly namespace: FolderNamespace;
}

/** The attributes of RFC 6154, and those of XLIST and older servers with the same meaning. */
const roleByFlag: Readonly<Record<string, FolderRole>> = {
  '\\inbox': 'inbox',
  '\\drafts': 'drafts',
  '\\sent': 'sent',
  '\\archive': 'archive',
  '\\junk': 'junk',
  '\\spam': 'junk',
  '\\trash': 'trash',
  '\\all': 'all',
  '\\allmail': 'all',
  '\\flagged': 'flagged',
  '\\starred': 'flagged',
};

const roleByName: ReadonlyMap<string, NamedRole> = new Map(
  (['drafts', 'sent', 'archive', 'junk', 'trash'] as const).flatMap((role) =>
    roleNames[role].map((name): [string, NamedRole] => [normalise(name), role]),
  ),
);

/**
 * The role of each folder: at most one folder has a role, and a folder has at most one role. The server's special-use
 * attributes go before well-known names. Names count only at the top level of the user's namespace or right below the
 * inbox ("Projects/Archive" is the user's own folder), and nothing counts in other people's: their trash is not the
 * user's. Among equal candidates the first in LIST wins.
 */
export function folderRoles(folders: readonly RoleCandidate[]): Map<string, FolderRole> {
  const roles = new Map<string, FolderRole>();
  const taken = new Set<FolderRole>();
  const assign = (path: string, role: FolderRole): void => {
    if (roles.has(path) || taken.has(role)) return;
    roles.set(path, role);
    taken.add(role);
  };
  const usable = folders.filter((folder) => folder.selectable && folder.namespace.kind === 'personal');
  for (const folder of usable) if (folder.path.toUpperCase() === 'INBOX') assign(folder.path, 'inbox');
  for (const folder of usable) {
    for (const flag of folder.flags) {
      const role = roleByFlag[flag.toLowerCase()];
      if (role) assign(folder.path, role);
    }
  }
  // On Gmail a folder "Archive" is a label of the user's, or of a program that knew no better: archived is what is in All
  // Mail alone.
  const isGmail = usable.some(({ path }) => roles.get(path) === 'all' && isWithinGmail(path));
  for (const folder of usable) {
    const role = roleByName.get(normalise(folder.name));
    if (role && isTopLevel(folder) && !(role === 'archive' && isGmail)) assign(folder.path, role);
  }
  return roles;
}

/** A namespace such as "INBOX." does not count as a level, nor does "[Gmail]/". */
function isTopLevel({ path, delimiter, namespace }: RoleCandidate): boolean {
  if (delimiter === null || delimiter === '') return true;
  const prefix = inboxInCapitals(namespace.prefix, delimiter);
  const comparable = inboxInCapitals(path, delimiter);
  const [first, ...deeper] = (comparable.startsWith(prefix) ? comparable.slice(prefix.length) : comparable)
    .split(delimiter)
    .slice(0, -1);
  return (
    deeper.length === 0 && (first === undefined || ['INBOX', '[GMAIL]', '[GOOGLE MAIL]'].includes(first.toUpperCase()))
  );
}

function normalise(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s_]+/g, ' ')
    .trim();
}
