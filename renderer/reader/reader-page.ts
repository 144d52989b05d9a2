/** Where the window itself comes from; the only place that the reader's page listens to. */
export const windowOrigin = 'app://heron';

/**
 * The reader's page draws mail in a process of its own, which Chromium gives to each host of the `app` scheme. A page that hangs keeps its
 * process, so the next one gets another host.
 */
let current = 1;

/** A page, by the host that it comes from. */
export interface ReaderPage {
  readonly origin: string;
  readonly url: string;
}

/** The page that the next message is drawn in. */
export function readerPage(): ReaderPage {
  const origin = `app://p${current}.reader`;
  return { origin, url: `${origin}/reader/page/index.html` };
}

/** The page hangs, or was left in the middle of its work: nothing is drawn in its process any more. */
export function abandonReaderPage({ origin }: ReaderPage): void {
  if (readerPage().origin === origin) current++;
}
