import type { NotificationModel } from '../shell/notifications/notification-model.ts';
import type { TrayModel } from '../shell/tray/tray-model.ts';
import type { Background } from './background.ts';

/** What journeys read and click where no desktop shows it; `globalThis.heronHooks` in main. */
interface TestHooks {
  trayModel(): TrayModel;
  /** @param id of an item of the model; throws where there is none that can be clicked */
  clickTray(id: string): void;
  /** Those that are shown, the oldest first. */
  notifications(): readonly NotificationModel[];
  clickNotification(index: number): void;
}

/** For tests only: main calls it with HERON_TEST_HOOKS=1, and never in a package. */
export function installTestHooks({ notifier, trayModel, run }: Background): void {
  const hooks: TestHooks = {
    trayModel,
    clickTray: (id) => {
      const item = trayModel().items.find((candidate) => candidate.kind === 'item' && candidate.id === id);
      if (item?.kind !== 'item' || !item.enabled) throw new Error(`The tray has nothing to click with the id ${id}.`);
      run(item.command);
    },
    notifications: () => notifier.shown().map(({ model }) => model),
    clickNotification: (index) => {
      const shown = notifier.shown()[index];
      if (shown === undefined) throw new Error(`There is no notification number ${index}.`);
      shown.click();
    },
  };
  Object.assign(globalThis, { heronHooks: hooks });
}
