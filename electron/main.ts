import { realpathSync } from 'node:fs';
import { join } from 'node:path';
import { app, dialog, powerMonitor, protocol, safeStorage, session, shell } from 'electron';
import { errorMessage } from '../shared/error-texts.ts';
import { AppFailure } from '../shared/reply.ts';
import { languageFor } from '../shared/texts/format.ts';
import { setLanguage, texts } from '../shared/texts/texts.ts';
import { createPrintPages } from './bridge/print-pages.ts';
import { registerSchemes, serveProtocols } from './bridge/protocol.ts';
import { authRequest, hardenContents, hardenSession } from './bridge/security.ts';
import { answerCalls } from './composition/answer-calls.ts';
import { type Background, startBackground } from './composition/background.ts';
import { type ComposeWindows, composeWindows } from './composition/compose-windows.ts';
import { createServices, type Services } from './composition/services.ts';
import { answerTerminal, prepareTerminal } from './composition/terminal.ts';
import { installTestHooks } from './composition/test-hooks.ts';
import { createWindows, type Windows } from './composition/windows.ts';
import { findAutostart } from './platform/autostart.ts';
import { systemClock } from './platform/clock.ts';
import { mailAddressIn } from './platform/launch-arguments.ts';
import { openLog } from './platform/log.ts';
import { OpenedFiles } from './platform/opened-files.ts';
import { adoptProfile, requestedProfile } from './platform/paths.ts';
import { sessionBus } from './platform/session-bus.ts';
import { checkSpelling } from './platform/spell-checker.ts';
import { setTheme } from './platform/theme.ts';
import { dictionaryHost } from './preferences/spelling.ts';
import { createMenu } from './shell/menu/menu.ts';
import { menuCommands } from './shell/menu/menu-commands.ts';
import { Notices } from './shell/notifications/notices.ts';
import { createPrinter, paperOf } from './shell/printing/print.ts';
import { findTray } from './shell/tray/status-notifier.ts';
import { TrayPresence } from './shell/tray/tray-presence.ts';
import { openOpeningMessages } from './shell/window/opening-message.ts';
import { startsHidden } from './shell/window/window-life.ts';
import { terminalCommand } from './terminal/command-line.ts';
import { exitCodes } from './terminal/exit-codes.ts';

/**
 * The composition root: only this module and composition/ construct, wire and dispose. It has no top-level await,
 * because Electron is ready only after this module has run.
 */
const profileSource = { argv: process.argv, environment: process.env, workingFolder: process.cwd() };
const profileFolder = adoptProfile(app, profileSource);
const log = openLog(profileFolder);
const folder = import.meta.dirname;
/** For tests: where dictionaries for spelling are downloaded from. */
const dictionaries = testVariable('HERON_TEST_DICTIONARIES') ?? null;
const developmentServer = app.isPackaged ? null : (process.env['ELECTRON_RENDERER_URL'] ?? null);

process.on('uncaughtException', (cause) => log('error', 'main', `Uncaught: ${cause.stack ?? cause.message}`));
process.on('unhandledRejection', (cause) => log('error', 'main', `Unhandled rejection: ${String(cause)}`));

const terminal = terminalCommand(process.argv, app.isPackaged);
if (terminal !== null) {
  prepareTerminal(app);
  const options = { profileFolder, workerFolder: folder, log, hasLock: app.requestSingleInstanceLock() };
  void app
    .whenReady()
    .then(() => answerTerminal(app, terminal, options))
    .then(
      (code) => app.exit(code),
      (cause: unknown) => {
        logFault('terminal', cause);
        process.stderr.write(`${cause instanceof Error ? cause.message : String(cause)}\n`);
        app.exit(exitCodes.cannotStart);
      },
    );
} else if (app.requestSingleInstanceLock()) {
  registerSchemes();
  hardenContents(app);
  void app.whenReady().then(start).catch(failToStart);
} else {
  app.quit();
}

