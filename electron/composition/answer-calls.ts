import { app, BrowserWindow, clipboard, dialog, ipcMain, type OpenDialogOptions, shell } from 'electron';
import { isAnsweredInText } from '../../shared/calls.ts';
import { AppFailure, failure, type Reply, success } from '../../shared/reply.ts';
import { accountHandlers } from '../bridge/handlers/accounts.ts';
import { appHandlers } from '../bridge/handlers/app.ts';
import { attachmentHandlers } from '../bridge/handlers/attachments.ts';
import { diagnosisHandlers } from '../bridge/handlers/diagnosis.ts';
import { draftHandlers } from '../bridge/handlers/drafts.ts';
import { imageHandlers } from '../bridge/handlers/images.ts';
import { mailHandlers } from '../bridge/handlers/mail.ts';
import { movingHandlers } from '../bridge/handlers/moving.ts';
import { organisationHandlers } from '../bridge/handlers/organisation.ts';
import { proxyHandlers } from '../bridge/handlers/proxy.ts';
import { signInHandlers } from '../bridge/handlers/sign-in.ts';
import { type Caller, registerCalls } from '../bridge/register.ts';
import { savePart } from '../engine/save-part.ts';
import type { OpenedFiles } from '../platform/opened-files.ts';
import { licencesFrom } from '../preferences/licences.ts';
import type { Notices } from '../shell/notifications/notices.ts';
import { showPdf } from '../shell/preview/pdf-window.ts';
import type { Printer } from '../shell/printing/print.ts';
import { printDocument } from '../shell/printing/print-document.ts';
import type { OpeningMessages } from '../shell/window/opening-message.ts';
import type { ComposeWindows } from './compose-windows.ts';
import type { Services } from './services.ts';
import type { Windows } from './windows.ts';

interface CallPorts {
  readonly services: Services;
  readonly windows: Windows;
  readonly compose: ComposeWindows;
  readonly printer: Printer;
  readonly openedFiles: OpenedFiles;
  readonly openings: OpeningMessages;
  readonly notices: Notices;
  readonly profileFolder: string;
  /** Of the build: out/licences.json. */
  readonly licencesFile: string;
  readonly reportFault: (scope: string, cause: unknown) => void;
}

const versions = { electron: process.versions['electron'] ?? '', chrome: process.versions['chrome'] ?? '' };

