import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { resolveElectron } from '../build/scripts/electron-runtime.mjs';
import { cleanEnvironment } from './app.ts';

interface TerminalOptions {
  readonly profile: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly keyring: { readonly environment: Readonly<Record<string, string>> };
  /** Called with all of stdout so far, whenever more of it came. */
  readonly onOutput?: (text: string) => void;
}

/** Runs a command of the built Heron as over ssh: there is no display. @returns what it said, and its exit code */
export async function inTerminal(args: readonly string[], options: TerminalOptions) {
  const runtime = await resolveElectron();
  const { DISPLAY: _display, WAYLAND_DISPLAY: _wayland, ...environment } = cleanEnvironment();
  const child = spawn(
    runtime.executablePath,
    [
      ...(process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      '--password-store=gnome-libsecret',
      '--ozone-platform=headless',
      resolve(import.meta.dirname, '..'),
      `--profile=${options.profile}`,
      ...args,
    ],
    {
      env: { ...environment, ...options.keyring.environment, ...options.environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString();
    options.onOutput?.(stdout);
  });
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, stdout, stderr };
}
