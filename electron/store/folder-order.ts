import type { FolderRole } from '../../shared/mail.ts';

/** Special folders come first at their level, in this order. */
const rolesInOrder: readonly FolderRole[] = ['inbox', 'drafts', 'sent', 'archive', 'all', 'flagged', 'junk', 'trash'];
/** A hostile path of ten thousand delimiters is compared by its first levels only. */
const comparedLevels = 32;

const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });

interface Placed {
  readonly path: string;
  readonly delimiter: string | null;
  readonly role: FolderRole | null;
}

/** How deep a folder lies: 0 at the top. */
export function folderDepth({ path, delimiter }: Pick<Placed, 'path' | 'delimiter'>): number {
  return delimiter ? path.split(delimiter).length - 1 : 0;
}

/** Folders in the order of the tree: children after their parent, special folders first at each level, then by name. */
export function inTreeOrder<F extends Placed>(folders: readonly F[]): F[] {
  const roles = new Map(folders.map((folder) => [folder.path, folder.role]));
  return folders
    .map((folder) => ({ folder, levels: levelsOf(folder, roles) }))
    .sort((a, b) => compareLevels(a.levels, b.levels) || (a.folder.path < b.folder.path ? -1 : 1))
    .map(({ folder }) => folder);
}

interface Level {
  readonly rank: number;
  readonly name: string;
}

function levelsOf({ path, delimiter }: Placed, roles: ReadonlyMap<string, FolderRole | null>): Level[] {
  const names = delimiter ? path.split(delimiter, comparedLevels) : [path];
  let prefix = '';
  return names.map((name, index) => {
    prefix = index === 0 ? name : `${prefix}${delimiter}${name}`;
    return { rank: rankOf(roles.get(prefix) ?? null), name };
  });
}

function rankOf(role: FolderRole | null): number {
  return role === null ? rolesInOrder.length : rolesInOrder.indexOf(role);
}

function compareLevels(a: readonly Level[], b: readonly Level[]): number {
  for (const [index, left] of a.entries()) {
    const right = b[index];
    if (!right) return 1;
    const order =
      left.rank - right.rank || collator.compare(left.name, right.name) || compareText(left.name, right.name);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

/** Orders names that differ in case only, so that their children are not mixed. */
function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
