import type { FolderRole } from '../../shared/mail.ts';
import { type NamedRole, roleNames } from './folder-role-names.ts';

/** A folder as far as its role depends on it. */
export interface RoleCandidate {
  readonly path: string;
  /** The last part of the path. */
  readonly name: string;
  readonly delimiter: string | null;
  /** LIST's attributes, for example "\Trash" or XLIST's "\Spam". */
  readonly flags: ReadonlySet<string>;
  readonly selectable: boolean;
}

/** RFC 6154, and what XLIST and older servers say for the same. */
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
 * Which folder has which role: exactly one folder a role, at most one role a folder. What the server says (special-use) goes
 * before well-known names, and these count at the top or right below the inbox only ("Projects/Archive" is somebody's own). Then LIST's order decides.
 */
export function folderRoles(folders: readonly RoleCandidate[]): Map<string, FolderRole> {
  const roles = new Map<string, FolderRole>();
  const taken = new Set<FolderRole>();
  const assign = (path: string, role: FolderRole): void => {
    if (roles.has(path) || taken.has(role)) return;
    roles.set(path, role);
    taken.add(role);
  };
  const usable = folders.filter((folder) => folder.selectable);
  for (const folder of usable) if (folder.path.toUpperCase() === 'INBOX') assign(folder.path, 'inbox');
  for (const folder of usable) {
    for (const flag of folder.flags) {
      const role = roleByFlag[flag.toLowerCase()];
      if (role) assign(folder.path, role);
    }
  }
  for (const folder of usable) {
    const role = roleByName.get(normalise(folder.name));
    if (role && isTopLevel(folder)) assign(folder.path, role);
  }
  return roles;
}

/** A namespace such as "INBOX." or "[Gmail]/" does not count as a level. */
function isTopLevel(folder: RoleCandidate): boolean {
  if (folder.delimiter === null || folder.delimiter === '') return true;
  const [first, ...deeper] = folder.path.split(folder.delimiter).slice(0, -1);
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
