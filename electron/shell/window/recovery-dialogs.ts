import { type BrowserWindow, dialog, type MessageBoxOptions } from 'electron';
import { texts } from '../../../shared/texts/texts.ts';

/** Asks whether to wait for a window that does not answer. The signal closes the question, which then counts as "wait". */
export async function askAboutHang(window: BrowserWindow, signal: AbortSignal): Promise<'reload' | 'wait'> {
  const words = texts().app.recovery;
  const { response } = await ask(window, {
    type: 'warning',
    message: words.hung,
    detail: words.hungDetail,
    buttons: [words.reload, words.wait],
    signal,
  });
  return response === 0 ? 'reload' : 'wait';
}

/** Says that the page ends again and again, and asks whether to try once more. */
export async function askAboutCrash(window: BrowserWindow, reason: string): Promise<'again' | 'quit'> {
  const words = texts().app.recovery;
  const { response } = await ask(window, {
    type: 'error',
    message: words.crashed,
    detail: words.crashedDetail(reason),
    buttons: [words.tryAgain, words.quit],
  });
  return response === 0 ? 'again' : 'quit';
}

/** The first button is the one that Enter presses, the second the one of Escape. */
function ask(window: BrowserWindow, options: MessageBoxOptions) {
  const all = { title: 'Heron', defaultId: 0, cancelId: 1, noLink: true, ...options };
  // A window that was never painted is not shown, and would hide its question as well.
  return window.isDestroyed() || !window.isVisible() ? dialog.showMessageBox(all) : dialog.showMessageBox(window, all);
}
