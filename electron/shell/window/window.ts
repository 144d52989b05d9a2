import { BrowserWindow, nativeTheme } from 'electron';
import { queryOf, type WindowPage } from '../../../shared/window-page.ts';
import { appOrigin } from '../../bridge/app-url.ts';
import type { Size, WindowState } from './window-placement.ts';

interface NewWindow {
  readonly page: WindowPage;
  /** The compiled preload's path. */
  readonly preload: string;
  /** As it was left; null when none of its kind was ever there. */
  readonly left: WindowState | null;
  /** Where `left` is null. */
  readonly size: Size;
  readonly least: Size;
}

/** Makes a window (E1), where it was left. It shows itself when its first frame is painted, so nothing flashes. */
export function createWindow({ page, preload, left, size, least }: NewWindow): BrowserWindow {
  const window = new BrowserWindow({
    ...(left?.bounds ?? size),
    minWidth: least.width,
    minHeight: least.height,
    show: false,
    title: 'Heron',
    autoHideMenuBar: true,
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#16181a' : '#ffffff',
    webPreferences: {
      preload,
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
      // The session says whether there is a spell checker (platform/spell-checker.ts).
      spellcheck: true,
      zoomFactor: left?.zoomFactor ?? 1,
    },
  });
  window.once('ready-to-show', () => {
    // Both show the window, so they wait until it has something to show.
    if (left?.maximised) window.maximize();
    if (left?.fullScreen) window.setFullScreen(true);
    window.show();
  });
  window.webContents.once('did-finish-load', () => window.webContents.setZoomFactor(left?.zoomFactor ?? 1));
  void window.loadURL(`${appOrigin}/${queryOf(page)}`);
  return window;
}

/** Brings the window to the front on the user's own request (a second start, the tray). */
export function showWindow(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}
