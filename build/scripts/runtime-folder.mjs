import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

/** The repository's root folder. */
export const repositoryRoot = path.resolve(fileURLToPath(new URL('../..', import.meta.url)));

/** Where runtimes are kept: in the repository, ignored by git, and nowhere else on the machine. */
export const runtimeFolder = path.join(repositoryRoot, '.runtime');

/** Makes an empty folder for unfinished work, on the same disk as the result, so that a rename completes it. */
export function makeTemporaryFolder(parent) {
  const folder = path.join(parent, `tmp-${process.pid}-${randomUUID().slice(0, 8)}`);
  mkdirSync(folder, { recursive: true });
  return folder;
}

/** Removes the unfinished folders of killed processes (`tmp-<pid>-…` whose process has ended). */
export function removeAbandoned(parent) {
  if (!existsSync(parent)) return;
  for (const name of readdirSync(parent)) {
    const pid = /^tmp-(\d+)-/.exec(name)?.[1];
    if (pid !== undefined && !isAlive(Number(pid))) rmSync(path.join(parent, name), { recursive: true, force: true });
  }
}

/**
 * Moves a finished folder into place. If another process was faster, its result stays and ours is deleted: both were
 * made from the same verified bytes.
 */
export function publish(finished, target) {
  try {
    renameSync(finished, target);
  } catch (error) {
    if (!existsSync(target)) throw error;
    rmSync(finished, { recursive: true, force: true });
  }
}

/** Bytes in a folder, for noticing that a download makes progress. 0 if it is not there. */
export function folderSize(folder) {
  let total = 0;
  let entries = [];
  try {
    entries = readdirSync(folder, { withFileTypes: true });
  } catch {
    return 0;
  }
  for (const entry of entries) {
    const full = path.join(folder, entry.name);
    if (entry.isDirectory()) total += folderSize(full);
    else if (entry.isFile()) total += statSync(full, { throwIfNoEntry: false })?.size ?? 0;
  }
  return total;
}

/**
 * Runs `work` while no other process of this machine runs it under the same lock file. A lock whose owner is gone is taken
 * over. The lock saves a second download; being correct does not depend on it (see `publish`).
 */
export async function withLock(lockFile, work) {
  mkdirSync(path.dirname(lockFile), { recursive: true });
  while (!tryLock(lockFile)) await delay(200);
  try {
    return await work();
  } finally {
    rmSync(lockFile, { force: true });
  }
}

function tryLock(lockFile) {
  try {
    writeFileSync(lockFile, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
  }
  const age = Date.now() - (statSync(lockFile, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
  const owner = readOwner(lockFile);
  // An empty file is being written at this moment, unless it stays empty.
  const abandoned = owner === undefined ? age > 5_000 : !isAlive(owner);
  if (abandoned) rmSync(lockFile, { force: true });
  return false;
}

function readOwner(lockFile) {
  try {
    return Number.parseInt(readFileSync(lockFile, 'utf8'), 10) || undefined;
  } catch {
    return undefined;
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
