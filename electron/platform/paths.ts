import { mkdirSync } from 'node:fs';
import { isAbsolute, join, resolve } from 'node:path';
import { ownArguments } from './launch-arguments.ts';

interface PathsApp {
  getPath(name: 'appData'): string;
  setPath(name: 'userData' | 'sessionData' | 'crashDumps', path: string): void;
}

interface ProfileSource {
  readonly argv: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly workingFolder: string;
}

/** The folder named by `--profile <folder>`, `--profile=<folder>` or HERON_PROFILE (in this order), absolute; null for the default. */
export function requestedProfile(source: ProfileSource): string | null {
  const named = profileArgument(ownArguments(source.argv)) ?? source.environment['HERON_PROFILE'] ?? '';
  if (named.trim() === '') return null;
  return isAbsolute(named) ? named : resolve(source.workingFolder, named);
}

function profileArgument(argv: readonly string[]): string | null {
  for (const [index, argument] of argv.entries()) {
    if (argument === '--profile') return argv[index + 1] ?? null;
    if (argument.startsWith('--profile=')) return argument.slice('--profile='.length);
  }
  return null;
}

/**
 * Puts all state into the profile folder. Has to run before anything else asks Electron for a path, and before the single-instance
 * lock (which lives in userData), so that two profiles are two instances.
 * @returns the profile folder, which exists, readable by this user only
 */
export function adoptProfile(app: PathsApp, source: ProfileSource): string {
  const folder = requestedProfile(source) ?? join(app.getPath('appData'), 'Heron');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  app.setPath('userData', folder);
  app.setPath('sessionData', join(folder, 'chromium'));
  app.setPath('crashDumps', join(folder, 'crashes'));
  return folder;
}
