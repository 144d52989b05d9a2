import { PassThrough } from 'node:stream';
import { type App, net, type Session, session, type WebContents } from 'electron';
import type { MakeRequest } from '../platform/proxy/electron-fetch.ts';
import { isAppUrl, isReaderPage } from './app-url.ts';

/**
 * Restricts every webContents that will be created (E4): no navigation away from Heron, no new windows, no <webview>,
 * no permission. Must run before the first window is created.
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
    if (!isAllowed(event)) event.preventDefault();
  });
  contents.on('will-redirect', (event) => event.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
}

/** The window shows itself, frames the page that draws mail, and that page frames the mail. */
function isAllowed({ isMainFrame, url }: { readonly isMainFrame: boolean; readonly url: string }): boolean {
  return isMainFrame ? isAppUrl(url) : url === 'about:srcdoc' || isReaderPage(url);
}

/** After `ready`: the window's session gets no permission, no download, and no request beyond Heron's own schemes (H1). */
export function hardenSession(target: Session, developmentServer: string | null): void {
  target.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  target.setPermissionCheckHandler(() => false);
  target.setDevicePermissionHandler(() => false);
  target.on('will-download', (event) => event.preventDefault());
  target.webRequest.onBeforeRequest((details, answer) => {
    answer({ cancel: !isOwnRequest(details.url, developmentServer) });
  });
}

function isOwnRequest(text: string, developmentServer: string | null): boolean {
  const { protocol, origin } = new URL(text);
  if (['app:', 'heron-part:', 'data:', 'about:', 'blob:', 'devtools:'].includes(protocol)) return true;
  return developmentServer !== null && (origin === developmentServer || origin.startsWith('ws://localhost:'));
}

/**
 * The session of OAuth requests: in memory, without the window's filters, with the system's proxy and certificate
 * authorities.
 */
function authSession(): Session {
  return session.fromPartition('heron-auth');
}

/** A request in that session. */
export const authRequest: MakeRequest = (options, listeners) => {
  const request = net.request({ ...options, session: authSession() });
  request.on('login', (info, answer) => listeners.login(info, answer));
  request.on('error', (cause) => listeners.error(cause));
  request.on('response', (response) => {
    const body = new PassThrough();
    response.on('data', (chunk) => body.write(chunk));
    response.on('end', () => body.end());
    response.on('error', () => body.destroy(new Error('The answer ended too early.')));
    response.on('aborted', () => body.destroy(new Error('The answer was aborted.')));
    listeners.response({ status: response.statusCode, headers: response.headers, body });
  });
  return {
    send: (body) => {
      if (body !== undefined) request.write(body);
      request.end();
    },
    abort: () => request.abort(),
  };
};
