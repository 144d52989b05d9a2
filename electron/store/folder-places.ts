import type { FolderRole, NamespaceKind } from '../../shared/mail.ts';
import { type FolderNamespace, inboxInCapitals } from '../mail/namespaces.ts';

/** Special folders come first at their level, in this order. */
const rolesInOrder: readonly FolderRole[] = ['inbox', 'drafts', 'sent', 'archive', 'all', 'flagged', 'junk', 'trash'];
const kindsInOrder: readonly NamespaceKind[] = ['personal', 'other', 'shared'];

const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });

/** What a folder's place depends on. */
export interface PlaceableFolder {
  readonly path: string;
  /** The last level of the path, as shown. */
  readonly name: string;
  readonly delimiter: string | null;
  readonly role: FolderRole | null;
  readonly selectable: boolean;
  readonly namespace: FolderNamespace;
}

/** A folder at its place in the tree. */
export interface PlacedFolder<F> {
  readonly folder: F;
  /** How many of the listed folders contain it. */
  readonly depth: number;
  /** The levels between it and its parent that are not listed, each with a delimiter behind it. */
  readonly unlistedLevels: string;
}

interface Node<F> extends PlaceableFolder {
  readonly folder: F;
  /** The path, with the inbox at its first level in capitals. */
  readonly comparable: string;
  parent: Node<F> | null;
  unlistedLevels: string;
  readonly children: Node<F>[];
}

/**
 * Folders as the tree that they are: children after their parent, special folders first at each level, then by name;
 * the user's own before those of others. The parent of a folder is the listed folder with the longest path that its
 * own begins with, level by level, and that lies in its namespace: where all folders have the prefix "INBOX." they
 * stand beside the inbox. A folder without such a parent stands at the top.
 */
export function placeFolders<F extends PlaceableFolder>(folders: readonly F[]): PlacedFolder<F>[] {
  const tops = findParents(folders.map(newNode));
  const placed: PlacedFolder<F>[] = [];
  // A stack of its own, because a hostile path may have thousands of levels.
  const open = tops
    .sort(compareNodes)
    .reverse()
    .map((node) => ({ node, depth: 0 }));
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { node, depth } = next;
    placed.push({ folder: node.folder, depth, unlistedLevels: node.unlistedLevels });
    for (const child of node.children.sort(compareNodes).reverse()) open.push({ node: child, depth: depth + 1 });
  }
  return placed;
}

function newNode<F extends PlaceableFolder>(folder: F): Node<F> {
  const { path, name, delimiter, role, selectable, namespace } = folder;
  const comparable = inboxInCapitals(path, delimiter);
  return {
    folder,
    path,
    name,
    delimiter,
    role,
    selectable,
    namespace,
    comparable,
    parent: null,
    unlistedLevels: '',
    children: [],
  };
}

/** Gives each node its parent; returns those without. */
function findParents<F>(nodes: readonly Node<F>[]): Node<F>[] {
  const tops: Node<F>[] = [];
  // In this order each path follows directly those that it begins with.
  const above: Node<F>[] = [];
  for (const node of [...nodes].sort(
    (a, b) => compareText(a.comparable, b.comparable) || compareText(a.path, b.path),
  )) {
    while (above.length > 0 && !node.comparable.startsWith(above.at(-1)?.comparable ?? '')) above.pop();
    const parent = parentAmong(above, node);
    node.parent = parent;
    node.unlistedLevels = unlistedLevelsOf(node);
    if (parent === null) tops.push(node);
    else parent.children.push(node);
    above.push(node);
  }
  return tops;
}

/** The folder with the longest path; of "INBOX/Lists" and "Inbox/Lists", which may both be listed, the one spelled the same. */
function parentAmong<F>(above: readonly Node<F>[], node: Node<F>): Node<F> | null {
  const longest = above.findLast((candidate) => contains(candidate, node));
  const same = above.findLast(
    (candidate) =>
      candidate.comparable === longest?.comparable && node.path.startsWith(candidate.path) && contains(candidate, node),
  );
  return same ?? longest ?? null;
}

/** Whether a folder whose path the other one's begins with contains it. */
function contains<F>(parent: Node<F>, child: Node<F>): boolean {
  return (
    child.delimiter !== null &&
    child.comparable[parent.comparable.length] === child.delimiter &&
    parent.namespace.prefix === child.namespace.prefix &&
    !isRoot(parent)
  );
}

/** Whether a folder stands for its namespace and contains nothing: the inbox of "INBOX.", or "#Public" that holds no mail. */
function isRoot<F>({ comparable, delimiter, selectable, namespace: { prefix } }: Node<F>): boolean {
  if (prefix === '' || (selectable && comparable !== 'INBOX')) return false;
  const root = inboxInCapitals(prefix, delimiter);
  return comparable === root || comparable + delimiter === root;
}

function unlistedLevelsOf<F>({ path, comparable, delimiter, parent, namespace }: Node<F>): string {
  if (delimiter === null) return '';
  const prefix = inboxInCapitals(namespace.prefix, delimiter);
  const isBelowPrefix = comparable.startsWith(prefix) && comparable.length > prefix.length;
  let start = isBelowPrefix ? prefix.length : 0;
  if (parent !== null) start = parent.comparable.length;
  if (comparable[start] === delimiter && start > 0) start += 1;
  return path.slice(start, Math.max(start, path.lastIndexOf(delimiter) + 1));
}

function compareNodes<F>(a: Node<F>, b: Node<F>): number {
  return (
    kindsInOrder.indexOf(a.namespace.kind) - kindsInOrder.indexOf(b.namespace.kind) ||
    rankOf(a.role) - rankOf(b.role) ||
    collator.compare(a.unlistedLevels + a.name, b.unlistedLevels + b.name) ||
    compareText(a.path, b.path)
  );
}

function rankOf(role: FolderRole | null): number {
  return role === null ? rolesInOrder.length : rolesInOrder.indexOf(role);
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
