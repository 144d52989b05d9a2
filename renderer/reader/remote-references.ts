/** How many references to the web a message contains, grouped as the user would call them. */
export interface RemoteCount {
  readonly images: number;
  /** Style sheets, fonts, frames, media, redirects. */
  readonly others: number;
}

const fetchedSchemes: ReadonlySet<string> = new Set(['http:', 'https:', 'ftp:', 'ws:', 'wss:']);
/**
 * A base with a host that no message can name: a URL that keeps it after resolving was relative, so there is nothing to
 * fetch. Its scheme is one that mail does not use, because "https:a.test" is relative to an https base but leads to
 * another host from any other base.
 */
const relativeBase = 'ftp://relative.invalid/';

/** Attributes that make some element fetch something, beside `href` and `content`, which depend on the element. */
const imageAttributes = ['background', 'poster', 'lowsrc', 'dynsrc'] as const;
const otherAttributes = [
  'data',
  'code',
  'archive',
  'codebase',
  'classid',
  'manifest',
  'action',
  'formaction',
  'ping',
  'longdesc',
  'profile',
] as const;
const imageElements: ReadonlySet<string> = new Set(['img', 'image', 'input', 'picture', 'source', 'feimage']);
const fetchingHrefs: ReadonlySet<string> = new Set([
  'link',
  'image',
  'use',
  'feimage',
  'script',
  'mpath',
  'textpath',
  'lineargradient',
  'pattern',
  'filter',
  'base',
]);

/** Whether a URL, written in whatever way browsers accept, leads to another host. */
export function isRemote(url: string): boolean {
  if (url === '' || !URL.canParse(url, relativeBase)) return false;
  const { protocol, hostname } = new URL(url, relativeBase);
  return fetchedSchemes.has(protocol) && hostname !== 'relative.invalid';
}

/**
 * The addresses of a srcset. Commas inside a URL may split it into too many, but the result is never empty for a srcset
 * with an address.
 */
function srcsetUrls(srcset: string): string[] {
  return srcset
    .split(/,\s+|\s+/)
    .map((candidate) => candidate.replace(/^,+|,+$/g, ''))
    .filter((candidate) => candidate !== '' && !/^[\d.]+[wxh]$/i.test(candidate));
}

/** Counts what an inert document refers to beyond this computer, whether or not any browser would have fetched it. */
export function countRemoteReferences(root: ParentNode): RemoteCount {
  let images = 0;
  let others = 0;
  for (const element of root.querySelectorAll('*')) {
    const name = element.localName.toLowerCase();
    const isImage = imageElements.has(name);
    const own = ownReferences(element, name);
    const styles = remoteInCss((element.getAttribute('style') ?? '') + (name === 'style' ? element.textContent : ''));
    images += styles.images;
    others += styles.others;
    if (isImage) images += own;
    else others += own;
    for (const attribute of imageAttributes) if (isRemote(element.getAttribute(attribute) ?? '')) images++;
    for (const attribute of otherAttributes) if (isRemote(element.getAttribute(attribute) ?? '')) others++;
  }
  return { images, others };
}

function ownReferences(element: Element, name: string): number {
  const urls = [element.getAttribute('src') ?? ''];
  for (const attribute of ['srcset', 'imagesrcset']) urls.push(...srcsetUrls(element.getAttribute(attribute) ?? ''));
  if (fetchingHrefs.has(name)) {
    urls.push(element.getAttribute('href') ?? '', element.getAttribute('xlink:href') ?? '');
  }
  if (name === 'meta') urls.push(/url\s*=\s*["']?([^"']+)/i.exec(element.getAttribute('content') ?? '')?.[1] ?? '');
  return urls.filter(isRemote).length;
}

/**
 * Counts in the text, because parsers drop what they do not know; escapes and comments are resolved first. Matching
 * strings are counted too.
 */
function remoteInCss(css: string): RemoteCount {
  if (css === '') return { images: 0, others: 0 };
  const plain = css
    .slice(0, maxCssLength)
    .replace(/\\([0-9a-f]{1,6})\s?/gi, (_whole, hex: string) => characterOf(Number.parseInt(hex, 16)))
    .replace(/\\([^\n])/g, '$1')
    .replace(/\/\*[^*]*(?:\*(?!\/)[^*]*)*\*\//g, '');
  const imports = count(plain, /@import\s*(?:url\(\s*)?["']?\s*([^"')\s;]{1,2000})/gi);
  const rest = plain.replace(/@import[^;]{0,4000};?/gi, '');
  const fonts = [...rest.matchAll(/@font-face\s*\{[^}]{0,4000}/gi)].reduce(
    (sum, [rule]) => sum + count(rule, cssUrl),
    0,
  );
  return { images: count(rest, cssUrl) - fonts, others: imports + fonts };
}

const maxCssLength = 500_000;
const cssUrl = /(?:url\(\s*["']?|image-set\(\s*["'])\s*([^"')\s]{1,2000})/gi;

function count(text: string, pattern: RegExp): number {
  return [...text.matchAll(pattern)].filter((match) => isRemote(match[1] ?? '')).length;
}

function characterOf(code: number): string {
  return code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff) ? String.fromCodePoint(code) : '';
}
