/**
 * A rename of a folder, which also renames those within it (RFC 9051 section 6.3.6). `delimiter` null: it contains
 * none.
 */
export interface Rename {
  readonly from: string;
  readonly to: string;
  readonly delimiter: string | null;
}

/** A path after a rename. @param itself whether the renamed folder's own path changes, or only the paths within it */
export function renamedPath({ from, to, delimiter }: Rename, path: string, itself = true): string {
  if (path === from) return itself ? to : path;
  return isWithin(path, from, delimiter) ? to + path.slice(from.length) : path;
}

/** Whether a folder lies below another one. */
export function isWithin(path: string, parent: string, delimiter: string | null): boolean {
  return delimiter !== null && path.startsWith(parent + delimiter);
}

/** The last level of a path. */
export function lastName(path: string, delimiter: string | null): string {
  return (delimiter === null ? undefined : path.split(delimiter).at(-1)) ?? path;
}
