import { type ElectronApplication, expect, type Page, test } from '@playwright/test';
import { callNames } from '../shared/calls.ts';
import { eventNames } from '../shared/events.ts';
import { type Heron, launchHeron, removeProfile } from './app.ts';

let heron: Heron;

test.beforeAll(async () => {
  heron = await launchHeron();
});
test.afterAll(async () => {
  await heron.quit();
  await removeProfile(heron.profile);
});

test('E1 the page has no Node, and every webContents is isolated and sandboxed', async () => {
  expect(
    await heron.window.evaluate(() => [typeof Reflect.get(window, 'require'), typeof Reflect.get(window, 'process')]),
  ).toEqual(['undefined', 'undefined']);
  const preferences = await heron.app.evaluate(({ webContents }) =>
    webContents
      .getAllWebContents()
      // This method is missing in Electron's types, but exists in each version.
      .map((contents) => (Reflect.get(contents, 'getLastWebPreferences') as () => object).call(contents)),
  );
  expect(preferences.length).toBeGreaterThan(0);
  for (const preference of preferences) {
    expect(preference).toMatchObject({
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webSecurity: true,
    });
  }
});

test('E3 the window comes from app://heron, and nothing outside its folder does', async () => {
  expect(heron.window.url()).toMatch(/^app:\/\/heron\//);
  const statuses = await heron.window.evaluate(() =>
    Promise.all(
      ['/..%2f..%2fpackage.json', '/%2e%2e/%2e%2e/package.json', '/a%00.js', '/..%5c..%5cpackage.json'].map(
        async (path) => (await fetch(path)).status,
      ),
    ),
  );
  expect(statuses).toEqual([404, 404, 404, 404]);
});

test('E4 no inline script, no eval, no new window, no permission', async () => {
  const found = await heron.window.evaluate(async () => {
    const script = document.createElement('script');
    script.textContent = 'window.inlineRan = true';
    document.head.append(script);
    // Later, since what runs during Playwright's own evaluation is exempt from the policy; through Reflect, since the linter forbids it too.
    const evaluated = await new Promise<boolean>((done) => {
      setTimeout(() => {
        try {
          Reflect.apply(Reflect.get(window, 'eval') as (text: string) => unknown, window, ['1']);
          done(true);
        } catch {
          done(false);
        }
      });
    });
    const permission = await navigator.permissions.query({ name: 'geolocation' });
    return {
      inline: Reflect.get(window, 'inlineRan') === true,
      evaluated,
      opened: window.open('https://example.org') !== null,
      permission: permission.state,
    };
  });
  expect(found).toEqual({ inline: false, evaluated: false, opened: false, permission: 'denied' });
});

/** Navigates the page to an address, and returns whether Heron prevented it, as listeners after Heron's see it. */
async function goTo(page: Page, app: ElectronApplication, address: string): Promise<boolean> {
  await app.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    const asked = new Promise<boolean>((done) =>
      contents?.once('will-frame-navigate', (event) => done(event.defaultPrevented)),
    );
    Reflect.set(globalThis, 'navigationHeldBack', asked);
  });
  await page.evaluate((url) => void window.location.assign(url), address);
  return app.evaluate(() => Reflect.get(globalThis, 'navigationHeldBack') as Promise<boolean>);
}

test('E4 the page cannot go anywhere else', async () => {
  const { window, app } = heron;
  await window.evaluate(() => Reflect.set(window, 'firstPage', true));
  const blob = await window.evaluate(() =>
    URL.createObjectURL(new Blob(['<h1>elsewhere</h1>'], { type: 'text/html' })),
  );
  // A blob is let through by the filter of requests, so only the guard of navigation is in its way.
  expect(await goTo(window, app, blob)).toBe(true);
  expect(await goTo(window, app, 'https://example.org/')).toBe(true);
  expect(await window.evaluate(() => Reflect.get(window, 'firstPage'))).toBe(true);
  expect(window.url()).toMatch(/^app:\/\/heron\//);
});

test('H1 no request leaves the window’s session, whoever asks', async () => {
  const outcome = await heron.app.evaluate(async ({ session }) => {
    const asked = session.defaultSession.fetch('https://example.org/').then(
      () => 'answered',
      (cause: unknown) => String(cause),
    );
    return asked;
  });
  // Not ERR_NAME_NOT_RESOLVED or ERR_INTERNET_DISCONNECTED: Heron blocked the request before it was sent.
  expect(outcome).toContain('ERR_BLOCKED_BY_CLIENT');
});

test('I1 the bridge has exactly the declared calls, and a wrong call gets a typed error', async () => {
  const keys = await heron.window.evaluate(() => ({
    heron: Object.keys(window.heron).sort(),
    calls: Object.keys(window.heron.calls).sort(),
    events: Object.keys(window.heron.events).sort(),
  }));
  expect(keys).toEqual({ heron: ['calls', 'events'], calls: [...callNames].sort(), events: [...eventNames].sort() });

  const replies = await heron.window.evaluate(async () => {
    const folders = window.heron.calls['mail.folders'] as (input: unknown) => Promise<unknown>;
    return Promise.all([folders({ accountId: '../../etc' }), folders(undefined), folders('x'.repeat(1000))]);
  });
  for (const reply of replies) expect(reply).toMatchObject({ ok: false, error: { code: 'invalid_input' } });
});

test('I1 a frame inside the page cannot call main', async () => {
  const reached = await heron.window.evaluate(async () => {
    const frame = document.createElement('iframe');
    frame.srcdoc = '<p>hostile</p>';
    document.body.append(frame);
    await new Promise((done) => frame.addEventListener('load', done));
    const inside = frame.contentWindow === null ? undefined : Reflect.get(frame.contentWindow, 'heron');
    frame.remove();
    return typeof inside;
  });
  expect(reached).toBe('undefined');
});
