import { randomUUID } from 'node:crypto';
import { BrowserWindow, type Session, session } from 'electron';

/** Chromium's viewer of PDFs, by the id that its key gives it. */
const viewer = 'chrome-extension://mhjfbmdgcfjbbpaeojofohoefgiehjai/';
const address = 'heron-part://pdf/';

/**
 * Shows a PDF in a window of its own, by Chromium's viewer. The window has no bridge, and its session nothing but this one file and the viewer:
 * no web, no storage, no permission, no download. The file is read by a sandboxed process that shares nothing with Heron's window.
 * @param title the file's name
 */
export function showPdf(title: string, bytes: Uint8Array): void {
  const id = randomUUID();
  const url = `${address}${id}/${encodeURIComponent(title)}`;
  // A partition without `persist:` lives in memory.
  const own = session.fromPartition(`heron-pdf-${id}`);
  restrict(own, url);
  own.protocol.handle('heron-part', (request) =>
    request.url === url && request.method === 'GET'
      ? new Response(new Uint8Array(bytes), {
          headers: {
            'Content-Type': 'application/pdf',
            'X-Content-Type-Options': 'nosniff',
            'Cache-Control': 'no-store',
          },
        })
      : new Response('Not found', { status: 404 }),
  );
  const window = new BrowserWindow({
    width: 900,
    height: 1000,
    title,
    autoHideMenuBar: true,
    webPreferences: {
      session: own,
      plugins: true,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
    },
  });
  window.removeMenu();
  window.on('page-title-updated', (event) => event.preventDefault());
  window.webContents.on('before-input-event', (_event, { key, type }) => {
    if (type === 'keyDown' && key === 'Escape') window.close();
  });
  window.once('closed', () => void own.clearCache());
  // A file that is none shows the viewer's own words.
  window.loadURL(url).catch(() => undefined);
}

function restrict(own: Session, url: string): void {
  own.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  own.setPermissionCheckHandler(() => false);
  own.setDevicePermissionHandler(() => false);
  own.on('will-download', (event) => event.preventDefault());
  own.setSpellCheckerEnabled(false);
  own.webRequest.onBeforeRequest((details, answer) => {
    answer({ cancel: details.url !== url && !details.url.startsWith(viewer) });
  });
}
