import { lookEvery, type WatchEvent, watchBegun, watchChanged } from '../reader/frame-watch.ts';
import { heavinessOf } from '../reader/heaviness.ts';
import { parseFromPage, type ToPage } from '../reader/page-messages.ts';
import { abandonReaderPage, readerPage } from '../reader/reader-page.ts';

/**
 * Has the original's HTML made safe to be sent (H5), in a page of its own process, as when it is read: what takes too long there is given up.
 * @returns null when it is too much, or takes too long; its words can be sent then
 */
export function cleanQuote(html: string): Promise<string | null> {
  if (heavinessOf(html) !== null) return Promise.resolve(null);
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
      if (message?.kind === 'ready') {
        frame.contentWindow?.postMessage({ kind: 'quote', task: 1, html } satisfies ToPage, page.origin);
      } else if (message?.kind === 'begun') step({ kind: 'begun' });
      else if (message?.kind === 'quoted') finish(message.html);
    };
    window.addEventListener('message', receive);
    document.body.append(frame);
    timer = setTimeout(look, lookEvery(watch));
  });
}
