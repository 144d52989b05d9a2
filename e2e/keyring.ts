import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** A D-Bus session with an unlocked gnome-keyring, as on a desktop. */
export interface Keyring {
  /** The variables by which a program finds the bus and the keyring. */
  readonly environment: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

/**
 * Starts both in the foreground, with their own home folder, and waits until the secret service owns its name on the
 * bus.
 */
export async function startKeyring(): Promise<Keyring> {
  const home = await mkdtemp(join(tmpdir(), 'heron-keyring-'));
  const bus = spawn('dbus-daemon', ['--session', '--nofork', '--print-address'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const address = await firstLine(bus);
  const environment = {
    DBUS_SESSION_BUS_ADDRESS: address,
    XDG_DATA_HOME: join(home, 'data'),
    XDG_RUNTIME_DIR: home,
    XDG_CURRENT_DESKTOP: 'GNOME',
  };
  const monitor = spawn(
    'dbus-monitor',
    [
      '--session',
      "type='signal',interface='org.freedesktop.DBus',member='NameOwnerChanged',arg0='org.freedesktop.secrets'",
    ],
    { env: { ...process.env, ...environment }, stdio: ['ignore', 'pipe', 'ignore'] },
  );
  const named = nameTaken(monitor);
  // The monitor first prints its own arrival on the bus: after that it misses nothing.
  await once(monitor.stdout ?? monitor, 'data');
  const daemon = spawn('gnome-keyring-daemon', ['--foreground', '--unlock', '--components=secrets'], {
    env: { ...process.env, ...environment, HOME: home },
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  daemon.stdin?.end('\n');
  await named;
  monitor.kill();
  return {
    environment,
    stop: async () => {
      for (const child of [daemon, bus]) {
        const ended = child.exitCode === null ? once(child, 'exit') : null;
        child.kill();
        await ended;
      }
      await rm(home, { recursive: true, force: true });
    },
  };
}

async function firstLine(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error('dbus-daemon has no output.');
  for await (const line of createInterface(child.stdout)) return line.trim();
  throw new Error('dbus-daemon ended without telling its address.');
}

function nameTaken(monitor: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let text = '';
    monitor.stdout?.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (/member=NameOwnerChanged[\s\S]*"org\.freedesktop\.secrets"[\s\S]*string ":\d/.test(text)) resolve();
    });
    monitor.once('exit', () => reject(new Error('dbus-monitor ended before the keyring was there.')));
  });
}
