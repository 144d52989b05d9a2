import type { Page } from '@playwright/test';

declare global {
  interface Window {
    /** The mark that the scripts of e2e/attacks.ts set. */
    hacked?: number;
  }
}

/**
 * Loads HTML without the reader's other protections: scripts are allowed, and there is no policy. Returns whether a
 * script ran.
 */
export function loadBare(page: Page, html: string): Promise<boolean> {
  return page.evaluate(async (source) => {
    delete globalThis.window.hacked;
    document.title = 'Reader';
    const bare = document.createElement('iframe');
    const loaded = new Promise((resolve) => bare.addEventListener('load', resolve, { once: true }));
    bare.srcdoc = source;
    document.body.append(bare);
    await loaded;
    // Handlers of errors and animations come with the frames after `load`.
    for (let count = 0; count < 3; count++) await new Promise((resolve) => requestAnimationFrame(resolve));
    const own = bare.contentWindow as unknown as { hacked?: number } | null;
    const ran = globalThis.window.hacked === 1 || own?.hacked === 1 || document.title === 'HACKED';
    bare.remove();
    return ran;
  }, html);
}
