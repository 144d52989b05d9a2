import { realpath } from 'node:fs/promises';
import { basename, isAbsolute, join, resolve, sep } from 'node:path';
import { type AppError, type Reply, success } from '../../shared/reply.ts';
import { notUsable, readForeignFile, readWantedFile } from '../platform/foreign-file.ts';

/** A profile that profiles.ini names. */
interface NamedProfile {
  readonly name: string;
  readonly path: string;
  readonly isRelative: boolean;
}

/** A folder with a prefs.js, or why none can be used. */
export interface ThunderbirdProfile {
  readonly name: string;
  readonly folder: string;
  readonly error: AppError | null;
}

const mostProfiles = 50;

/** Reads profiles.ini: sections `[Profile0]`, `[Profile1]` …, each with `Name`, `Path` and `IsRelative`. Others are left alone. */
export function parseProfiles(text: string): readonly NamedProfile[] {
  const profiles: NamedProfile[] = [];
  let section: Map<string, string> | null = null;
  const finish = () => {
    const path = section?.get('path') ?? '';
    if (path !== '' && profiles.length < mostProfiles) {
      profiles.push({ name: section?.get('name') ?? '', path, isRelative: section?.get('isrelative') !== '0' });
    }
  };
  for (const line of text.split(/\r?\n/)) {
    const header = /^\s*\[([^\]]*)\]\s*$/.exec(line);
    if (header !== null) {
      finish();
      section = /^Profile\d+$/i.test(header[1] ?? '') ? new Map() : null;
      continue;
    }
    const entry = /^\s*([A-Za-z]+)\s*=\s*(.*?)\s*$/.exec(line);
    if (entry !== null) section?.set((entry[1] ?? '').toLowerCase(), entry[2] ?? '');
  }
  finish();
  return profiles;
}

/**
 * The profiles that a folder of Thunderbird has. A relative path that leads out of the folder, also by a symbolic link, is not followed; a path of its own may
 * lie on another disk, as Thunderbird lets people choose, but not on a server, because Windows signs in there by itself. Null: there
 * is no profiles.ini. Errors: file_not_usable.
 */
export async function findProfiles(
  base: string,
  platform: NodeJS.Platform = process.platform,
): Promise<Reply<readonly ThunderbirdProfile[] | null>> {
  const listed = await readForeignFile(join(base, 'profiles.ini'));
  if (!listed.ok) return listed;
  if (listed.value === null) return success(null);
  const named = parseProfiles(listed.value);
  return success(
    await Promise.all(
      named.map(async ({ name, path, isRelative }) => {
        const folder = isRelative ? resolve(base, path) : path;
        const isAllowed = isRelative ? await liesWithin(folder, base, path) : isOwnDisk(path, platform);
        return {
          name: name === '' ? basename(folder) : name,
          folder,
          error: isAllowed ? null : notUsable('outside', path),
        };
      }),
    ),
  );
}

/** Whether a folder lies in another, when all symbolic links are followed. One that is not there lies where its path says. */
async function liesWithin(folder: string, base: string, path: string): Promise<boolean> {
  if (isAbsolute(path) || path.includes('\0')) return false;
  const [real, realBase] = await Promise.all([followed(folder), followed(base)]);
  return real.startsWith(realBase + sep);
}

async function followed(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch {
    return resolve(path);
  }
}

/** Whether a path is an absolute one of this computer: `\\server\share` and `//server/share` are not. */
function isOwnDisk(path: string, platform: NodeJS.Platform): boolean {
  if (path.includes('\0') || /^[\\/]{2}/.test(path)) return false;
  return platform === 'win32' ? /^[A-Za-z]:[\\/]/.test(path) : path.startsWith('/');
}

/** The preferences of a profile. Errors: file_not_usable. */
export function readPrefsFile(folder: string): Promise<Reply<string>> {
  return readWantedFile(join(folder, 'prefs.js'));
}
