import { lookEvery, type WatchEvent, watchBegun, watchChanged } from './frame-watch.ts';
import { type FromPage, parseFromPage, type ToPage } from './page-messages.ts';
import { abandonReaderPage, readerPage } from './reader-page.ts';

/**
 * Has the reader's page work on a message without drawing it, in a process of its own, as when it is read: what takes too long there is given
 * up.
 * @param task what is asked for
 * @param take what of an answer is wanted; null where it is not the answer
 * @returns null when it took too long
 */
export function askReaderPage(
  task: Extract<ToPage, { readonly task: number }>,
  take: (message: FromPage) => string | null,
): Promise<string | null> {
  const page = readerPage();
  const frame = document.createElement('iframe');
  frame.src = page.url;
  frame.setAttribute('sandbox', 'allow-scripts allow-same-origin');
  frame.title = '';
  frame.hidden = true;
  return new Promise((resolve) => {
    let watch = watchBegun;
    let timer: ReturnType<typeof setTimeout>;
    const finish = (safe: string | null): void => {
      clearTimeout(timer);
      window.removeEventListener('message', receive);
      // Taking the frame away ends the work in it.
      if (safe === null) abandonReaderPage(page);
      frame.remove();
      resolve(safe);
    };
    const step = (event: WatchEvent): void => {
      watch = watchChanged(watch, event);
      if (watch.phase === 'ended' || watch.phase === 'restart') finish(null);
    };
    const look = (): void => {
      timer = setTimeout(look, lookEvery(watch));
      // This page draws nothing, so it works in a hidden window too.
      step({ kind: 'look', hidden: false });
    };
    const receive = (event: MessageEvent): void => {
      if (event.source !== frame.contentWindow || event.origin !== page.origin) return;
      const message = parseFromPage(event.data);
      if (message === null) return;
      if (message.kind === 'ready') frame.contentWindow?.postMessage(task, page.origin);
      else if (message.kind === 'begun') step({ kind: 'begun' });
      else {
        const taken = take(message);
        if (taken !== null) finish(taken);
      }
    };
    window.addEventListener('message', receive);
    document.body.append(frame);
    timer = setTimeout(look, lookEvery(watch));
  });
}
