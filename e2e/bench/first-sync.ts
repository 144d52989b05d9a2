/** The parts of a first synchronisation that benchmarks measure. */
import type { Heron } from '../app.ts';
import { folder } from '../steps.ts';

/** So high that 50 rows fit. */
const highWindow = 3_700;
const ordinaryWindow = 800;

/**
 * Milliseconds from the click on a folder that Heron has not synced until 50 rows with text are in the DOM, measured in
 * the page, in a window that is so high for that long.
 */
export async function clickToRows(heron: Heron, name: string): Promise<number> {
  await resize(heron, highWindow);
  const elapsed = await rowsAfterClick(heron, name);
  await resize(heron, ordinaryWindow);
  return elapsed;
}

async function resize(heron: Heron, height: number): Promise<void> {
  await heron.app.evaluate(
    ({ BrowserWindow }, height) => BrowserWindow.getAllWindows()[0]?.setContentSize(1280, height),
    height,
  );
}

async function rowsAfterClick(heron: Heron, name: string): Promise<number> {
  return await folder(heron.window, name).evaluate(
    (element) =>
      new Promise<number>((done) => {
        const wanted = 50;
        const clicked = performance.now();
        const look = () => {
          const rows = document.querySelectorAll('[role=listbox][aria-label=Messages] [role=option][aria-label]');
          if (rows.length < wanted) return;
          observer.disconnect();
          done(performance.now() - clicked);
        };
        const observer = new MutationObserver(look);
        observer.observe(document.body, { subtree: true, childList: true, attributes: true });
        (element as HTMLElement).click();
      }),
  );
}

/** Resolves when the folder of so many messages is stored whole. Answers the seconds until then. */
export async function untilStored(heron: Heron, count: number): Promise<number> {
  const started = performance.now();
  await heron.window.evaluate(async (count) => {
    const state = async () => {
      const accounts = await window.heron.calls['accounts.list'](undefined);
      const account = accounts.ok ? accounts.value[0] : undefined;
      if (account === undefined) return false;
      const folders = await window.heron.calls['mail.folders']({ accountId: account.account.id });
      return folders.ok && folders.value.some((entry) => entry.total === count && entry.syncState === 'complete');
    };
    while (!(await state())) await new Promise((next) => setTimeout(next, 250));
  }, count);
  return (performance.now() - started) / 1000;
}
