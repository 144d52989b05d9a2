import { app, BrowserWindow } from 'electron';

// A window as Heron's, but with nothing of what main adds: no request filter, no policy, no schemes. What is safe here is safe by the reader alone.
app.whenReady().then(async () => {
  const window = new BrowserWindow({
    width: 900,
    height: 800,
    webPreferences: { sandbox: true, contextIsolation: true, nodeIntegration: false },
  });
  window.webContents.setWindowOpenHandler(() => ({ action: 'deny' }));
  await window.loadURL(process.env.READER_HARNESS_URL);
});
app.on('window-all-closed', () => app.quit());
