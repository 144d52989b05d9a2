import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '../../platform/clock.ts';
import { type Bounds, parseWindowState, placeOnDisplays, type Size, type WindowState } from './window-placement.ts';

/** The part of Electron's BrowserWindow that is used here. */
export interface FollowedWindow {
  getNormalBounds(): Bounds;
  isMaximized(): boolean;
  isFullScreen(): boolean;
  isVisible(): boolean;
  readonly webContents: { getZoomFactor(): number };
  on(event: 'resize', listener: () => void): unknown;
  on(event: 'move', listener: () => void): unknown;
  on(event: 'maximize', listener: () => void): unknown;
  on(event: 'unmaximize', listener: () => void): unknown;
  on(event: 'enter-full-screen', listener: () => void): unknown;
  on(event: 'leave-full-screen', listener: () => void): unknown;
  on(event: 'blur', listener: () => void): unknown;
  on(event: 'close', listener: () => void): unknown;
  on(event: 'closed', listener: () => void): unknown;
}

/** Remembers the window over restarts. */
export interface WindowStateKeeper {
  /** The state of a new window; null when none was saved. @param displays the work areas of the present displays */
  restore(displays: readonly Bounds[]): WindowState | null;
  /** Saves this window's state from now on, until it is closed. */
  follow(window: FollowedWindow): void;
}

interface WindowStateOptions {
  readonly profileFolder: string;
  /** Of the file; one for each kind of window. */
  readonly file: string;
  readonly least: Size;
  readonly clock: Pick<Clock, 'after'>;
  /** The state could not be saved; for the log, not for the user. */
  readonly report: (cause: unknown) => void;
}

/** Nothing is written until the window has not changed for this long, for example while it is dragged. */
const settledMs = 500;

/** Keeps a window's place in a file of the profile, apart from the settings: it is written often and worth little. */
export function openWindowState({ profileFolder, file, least, clock, report }: WindowStateOptions): WindowStateKeeper {
  const path = join(profileFolder, file);
  let known = read(path);
  const keep = (window: FollowedWindow) => {
    // A window that was never shown, as after a start in the tray, has no state to save yet.
    if (!window.isVisible()) return;
    const state = stateOf(window);
    if (JSON.stringify(state) === JSON.stringify(known)) return;
    known = state;
    try {
      // Renamed into place, but not fsynced: a power cut may cost the window its place, and a damaged file is ignored.
      writeFileSync(`${path}.tmp`, JSON.stringify(state), { mode: 0o600 });
      renameSync(`${path}.tmp`, path);
    } catch (cause) {
      report(cause);
    }
  };
  return {
    restore: (displays) => known && { ...known, bounds: placeOnDisplays(known.bounds, displays, least) },
    follow: (window) => {
      let cancel = () => {};
      const changed = () => {
        cancel();
        cancel = clock.after(settledMs, () => keep(window));
      };
      window.on('resize', changed);
      window.on('move', changed);
      window.on('maximize', changed);
      window.on('unmaximize', changed);
      window.on('enter-full-screen', changed);
      window.on('leave-full-screen', changed);
      // Zooming has no event, so the zoom factor is saved when the window loses the focus.
      window.on('blur', changed);
      window.on('close', () => {
        cancel();
        keep(window);
      });
      window.on('closed', () => cancel());
    },
  };
}

function read(path: string): WindowState | null {
  try {
    return parseWindowState(readFileSync(path, 'utf8'));
  } catch {
    // The file is missing or cannot be read: the window begins as in a new profile.
    return null;
  }
}

function stateOf(window: FollowedWindow): WindowState {
  const { x, y, width, height } = window.getNormalBounds();
  return {
    bounds: { x, y, width, height },
    maximised: window.isMaximized(),
    fullScreen: window.isFullScreen(),
    zoomFactor: window.webContents.getZoomFactor(),
  };
}
