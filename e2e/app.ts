import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type ElectronApplication, _electron as electron, expect, type Page } from '@playwright/test';
import { resolveElectron } from '../build/scripts/electron-runtime.mjs';

const project = resolve(import.meta.dirname, '..');

/** A running Heron under test. */
export interface Heron {
  readonly app: ElectronApplication;
  readonly window: Page;
  readonly profile: string;
  /** Everything main printed and the page logged, for the canary check and for failures. */
  readonly output: string[];
  /** The window that is open, or the one that opens next. */
  nextWindow(): Promise<Page>;
  /** Quits as a user would. */
  quit(): Promise<void>;
  /** SIGKILL to the whole of it. */
  kill(): Promise<void>;
}

export interface LaunchOptions {
  /** A folder to keep across starts; without it a fresh one. */
  readonly profile?: string;
  /** HERON_EXTRA_CA, MICROSOFT_CLIENT_ID and so on; over an environment that has none of Heron's own. */
  readonly environment?: Readonly<Record<string, string>>;
  /** With a keyring of `startKeyring`: secrets are encrypted. Without: they live for the session. */
  readonly keyring?: { readonly environment: Readonly<Record<string, string>> };
  readonly colorScheme?: 'light' | 'dark';
  /** More of the command line, for example `--force-ui-direction=rtl`. */
  readonly args?: readonly string[];
}

/**
 * What every journey starts from, unless its environment says otherwise: changes go to the server at once (no time to undo them), no
 * tray (Xvfb has none), and main lets tests read what tray and notifications say.
 */
const testEnvironment = { HERON_UNDO_SECONDS: '0', HERON_TRAY: '0', HERON_TEST_HOOKS: '1' } as const;

/**
 * Heron opens no window before Playwright has connected. `electron.launch` waits for the first page of each window that is there when it
 * connects: one that never gets a page makes it hang with both inspectors connected, and holding `ready` prevents that. The rare hang of Heron's
 * own start looked the same, but was not caught in the act, so that this is its cause is likely and not proven.
 */
const holdReady = ['-r', resolve(import.meta.dirname, 'hold-ready.cjs')];

/** Starts the built Heron on the resolved Electron and waits for its window. */
export async function launchHeron(options: LaunchOptions = {}): Promise<Heron> {
  const heron = await launchHidden(options);
  return { ...heron, window: await heron.nextWindow() };
}

/** Heron without a window yet, as the system starts it with `--hidden`. */
export type HiddenHeron = Omit<Heron, 'window'>;

/** Starts it like `launchHeron`, and does not wait for a window. */
export async function launchHidden(options: LaunchOptions = {}): Promise<HiddenHeron> {
  const profile = options.profile ?? (await newProfile());
  const runtime = await resolveElectron();
  const output: string[] = [];
  const app = await electron.launch({
    executablePath: runtime.executablePath,
    args: [
      ...(process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      options.keyring === undefined ? '--password-store=basic' : '--password-store=gnome-libsecret',
      ...holdReady,
      project,
      `--profile=${profile}`,
      ...(options.args ?? []),
    ],
    cwd: project,
    env: { ...cleanEnvironment(), ...testEnvironment, ...options.keyring?.environment, ...options.environment },
    timeout: 60_000,
    ...(options.colorScheme === undefined ? {} : { colorScheme: options.colorScheme }),
  });
  await recordOpenedPages(app);
  app.process().stdout?.on('data', (chunk: Buffer) => void output.push(chunk.toString()));
  app.process().stderr?.on('data', (chunk: Buffer) => void output.push(chunk.toString()));
  app.on('window', (window) => {
    window.on('console', (message) => void output.push(`page ${message.type()}: ${message.text()}`));
    window.on('pageerror', (error) => void output.push(`page error: ${error.message}`));
  });
  return {
    app,
    nextWindow: async () => {
      const isMain = (page: Page) => !page.url().includes('?');
      const window = app.windows().find(isMain) ?? (await app.waitForEvent('window', { predicate: isMain }));
      // Not its load state: the empty page that a window begins with has loaded already.
      await window.waitForURL(/^app:\/\/heron\//, { waitUntil: 'domcontentloaded' });
      await isShown(app);
      return window;
    },
    profile,
    output,
    quit: () => app.close(),
    kill: async () => {
      const child = app.process();
      const ended = new Promise<void>((done) => child.once('exit', () => done()));
      child.kill('SIGKILL');
      await ended;
    },
  };
}

/**
 * Runs a function in main that may run twice. V8's inspector holds the promise that it waits for weakly, so a garbage collection while main is starting, before it
 * has settled, loses the answer (microsoft/playwright issue 33737).
 */
async function inStartingMain<T>(run: () => Promise<T>): Promise<T> {
  for (let times = 1; ; times += 1) {
    try {
      return await run();
    } catch (error) {
      if (times === 10 || !String(error).includes('garbage collected')) throw error;
    }
  }
}

/** No journey opens a browser of this computer: what Heron hands to it from now on is recorded. */
export async function recordOpenedPages(app: ElectronApplication): Promise<void> {
  await inStartingMain(() =>
    app.evaluate(({ shell }) => {
      const pages: string[] = [];
      Object.assign(globalThis, { openedPages: pages });
      shell.openExternal = async (url) => void pages.push(url);
    }),
  );
}

/** The page that Heron opened in the browser as the `count`-th since its start, or since `startOver`. */
export async function openedPage(heron: Pick<Heron, 'app'>, count: number): Promise<string> {
  const pages = () => heron.app.evaluate(() => (globalThis as unknown as { openedPages: string[] }).openedPages);
  await expect.poll(async () => (await pages()).length).toBeGreaterThanOrEqual(count);
  return (await pages())[count - 1] ?? '';
}

/** Starts it without a debugger, so that a journey sees what a user does; the caller ends it. @param args before Heron's own */
export async function spawnHeron({
  profile,
  args = [],
}: {
  profile: string;
  args?: readonly string[];
}): Promise<ChildProcess> {
  const runtime = await resolveElectron();
  return spawn(
    runtime.executablePath,
    [
      ...(process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      '--password-store=basic',
      ...args,
      project,
      `--profile=${profile}`,
    ],
    { cwd: project, env: { ...cleanEnvironment(), ...testEnvironment }, stdio: ['ignore', 'pipe', 'ignore'] },
  );
}

/** A window is shown with its first frame, a moment after its page is there; keys that are pressed before may go nowhere. */
async function isShown(app: ElectronApplication): Promise<void> {
  await inStartingMain(() =>
    app.evaluate(
      ({ BrowserWindow }) =>
        new Promise<void>((done) => {
          const window = BrowserWindow.getAllWindows()[0];
          if (window === undefined || window.isVisible()) done();
          else window.once('show', () => done());
        }),
    ),
  );
}

/** A fresh, empty profile folder; the caller removes it with `removeProfile`. */
export function newProfile(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'heron-profile-'));
}

export function removeProfile(profile: string): Promise<void> {
  return rm(profile, { recursive: true, force: true, maxRetries: 5 });
}

/** This process’s environment without what would reach Heron from outside the journey. */
export function cleanEnvironment(): Record<string, string> {
  const inherited = Object.entries(process.env).filter(
    ([name, value]) => value !== undefined && !/^(HERON_|MICROSOFT_|DBUS_|ELECTRON_RUN)/.test(name),
  );
  return Object.fromEntries(inherited) as Record<string, string>;
}
