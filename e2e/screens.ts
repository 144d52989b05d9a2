import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { runAxe } from './axe.ts';

const kept = resolve(import.meta.dirname, '.screens');
const gallery = resolve(import.meta.dirname, '../docs/screens/all');

/** Saves a picture of the window for people to look at. */
export async function picture(window: Page, name: string): Promise<void> {
  await mkdir(kept, { recursive: true });
  await window.screenshot({ path: join(kept, `${name}.png`) });
}

interface LookOptions {
  /** Does not move the pointer or the focus, which would close a menu, a drag or a tooltip. */
  readonly still?: boolean;
}

/**
 * Checks a screen or state in light and in dark: axe finds nothing (U1, U2). With HERON_PICTURES=1 both pictures go
 * into docs/screens/all. The journey does not go on meanwhile.
 */
export async function look(window: Page, name: string, options: LookOptions = {}): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await window.emulateMedia({ colorScheme });
    await atRest(window, options);
    await picture(window, `${name}-${colorScheme}`);
    await keepForGallery(window, `${name}-${colorScheme}`);
    await expectAccessible(window, name, colorScheme, options);
  }
  await window.emulateMedia({ colorScheme: null });
}

/** Waits until nothing is under the pointer and nothing is fading in: half-drawn text has half its contrast. */
export async function atRest(window: Page, { still = false }: LookOptions = {}): Promise<void> {
  if (!still) await window.mouse.move(0, 0);
  await window.evaluate(async () => {
    const ending = document.getAnimations().filter((each) => each.effect?.getComputedTiming().endTime !== Infinity);
    await Promise.all(ending.map((each) => each.finished.catch(() => {})));
  });
}

/** Expects that axe finds nothing (U1). The content of messages is not Heron's, so their frames are left out. */
async function expectAccessible(
  window: Page,
  name: string,
  colorScheme: 'light' | 'dark',
  { still = false }: LookOptions,
): Promise<void> {
  // While a menu is open the rest is hidden from assistive technology and cannot be reached, so only the menu is
  // checked.
  const isMenu = still && (await window.getByRole('menu').count()) > 0;
  const { passed, found } = await runAxe(window, {
    // The dark page differs only in its colours, so only they are checked again.
    ...(colorScheme === 'dark' && { rules: ['color-contrast'] }),
    ...(isMenu && { only: '[role="menu"]', without: ['region'] }),
  });
  expect(passed, `${name}, ${colorScheme}: axe has looked at it`).toContain('color-contrast');
  expect(found, `${name}, ${colorScheme}`).toEqual([]);
}

async function keepForGallery(window: Page, name: string): Promise<void> {
  if (process.env['HERON_PICTURES'] !== '1') return;
  await mkdir(gallery, { recursive: true });
  await window.screenshot({ path: join(gallery, `${name}.jpg`), type: 'jpeg', quality: 80 });
}
