import { app, BrowserWindow, net, protocol } from 'electron';

// A window as Heron's, and the page that draws mail beside it, but with nothing of what main adds: no request filter, no policy. What is safe here is
// safe by the reader alone.
protocol.registerSchemesAsPrivileged([
  { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } },
  { scheme: 'heron-part', privileges: { standard: true, secure: true } },
]);
/** Every part of a message is this picture of one pixel. */
const picture = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');
app.whenReady().then(async () => {
  protocol.handle('app', (request) =>
    net.fetch(new URL(new URL(request.url).pathname, process.env.READER_HARNESS_URL).href),
  );
  protocol.handle('heron-part', () => new Response(picture, { headers: { 'Content-Type': 'image/gif' } }));
  const window = new BrowserWindow({
    width: 900,
    height: 800,
    webPreferences: { sandbox: true, contextIsolation: true, nodeIntegration: false },
  });
  window.webContents.setWindowOpenHandler(() => ({ action: 'deny' }));
  await window.loadURL('app://heron/');
});
app.on('window-all-closed', () => app.quit());
