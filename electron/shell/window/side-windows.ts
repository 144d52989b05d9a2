import { queryOf, type SidePage } from '../../../shared/window-page.ts';

/** The part of Electron's BrowserWindow that is used here. */
export interface SideWindow {
  isDestroyed(): boolean;
  close(): void;
  on(event: 'closed', listener: () => void): unknown;
}

interface SideWindowsPorts<W extends SideWindow> {
  /** Makes the window, which shows itself when it is painted. @param others the windows of the same kind that are there already */
  readonly create: (page: SidePage, others: readonly W[]) => W;
  /** Brings it to the front. */
  readonly show: (window: W) => void;
  /** A window was closed; `last`: and no other is left beside the main one. */
  readonly closed: (page: SidePage, last: boolean) => void;
}

/** Heron's windows beside the main one. Each page has at most one, so no two windows ever edit the same thing. */
export class SideWindows<W extends SideWindow> {
  readonly #ports: SideWindowsPorts<W>;
  readonly #open = new Map<string, { readonly page: SidePage; readonly window: W }>();

  constructor(ports: SideWindowsPorts<W>) {
    this.#ports = ports;
  }

  /** Those that are open, the oldest first. */
  all(): readonly { readonly page: SidePage; readonly window: W }[] {
    return [...this.#open.values()].filter(({ window }) => !window.isDestroyed());
  }

  /** Shows a page in a window of its own; brings its window to the front where there is one. */
  open(page: SidePage): void {
    const key = queryOf(page);
    const known = this.#open.get(key);
    if (known !== undefined && !known.window.isDestroyed()) {
      this.#ports.show(known.window);
      return;
    }
    const others = this.all().filter((each) => each.page.kind === page.kind);
    const window = this.#ports.create(
      page,
      others.map((each) => each.window),
    );
    this.#open.set(key, { page, window });
    window.on('closed', () => {
      if (this.#open.get(key)?.window !== window) return;
      this.#open.delete(key);
      this.#ports.closed(page, this.#open.size === 0);
    });
  }
}
