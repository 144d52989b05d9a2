import { realpathSync } from 'node:fs';
import { join } from 'node:path';
import {
  app,
  type BrowserWindow,
  clipboard,
  dialog,
  ipcMain,
  powerMonitor,
  protocol,
  safeStorage,
  session,
  shell,
} from 'electron';
import { accountHandlers } from './ipc/accounts.ts';
import { appHandlers } from './ipc/app.ts';
import { imageHandlers } from './ipc/images.ts';
import { mailHandlers } from './ipc/mail.ts';
import { registerCalls, sendEvent } from './ipc/register.ts';
import { signInHandlers } from './ipc/sign-in.ts';
import { installMenu } from './menu.ts';
import { Notices } from './notices.ts';
import { openLog } from './platform/log.ts';
import { adoptProfile } from './platform/paths.ts';
import { registerSchemes, serveProtocols } from './protocol.ts';
import { authSession, hardenContents, hardenSession } from './security.ts';
import { createServices, type Services } from './services.ts';
import { createTray } from './tray.ts';
import { createWindow, showWindow } from './window.ts';

/**
 * The composition root: constructs, wires, disposes; nothing else does. Not one await at top level, because Electron is ready only
 * after this module has run.
 */
const profileFolder = adoptProfile(app, {
  argv: process.argv,
  environment: process.env,
  workingFolder: process.cwd(),
});
const log = openLog(profileFolder);
const folder = import.meta.dirname;
const developmentServer = app.isPackaged ? null : (process.env['ELECTRON_RENDERER_URL'] ?? null);

process.on('uncaughtException', (cause) => log('error', 'main', `Uncaught: ${cause.stack ?? cause.message}`));
process.on('unhandledRejection', (cause) => log('error', 'main', `Unhandled rejection: ${String(cause)}`));

if (app.requestSingleInstanceLock()) {
  registerSchemes();
  hardenContents(app);
  void app.whenReady().then(start).catch(failToStart);
} else {
  app.quit();
}

async function start(): Promise<void> {
  let window: BrowserWindow | null = null;
  const contents = () => window?.webContents ?? null;
  const open = () => {
    if (window === null || window.isDestroyed()) {
      window = createWindow(join(folder, '../preload/preload.cjs'));
      window.on('closed', () => {
        window = null;
      });
    } else {
      showWindow(window);
    }
  };
  const notices = new Notices((list) => sendEvent(contents(), 'app.noticesChanged', { notices: list }));
  const services = await createServices({
    profileFolder,
    environment: process.env,
    workerFolder: folder,
    safeStorage,
    fetch: (url, options) => authSession().fetch(url, options),
    usesProxy: async (url) => !(await session.defaultSession.resolveProxy(url)).startsWith('DIRECT'),
    trustedImageOrigin: app.isPackaged ? null : (process.env['HERON_TEST_IMAGE_ORIGIN'] ?? null),
    log,
    notices,
    send: (name, payload) => sendEvent(contents(), name, payload),
    accountsChanged: (views) => tray.update(views),
  });
  const syncNow = () => void services.engine.call('mail.syncNow', { accountId: null });
  const tray = createTray({ open, syncNow, quit: () => app.quit() });
  tray.update(services.views());
  installMenu({ syncNow, development: developmentServer !== null });
  hardenSession(session.defaultSession, developmentServer);
  serveProtocols(protocol, {
    root: realpathSync(join(folder, '../renderer')),
    developmentServer,
    readPart: (input) => services.engine.call('mail.readPart', input),
    readRemoteImage: ({ url, ...place }) => services.images.load(place, url),
  });
  const openUrl = (url: string) => shell.openExternal(url);
  const copyText = (text: string) => clipboard.writeText(text);
  registerCalls({
    ipcMain,
    window: contents,
    reportFault: (call, cause) =>
      log('error', call, cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)),
    handlers: {
      ...appHandlers({ info: () => info(services), notices, openUrl, copyText }),
      ...accountHandlers(services),
      ...signInHandlers({ signIns: services.signIns, openUrl, copyText }),
      ...imageHandlers({ permissions: services.imagePermissions }),
      ...mailHandlers({
        call: (name, input) => services.engine.call(name, input),
        remoteImages: (place) => services.imagePermissions.state(place),
        downloadsFolder: () => app.getPath('downloads'),
        askWhereToSave: async (suggested) => {
          const options = { defaultPath: suggested };
          const answer =
            window === null ? await dialog.showSaveDialog(options) : await dialog.showSaveDialog(window, options);
          return answer.canceled ? null : answer.filePath;
        },
      }),
    },
  });
  powerMonitor.on('resume', () => void services.engine.call('account.reconnect', { accountId: null }));
  app.on('second-instance', open);
  app.on('activate', open);
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });
  stopBeforeQuit(services, tray.dispose);
  open();
  await services.openAccounts();
}

/** Quitting waits for the engine to end its transaction, but not for ever: what was acknowledged is durable already. */
function stopBeforeQuit(services: Services, disposeTray: () => void): void {
  let stopped = false;
  app.on('before-quit', (event) => {
    if (stopped) return;
    event.preventDefault();
    stopped = true;
    disposeTray();
    void services.stop().finally(() => app.quit());
  });
}

function info(services: Services) {
  return {
    version: app.getVersion(),
    electron: process.versions['electron'] ?? '',
    chrome: process.versions['chrome'] ?? '',
    node: process.versions.node,
    platform: process.platform === 'darwin' || process.platform === 'win32' ? process.platform : ('linux' as const),
    profileFolder,
    extraCa: services.extraCaPath,
    secretStorage: services.secretPersistence,
  };
}

/** Heron cannot run at all: the settings are a newer Heron's, or the profile cannot be read. Nothing has been touched. */
function failToStart(cause: unknown): void {
  const text = cause instanceof Error ? cause.message : String(cause);
  log('error', 'main', `Cannot start: ${text}`);
  dialog.showErrorBox('Heron cannot start', text);
  app.exit(1);
}
