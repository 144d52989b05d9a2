import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

/** Packages that Electron's window needs, by the names of Debian 12 and Ubuntu 22.04. */
const electronPackages = ['libgtk-3-0', 'libnss3', 'libasound2', 'libgbm1', 'libxss1', 'libnotify4', 'libsecret-1-0'];
/** What the tests need beside: a display, a session bus, a keyring, a real IMAP server. */
const testPackages = ['xvfb', 'xauth', 'dbus-x11', 'gnome-keyring', 'openssl', 'dovecot-imapd'];
/** Renamed where time_t became 64 bits wide: Debian 13, Ubuntu 24.04 and all later ones. */
const renamed = { 'libgtk-3-0': 'libgtk-3-0t64', libasound2: 'libasound2t64' };
const beforeRenaming = new Set([
  'stretch',
  'buster',
  'bullseye',
  'bookworm',
  'bionic',
  'focal',
  'jammy',
  'kinetic',
  'lunar',
  'mantic',
]);

/** The key=value lines of /etc/os-release; empty where there is no such file. */
export function parseOsRelease(text) {
  const entries = text.split('\n').map((line) => /^([A-Z_]+)="?(.*?)"?$/.exec(line.trim()));
  return Object.fromEntries(entries.filter(Boolean).map(([, key, value]) => [key, value]));
}

/** Whether this is Debian or made from it. */
export function isDebianLike(osRelease) {
  return [osRelease.ID, ...(osRelease.ID_LIKE ?? '').split(' ')].some((id) => id === 'debian' || id === 'ubuntu');
}

/**
 * The package names for a purpose on this release.
 * @param {'demo' | 'test'} purpose `demo` runs Electron; `test` brings its own display, keyring and servers too
 */
export function packagesFor(purpose, osRelease) {
  // A derivative (Mint, Pop) names the release that it is made from.
  const codename = osRelease.UBUNTU_CODENAME ?? osRelease.DEBIAN_CODENAME ?? osRelease.VERSION_CODENAME ?? '';
  const names = purpose === 'test' ? [...electronPackages, ...testPackages] : electronPackages;
  return names.map((name) => (beforeRenaming.has(codename) ? name : (renamed[name] ?? name)));
}

/** The package names in dpkg-query's output (`name status` lines) that are installed. */
export function installedIn(dpkgOutput) {
  const lines = dpkgOutput.split('\n').map((line) => line.trim().split(' '));
  return new Set(lines.filter(([, status]) => status === 'installed').map(([name]) => name));
}

/**
 * How the missing packages may be installed: only as root or in CI, never by sudo without the user's knowledge.
 * @returns {{ kind: 'nothing' } | { kind: 'print', text: string } | { kind: 'run', commands: string[][] }}
 */
export function planInstall({ missing, uid, ci }) {
  if (missing.length === 0) return { kind: 'nothing' };
  const install = ['apt-get', 'install', '-y', '--no-install-recommends', ...missing];
  if (uid !== 0 && !ci) {
    const dovecot = missing.includes('dovecot-imapd')
      ? '\n\nDebian starts Dovecot when it is installed. The tests start their own, so you may switch that one off:\n\n' +
        '  sudo systemctl disable --now dovecot'
      : '';
    const text = `Heron needs packages that are not installed. Install them with this command, then start again:\n\n  sudo apt-get update && sudo ${install.join(' ')}${dovecot}\n`;
    return { kind: 'print', text };
  }
  const prefix = uid === 0 ? [] : ['sudo', '-n'];
  const quiet = ['env', 'DEBIAN_FRONTEND=noninteractive'];
  const wait = ['-o', 'DPkg::Lock::Timeout=120', '-q'];
  return {
    kind: 'run',
    commands: [
      [...prefix, ...quiet, 'apt-get', ...wait, 'update'],
      [...prefix, ...quiet, 'apt-get', ...wait, ...install.slice(1)],
    ],
  };
}

/**
 * Sees to it that this machine has what the purpose needs. Installs (Debian, root or CI) or throws with the exact command.
 * @param {'demo' | 'test'} purpose
 */
export function ensureSystemPackages(purpose, { env = process.env, log = console.error } = {}) {
  if (process.platform !== 'linux') return;
  const osRelease = parseOsRelease(existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : '');
  if (!isDebianLike(osRelease)) return;
  const wanted = packagesFor(purpose, osRelease);
  const missing = missingOf(wanted);
  const plan = planInstall({ missing, uid: process.getuid(), ci: isCi(env) });
  if (plan.kind === 'nothing') return;
  if (plan.kind === 'print') throw new Error(plan.text);
  log(`Installing system packages: ${missing.join(' ')}`);
  for (const [command, ...args] of plan.commands) {
    const result = spawnSync(command, args, { stdio: ['ignore', 'ignore', 'inherit'] });
    if (result.status !== 0)
      throw new Error(
        `This failed: ${[command, ...args].join(' ')} (${result.error?.message ?? `code ${result.status}`})`,
      );
  }
  const still = missingOf(wanted);
  if (still.length > 0) throw new Error(`apt-get succeeded, but these packages are still missing: ${still.join(' ')}`);
}

function missingOf(wanted) {
  // dpkg-query ends with code 1 when one of the names is unknown, which is an answer here.
  const result = spawnSync('dpkg-query', ['-W', '-f', `\${Package} \${db:Status-Status}\n`, ...wanted], {
    encoding: 'utf8',
  });
  if (result.error) throw new Error(`dpkg-query could not be run: ${result.error.message}`);
  const installed = installedIn(result.stdout);
  return wanted.filter((name) => !installed.has(name));
}

/**
 * Why the tests that need servers can't run here, or undefined when they can. They are written for Dovecot 2.3: 2.4 has
 * another configuration language.
 */
export function whyNoServers({ platform = process.platform, readVersion = dovecotVersion } = {}) {
  if (platform === 'win32') return 'Dovecot, the IMAP server of these tests, does not run on Windows.';
  const version = readVersion();
  if (version === undefined) {
    const how = platform === 'darwin' ? '`brew install dovecot`' : "your distribution's package manager";
    return `Dovecot 2.3, the IMAP server of these tests, is not installed. Get it with ${how}.`;
  }
  if (!version.startsWith('2.3.')) return `These tests are written for Dovecot 2.3, and this machine has ${version}.`;
  return undefined;
}

function dovecotVersion() {
  const places = `${process.env.PATH ?? ''}:/usr/sbin:/usr/local/sbin:/opt/homebrew/sbin`;
  const result = spawnSync('dovecot', ['--version'], { encoding: 'utf8', env: { ...process.env, PATH: places } });
  return result.status === 0 ? result.stdout.trim() : undefined;
}

/** Whether the environment says that no one is watching (CI). */
export function isCi(env = process.env) {
  return env.CI !== undefined && env.CI !== '' && env.CI !== 'false' && env.CI !== '0';
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  try {
    ensureSystemPackages(process.argv[2] === 'test' ? 'test' : 'demo');
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
