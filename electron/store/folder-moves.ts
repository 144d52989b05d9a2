import { lastName, type Rename, renamedPath } from '../mail/folder-path.ts';
import { namespaceOf } from '../mail/namespaces.ts';
import { exactText, readExactText, storedText } from '../mail/stored-text.ts';
import type { Database } from './database.ts';
import { deleteFolderRow, type FolderRow, folderRows, nextBox, storedNamespace } from './folder-table.ts';
import type { FolderToCreate } from './pending-changes.ts';

/**
 * Adds a row for each folder that an operation is to create, and deletes such rows when no operation is to create them
 * any more. In the caller's transaction.
 */
export function placeNewFolders(db: Database, wanted: readonly FolderToCreate[]): void {
  const pending = db.all<FolderRow>('SELECT * FROM folders WHERE pending = 1');
  if (wanted.length === 0 && pending.length === 0) return;
  const paths = new Set(wanted.map(({ path }) => exactText(path)));
  for (const row of pending) if (!paths.has(row.path)) deleteFolderRow(db, row);
  const namespaces = folderRows(db).map(storedNamespace);
  for (const { path, delimiter } of wanted) {
    if (db.get('SELECT 1 FROM folders WHERE path = ?', exactText(path))) continue;
    const { kind, prefix } = namespaceOf(path, delimiter, namespaces);
    db.run(
      `INSERT INTO folders (box, path, name, delimiter, role, selectable, pending, namespace, namespace_prefix)
       VALUES (?, ?, ?, ?, NULL, 0, 1, ?, ?)`,
      nextBox(db),
      exactText(path),
      storedText(lastName(path, delimiter), 1_000),
      delimiter,
      kind,
      exactText(prefix),
    );
  }
}

/**
 * Gives a folder and those within it their new paths; the messages stay. In the caller's transaction. Returns whether
 * anything changed.
 */
export function renameFolderRows(db: Database, rename: Rename): boolean {
  const rows = folderRows(db).map((row) => ({ row, path: readExactText(row.path) }));
  const affected = rows.filter(({ path }) => renamedPath(rename, path) !== path);
  const taken = new Map(rows.map(({ row, path }) => [path, row]));
  let changed = false;
  for (const { row, path } of affected) {
    const newPath = renamedPath(rename, path);
    const inTheWay = taken.get(newPath);
    // LIST may have added the new path already. Its row is deleted, unless messages were stored in it.
    if (inTheWay !== undefined && inTheWay.stored > 0) continue;
    if (inTheWay !== undefined) deleteFolderRow(db, inTheWay);
    const name = path === rename.from ? storedText(lastName(newPath, rename.delimiter), 1_000) : row.name;
    db.run('UPDATE folders SET path = ?, name = ? WHERE id = ?', exactText(newPath), name, row.id);
    changed = true;
  }
  return changed;
}
