import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type Browser, chromium, errors, type Page } from '@playwright/test';
import { electronFlags } from '../../build/scripts/environment.mjs';
import { cleanEnvironment } from '../app.ts';

/** The package under test (packageForTests in build/scripts/package.mjs): an unpacked folder, and what deb and rpm would have been made of. */
interface TestPackage {
  readonly folder: string;
  readonly executable: string;
  /** A JSON file. */
  readonly installers: string;
}

/** The package that `npm run test:package` has built. */
export function testPackage(): TestPackage {
  const folder = process.env['HERON_TEST_PACKAGE'];
  if (folder === undefined) throw new Error('No package was built: use npm run test:package.');
  return { folder, executable: join(folder, 'heron-mail'), installers: join(folder, '../installers.json') };
}

/**
 * A running packaged Heron. Its fuses disable Node's inspector, so it is controlled through the window's remote
 * debugging port.
 */
export interface PackagedHeron {
  readonly process: ChildProcess;
  /** What the program printed. */
  readonly output: readonly string[];
  /** The windows that are open. */
  windows(): Page[];
  /** The window that is open, or the one that opens next. */
  window(): Promise<Page>;
  /** Ends the program as the system does at the end of a session (SIGTERM), and waits for its end. */
  end(): Promise<void>;
}

interface StartOptions {
  readonly profile: string;
  /** The variables of the test organisation, the keyring and the session bus. */
  readonly environment: Readonly<Record<string, string>>;
  /** Further command line arguments. */
  readonly args?: readonly string[];
}

/** Starts the package's program without Playwright. */
export function spawnPackage({ profile, environment, args = [] }: StartOptions): ChildProcess {
  const flags = [...electronFlags(), '--password-store=gnome-libsecret', `--profile=${profile}`];
  return spawn(testPackage().executable, [...flags, ...args], {
    env: { ...cleanEnvironment(), HERON_UNDO_SECONDS: '0', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/**
 * Connects to a program that is starting. Playwright waits for the first page of each window that is there when it connects, and one that gets its page
 * just then makes it wait for ever: the next attempt finds the page there.
 */
async function connect(address: string): Promise<Browser> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await chromium.connectOverCDP(address, { timeout: 30_000 });
    } catch (error) {
      if (!(error instanceof errors.TimeoutError) || attempt === 4) throw error;
    }
  }
}

/** Starts the program and connects to it. */
export async function startPackage(options: StartOptions): Promise<PackagedHeron> {
  const child = spawnPackage({ ...options, args: ['--remote-debugging-port=0', ...(options.args ?? [])] });
  const output: string[] = [];
  child.stdout?.on('data', (chunk: Buffer) => void output.push(chunk.toString()));
  const browser = await connect(await debuggingAddress(child, output));
  return {
    process: child,
    output,
    windows: () => pagesOf(browser),
    window: async () => {
      const context = browser.contexts()[0];
      if (context === undefined) throw new Error('Heron has no session to look into.');
      const window = pagesOf(browser)[0] ?? (await context.waitForEvent('page'));
      await window.waitForLoadState('domcontentloaded');
      return window;
    },
    end: async () => {
      // Closes only the connection: the program has to end by itself.
      await browser.close();
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    },
  };
}

function pagesOf(browser: Browser): Page[] {
  return browser.contexts().flatMap((context) => context.pages());
}

/** The address on which Chromium listens for debugging; it prints this address at its start. */
function debuggingAddress(child: ChildProcess, output: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    if (child.stderr === null) throw new Error('The package has no output.');
    createInterface(child.stderr).on('line', (line) => {
      output.push(line);
      const address = /DevTools listening on (ws:\S+)/.exec(line)?.[1];
      if (address !== undefined) resolve(address);
    });
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`The package ended with ${code}:\n${output.join('\n')}`)));
  });
}
