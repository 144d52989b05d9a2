import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Page } from '@playwright/test';
import { createServer } from 'vite';
import type { Diagnosis } from '../../shared/diagnosis.ts';
import { rungNames } from '../../shared/finding.ts';
import { sampleErrorOf } from '../../shared/verdict-samples.ts';
import { causesOf, type VerdictId, verdictIds } from '../../shared/verdicts.ts';
import { openInBrowser } from '../person-browser.ts';

/**
 * Draws the page of every verdict, in light and dark, nine on a sheet: `npx tsx e2e/harness/verdict-looks.ts [folder]`, by default
 * docs/screens/verdicts. `language=de` as second argument draws them in German.
 */
const folder = resolve(process.argv[2] ?? 'docs/screens/verdicts');
const language = process.argv[3] ?? '';
const perSheet = 9;
const schemes = ['light', 'dark'] as const;

/** A ladder that ended at the rung which the verdict is about, shortened to the rungs around it. */
function diagnosisOf(verdict: VerdictId): Diagnosis {
  const failing = causesOf(verdict)[0]?.rungs?.[0] ?? 'sign_in';
  const at = rungNames.indexOf(failing);
  const shown = rungNames.slice(Math.max(0, at - 1), at + 1);
  const error = sampleErrorOf(verdict);
  const rungs = shown.map((name, index) => {
    const failed = error !== null && index === shown.length - 1;
    const state = failed ? ('failed' as const) : ('passed' as const);
    return {
      name,
      state,
      startedAt: 0,
      durationMs: 41,
      error: failed ? error : null,
      skipped: null,
      facts: [],
      said: [],
    };
  });
  return { rungs, verdict, error };
}

async function draw(page: Page, verdict: VerdictId, scheme: (typeof schemes)[number]): Promise<Buffer> {
  await page.emulateMedia({ colorScheme: scheme });
  await page.evaluate(
    async ([reply, path]) => {
      Reflect.get(window, 'harness').answer('diagnosis.run', reply);
      const [ui, accounts] = await Promise.all([
        import(/* @vite-ignore */ `${path}ui.ts`),
        import(/* @vite-ignore */ `${path}accounts.ts`),
      ]);
      ui.closeDialog();
      await new Promise((done) => requestAnimationFrame(done));
      ui.showDialog({ kind: 'diagnose', accountId: accounts.useAccounts.getState().accounts[0].account.id });
    },
    [{ ok: true, value: diagnosisOf(verdict) }, '/stores/'] as const,
  );
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('listitem').first().waitFor();
  await page.evaluate(() => Promise.all(document.getAnimations().map((each) => each.finished.catch(() => undefined))));
  return dialog.screenshot({ type: 'jpeg', quality: 80 });
}

async function sheet(page: Page, pictures: readonly Buffer[], scheme: (typeof schemes)[number]): Promise<Buffer> {
  const images = pictures.map((each) => `<img src="data:image/jpeg;base64,${each.toString('base64')}">`).join('');
  const colour = scheme === 'light' ? '#ddd' : '#000';
  await page.setContent(
    `<body style="margin:0;background:${colour}"><div id="sheet" style="display:grid;grid-template-columns:repeat(3,420px);gap:8px;padding:8px;width:1276px;align-items:start">${images}</div><style>img{width:420px}</style></body>`,
  );
  await page.waitForFunction(() => [...document.images].every((image) => image.complete));
  return page.locator('#sheet').screenshot({ type: 'jpeg', quality: 62 });
}

const server = await createServer({
  configFile: resolve(import.meta.dirname, 'vite.config.ts'),
  server: { port: 5198, strictPort: false },
  logLevel: 'error',
});
await server.listen();
const origin = server.resolvedUrls?.local[0] ?? '';
const browser = await openInBrowser(`${origin}?accounts=some&${language}`);
try {
  const { page } = browser;
  await page.setViewportSize({ width: 1000, height: 1100 });
  await page.waitForFunction(() => 'harness' in window && document.querySelector('main, nav') !== null);
  const pictures = { light: [] as Buffer[], dark: [] as Buffer[] };
  for (const verdict of verdictIds) {
    for (const scheme of schemes) pictures[scheme].push(await draw(page, verdict, scheme));
  }
  await mkdir(folder, { recursive: true });
  await page.goto('about:blank');
  await page.setViewportSize({ width: 1292, height: 1100 });
  for (const scheme of schemes) {
    for (let first = 0; first < verdictIds.length; first += perSheet) {
      const name = `${String(first / perSheet + 1).padStart(2, '0')}-${scheme}.jpg`;
      await writeFile(join(folder, name), await sheet(page, pictures[scheme].slice(first, first + perSheet), scheme));
    }
  }
} finally {
  await browser.close();
  await server.close();
}
