import { app, type BrowserWindow, screen } from 'electron';
import type { Destination } from '../../../shared/mail.ts';
import { keepWindow, type WindowPorts } from './kept-window.ts';
import { createWindow, showWindow } from './window.ts';
import { goesOnWithoutWindow, WindowLife } from './window-life.ts';
import { minWindow } from './window-placement.ts';
import { openWindowState } from './window-state.ts';

interface MainWindowPorts extends WindowPorts {
  readonly send: (destination: Destination) => void;
  readonly changed: (state: 'made' | 'listens' | 'gone') => void;
  readonly closeToTray: () => boolean;
  /** Asked when the window is closed. */
  readonly hasTray: () => Promise<boolean>;
  /** Whether there are windows beside this one. */
  readonly hasOthers: () => boolean;
}

/** Heron's window, made by Electron whenever the user asks for it, where it was when it was closed. */
export function createMainWindow(ports: MainWindowPorts): WindowLife<BrowserWindow> {
  const { preload, profileFolder, clock, reportFault } = ports;
  const state = openWindowState({
    profileFolder,
    file: 'window-state.json',
    least: minWindow,
    clock,
    report: reportFault,
  });
  const life: WindowLife<BrowserWindow> = new WindowLife<BrowserWindow>({
    create: () => {
      const displays = screen.getAllDisplays().map(({ workArea }) => workArea);
      const window = createWindow({
        page: { kind: 'main' },
        preload,
        left: state.restore(displays),
        size: { width: 1280, height: 800 },
        least: minWindow,
      });
      state.follow(window);
      window.webContents.on('did-start-navigation', ({ isMainFrame, isSameDocument }) => {
        if (isMainFrame && !isSameDocument) life.pageLeft();
      });
      keepWindow(window, ports, () => life.pageLeft());
      return window;
    },
    show: showWindow,
    send: ports.send,
    changed: ports.changed,
    goesOn: async () =>
      ports.hasOthers() ||
      (await goesOnWithoutWindow({
        platform: process.platform,
        closeToTray: ports.closeToTray(),
        hasTray: ports.hasTray,
      })),
    quit: () => app.quit(),
  });
  return life;
}
