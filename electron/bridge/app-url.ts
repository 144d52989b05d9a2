import { extname, join, sep } from 'node:path';

/** Where the window is loaded from. */
export const appOrigin = 'app://heron';

/** Whether a URL is a page of Heron's own window. */
export function isAppUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  const isBare = url.username === '' && url.password === '' && url.port === '';
  return url.protocol === 'app:' && url.host === 'heron' && isBare;
}

/** The reader's page, which draws mail. The path is that of its file in the window's folder. */
const readerPath = '/reader/page/index.html';

/**
 * Whether a URL is the page that draws mail. Its host is of its own, `p<number>.reader`, so that it runs in another process than the window;
 * it has no bridge, and only the window may frame it.
 */
export function isReaderPage(text: string): boolean {
  return isReaderUrl(text) && new URL(text).pathname === readerPath;
}

/** Whether a URL is the reader's page or one of its files. */
export function isReaderUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  return url.protocol === 'app:' && /^p\d{1,9}\.reader$/.test(url.host) && url.username === '';
}

const mimeTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

/**
 * The file of an URL of the window or the reader's page, contained in `root` (E3): no encoded separators, no dot segments, no NUL, known file
 * types only. The caller must resolve symbolic links before reading.
 * @returns the absolute path and the content type, or null when there is no such page
 */
export function appFile(root: string, requested: string): { path: string; contentType: string } | null {
  if (!isAppUrl(requested) && !isReaderUrl(requested)) return null;
  const encoded = new URL(requested).pathname;
  if (/%(2f|5c|00)/i.test(encoded)) return null;
  let name: string;
  try {
    name = decodeURIComponent(encoded);
  } catch {
    return null;
  }
  if (name.includes('\0') || name.includes('\\') || name.split('/').includes('..')) return null;
  const path = join(root, name === '/' ? 'index.html' : name);
  const contentType = mimeTypes[extname(path)];
  if (contentType === undefined || !path.startsWith(root + sep)) return null;
  return { path, contentType };
}
