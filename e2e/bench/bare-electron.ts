import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { _electron as electron } from '@playwright/test';
import { resolveElectron } from '../../build/scripts/electron-runtime.mjs';
import { cleanEnvironment } from '../app.ts';
import { processorSeconds, proportionalMemory } from './processes.ts';

/** What Electron itself needs on this machine for one empty window: no program made with it starts sooner or is smaller. */
export interface BareElectron {
  /** Milliseconds from its start until the window's page has loaded, as seen by Playwright. */
  readonly start: number;
  /** Processor seconds until then, of all its processes. */
  readonly processor: number;
  /** Proportional set size of all its processes, in MB. */
  readonly memory: number;
}

const program = `const { app, BrowserWindow } = require('electron');
void app.whenReady().then(() => {
  const window = new BrowserWindow({ show: false, width: 1280, height: 800 });
  window.once('ready-to-show', () => window.show());
  void window.loadURL('data:text/html,<title>Empty</title>');
});
`;

/** Starts Electron with an empty window in the way that journeys start Heron, and ends it again. */
export async function measureBareElectron(): Promise<BareElectron> {
  const folder = await mkdtemp(join(tmpdir(), 'heron-bare-'));
  try {
    await writeFile(join(folder, 'package.json'), JSON.stringify({ name: 'bare', main: 'main.js' }));
    await writeFile(join(folder, 'main.js'), program);
    const { executablePath } = await resolveElectron();
    const started = performance.now();
    const app = await electron.launch({
      executablePath,
      args: [
        ...(process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : []),
        '--password-store=basic',
        '-r',
        resolve(import.meta.dirname, '../hold-ready.cjs'),
        folder,
        `--user-data-dir=${join(folder, 'profile')}`,
      ],
      cwd: folder,
      env: cleanEnvironment(),
    });
    const window = app.windows()[0] ?? (await app.waitForEvent('window'));
    await window.waitForURL(/^data:/);
    const { pid } = app.process();
    if (pid === undefined) throw new Error('Electron has ended.');
    const start = performance.now() - started;
    const figures = { start, processor: await processorSeconds(pid), memory: await proportionalMemory(pid) };
    await app.close();
    return figures;
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
