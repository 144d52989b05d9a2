import type { Clock } from '../../platform/clock.ts';

/** The part of Electron's WebContents that is used here. */
export interface RecoveredContents {
  on(event: 'unresponsive' | 'responsive' | 'destroyed', listener: () => void): unknown;
  on(event: 'render-process-gone', listener: (event: unknown, details: { readonly reason: string }) => void): unknown;
  reload(): void;
  /** Ends the page's process, also one that hangs; `render-process-gone` follows. */
  forcefullyCrashRenderer(): void;
}

interface RecoveryPorts {
  readonly clock: Pick<Clock, 'monotonic' | 'after'>;
  /** Asks what to do with a window that does not answer. The signal ends the question: the window answers again. */
  readonly askAboutHang: (signal: AbortSignal) => Promise<'reload' | 'wait'>;
  /** Says that the window ends again and again, and asks what to do. @param reason Electron's word, for example "oom" */
  readonly askAboutCrash: (reason: string) => Promise<'again' | 'quit'>;
  /** The page is gone, and listens to nothing until it is loaded again. */
  readonly pageLeft: () => void;
  readonly quit: () => void;
  readonly log: (text: string) => void;
}

/** How long each attempt waits, in milliseconds; one more crash, and the user is asked. */
const reloadDelays = [0, 1_000, 5_000] as const;
/** A page that has lived this long was not ended by its own start. */
const soundAfterMs = 60_000;
/** When the user chose to wait for a window that does not answer, the question comes again after this time. */
const askAgainMs = 30_000;

/**
 * Brings the page of a window back when its process ends, in the same window (R3), and offers that when it does not answer. A page that ends
 * again and again is loaded later each time, and then only when the user says so. Follows the contents until they are destroyed.
 */
export function recoverPage(contents: RecoveredContents, ports: RecoveryPorts): void {
  let destroyed = false;
  let crashes = 0;
  let loadedAt = ports.clock.monotonic();
  let cancelReload = () => {};
  let cancelQuestion = () => {};
  let question: AbortController | null = null;
  /** The user wants this crash, so it does not count. */
  let wanted = false;

  const endQuestion = () => {
    cancelQuestion();
    question?.abort();
    question = null;
  };
  const load = () => {
    if (destroyed) return;
    loadedAt = ports.clock.monotonic();
    contents.reload();
  };
  const askAboutHang = async () => {
    if (destroyed || question !== null) return;
    const mine = new AbortController();
    question = mine;
    const answer = await ports.askAboutHang(mine.signal);
    // The window answered or ended meanwhile: then the answer is about nothing.
    if (question !== mine) return;
    question = null;
    if (answer === 'reload') {
      wanted = true;
      contents.forcefullyCrashRenderer();
    } else {
      cancelQuestion = ports.clock.after(askAgainMs, () => void askAboutHang());
    }
  };
  const gone = async (reason: string) => {
    ports.log(`The window's process ended: ${reason}`);
    endQuestion();
    cancelReload();
    ports.pageLeft();
    if (wanted || ports.clock.monotonic() - loadedAt >= soundAfterMs) crashes = 0;
    if (wanted) {
      wanted = false;
      load();
      return;
    }
    const delay = reloadDelays[crashes];
    crashes += 1;
    if (delay === 0) load();
    else if (delay !== undefined) cancelReload = ports.clock.after(delay, load);
    else if ((await ports.askAboutCrash(reason)) === 'quit') ports.quit();
    else {
      crashes = 0;
      load();
    }
  };

  contents.on('unresponsive', () => {
    ports.log('The window does not answer.');
    void askAboutHang();
  });
  contents.on('responsive', endQuestion);
  contents.on('render-process-gone', (_event, { reason }) => {
    if (!destroyed) void gone(reason);
  });
  contents.on('destroyed', () => {
    destroyed = true;
    endQuestion();
    cancelReload();
  });
}
