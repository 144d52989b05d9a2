import type { Clock } from '../../platform/clock.ts';

/**
 * The waits before the desktop is asked again after a start without a tray, in milliseconds: a panel may start after
 * Heron at the user's sign-in.
 */
const lookAgainMs = [2_000, 3_000, 10_000, 15_000, 30_000];

interface TrayPresenceOptions {
  readonly clock: Clock;
  readonly ask: () => Promise<boolean>;
  /** The tray came or went. */
  readonly changed: (isThere: boolean) => void;
}

/** Whether the desktop has a tray just now. */
export class TrayPresence {
  readonly #options: TrayPresenceOptions;
  #isThere = false;
  #cancel = (): void => undefined;
  #isDisposed = false;

  constructor(options: TrayPresenceOptions) {
    this.#options = options;
  }

  /** As far as is known. */
  get isThere(): boolean {
    return this.#isThere;
  }

  /** Asks the desktop. */
  async look(): Promise<boolean> {
    if (this.#isDisposed) return this.#isThere;
    const isThere = await this.#options.ask();
    if (isThere !== this.#isThere && !this.#isDisposed) {
      this.#isThere = isThere;
      this.#options.changed(isThere);
    }
    return this.#isThere;
  }

  /** Asks the desktop, and again during the first minute while there is no tray. */
  async watch(): Promise<void> {
    for (const wait of lookAgainMs) {
      if ((await this.look()) || this.#isDisposed) return;
      await new Promise<void>((resolve) => {
        this.#cancel = this.#options.clock.after(wait, resolve);
      });
    }
    await this.look();
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#cancel();
  }
}
