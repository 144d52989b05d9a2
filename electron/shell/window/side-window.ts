import { type BrowserWindow, screen } from 'electron';
import type { SidePage } from '../../../shared/window-page.ts';
import { keepWindow, type WindowPorts } from './kept-window.ts';
import { SideWindows } from './side-windows.ts';
import { createWindow, showWindow } from './window.ts';
import { besideOthers, placeOnDisplays, type Size } from './window-placement.ts';
import { openWindowState, type WindowStateKeeper } from './window-state.ts';

interface SideWindowPorts extends WindowPorts {
  /** The window's page is gone, and answers no more. */
  readonly pageLeft: (window: BrowserWindow) => void;
  readonly closed: (page: SidePage, last: boolean) => void;
}

/** How large a window of each kind is at first, and at least. */
const sizes: Readonly<Record<SidePage['kind'], { readonly size: Size; readonly least: Size }>> = {
  compose: { size: { width: 760, height: 680 }, least: { width: 520, height: 400 } },
  message: { size: { width: 760, height: 760 }, least: { width: 420, height: 360 } },
};

/** The windows beside the main one, made by Electron: where their kind was left, and apart from each other. */
export function createSideWindows(ports: SideWindowPorts): SideWindows<BrowserWindow> {
  const { preload, profileFolder, clock, reportFault, pageLeft, closed } = ports;
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
      keepWindow(window, ports, () => pageLeft(window));
      return window;
    },
    show: showWindow,
    closed,
  });
}
