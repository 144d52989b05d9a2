import { type App, type Session, session, type WebContents } from 'electron';
import { isAppUrl } from './app-url.ts';

/**
 * Holds for every webContents that will ever exist (E4): no navigation away from Heron, no new windows, no <webview>, no permission.
 * Has to run before the first window is made.
 */
export function hardenContents(app: App): void {
  app.on('web-contents-created', (_event, contents) => harden(contents));
}

function harden(contents: WebContents): void {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  contents.on('will-navigate', (event) => {
    if (!isAppUrl(event.url)) event.preventDefault();
  });
  contents.on('will-frame-navigate', (event) => {
    if (event.isMainFrame ? !isAppUrl(event.url) : event.url !== 'about:srcdoc') event.preventDefault();
  });
  contents.on('will-redirect', (event) => event.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
}

/** After `ready`: the window's session gets no permission, no download, and no request beyond Heron's own schemes (H1). */
export function hardenSession(target: Session, developmentServer: string | null): void {
  target.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  target.setPermissionCheckHandler(() => false);
  target.setDevicePermissionHandler(() => false);
  target.on('will-download', (event) => event.preventDefault());
  target.setSpellCheckerEnabled(false);
  target.webRequest.onBeforeRequest((details, answer) => {
    answer({ cancel: !isOwnRequest(details.url, developmentServer) });
  });
}

function isOwnRequest(text: string, developmentServer: string | null): boolean {
  const { protocol, origin } = new URL(text);
  if (['app:', 'heron-part:', 'data:', 'about:', 'blob:', 'devtools:'].includes(protocol)) return true;
  return developmentServer !== null && (origin === developmentServer || origin.startsWith('ws://localhost:'));
}

/** OAuth traffic has a session of its own, in memory, untouched by the window's filters; the system's proxy and certificate authorities apply. */
export function authSession(): Session {
  return session.fromPartition('heron-auth');
}
