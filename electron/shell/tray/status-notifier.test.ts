import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { type ProgramRunner, runProgram, sessionBus } from '../../platform/session-bus.ts';
import { findTray, hasStatusNotifierHost } from './status-notifier.ts';

const withBus = { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nowhere' };
const answering =
  (answer: string | null): ProgramRunner =>
  async () =>
    answer;

describe('the host of tray icons', () => {
  it.each<[string | null, boolean]>([
    ['(<true>,)\n', true],
    ['(<boolean true>,)', true],
    ['(<false>,)\n', false],
    ['(<"true">,)', false],
    ['true', false],
    ['', false],
    [null, false],
  ])('answers %j: %j', async (answer, expected) => {
    expect(await hasStatusNotifierHost(sessionBus(withBus, answering(answer)))).toBe(expected);
  });

  it('is asked for by one property', async () => {
    const asked: string[] = [];
    await hasStatusNotifierHost(
      sessionBus(withBus, async (program, argv) => {
        asked.push([program, ...argv].join(' '));
        return null;
      }),
    );
    expect(asked).toEqual([
      'gdbus call --session --dest org.kde.StatusNotifierWatcher --object-path /StatusNotifierWatcher --method ' +
        'org.freedesktop.DBus.Properties.Get org.kde.StatusNotifierWatcher IsStatusNotifierHostRegistered',
    ]);
  });
});

describe('the session bus', () => {
  const folder = mkdtempSync(join(tmpdir(), 'heron-bus-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const asks = async (environment: Record<string, string>) => {
    let asked = false;
    await hasStatusNotifierHost(
      sessionBus(environment, async () => {
        asked = true;
        return null;
      }),
    );
    return asked;
  };

  it('is never started by asking', async () => {
    expect(await asks({})).toBe(false);
    expect(await asks({ DBUS_SESSION_BUS_ADDRESS: '', XDG_RUNTIME_DIR: folder })).toBe(false);
    writeFileSync(join(folder, 'bus'), '');
    expect(await asks({ XDG_RUNTIME_DIR: folder })).toBe(true);
  });

  it('takes a program that is missing, or fails, for silence', async () => {
    expect(await runProgram(join(folder, 'gdbus'), [])).toBeNull();
    expect(
      await runProgram(process.execPath, ['-e', 'process.stdout.write("(<true>,)"); process.exitCode = 1']),
    ).toBeNull();
    expect(await runProgram(process.execPath, ['-e', 'process.stdout.write("(<true>,)")'])).toBe('(<true>,)');
  });

  it('ends a program that never answers', async () => {
    expect(await runProgram(process.execPath, ['-e', 'setInterval(() => {}, 1000)'])).toBeNull();
  });
});

describe('the tray', () => {
  const nobody = sessionBus({}, answering(null));
  const host = sessionBus(withBus, answering('(<true>,)'));

  it('is there on Windows and macOS, and on Linux where a host is', async () => {
    expect(await findTray({ platform: 'win32', environment: {}, bus: nobody })).toBe(true);
    expect(await findTray({ platform: 'darwin', environment: {}, bus: nobody })).toBe(true);
    expect(await findTray({ platform: 'linux', environment: {}, bus: nobody })).toBe(false);
    expect(await findTray({ platform: 'linux', environment: {}, bus: host })).toBe(true);
  });

  it('is what HERON_TRAY says', async () => {
    expect(await findTray({ platform: 'linux', environment: { HERON_TRAY: '1' }, bus: nobody })).toBe(true);
    expect(await findTray({ platform: 'win32', environment: { HERON_TRAY: '0' }, bus: host })).toBe(false);
    expect(await findTray({ platform: 'linux', environment: { HERON_TRAY: 'yes' }, bus: nobody })).toBe(false);
  });
});
