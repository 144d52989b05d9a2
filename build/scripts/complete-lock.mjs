import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { repositoryRoot } from './runtime-folder.mjs';

/**
 * Where a registry lacks a tool's binaries for other systems, `npm install` leaves them out of package-lock.json, and then
 * `npm ci` refuses that lock everywhere ("Missing: … from lock file"). This adds them, by the exact version that the tool's
 * own manifest names. They carry no integrity: it can't be known here, and is not made up. On a machine that has them
 * npm checks what the registry says; `npm install` on a full registry fills the hash in.
 *
 * Run after adding or updating a dependency: `node build/scripts/complete-lock.mjs`.
 */

/**
 * Optional dependencies that a lock names but does not hold.
 * @param {Record<string, object>} packages the lock's `packages`
 * @returns {{ name: string, range: string, parent: string }[]}
 */
export function missingOptional(packages) {
  const wanted = Object.entries(packages).flatMap(([parent, entry]) =>
    Object.entries(entry.optionalDependencies ?? {}).map(([name, range]) => ({ name, range, parent })),
  );
  return wanted.filter(({ name, parent }) => !isFound(packages, name, parent));
}

/**
 * Whether the lock holds a package where Node would look: in the parent's node_modules, then in each folder above it.
 */
function isFound(packages, name, parent) {
  const inside = parent === '' ? `node_modules/${name}` : `${parent}/node_modules/${name}`;
  if (packages[inside] !== undefined) return true;
  if (parent === '') return false;
  return isFound(packages, name, parent.slice(0, Math.max(0, parent.lastIndexOf('/node_modules/'))));
}

/**
 * The systems that a binary package is for, by the naming that napi-rs and Biome follow: `…-linux-x64-musl`.
 * @returns {{ os?: string[], cpu: string[], libc?: string[] }}
 */
export function systemOf(name) {
  if (name.endsWith('wasm32-wasi')) return { cpu: ['wasm32'] };
  const match =
    /(android|darwin|freebsd|linux|openharmony|win32)-(arm64|arm|ia32|ppc64|riscv64|s390x|x64)(?:-([a-z]+))?$/.exec(
      name,
    );
  if (match === null) throw new Error(`${name}: its name does not tell which system it is for`);
  const [, os, cpu, abi] = match;
  const libc = os === 'linux' && (abi === 'gnu' || abi === 'musl') ? { libc: [abi === 'gnu' ? 'glibc' : 'musl'] } : {};
  return { os: [os], cpu: [cpu], ...libc };
}

/** The lock with an entry for each missing binary, and how many were added. Throws for one not named by an exact version. */
export function completeLock(lock) {
  const added = missingOptional(lock.packages).map(({ name, range, parent }) => {
    if (!/^\d+\.\d+\.\d+$/.test(range))
      throw new Error(`${name}@${range}, wanted by ${parent}, is not an exact version`);
    const dev = lock.packages[parent].dev ? { dev: true } : {};
    return [`node_modules/${name}`, { version: range, ...dev, optional: true, ...systemOf(name) }];
  });
  const [root, ...others] = Object.entries(lock.packages);
  const sorted = [...others, ...added].sort(([a], [b]) => a.localeCompare(b, 'en'));
  return { lock: { ...lock, packages: Object.fromEntries([root, ...sorted]) }, added: added.length };
}

if (import.meta.url === pathToFileURL(path.resolve(process.argv[1] ?? '')).href) {
  const file = path.join(repositoryRoot, 'package-lock.json');
  const { lock, added } = completeLock(JSON.parse(readFileSync(file, 'utf8')));
  if (added > 0) writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
  console.log(`${added} added to package-lock.json`);
}
