import { app, type BrowserWindow } from 'electron';
import type { Clock } from '../../platform/clock.ts';
import { followContextMenu } from '../context-menu/context-menu.ts';
import { recoverPage } from './page-recovery.ts';
import { closeWhenSaved, type SavedOutcome } from './page-saving.ts';
import { askAboutCrash, askAboutHang } from './recovery-dialogs.ts';

/** What each of Heron's windows needs. */
export interface WindowPorts {
  /** The compiled preload's path. */
  readonly preload: string;
  readonly profileFolder: string;
  readonly clock: Clock;
  readonly log: (text: string) => void;
  readonly reportFault: (cause: unknown) => void;
  /** The window's `app.linkChosen`. */
  readonly openLink: (window: BrowserWindow, link: { readonly href: string; readonly text: string }) => void;
  /** Has the window's page save what was typed. */
  readonly save: (window: BrowserWindow) => Promise<SavedOutcome>;
  readonly isQuitting: () => boolean;
}

/**
 * What holds for each window: it closes once its page has saved, has the system's context menus, and its page comes back when it ends or hangs.
 *
 * @param pageLeft the window's page is gone, and answers no more
 */
export function keepWindow(window: BrowserWindow, ports: WindowPorts, pageLeft: () => void): void {
  const { clock, log, openLink, save, isQuitting } = ports;
  closeWhenSaved(window, () => save(window), isQuitting);
  followContextMenu(window, (link) => openLink(window, link));
  recoverPage(window.webContents, {
    clock,
    askAboutHang: (signal) => askAboutHang(window, signal),
    askAboutCrash: (reason) => askAboutCrash(window, reason),
    pageLeft,
    quit: () => app.quit(),
    log,
  });
}