async function start(): Promise<void> {
  // The language until the preferences are read.
  setLanguage(languageFor(app.getLocale()));
  app.setAppUserModelId('app.heron.mail');
  let services: Services | null = null;
  let background: Background | null = null;
  let compose: ComposeWindows | null = null;

  const notices = new Notices((list) => windows.tell('app.noticesChanged', { notices: list }));
  const bus = sessionBus(process.env);
  const tray = new TrayPresence({
    clock: systemClock,
    ask: () => findTray({ platform: process.platform, environment: process.env, bus }),
    changed: () => {
      services?.preferences.refresh();
      background?.update();
    },
  });
  const autostart = findAutostart({
    app,
    profile: requestedProfile(profileSource),
    environment: process.env,
    comment: () => texts().app.autostart.comment,
  });
  const windows = createWindows({
    preload: join(folder, '../preload/preload.cjs'),
    profileFolder,
    clock: systemClock,
    log: (text) => log('warn', 'window', text),
    reportFault: (cause) => logFault('window', cause),
    mainChanged: (state) => {
      if (state === 'listens') menuClicks.windowListens();
      if (state === 'gone') menuClicks.windowGone();
      if (state === 'made') void compose?.restore();
      background?.update();
    },
    sideClosed: (page) => compose?.closed(page),
    closeToTray: () => services?.preferences.current().closeToTray ?? false,
    hasTray: () => tray.look(),
  });
  const { life } = windows;
  const menuClicks = menuCommands({
    syncNow: () => void services?.syncNow(null),
    pause: () => services?.pause.start(),
    resume: () => services?.pause.end(),
    write: () => void compose?.writeUnasked({ kind: 'new' }),
    open: () => life.open(),
    send: (command) => windows.tell('app.command', { command }),
  });
  const menu = createMenu(menuClicks.run);
  const redraw = () => {
    if (services === null) return;
    menu.update({
      platform: process.platform,
      development: developmentServer !== null,
      hasAccounts: services.views().length > 0,
      paused: services.pause.until !== null,
    });
    background?.update();
  };

  void tray.watch();
  const running = await createServices({
    profileFolder,
    environment: process.env,
    workerFolder: folder,
    safeStorage,
    request: authRequest,
    openUrl: (url) => shell.openExternal(url),
    resolveProxy: (url) => session.defaultSession.resolveProxy(url),
    discovery: {
      nameServers: testVariable('HERON_TEST_NAME_SERVER')?.split(','),
      origin: testVariable('HERON_TEST_DISCOVERY_ORIGIN') ?? null,
    },
    managed: managedForTests(),
    home: testVariable('HERON_TEST_HOME') ?? app.getPath('home'),
    trustedImageOrigin: testVariable('HERON_TEST_IMAGE_ORIGIN') ?? null,
    log,
    notices,
    send: (name, payload) => windows.tell(name, payload),
    accountsChanged: (views) => {
      redraw();
      background?.accountsChanged(views);
    },
    arrived: (arrival) => background?.arrived(arrival),
    draftsChanged: (drafts) => background?.draftsChanged(drafts),
    desktopFacts: () => ({
      locale: app.getLocale(),
      formatLocale: app.getSystemLocale(),
      forcedDirection: app.commandLine.getSwitchValue('force-ui-direction'),
      hasTray: tray.isThere,
      canStartAtLogin: autostart.isPossible,
      spelling: {
        platform: process.platform,
        available: session.defaultSession.availableSpellCheckerLanguages,
        read: app.getPreferredSystemLanguages(),
        host: dictionaries === null ? dictionaryHost : new URL(dictionaries).host,
      },
    }),
    effects: {
      setTheme,
      setSpelling: (spelling) =>
        checkSpelling(session.defaultSession, spelling, { platform: process.platform, source: dictionaries }),
      redraw,
      setStartAtLogin: (wanted) =>
        void autostart.set(wanted).catch((cause: unknown) => {
          logFault('autostart', cause);
          notices.add({ code: 'storage_failed', params: { reason: 'autostart' }, retryable: true });
        }),
    },
  });
  services = running;
  background = startBackground({
    services: running,
    life,
    bus,
    hasTray: () => tray.isThere,
    write: () => void compose?.writeUnasked({ kind: 'new' }),
    takeBack: (draftId) => void compose?.takeBack(draftId),
    quit: () => app.quit(),
  });
  redraw();
  running.preferences.refresh();
  if (process.env['HERON_TEST_HOOKS'] === '1' && !app.isPackaged) installTestHooks(background);

  hardenSession(session.defaultSession, developmentServer);
  const printPages = createPrintPages();
  serveProtocols(protocol, {
    root: realpathSync(join(folder, '../renderer')),
    developmentServer,
    printPages,
    readPart: (input) => running.engine.call('mail.readPart', input),
    readDraftPicture: (input) => running.engine.call('drafts.readPicture', input),
    readRemoteImage: ({ url, ...place }) => running.images.load(place, url),
  });
  let accountsAreOpen = () => {};
  const accountsOpen = new Promise<void>((done) => {
    accountsAreOpen = done;
  });
  const composing = composeWindows({
    call: (name, input) => running.engine.call(name, input),
    accountsOpen,
    firstAccount: () => running.views()[0]?.account.id ?? null,
    openWindow: (page) => windows.sides.open(page),
    openMain: () => life.open(),
    report: (error) => notices.add(error),
  });
  compose = composing;
  const printer = createPrinter({ pages: printPages, clock: systemClock, paper: paperOf(app.getLocaleCountryCode()) });
  const openedFiles = new OpenedFiles(app.getPath('temp'));
  const licencesFile = join(folder, '../licences.json');
  const openings = openOpeningMessages(profileFolder, (cause) => logFault('window', cause));
  answerCalls({
    services: running,
    windows,
    compose: composing,
    printer,
    openedFiles,
    openings,
    notices,
    profileFolder,
    licencesFile,
    reportFault: logFault,
  });

  const awake = () => {
    running.pause.check();
    running.reconnect(null, 'network');
  };
  powerMonitor.on('resume', awake);
  powerMonitor.on('unlock-screen', awake);
  /** A clicked mail address leads to a new message; false where there is none. */
  const writeFor = (argv: readonly string[]): boolean => {
    const url = mailAddressIn(argv);
    if (url !== null) void composing.writeUnasked({ kind: 'mailto', url });
    return url !== null;
  };
  app.on('second-instance', (_event, argv) => {
    // A command in a terminal says there that Heron runs already.
    if (terminalCommand(argv, app.isPackaged) !== null) return;
    if (!startsHidden(argv) && !writeFor(argv)) life.open();
  });
  app.on('activate', () => life.open());
  // macOS hands over a clicked mail address in this way; other systems start Heron a second time.
  app.on('open-url', (event, url) => {
    event.preventDefault();
    writeFor([url]);
  });
  // An empty listener keeps Electron from quitting: WindowLife decides that, and may need a moment.
  app.on('window-all-closed', () => undefined);
  stopBeforeQuit(running, windows, openedFiles, () => {
    tray.dispose();
    // Later updates must not bring the icon back while Heron quits.
    const ending = background;
    background = null;
    ending?.dispose();
  });
  // When the system started Heron at the user's sign-in, no window opens (U5).
  if (!startsHidden(process.argv) && !app.getLoginItemSettings().wasOpenedAtLogin) {
    life.open();
    writeFor(process.argv);
  }
  autostart.refresh().catch((cause: unknown) => logFault('autostart', cause));
  await running.openAccounts().finally(accountsAreOpen);
}

