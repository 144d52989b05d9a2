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
  'attributionsrc',
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
  return srcset.split(/[\s,]+/).filter((candidate) => candidate !== '');
}

/** Taken from the prototype, because a form's own properties are its fields, whatever they are named. */
const namesOf = Element.prototype.getAttributeNames;
const attributeOf = Element.prototype.getAttribute;

/** How deep documents inside documents are read. */
const maxDocuments = 3;

/**
 * Counts what an inert document refers to beyond this computer, whether or not any browser would have fetched it. Reads templates, and documents
 * that are written into attributes, too.
 * @param counts whether an address counts: `isRemote`, less what the message contains itself
 */
export function countRemoteReferences(
  root: ParentNode,
  counts: (url: string) => boolean = isRemote,
  depth = 0,
): RemoteCount {
  let images = 0;
  let others = 0;
  const add = (count: RemoteCount): void => {
    images += count.images;
    others += count.others;
  };
  for (const element of root.querySelectorAll('*')) {
    const name = element.localName.toLowerCase();
    const own = ownReferences(element, name, counts);
    if (imageElements.has(name)) images += own;
    else others += own;
    if (name === 'style') add(remoteInCss(element.textContent ?? '', counts));
    for (const attribute of imageAttributes) if (counts(attributeOf.call(element, attribute) ?? '')) images++;
    for (const attribute of otherAttributes) if (counts(attributeOf.call(element, attribute) ?? '')) others++;
    for (const attribute of namesOf.call(element)) {
      const value = attributeOf.call(element, attribute) ?? '';
      if (attribute === 'style' || value.includes('(')) add(remoteInCss(value, counts));
      if (animatedValues.has(attribute) && value.split(';').some((part) => counts(part.trim()))) others++;
      if (/^\s*javascript:/i.test(value) && /https?:\/\//i.test(value)) others++;
      if (depth >= maxDocuments) continue;
      const inner = attribute === 'srcdoc' ? value : documentIn(value);
      if (inner !== null) {
        add(countRemoteReferences(new DOMParser().parseFromString(inner, 'text/html'), counts, depth + 1));
      }
    }
    if (element instanceof HTMLTemplateElement && depth < maxDocuments) {
      add(countRemoteReferences(element.content, counts, depth + 1));
    }
  }
  return { images, others };
}

/** What SVG's animations set an address to. */
const animatedValues: ReadonlySet<string> = new Set(['to', 'from', 'by', 'values']);

/** The drawing or page that a data URL holds; null for any other value. */
function documentIn(value: string): string | null {
  const [, isBase64, payload = ''] =
    /^\s*data:(?:image\/svg\+xml|text\/html)[^,]{0,100}?(;base64)?,(.*)$/is.exec(value) ?? [];
  if (payload === '') return null;
  try {
    return isBase64 === undefined ? decodeURIComponent(payload) : atob(payload.trim());
  } catch {
    return payload; // not encoded as it says
  }
}

function ownReferences(element: Element, name: string, counts: (url: string) => boolean): number {
  // Not as arguments of one call: there may be more than a call takes.
  const urls = ['srcset', 'imagesrcset'].flatMap((name) => srcsetUrls(attributeOf.call(element, name) ?? ''));
  urls.push(attributeOf.call(element, 'src') ?? '');
  if (fetchingHrefs.has(name)) {
    urls.push(attributeOf.call(element, 'href') ?? '', attributeOf.call(element, 'xlink:href') ?? '');
  }
  if (name === 'meta')
    urls.push(/url\s*=\s*["']?([^"']+)/i.exec(attributeOf.call(element, 'content') ?? '')?.[1] ?? '');
  return urls.filter(counts).length;
}

/**
 * Counts in the text, because parsers drop what they do not know; escapes and comments are resolved first. Matching
 * strings are counted too. Each step goes on where the last one ended, so the time is linear.
 */
function remoteInCss(css: string, counts: (url: string) => boolean): RemoteCount {
  if (!/url|import|image-set/i.test(css) && !css.includes('\\')) return { images: 0, others: 0 };
  const plain = withoutComments(css.slice(0, maxCssLength))
    .replace(/\\([0-9a-f]{1,6})\s?/gi, (_whole, hex: string) => characterOf(Number.parseInt(hex, 16)))
    .replace(/\\([^\n])/g, '$1');
  const starts = /@import\b|@font-face\b|url\(|image-set\(|\}/gi;
  let images = 0;
  let others = 0;
  let isFont = false;
  for (let match = starts.exec(plain); match !== null; match = starts.exec(plain)) {
    const word = match[0].toLowerCase();
    if (word === '}') isFont = false;
    else if (word === '@font-face') isFont = true;
    else {
      const isImport = word === '@import';
      const { address, end } = addressAfter(plain, starts.lastIndex);
      starts.lastIndex = end;
      if (!counts(address)) continue;
      if (isImport || isFont) others++;
      else images++;
    }
  }
  return { images, others };
}

const maxCssLength = 500_000;
const maxAddressLength = 2_000;
const blankOrQuote = /[\s"'(]/;
const addressEnd = /[\s"'();]/;

/** The address that stands after white space, quotes and the name of a function, and where it ends. */
function addressAfter(css: string, from: number): { readonly address: string; readonly end: number } {
  let start = from;
  for (;;) {
    while (start < css.length && blankOrQuote.test(css.charAt(start))) start++;
    if (css.slice(start, start + 4).toLowerCase() !== 'url(') break;
    start += 4;
  }
  let end = start;
  while (end < css.length && end - start < maxAddressLength && !addressEnd.test(css.charAt(end))) end++;
  return { address: css.slice(start, end), end: Math.max(end, from) };
}

/** CSS without its comments; one that does not end goes to the end of the text. */
function withoutComments(css: string): string {
  const pieces: string[] = [];
  let at = 0;
  for (let start = css.indexOf('/*'); start >= 0; start = css.indexOf('/*', at)) {
    pieces.push(css.slice(at, start));
    const end = css.indexOf('*/', start + 2);
    if (end < 0) return pieces.join('');
    at = end + 2;
  }
  pieces.push(css.slice(at));
  return pieces.join('');
}

function characterOf(code: number): string {
  return code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff) ? String.fromCodePoint(code) : '';
}
