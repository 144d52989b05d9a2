import { expect, test } from '@playwright/test';
import type { Preferences } from '../shared/preferences.ts';
import { type Heron, launchHeron, newProfile, removeProfile } from './app.ts';

let profile = '';
let heron: Heron;
test.beforeAll(async () => {
  profile = await newProfile();
  heron = await launchHeron({ profile });
});
test.afterAll(async () => {
  await heron?.quit();
  await removeProfile(profile);
});

async function restart(): Promise<void> {
  await heron.quit();
  heron = await launchHeron({ profile });
}

function choose(chosen: Partial<Preferences>) {
  return heron.window.evaluate((values) => window.heron.calls['app.setPreferences'](values), chosen);
}

const menuLabels = () =>
  heron.app.evaluate(({ Menu }) => Menu.getApplicationMenu()?.items.map(({ label }) => label) ?? []);
const systemTheme = () => heron.app.evaluate(({ nativeTheme }) => nativeTheme.themeSource);
/**
 * Whether the page is dark. Playwright's emulation, which would make it light whatever main says, is switched off
 * first.
 */
async function isDark(): Promise<boolean> {
  await heron.window.emulateMedia({ colorScheme: null });
  return heron.window.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches);
}
const place = () =>
  heron.app.evaluate(({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows();
    return {
      bounds: window?.getNormalBounds(),
      maximised: window?.isMaximized(),
      zoom: window?.webContents.getZoomFactor(),
    };
  });

test('language and theme change at once, everywhere, and hold after a restart, which brings the window back where and as large as it was', async () => {
  const bounds = { x: 140, y: 90, width: 1000, height: 700 };
  await heron.app.evaluate(({ BrowserWindow }, to) => {
    const [window] = BrowserWindow.getAllWindows();
    window?.setBounds(to);
    window?.webContents.setZoomFactor(1.5);
  }, bounds);
  expect(await menuLabels()).toContain('&File');
  expect(await choose({ language: 'de', theme: 'dark' })).toEqual({ ok: true, value: null });
  for (const started of ['at once', 'again']) {
    if (started === 'again') await restart();
    await expect.poll(place, started).toEqual({ bounds, maximised: false, zoom: 1.5 });
    await expect(heron.window.locator('html')).toHaveAttribute('lang', 'de');
    expect(await menuLabels()).toContain('&Datei');
    expect([await systemTheme(), await isDark()]).toEqual(['dark', true]);
  }
  await choose({ language: 'en', theme: 'light' });
  await expect(heron.window.locator('html')).toHaveAttribute('lang', 'en');
  expect([await menuLabels().then((labels) => labels.includes('&File')), await isDark()]).toEqual([true, false]);
});

test('a native menu’s command reaches the window, what needs an account is greyed out, and Heron names the packages that it is made of', async () => {
  const greyed = await heron.app.evaluate(({ Menu }) => {
    const items = Menu.getApplicationMenu()?.items.flatMap((item) => item.submenu?.items ?? []) ?? [];
    items.find((item) => item.label === 'Keyboard shortcuts')?.click();
    return items.find((item) => item.label === 'Sync now')?.enabled === false;
  });
  await expect(heron.window.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
  expect(greyed).toBe(true);

  const reply = await heron.window.evaluate(() => window.heron.calls['app.licences'](undefined));
  const names = reply.ok ? reply.value.map(({ name }) => name) : [];
  expect(names).toEqual(expect.arrayContaining(['Electron', 'Chromium', 'react', 'imapflow', '@azure/msal-node']));
});
