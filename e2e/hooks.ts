import type { ElectronApplication } from '@playwright/test';

interface TrayItem {
  readonly kind: 'item' | 'separator';
  readonly id?: string;
  readonly label?: string;
  readonly enabled?: boolean;
}

interface Hooks {
  trayModel(): { readonly tooltip: string; readonly turn: boolean; readonly items: readonly TrayItem[] };
  clickTray(id: string): void;
  notifications(): readonly { readonly kind: string; readonly title: string; readonly body: string }[];
  clickNotification(index: number): void;
}

/** Waits until main has installed the hooks: a Heron that starts hidden has no window to wait for. */
async function hooksAreThere(app: ElectronApplication): Promise<void> {
  await app.evaluate(async () => {
    while (!Reflect.has(globalThis, 'heronHooks')) await new Promise((next) => setImmediate(next));
  });
}

/** What the tray shows: Xvfb has no place for it, so main tells its model (electron/composition/test-hooks.ts). */
export async function tray(app: ElectronApplication): Promise<ReturnType<Hooks['trayModel']>> {
  await hooksAreThere(app);
  return app.evaluate(() => (globalThis as unknown as { heronHooks: Hooks }).heronHooks.trayModel());
}

/** The labels of the tray's menu. */
export async function trayLabels(app: ElectronApplication): Promise<string[]> {
  return (await tray(app)).items.flatMap(({ label }) => (label === undefined ? [] : [label]));
}

/** Clicks the item of the tray's menu whose label matches. */
export async function clickTray(app: ElectronApplication, label: RegExp): Promise<void> {
  const item = (await tray(app)).items.find(
    (candidate) => candidate.label !== undefined && label.test(candidate.label),
  );
  if (item?.id === undefined) throw new Error(`The tray has no ${label}.`);
  await app.evaluate(
    (_electron, id) => (globalThis as unknown as { heronHooks: Hooks }).heronHooks.clickTray(id),
    item.id,
  );
}

/** The notifications that are shown, the oldest first. */
export async function notifications(app: ElectronApplication): Promise<ReturnType<Hooks['notifications']>> {
  await hooksAreThere(app);
  return app.evaluate(() => (globalThis as unknown as { heronHooks: Hooks }).heronHooks.notifications());
}

export function clickNotification(app: ElectronApplication, index: number): Promise<void> {
  return app.evaluate(
    (_electron, at) => (globalThis as unknown as { heronHooks: Hooks }).heronHooks.clickNotification(at),
    index,
  );
}
