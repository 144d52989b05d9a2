import type { Clock } from '../../platform/clock.ts';

export type SavedOutcome = 'saved' | 'failed';

interface PageSavingPorts<C> {
  readonly clock: Pick<Clock, 'after'>;
  /** The window's `app.savePage`; false where no page is there to hear it. */
  readonly ask: (contents: C) => boolean;
}

/** A page that has not answered by then hangs, or has only begun; what was typed is saved at each pause anyway. */
const patienceMs = 3_000;

/** Has pages save what was typed a moment ago, before their windows close (C1). */
export class PageSaving<C> {
  readonly #ports: PageSavingPorts<C>;
  readonly #waiting = new Map<C, { readonly outcome: Promise<SavedOutcome>; end(outcome: SavedOutcome): void }>();

  constructor(ports: PageSavingPorts<C>) {
    this.#ports = ports;
  }

  /** Asks a page to save. `failed`: it could not, and says so itself. A page that is gone or does not answer has nothing more to save. */
  save(contents: C): Promise<SavedOutcome> {
    const running = this.#waiting.get(contents);
    if (running !== undefined) return running.outcome;
    if (!this.#ports.ask(contents)) return Promise.resolve('saved');
    let settle: (outcome: SavedOutcome) => void = () => {};
    const outcome = new Promise<SavedOutcome>((done) => {
      settle = done;
    });
    const cancel = this.#ports.clock.after(patienceMs, () => end('saved'));
    const end = (how: SavedOutcome) => {
      cancel();
      this.#waiting.delete(contents);
      settle(how);
    };
    this.#waiting.set(contents, { outcome, end });
    return outcome;
  }

  /** The page's `app.pageSaved`. */
  answered(contents: C, outcome: SavedOutcome): void {
    this.#waiting.get(contents)?.end(outcome);
  }

  /** The page ended, and answers no more. */
  left(contents: C): void {
    this.answered(contents, 'saved');
  }
}

/** The part of Electron's BrowserWindow that is used here. */
export interface ClosingWindow {
  isDestroyed(): boolean;
  close(): void;
  on(event: 'close', listener: (event: { preventDefault(): void }) => void): unknown;
}

/**
 * Holds a window's closing until its page has saved; one that could not save stays open.
 * @param isQuitting the pages have saved already, all together
 */
export function closeWhenSaved(
  window: ClosingWindow,
  save: () => Promise<SavedOutcome>,
  isQuitting: () => boolean,
): void {
  let state: 'open' | 'saving' | 'saved' = 'open';
  window.on('close', (event) => {
    if (state === 'saved' || isQuitting()) return;
    event.preventDefault();
    if (state === 'saving') return;
    state = 'saving';
    void save().then((outcome) => {
      state = outcome === 'saved' ? 'saved' : 'open';
      if (state === 'saved' && !window.isDestroyed()) window.close();
    });
  });
}
