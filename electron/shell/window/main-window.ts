import { app, type BrowserWindow, screen } from 'electron';
import type { Destination } from '../../../shared/mail.ts';
import type { Clock } from '../../platform/clock.ts';
import { followContextMenu } from '../context-menu/context-menu.ts';
import { recoverPage } from './page-recovery.ts';
import { askAboutCrash, askAboutHang } from './recovery-dialogs.ts';
import { createWindow, showWindow } from './window.ts';
import { goesOnWithoutWindow, WindowLife } from './window-life.ts';
import type { WindowStateKeeper } from './window-state.ts';

interface MainWindowPorts {
  /** The compiled preload's path. */
  readonly preload: string;
  readonly state: WindowStateKeeper;
  readonly clock: Clock;
  readonly log: (text: string) => void;
  /** The window's `app.linkChosen`. */
  readonly openLink: (link: { readonly href: string; readonly text: string }) => void;
  readonly send: (destination: Destination) => void;
  readonly changed: (state: 'made' | 'listens' | 'gone') => void;
  readonly closeToTray: () => boolean;
  /** Asked when the window is closed. */
  readonly hasTray: () => Promise<boolean>;
}

/** Heron's window, made by Electron whenever the user asks for it, where it was when it was closed. */
export function createMainWindow(ports: MainWindowPorts): WindowLife<BrowserWindow> {
  const life: WindowLife<BrowserWindow> = new WindowLife<BrowserWindow>({
    create: () => {
      const displays = screen.getAllDisplays().map(({ workArea }) => workArea);
      const window = createWindow(ports.preload, ports.state.restore(displays));
      ports.state.follow(window);
      window.webContents.on('did-start-navigation', ({ isMainFrame, isSameDocument }) => {
        if (isMainFrame && !isSameDocument) life.pageLeft();
      });
      followContextMenu(window, ports.openLink);
      recoverPage(window.webContents, {
        clock: ports.clock,
        askAboutHang: (signal) => askAboutHang(window, signal),
        askAboutCrash: (reason) => askAboutCrash(window, reason),
        pageLeft: () => life.pageLeft(),
        quit: () => app.quit(),
        log: ports.log,
      });
      return window;
    },
    show: showWindow,
    send: ports.send,
    changed: ports.changed,
    goesOn: () =>
      goesOnWithoutWindow({
        platform: process.platform,
        closeToTray: ports.closeToTray(),
        hasTray: ports.hasTray,
      }),
    quit: () => app.quit(),
  });
  return life;
}
