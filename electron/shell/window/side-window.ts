import { app, type BrowserWindow, screen } from 'electron';
import type { SidePage } from '../../../shared/window-page.ts';
import type { Clock } from '../../platform/clock.ts';
import { followContextMenu } from '../context-menu/context-menu.ts';
import { recoverPage } from './page-recovery.ts';
import { closeWhenSaved, type SavedOutcome } from './page-saving.ts';
import { askAboutCrash, askAboutHang } from './recovery-dialogs.ts';
import { SideWindows } from './side-windows.ts';
import { createWindow, showWindow } from './window.ts';
import { besideOthers, placeOnDisplays, type Size } from './window-placement.ts';
import { openWindowState, type WindowStateKeeper } from './window-state.ts';

interface SideWindowPorts {
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
  /** The window's page is gone, and answers no more. */
  readonly pageLeft: (window: BrowserWindow) => void;
  readonly isQuitting: () => boolean;
  readonly closed: (page: SidePage, last: boolean) => void;
}

/** How large a window of each kind is at first, and at least. */
const sizes: Readonly<Record<SidePage['kind'], { readonly size: Size; readonly least: Size }>> = {
  compose: { size: { width: 760, height: 680 }, least: { width: 520, height: 400 } },
  message: { size: { width: 760, height: 760 }, least: { width: 420, height: 360 } },
};

/** The windows beside the main one, made by Electron: where their kind was left, and apart from each other. */
export function createSideWindows(ports: SideWindowPorts): SideWindows<BrowserWindow> {
  const { preload, profileFolder, clock, log, reportFault, openLink, save, pageLeft, isQuitting, closed } = ports;
  const keeperOf = (kind: SidePage['kind']): WindowStateKeeper => {
    const options = { profileFolder, clock, least: sizes[kind].least, report: reportFault };
    return openWindowState({ ...options, file: `${kind}-window-state.json` });
  };
  const keepers: Readonly<Record<SidePage['kind'], WindowStateKeeper>> = {
    compose: keeperOf('compose'),
    message: keeperOf('message'),
  };
  return new SideWindows<BrowserWindow>({
    create: (page, others) => {
      const { size, least } = sizes[page.kind];
      const displays = screen.getAllDisplays().map(({ workArea }) => workArea);
      const keeper = keepers[page.kind];
      const left = keeper.restore(displays);
      const taken = others.map((other) => other.getNormalBounds());
      const bounds = left?.bounds ?? taken.at(-1);
      const window = createWindow({ page, preload, size, least, left });
      if (bounds !== undefined) window.setBounds(placeOnDisplays(besideOthers(bounds, taken), displays, least));
      keeper.follow(window);
      closeWhenSaved(window, () => save(window), isQuitting);
      followContextMenu(window, (link) => openLink(window, link));
      recoverPage(window.webContents, {
        clock,
        askAboutHang: (signal) => askAboutHang(window, signal),
        askAboutCrash: (reason) => askAboutCrash(window, reason),
        pageLeft: () => pageLeft(window),
        quit: () => app.quit(),
        log,
      });
      return window;
    },
    show: showWindow,
    closed,
  });
}
