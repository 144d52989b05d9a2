/** Where the window itself comes from; the only place that the reader's page listens to. */
export const windowOrigin = 'app://heron';

/** A page, by the host that it comes from. Chromium gives each host of the `app` scheme a process of its own. */
export interface ReaderPage {
  readonly origin: string;
  readonly url: string;
}

/** The number of the newest host. */
let newest = 1;
/** The one that tasks without a picture are done in. */
let latest = 1;
/** Hosts whose pages are idle, the one that was used last at the end. */
const free = [1];
/** Hosts that are not used any more. */
const gone = new Set<number>();

function pageOf(host: number): ReaderPage {
  const origin = `app://p${host}.reader`;
  return { origin, url: `${origin}/reader/page/index.html` };
}

/** The page that something is made safe in which is not shown: the one that drew a message last. */
export function readerPage(): ReaderPage {
  return pageOf(latest);
}

/** A page for a message that is drawn, which no other message has meanwhile: a hostile one harms itself only. Hand it back, or abandon it. */
export function takeReaderPage(): ReaderPage {
  latest = free.pop() ?? ++newest;
  return pageOf(latest);
}

/** The page is idle: its process can draw the next message. */
export function returnReaderPage(page: ReaderPage): void {
  const host = hostOf(page);
  if (!free.includes(host) && !gone.has(host)) free.push(host);
}

/** The page hangs, or was left in the middle of its work: nothing is drawn in its process any more. */
export function abandonReaderPage(page: ReaderPage): void {
  const host = hostOf(page);
  gone.add(host);
  if (free.includes(host)) free.splice(free.indexOf(host), 1);
  if (latest !== host) return;
  latest = ++newest;
  free.push(latest);
}

function hostOf({ origin }: ReaderPage): number {
  return Number(origin.replace(/\D/g, ''));
}
