import type { Stats } from 'node:fs';
import { lstat } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/**
 * Where the administrator of a computer puts an organisation's profile, by system: places that only administrators may write to.
 * @param programData `%ProgramData%` of Windows
 */
export function managedPlace(platform: NodeJS.Platform, programData: string | undefined): string {
  const name = 'organisation.json';
  if (platform === 'win32') return join(programData ?? 'C:\\ProgramData', 'Heron', name);
  return platform === 'darwin' ? join('/Library/Application Support/Heron', name) : join('/etc/heron', name);
}

/**
 * Whether a file and its folder belong to somebody who may decide for everybody on this computer: root, and nobody else may write. Windows keeps that in
 * access lists that Node does not show, so there the folder's are trusted (docs/admin.md says how to set them).
 * @param owners user ids that count; root's, and in tests the tester's own
 */
export async function isManagedSafely(
  path: string,
  platform: NodeJS.Platform = process.platform,
  owners: readonly number[] = [0],
): Promise<boolean> {
  if (platform === 'win32') return true;
  try {
    const [file, folder] = await Promise.all([lstat(path), lstat(dirname(path))]);
    return [file, folder].every((facts) => isOwned(facts, owners));
  } catch {
    return false;
  }
}

function isOwned({ uid, mode }: Pick<Stats, 'uid' | 'mode'>, owners: readonly number[]): boolean {
  return owners.includes(uid) && (mode & 0o022) === 0;
}
