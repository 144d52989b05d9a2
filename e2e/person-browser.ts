import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { _electron as electron, type Page } from '@playwright/test';
import { resolveElectron } from '../build/scripts/electron-runtime.mjs';

/** The browser of the person who uses Heron: a separate program that shows one page. */
export interface PersonBrowser {
  readonly page: Page;
  close(): Promise<void>;
}

/** Opens a page in a Chromium of its own, which is another Electron with nothing of Heron in it. @param args more of Chromium's command line */
export async function openInBrowser(url: string, args: readonly string[] = []): Promise<PersonBrowser> {
  const profile = await mkdtemp(join(tmpdir(), 'heron-browser-'));
  const { executablePath } = await resolveElectron();
  const inherited = Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const app = await electron.launch({
    executablePath,
    args: [
      ...(process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      `--user-data-dir=${profile}`,
      ...args,
      resolve(import.meta.dirname, 'harness/browser'),
    ],
    env: { ...Object.fromEntries(inherited), PERSON_BROWSER_URL: url },
  });
  return {
    page: await app.firstWindow(),
    close: async () => {
      await app.close();
      await rm(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
