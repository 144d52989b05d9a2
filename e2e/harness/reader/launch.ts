import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join, resolve } from 'node:path';
import { type ElectronApplication, _electron as electron, type Page } from '@playwright/test';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { build } from 'vite';
import { resolveElectron } from '../../../build/scripts/electron-runtime.mjs';

const folder = resolve(import.meta.dirname);
const types: Readonly<Record<string, string>> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' };

/** The reader alone in a real Electron window. */
export interface ReaderWindow {
  readonly app: ElectronApplication;
  readonly page: Page;
  stop(): Promise<void>;
}

/** Builds the harness page, serves it on 127.0.0.1 and opens it in Electron. */
export async function launchReader(): Promise<ReaderWindow> {
  const output = await mkdtemp(join(tmpdir(), 'heron-reader-'));
  await build({
    configFile: false,
    logLevel: 'error',
    root: folder,
    base: './',
    plugins: [react(), tailwindcss()],
    build: { outDir: output, emptyOutDir: true, target: 'chrome130', modulePreload: { polyfill: false } },
  });
  // The page that draws mail, at the path where Heron has it.
  await build({
    configFile: false,
    logLevel: 'error',
    root: resolve(folder, '../../../renderer'),
    base: './',
    build: {
      outDir: output,
      emptyOutDir: false,
      target: 'chrome130',
      modulePreload: { polyfill: false },
      rollupOptions: { input: resolve(folder, '../../../renderer/reader/page/index.html') },
    },
  });
  const server = createServer(async (request, response) => {
    const path = new URL(request.url ?? '/', 'http://harness').pathname;
    const file = join(output, path === '/' ? 'index.html' : path);
    const bytes = await readFile(file).catch(() => null);
    response.writeHead(bytes === null ? 404 : 200, {
      'content-type': types[extname(file)] ?? 'application/octet-stream',
    });
    response.end(bytes);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { executablePath } = await resolveElectron();
  const app = await electron.launch({
    executablePath,
    args: [
      ...(process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      `--user-data-dir=${join(output, 'profile')}`,
      folder,
    ],
    env: { ...environment(), READER_HARNESS_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` },
  });
  const page = await app.firstWindow();
  await page.waitForFunction(() => 'reader' in window);
  return {
    app,
    page,
    async stop() {
      await app.close();
      server.close();
      server.closeAllConnections();
      await rm(output, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

function environment(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
