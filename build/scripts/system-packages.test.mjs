import { describe, expect, it } from 'vitest';
import {
  installedIn,
  isCi,
  isDebianLike,
  packagesFor,
  parseOsRelease,
  planInstall,
  whyNoServers,
} from './system-packages.mjs';

const bookworm = { ID: 'debian', VERSION_CODENAME: 'bookworm' };
const noble = { ID: 'ubuntu', ID_LIKE: 'debian', VERSION_CODENAME: 'noble', UBUNTU_CODENAME: 'noble' };

describe('packagesFor', () => {
  it('needs no servers, display or keyring to run the demo', () => {
    const names = packagesFor('demo', bookworm);
    expect(names).toContain('libgtk-3-0');
    expect(names).toContain('libasound2');
    expect(names.filter((name) => /dovecot|xvfb|keyring/.test(name))).toEqual([]);
  });

  it('adds them for the tests', () => {
    const names = packagesFor('test', bookworm);
    expect(names).toEqual(
      expect.arrayContaining([...packagesFor('demo', bookworm), 'xvfb', 'dbus-x11', 'gnome-keyring', 'dovecot-imapd']),
    );
  });

  it('knows the names of releases with 64-bit time', () => {
    for (const release of [
      noble,
      { ID: 'debian', VERSION_CODENAME: 'trixie' },
      { ID: 'linuxmint', ID_LIKE: 'ubuntu debian', VERSION_CODENAME: 'wilma', UBUNTU_CODENAME: 'noble' },
    ]) {
      const names = packagesFor('test', release);
      expect(names).toEqual(expect.arrayContaining(['libgtk-3-0t64', 'libasound2t64', 'libnss3']));
      expect(names).not.toContain('libasound2');
    }
    expect(packagesFor('demo', { ID: 'pop', UBUNTU_CODENAME: 'jammy' })).toContain('libasound2');
  });
});

describe('parseOsRelease', () => {
  it('reads quoted and plain values, and tells Debian’s family from others', () => {
    const mint = parseOsRelease('NAME="Linux Mint"\nID=linuxmint\nID_LIKE="ubuntu debian"\n# x\nnonsense\n');
    expect(mint).toEqual({ NAME: 'Linux Mint', ID: 'linuxmint', ID_LIKE: 'ubuntu debian' });
    expect(isDebianLike(mint)).toBe(true);
    expect(isDebianLike({ ID: 'fedora' })).toBe(false);
    expect(isDebianLike(parseOsRelease(''))).toBe(false);
  });
});

describe('installedIn', () => {
  it('takes a removed package with left-over configuration for missing', () => {
    expect([...installedIn('xvfb installed\ndovecot-imapd config-files\nxauth not-installed\n')]).toEqual(['xvfb']);
  });
});

describe('planInstall', () => {
  const missing = ['xvfb', 'dovecot-imapd'];

  it('does nothing when nothing is missing', () => {
    expect(planInstall({ missing: [], uid: 1000, ci: false })).toEqual({ kind: 'nothing' });
  });

  it('never uses sudo on a person’s machine: it prints the exact command', () => {
    const plan = planInstall({ missing, uid: 1000, ci: false });
    expect(plan.kind).toBe('print');
    expect(plan.text).toContain(
      'sudo apt-get update && sudo apt-get install -y --no-install-recommends xvfb dovecot-imapd\n',
    );
    expect(plan.text).toContain('disable --now dovecot');
  });

  it('updates first and installs as root', () => {
    const plan = planInstall({ missing, uid: 0, ci: false });
    expect(plan.commands.map((command) => command.filter((word) => !word.startsWith('-')).join(' '))).toEqual([
      'env DEBIAN_FRONTEND=noninteractive apt-get DPkg::Lock::Timeout=120 update',
      'env DEBIAN_FRONTEND=noninteractive apt-get DPkg::Lock::Timeout=120 install xvfb dovecot-imapd',
    ]);
  });

  it('uses sudo in CI, without ever asking for a password', () => {
    const plan = planInstall({ missing, uid: 1001, ci: true });
    expect(plan.commands.map((command) => command.slice(0, 2))).toEqual([
      ['sudo', '-n'],
      ['sudo', '-n'],
    ]);
  });
});

describe('whyNoServers', () => {
  it('says what is missing on each system', () => {
    expect(whyNoServers({ platform: 'win32' })).toMatch(/does not run on Windows/);
    expect(whyNoServers({ platform: 'darwin', readVersion: () => undefined })).toMatch(/brew install dovecot/);
    expect(whyNoServers({ platform: 'linux', readVersion: () => '2.4.1 (7d8c0e5759)' })).toMatch(/2\.3.*2\.4\.1/);
    expect(whyNoServers({ platform: 'linux', readVersion: () => '2.3.19.1 (9b53102964)' })).toBeUndefined();
  });
});

describe('isCi', () => {
  it('takes CI=false for a person', () => {
    expect([{ CI: 'true' }, { CI: '1' }, { CI: 'false' }, { CI: '' }, {}].map(isCi)).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
  });
});
