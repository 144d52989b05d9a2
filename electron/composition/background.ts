import { networkInterfaces } from 'node:os';
import type { BrowserWindow } from 'electron';
import type { AccountView } from '../../shared/mail.ts';
import { assertNever } from '../../shared/reply.ts';
import type { DraftId, DraftSummary } from '../../shared/writing.ts';
import { systemClock } from '../platform/clock.ts';
import { watchNetwork } from '../platform/network-watch.ts';
import type { SessionBus } from '../platform/session-bus.ts';
import { createBadge } from '../shell/notifications/badge.ts';
import { badgeFor } from '../shell/notifications/badge-model.ts';
import type { Arrival } from '../shell/notifications/notification-model.ts';
import { systemNotifications } from '../shell/notifications/notifications.ts';
import { Notifier } from '../shell/notifications/notifier.ts';
import { createTray, type TrayIcon } from '../shell/tray/tray.ts';
import { type TrayCommand, type TrayModel, totalUnread, trayModel } from '../shell/tray/tray-model.ts';
import type { WindowLife } from '../shell/window/window-life.ts';
import type { Services } from './services.ts';

interface BackgroundPorts {
  readonly services: Services;
  readonly life: WindowLife<BrowserWindow>;
  readonly bus: SessionBus;
  readonly hasTray: () => boolean;
  /** Begins a new message. */
  readonly write: () => void;
  /** Takes a message out of the outbox and opens its composer. */
  readonly takeBack: (draftId: DraftId) => void;
  readonly quit: () => void;
}

/** The parts that keep running without a window. */
export interface Background {
  readonly notifier: Notifier;
  /** What the tray shows, or would show if the desktop had one. */
  trayModel(): TrayModel;
  /** Does what was clicked in the tray. */
  run(command: TrayCommand): void;
  /** Accounts, pause, language, the window or the desktop's tray changed. */
  update(): void;
  /** Called in addition to `update`: notifies the user of failures. */
  accountsChanged(views: readonly AccountView[]): void;
  /** Drafts changed, or their sending went on. */
  draftsChanged(drafts: readonly DraftSummary[]): void;
  arrived(arrival: Arrival): void;
  dispose(): void;
}

/** Starts the tray, the notifications, the badge and the watch over the network. */
export function startBackground({ services, life, bus, hasTray, write, takeBack, quit }: BackgroundPorts): Background {
  let icon: TrayIcon | null = null;
  const showBadge = createBadge();
  const notifier = new Notifier({
    clock: systemClock,
    show: systemNotifications(bus),
    accounts: services.views,
    preferences: services.preferences.current,
    isAttended: () => life.isAttended(),
    isPaused: () => services.pause.until !== null,
    go: (destination) => life.go(destination),
    markRead: (accountId, messageIds) =>
      void services.engine.call('mail.setSeen', { accountId, messageIds: [...messageIds], seen: true }),
  });
  const stopWatching = watchNetwork({
    clock: systemClock,
    interfaces: networkInterfaces,
    changed: () => services.reconnect(null, 'network'),
  });
  const model = () =>
    trayModel({ accounts: services.views(), pausedUntil: services.pause.until, drafts: services.drafts() });
  const run = (command: TrayCommand): void => {
    switch (command.kind) {
      case 'go':
        life.go(command.destination);
        break;
      case 'reconnect':
        services.reconnect(command.accountId, 'user');
        break;
      case 'write':
        write();
        break;
      case 'takeBack':
        takeBack(command.draftId);
        break;
      case 'open':
        life.open();
        break;
      case 'syncNow':
        void services.syncNow(null);
        break;
      case 'pause':
        services.pause.start();
        break;
      case 'resume':
        services.pause.end();
        break;
      case 'quit':
        quit();
        break;
      default:
        assertNever(command);
    }
  };
  const update = () => {
    if (hasTray()) {
      icon ??= createTray(run);
      icon.update(model());
    } else {
      icon?.dispose();
      icon = null;
    }
    showBadge(badgeFor(process.platform, totalUnread(services.views())), life.window);
  };
  update();
  return {
    notifier,
    trayModel: model,
    run,
    update,
    accountsChanged: (views) => notifier.accountsChanged(views),
    draftsChanged: (drafts) => {
      notifier.draftsChanged(drafts);
      update();
    },
    arrived: (arrival) => notifier.arrived(arrival),
    dispose: () => {
      stopWatching();
      notifier.dispose();
      icon?.dispose();
      icon = null;
    },
  };
}
