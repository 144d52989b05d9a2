import { app, BrowserWindow } from 'electron';

// The browser of the person who uses Heron: one window that shows one page of the web.
app.whenReady().then(async () => {
  const window = new BrowserWindow({
    width: 900,
    height: 800,
    webPreferences: { sandbox: true, contextIsolation: true, nodeIntegration: false },
  });
  window.webContents.setWindowOpenHandler(() => ({ action: 'deny' }));
  await window.loadURL(process.env.PERSON_BROWSER_URL);
});
app.on('window-all-closed', () => app.quit());