/**
 * Quitting waits for the windows to save what was typed, and for the engine to end its transaction, but only for a limited time: what was
 * acknowledged is durable already. Where something cannot be saved, its window says so and Heron goes on, until the user quits again.
 */
function stopBeforeQuit(services: Services, windows: Windows, openedFiles: OpenedFiles, dispose: () => void): void {
  let progress: 'running' | 'stopping' | 'stopped' = 'running';
  let couldNotSave = false;
  app.on('before-quit', (event) => {
    if (progress === 'stopped') return;
    event.preventDefault();
    if (progress === 'stopping') return;
    progress = 'stopping';
    void windows.prepareToQuit(couldNotSave).then(async (outcome) => {
      if (outcome === 'failed') {
        couldNotSave = true;
        progress = 'running';
        return;
      }
      dispose();
      await services.finishSending(() => windows.closeAll());
      await Promise.all([services.stop(), openedFiles.clear()]).finally(() => {
        progress = 'stopped';
        app.quit();
      });
    });
  });
}

function logFault(scope: string, cause: unknown): void {
  log('error', scope, cause instanceof Error ? (cause.stack ?? cause.message) : String(cause));
}

/** Heron cannot run at all: the settings are a newer Heron's, or the profile cannot be read. Nothing has been touched. */
function failToStart(cause: unknown): void {
  const text = cause instanceof Error ? cause.message : String(cause);
  log('error', 'main', `Cannot start: ${text}`);
  dialog.showErrorBox(texts().app.cannotStart, cause instanceof AppFailure ? errorMessage(cause.error) : text);
  app.exit(1);
}

/** For tests: a place for the organisation's profile that the tester may write to. */
function managedForTests(): { readonly path: string; readonly owners: readonly number[] } | undefined {
  const path = testVariable('HERON_TEST_ORGANISATION');
  return path === undefined ? undefined : { path, owners: [0, process.getuid?.() ?? 0] };
}

/** A variable that only tests set; a package has none of them. */
function testVariable(name: `HERON_TEST_${string}`): string | undefined {
  return app.isPackaged ? undefined : process.env[name];
}
