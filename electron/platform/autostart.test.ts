import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { desktopEntry, loginItems, startCommand, xdgAutostart } from './autostart.ts';

const packaged = { environment: {}, execPath: '/opt/Heron/heron', appPath: null, profile: null };

describe('what is started', () => {
  it('is the program, hidden, with the profile that was asked for', () => {
    expect(startCommand(packaged).argv).toEqual(['/opt/Heron/heron', '--hidden']);
    expect(startCommand({ ...packaged, profile: '/home/ada/Post fach' }).argv).toEqual([
      '/opt/Heron/heron',
      '--hidden',
      '--profile=/home/ada/Post fach',
    ]);
    expect(startCommand({ ...packaged, appPath: '/src/heron' }).argv).toEqual([
      '/opt/Heron/heron',
      '/src/heron',
      '--hidden',
    ]);
  });

  it('is the AppImage, not its mount point', () => {
    const environment = { APPIMAGE: '/home/ada/Heron.AppImage' };
    expect(startCommand({ ...packaged, environment, execPath: '/tmp/.mount_x/heron' }).argv[0]).toBe(
      '/home/ada/Heron.AppImage',
    );
  });

  it('is written as the Desktop Entry Specification asks', () => {
    const exec = (...argv: string[]) => /^Exec=(.*)$/m.exec(desktopEntry({ argv, profile: null }, ''))?.[1];
    expect(exec('/opt/Heron/heron', '--hidden')).toBe('/opt/Heron/heron --hidden');
    expect(exec('/opt/My Heron/heron', '--profile=/a b')).toBe('"/opt/My Heron/heron" "--profile=/a b"');
    expect(exec('/a/100%/heron')).toBe('/a/100%%/heron');
    // Four backslashes for one: quoted, and then escaped as a string.
    expect(exec('/a/b\\c')).toBe('"/a/b\\\\\\\\c"');
    expect(exec('/a/$HOME/`x`/"y"')).toBe('"/a/\\\\$HOME/\\\\`x\\\\`/\\\\"y\\\\""');
    expect(exec("/a/it's;&|<>()#*?~")).toBe(`"/a/it's;&|<>()#*?~"`);
    expect(exec('/a/line\nbreak')).toBe('"/a/line\\nbreak"');
  });
});

describe('the autostart folder', () => {
  let home: string;
  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'heron-autostart-'));
  });
  afterEach(() => rm(home, { recursive: true }));

  const at = (profile: string | null = null, environment: Record<string, string> = {}, execPath = '/opt/heron') =>
    xdgAutostart({
      environment,
      homeFolder: home,
      command: startCommand({ environment, execPath, appPath: null, profile }),
      comment: () => 'Mail',
    });
  const file = () => join(home, '.config/autostart/heron.desktop');
  const entry = () => readFile(file(), 'utf8').catch(() => null);

  it('gets an entry, and loses it', async () => {
    const autostart = at();
    await autostart.set(false);
    expect(await entry()).toBeNull();
    await autostart.set(true);
    expect(await entry()).toBe(
      [
        '[Desktop Entry]',
        'Type=Application',
        'Name=Heron',
        'Comment=Mail',
        'Exec=/opt/heron --hidden',
        'Terminal=false',
        'StartupNotify=false',
        'X-GNOME-Autostart-enabled=true',
        '',
      ].join('\n'),
    );
    await autostart.set(false);
    expect(await readdir(join(home, '.config/autostart'))).toEqual([]);
  });

  it('is where XDG_CONFIG_HOME says, when that is absolute', async () => {
    await at(null, { XDG_CONFIG_HOME: join(home, 'elsewhere') }).set(true);
    expect(await readdir(join(home, 'elsewhere/autostart'))).toEqual(['heron.desktop']);
    await at(null, { XDG_CONFIG_HOME: 'relative' }).set(true);
    expect(await entry()).not.toBeNull();
  });

  it('keeps another profile’s entry', async () => {
    const odd = '/home/a\\b\nc';
    await at(odd).set(true);
    await at().set(false);
    await at('/home/other').set(false);
    expect(await entry()).not.toBeNull();
    await at(odd).set(false);
    expect(await entry()).toBeNull();
  });

  it('follows a Heron that moved, and leaves alone what the user did elsewhere', async () => {
    await at(null, {}, '/new/heron').refresh();
    expect(await entry()).toBeNull();
    await at().set(true);
    await at(null, {}, '/new/heron').refresh();
    expect(await entry()).toContain('Exec=/new/heron --hidden');
    const switchedOff = (await entry())?.replace('enabled=true', 'enabled=false') ?? '';
    await writeFile(file(), switchedOff);
    await at().refresh();
    expect(await entry()).toBe(switchedOff);
  });

  it('says when it cannot be written', async () => {
    await writeFile(join(home, '.config'), 'a file');
    await expect(at().set(true)).rejects.toThrow();
  });

  it('is not reached from within Flatpak and Snap', () => {
    expect(at().isPossible).toBe(true);
    expect(at(null, { FLATPAK_ID: 'app.heron.mail' }).isPossible).toBe(false);
    expect(at(null, { SNAP: '/snap/heron/1' }).isPossible).toBe(false);
  });
});

it('is the system’s list on macOS and Windows, for a packaged Heron', async () => {
  const asked: unknown[] = [];
  const app = { setLoginItemSettings: (settings: unknown) => asked.push(settings) };
  const autostart = loginItems(app, true, startCommand({ ...packaged, profile: 'C:\\Post fach' }));
  await autostart.set(true);
  await autostart.set(false);
  const entry = { path: '/opt/Heron/heron', args: ['--hidden', '"--profile=C:\\Post fach"'] };
  expect(asked).toEqual([
    { openAtLogin: true, ...entry },
    { openAtLogin: false, ...entry },
  ]);
  expect(autostart.isPossible).toBe(true);
  expect(loginItems(app, false, startCommand(packaged)).isPossible).toBe(false);
});
