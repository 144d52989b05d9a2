import type { BrowserWindow, WebContents } from 'electron';
import type { EventName, EventPayloads } from '../../shared/ipc.ts';
import type { SidePage, WindowPage } from '../../shared/window-page.ts';
import { type Caller, sendEvent } from '../bridge/register.ts';
import type { WindowPorts } from '../shell/window/kept-window.ts';
import { createMainWindow } from '../shell/window/main-window.ts';
import { PageSaving, type SavedOutcome } from '../shell/window/page-saving.ts';
import { createSideWindows } from '../shell/window/side-window.ts';
import type { SideWindows } from '../shell/window/side-windows.ts';
import type { WindowLife } from '../shell/window/window-life.ts';

interface WindowsPorts extends Pick<WindowPorts, 'preload' | 'profileFolder' | 'clock' | 'log' | 'reportFault'> {
  /** The main window was made, its page listens, or it is gone. */
  readonly mainChanged: (state: 'made' | 'listens' | 'gone') => void;
  /** A window beside it was closed by the user. */
  readonly sideClosed: (page: SidePage) => void;
  readonly closeToTray: () => boolean;
  readonly hasTray: () => Promise<boolean>;
}

/** All of Heron's windows: the main one, and those beside it. */
export interface Windows {
  readonly life: WindowLife<BrowserWindow>;
  readonly sides: SideWindows<BrowserWindow>;
  /** The main window as the other end of the bridge; null while there is none. */
  main(): Caller | null;
  /** What the window with these contents shows; null where it is none of Heron's. */
  pageOf(contents: WebContents): WindowPage | null;
  /** Tells all windows of an event, as far as each may hear it. */
  tell<K extends EventName>(name: K, payload: EventPayloads[K]): void;
  /** The page's answer to `app.savePage`. */
  pageSaved(contents: WebContents, outcome: SavedOutcome): void;
  /**
   * Before Heron quits: all pages save, and from then on windows close without a question. `failed`: one could not, and all stays as it was,
   * unless `evenUnsaved`.
   */
  prepareToQuit(evenUnsaved: boolean): Promise<SavedOutcome>;
  /** Closes all windows, after `prepareToQuit`. */
  closeAll(): void;
}

/** Makes and keeps Heron's windows. */
export function createWindows(ports: WindowsPorts): Windows {
  const { preload, profileFolder, clock, log, reportFault } = ports;
  let isQuitting = false;
  const saving = new PageSaving<WebContents>({
    clock,
    ask: (contents) => sendEvent(asCaller(contents), 'app.savePage', {}),
  });
  const shared = {
    preload,
    clock,
    log,
    save: (window: BrowserWindow) => saving.save(window.webContents),
    isQuitting: () => isQuitting,
    openLink: (window: BrowserWindow, link: EventPayloads['app.linkChosen']) =>
      void sendEvent(asCaller(window.webContents), 'app.linkChosen', link),
  };
  const sides = createSideWindows({
    ...shared,
    profileFolder,
    reportFault,
    pageLeft: ({ webContents }) => saving.left(webContents),
    closed: (page, last) => {
      if (isQuitting) return;
      ports.sideClosed(page);
      if (last) life.othersClosed();
    },
  });
  const life = createMainWindow({
    ...shared,
    profileFolder,
    reportFault,
    send: (destination) => void sendEvent(main(), 'app.goTo', { destination }),
    changed: (state) => {
      if (state === 'gone' && life.window !== null) saving.left(life.window.webContents);
      ports.mainChanged(state);
    },
    closeToTray: ports.closeToTray,
    hasTray: ports.hasTray,
    hasOthers: () => sides.all().length > 0,
  });
  const main = (): Caller | null =>
    life.window === null ? null : { contents: life.window.webContents, page: { kind: 'main' } };
  const all = (): Caller[] =>
    [
      ...(main() === null ? [] : [main()]),
      ...sides.all().map(({ page, window }) => ({ contents: window.webContents, page })),
    ].filter((each) => each !== null);
  const asCaller = (contents: WebContents): Caller | null => all().find((each) => each.contents === contents) ?? null;
  return {
    life,
    sides,
    main,
    pageOf: (contents) => asCaller(contents)?.page ?? null,
    tell: (name, payload) => {
      for (const each of all()) sendEvent(each, name, payload);
    },
    pageSaved: (contents, outcome) => saving.answered(contents, outcome),
    closeAll: () => {
      life.window?.close();
      for (const { window } of sides.all()) window.close();
    },
    prepareToQuit: async (evenUnsaved) => {
      const outcomes = await Promise.all(all().map(({ contents }) => saving.save(contents)));
      if (outcomes.includes('failed') && !evenUnsaved) return 'failed';
      isQuitting = true;
      return 'saved';
    },
  };
}
