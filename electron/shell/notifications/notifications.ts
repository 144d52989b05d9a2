import { Notification } from 'electron';
import { texts } from '../../../shared/texts/texts.ts';
import type { SessionBus } from '../../platform/session-bus.ts';
import { escapeMarkup, readsMarkup } from './notification-server.ts';
import type { ShowNotification } from './notifier.ts';

/**
 * Shows notifications of the operating system. "Mark as read" is a button where Electron supports one: on macOS, and
 * elsewhere with Electron versions that have it. Where it does not, only the button is missing.
 */
export function systemNotifications(bus: SessionBus): ShowNotification {
  /** Asked for once, with the first notification. */
  let markup: Promise<boolean> | null = null;
  return (model, answers) => {
    if (!Notification.isSupported()) return () => undefined;
    let shown: Notification | null = null;
    let isClosed = false;
    const show = (body: string) => {
      if (isClosed) return;
      const actions =
        model.markRead === null ? [] : [{ type: 'button' as const, text: texts().app.notifications.markRead }];
      shown = new Notification({ title: model.title, body, actions });
      shown.on('click', answers.click);
      shown.on('action', answers.markRead);
      shown.show();
    };
    if (process.platform === 'linux') {
      markup ??= readsMarkup(bus);
      void markup.then((isMarkup) => show(isMarkup ? escapeMarkup(model.body) : model.body));
    } else {
      show(model.body);
    }
    return () => {
      isClosed = true;
      shown?.removeAllListeners();
      shown?.close();
    };
  };
}