/** Answers every call of the bridge. */
export function answerCalls(ports: CallPorts): void {
  const {
    services,
    windows,
    compose,
    printer,
    openedFiles,
    openings,
    notices,
    profileFolder,
    licencesFile,
    reportFault,
  } = ports;
  const openUrl = (url: string) => shell.openExternal(url);
  const copyText = (text: string) => clipboard.writeText(text);
  const downloadsFolder = () => app.getPath('downloads');
  const askWhereToSave = async (defaultPath: string, { contents }: Caller) => {
    const window = BrowserWindow.fromWebContents(contents);
    const answer = await (window === null
      ? dialog.showSaveDialog({ defaultPath })
      : dialog.showSaveDialog(window, { defaultPath }));
    return answer.canceled ? null : answer.filePath;
  };
  const askForFile = async ({ contents }: Caller) => {
    const window = BrowserWindow.fromWebContents(contents);
    // Thunderbird's folder begins with a dot.
    const options = { properties: ['openFile', 'showHiddenFiles', 'dontAddToRecent'] } satisfies OpenDialogOptions;
    const answer = await (window === null ? dialog.showOpenDialog(options) : dialog.showOpenDialog(window, options));
    return answer.canceled ? null : (answer.filePaths[0] ?? null);
  };
  registerCalls({
    ipcMain,
    pageOf: windows.pageOf,
    reportFault,
    askEngine: (name, input) =>
      isAnsweredInText(name) ? services.engine.callForText(name, input) : services.engine.call(name, input),
    handlers: {
      ...appHandlers({
        info: () => info(services, profileFolder),
        notices,
        preferences: services.preferences,
        licences: licencesFrom(licencesFile, versions),
        openUrl,
        copyText,
        showProfileFolder: () => void shell.openPath(profileFolder),
        pause: async () => {
          services.pause.start();
          return success(null);
        },
        resume: async () => {
          services.pause.end();
          return success(null);
        },
        takeDestination: () => windows.life.take(),
        openings,
        closeWindow: ({ contents }) => BrowserWindow.fromWebContents(contents)?.close(),
        pageSaved: ({ contents }, saved) => windows.pageSaved(contents, saved ? 'saved' : 'failed'),
        quit: () => app.quit(),
        canWrite: () => services.views().length > 0,
        write: (url) => void compose.writeUnasked({ kind: 'mailto', url }),
      }),
      ...accountHandlers(services),
      ...diagnosisHandlers({
        diagnose: services.diagnose,
        diagnoseSetup: services.diagnoseSetup,
        downloadsFolder,
        askWhereToSave,
        saveText,
        quitting: services.quitting,
      }),
      ...movingHandlers({
        moving: services.moving,
        documentsFolder: () => app.getPath('documents'),
        askWhereToSave,
        askForFile,
        saveText,
        quitting: services.quitting,
      }),
      ...organisationHandlers({ organisation: services.organisation, askForFile, quitting: services.quitting }),
      ...signInHandlers({ signIns: services.signIns, openUrl, copyText }),
      ...proxyHandlers(services.proxies),
      ...imageHandlers({ permissions: services.imagePermissions }),
      ...attachmentHandlers({
        call: (name, input) => services.engine.call(name, input),
        downloadsFolder,
        askWhereToSave,
        askForFolder: async (defaultPath, { contents }) => {
          const window = BrowserWindow.fromWebContents(contents);
          const options = { defaultPath, properties: ['openDirectory', 'createDirectory'] } satisfies OpenDialogOptions;
          const answer = await (window === null
            ? dialog.showOpenDialog(options)
            : dialog.showOpenDialog(window, options));
          return answer.filePaths[0] ?? null;
        },
        openedFiles,
        openPath: (path) => shell.openPath(path),
        startDrag: async (file, { contents }) => {
          const icon = await app.getFileIcon(file);
          if (!contents.isDestroyed()) contents.startDrag({ file, icon });
        },
        showPdf,
      }),
      ...mailHandlers({
        call: (name, input) => services.engine.call(name, input),
        remoteImages: (place) => services.imagePermissions.state(place),
        postUnsubscribe: (url) => services.images.unsubscribe(url),
        printer,
        printDocument,
        downloadsFolder,
        askWhereToSave,
      }),
      ...draftHandlers({
        addPath: (input) => services.engine.call('drafts.addPath', input),
        windows: compose,
        askForFiles: async ({ contents }) => {
          const window = BrowserWindow.fromWebContents(contents);
          const options = {
            properties: ['openFile', 'multiSelections', 'dontAddToRecent'],
          } satisfies OpenDialogOptions;
          const answer = await (window === null
            ? dialog.showOpenDialog(options)
            : dialog.showOpenDialog(window, options));
          return answer.canceled ? [] : answer.filePaths;
        },
      }),
      'mail.openWindow': async ({ accountId, messageId }) => {
        windows.sides.open({ kind: 'message', accountId, messageId });
        return success(null);
      },
      'mail.syncNow': ({ accountId }) => services.syncNow(accountId),
    },
  });
}

async function saveText(path: string, text: string): Promise<Reply<null>> {
  try {
    // It is Heron's own text, so it carries no mark of a download.
    await savePart(path, [Buffer.from(text)], { mark: async () => undefined, unmarked: () => undefined });
    return success(null);
  } catch (cause) {
    if (cause instanceof AppFailure) return failure(cause.error);
    throw cause;
  }
}

function info(services: Services, profileFolder: string) {
  const { platform } = process;
  return {
    version: app.getVersion(),
    ...versions,
    node: process.versions.node,
    platform: platform === 'darwin' || platform === 'win32' ? platform : ('linux' as const),
    profileFolder,
    extraCa: services.extraCaPath,
    secretStorage: services.secretPersistence,
    pausedUntil: services.pause.until,
  };
}
