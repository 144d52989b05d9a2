import { BrowserWindow, nativeTheme } from 'electron';
import { appOrigin } from '../../bridge/app-url.ts';
import { minWindow, type WindowState } from './window-placement.ts';

/** Makes the one window (E1), where it was left. It shows itself when its first frame is painted, so nothing flashes. */
export function createWindow(preload: string, left: WindowState | null): BrowserWindow {
  const window = new BrowserWindow({
    ...(left?.bounds ?? { width: 1280, height: 800 }),
    minWidth: minWindow.width,
    minHeight: minWindow.height,
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
      spellcheck: false,
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
  void window.loadURL(`${appOrigin}/`);
  return window;
}

/** Brings the window to the front on the user's own request (a second start, the tray). */
export function showWindow(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}
