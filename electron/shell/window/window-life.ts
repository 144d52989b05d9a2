import type { Destination } from '../../../shared/mail.ts';
import { hiddenSwitch } from '../../platform/autostart.ts';
import { hasMailAddress } from '../../platform/launch-arguments.ts';

/** The part of Electron's BrowserWindow that is used here. */
export interface LivingWindow {
  isDestroyed(): boolean;
  isVisible(): boolean;
  isFocused(): boolean;
  on(event: 'closed', listener: () => void): unknown;
  close(): void;
}

interface WindowLifePorts<W extends LivingWindow> {
  /** Makes the window, which shows itself when it is painted. */
  readonly create: () => W;
  /** Brings it to the front. */
  readonly show: (window: W) => void;
  /** The window's `app.goTo`. */
  readonly send: (destination: Destination) => void;
  /** A window was made, its page listens, or it is gone. */
  readonly changed: (state: 'made' | 'listens' | 'gone') => void;
  /** Whether Heron keeps running without a window; called when the window was closed. */
  readonly goesOn: () => Promise<boolean>;
  readonly quit: () => void;
}

/**
 * Heron's main window. It opens only when the user asks for it (U5), and is destroyed when it is closed, so that its
 * memory is free while Heron is in the tray.
 */
export class WindowLife<W extends LivingWindow> {
  readonly #ports: WindowLifePorts<W>;
  #window: W | null = null;
  #listens = false;
  /** Where the user wants to go; kept until a page listens. */
  #destination: Destination | null = null;

  constructor(ports: WindowLifePorts<W>) {
    this.#ports = ports;
  }

  get window(): W | null {
    return this.#window === null || this.#window.isDestroyed() ? null : this.#window;
  }

  /** Brings the window to the front; creates it if there is none. */
  open(): void {
    const { window } = this;
    if (window === null) this.#make();
    else this.#ports.show(window);
  }

  /** Opens the window and takes the user to a destination, as soon as its page listens. */
  go(destination: Destination): void {
    this.open();
    if (this.#listens) this.#ports.send(destination);
    else this.#destination = destination;
  }

  /** The page listens from now on. @returns the waiting destination, once; null when the page chooses itself */
  take(): Destination | null {
    const destination = this.#destination;
    this.#destination = null;
    this.#listens = true;
    this.#ports.changed('listens');
    return destination;
  }

  /** The page is being reloaded, and listens to nothing until it calls `take`. */
  pageLeft(): void {
    if (!this.#listens) return;
    this.#listens = false;
    this.#ports.changed('gone');
  }

  /** The last of the windows beside this one was closed. */
  othersClosed(): void {
    if (this.#window === null) void this.#closed();
  }

  /** Whether the user sees what happens in Heron: its window has the focus, or is about to appear. */
  isAttended(): boolean {
    const { window } = this;
    return window !== null && (window.isVisible() ? window.isFocused() : !this.#listens);
  }

  #make(): void {
    const window = this.#ports.create();
    this.#window = window;
    this.#listens = false;
    window.on('closed', () => {
      if (this.#window !== window) return;
      this.#window = null;
      this.#listens = false;
      this.#destination = null;
      this.#ports.changed('gone');
      void this.#closed();
    });
    this.#ports.changed('made');
  }

  async #closed(): Promise<void> {
    const goesOn = await this.#ports.goesOn();
    if (!goesOn && this.#window === null) this.#ports.quit();
  }
}

/**
 * Whether Heron keeps running when its window is closed: always on macOS; elsewhere in the tray, if the user wants that
 * and the desktop has a tray.
 */
export async function goesOnWithoutWindow(facts: {
  readonly platform: NodeJS.Platform;
  readonly closeToTray: boolean;
  readonly hasTray: () => Promise<boolean>;
}): Promise<boolean> {
  if (facts.platform === 'darwin') return true;
  return facts.closeToTray && (await facts.hasTray());
}

/** Whether Heron was started to stay in the background: by the system, at the user's sign-in. Not when a mail address was clicked. */
export function startsHidden(argv: readonly string[]): boolean {
  return argv.includes(hiddenSwitch) && !hasMailAddress(argv);
}
