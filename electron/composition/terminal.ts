import { type App, safeStorage, session, shell } from 'electron';
import { AppFailure } from '../../shared/reply.ts';
import { languageFor } from '../../shared/texts/format.ts';
import { setLanguage, texts } from '../../shared/texts/texts.ts';
import { authRequest } from '../bridge/security.ts';
import type { Log } from '../platform/log.ts';
import { Notices } from '../shell/notifications/notices.ts';
import type { TerminalCommand } from '../terminal/command-line.ts';
import { exitCodes } from '../terminal/exit-codes.ts';
import { runInTerminal, worded } from '../terminal/terminal.ts';
import { createServices } from './services.ts';

/** Without a window nothing of the desktop is shown, and nothing of it is changed. */
const noEffects = {
  setTheme: () => undefined,
  setSpelling: () => undefined,
  redraw: () => undefined,
  setStartAtLogin: () => undefined,
};

/**
 * To be called before Electron is ready. That there is no display (ssh) cannot be told to Chromium from here: it looks for one before it runs
 * Heron's module, so whoever calls passes `--ozone-platform=headless` (docs/cli.md).
 */
export function prepareTerminal(app: App): void {
  app.disableHardwareAcceleration();
  // Chromium's own complaints, for example about a missing system bus, would stand between the answers.
  app.commandLine.appendSwitch('log-level', '3');
  app.dock?.hide();
}

/** Answers a terminal command instead of opening a window. @returns the exit code */
export async function answerTerminal(
  app: App,
  command: TerminalCommand,
  options: {
    readonly profileFolder: string;
    readonly workerFolder: string;
    readonly hasLock: boolean;
    readonly log: Log;
  },
): Promise<number> {
  setLanguage(languageFor(app.getLocale()));
  const print = (text: string): void => void process.stdout.write(`${text}\n`);
  const warn = (text: string): void => void process.stderr.write(`${text}\n`);
  if (command.kind === 'help') {
    print(texts().terminal.usage);
    return exitCodes.done;
  }
  if (command.kind === 'usage') {
    warn(texts().terminal.unexpected(command.argument));
    return exitCodes.usage;
  }
  if (!options.hasLock) {
    warn(texts().terminal.heronRuns);
    return exitCodes.heronRuns;
  }
  const interrupted = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => interrupted.abort());
  const listeners = new Set<() => void>();
  const notices = new Notices((list) => {
    const last = list.at(-1);
    if (last !== undefined) warn(worded(last.error));
  });
  try {
    const services = await createServices({
      ...options,
      environment: process.env,
      safeStorage,
      request: authRequest,
      openUrl: (url) => shell.openExternal(url),
      resolveProxy: (url) => session.defaultSession.resolveProxy(url),
      home: app.getPath('home'),
      trustedImageOrigin: null,
      notices,
      send: () => undefined,
      accountsChanged: () => {
        for (const listener of listeners) listener();
      },
      draftsChanged: () => undefined,
      arrived: () => undefined,
      desktopFacts: () => ({
        locale: app.getLocale(),
        formatLocale: app.getSystemLocale(),
        forcedDirection: '',
        hasTray: false,
        canStartAtLogin: false,
        spelling: { platform: process.platform, available: [], read: [], host: '' },
      }),
      effects: noEffects,
    });
    if (command.name === 'sign-in' && services.secretPersistence.kind === 'session') warn(texts().terminal.notKept);
    try {
      return await runInTerminal(command, {
        print,
        warn,
        signal: interrupted.signal,
        now: () => Date.now(),
        views: services.views,
        diagnose: (accountId, signal) =>
          services.diagnose({ diagnosisId: crypto.randomUUID(), accountId, repeatRefused: false }, signal),
        helpDesk: services.helpDesk,
        openAccounts: services.openAccounts,
        onAccounts: (listener) => {
          listeners.add(listener);
          return () => void listeners.delete(listener);
        },
        startSignIn: (input) => services.signIns.start(input),
        confirmSignIn: (id, accept) => void services.signIns.confirm(id, accept),
        pageOf: (id) => {
          const page = services.signIns.page(id);
          return page.ok ? page.value : null;
        },
        onSignIn: (listener) => services.signIns.onChange(({ signInId, state }) => listener(signInId, state)),
      });
    } finally {
      await services.stop();
    }
  } catch (cause) {
    if (!(cause instanceof AppFailure)) throw cause;
    warn(worded(cause.error));
    return exitCodes.cannotStart;
  }
}
