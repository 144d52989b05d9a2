/** Named references 160–255 in order (HTML 4), which is most of what mail has; the others beside them. */
const latin1Names =
  'nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml';
const namedReferences: ReadonlyMap<string, string> = new Map([
  ...latin1Names.split(' ').map((name, index): [string, string] => [name, String.fromCharCode(160 + index)]),
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
  ['zwnj', ''],
  ['zwj', ''],
  ['zwsp', ''],
  ['ensp', ' '],
  ['emsp', ' '],
  ['thinsp', ' '],
  ['ndash', '–'],
  ['mdash', '—'],
  ['hellip', '…'],
  ['bull', '•'],
  ['lsquo', '‘'],
  ['rsquo', '’'],
  ['sbquo', '‚'],
  ['ldquo', '“'],
  ['rdquo', '”'],
  ['bdquo', '„'],
  ['lsaquo', '‹'],
  ['rsaquo', '›'],
  ['euro', '€'],
  ['trade', '™'],
  ['rarr', '→'],
  ['larr', '←'],
]);
/** Their content is not text that anybody reads; the tokenizer skips to the end tag. */
const rawElements: ReadonlySet<string> = new Set([
  'script',
  'style',
  'title',
  'textarea',
  'xmp',
  'iframe',
  'noembed',
  'noframes',
  'template',
  'svg',
  'math',
]);
const voidElements: ReadonlySet<string> = new Set([
  'area',
  'base',
  'br',
  'col',
  'embed',
  'hr',
  'img',
  'input',
  'link',
  'meta',
  'source',
  'track',
  'wbr',
]);
const inlineElements: ReadonlySet<string> = new Set([
  'a',
  'abbr',
  'b',
  'big',
  'code',
  'em',
  'font',
  'i',
  'mark',
  's',
  'small',
  'span',
  'strong',
  'sub',
  'sup',
  'u',
  'wbr',
]);
const hiddenStyle =
  /(?:display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|(?:max-height|font-size|opacity)\s*:\s*0(?:px|pt|em|%)?\s*(?:[;!"']|$))/i;

/** Text as HTML that shows it. */
export function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

/**
 * The readable words of HTML, for snippets and search only: never shown as HTML again. Skips what the sender hid (preheaders). Takes time linear
 * in the length of `html` and returns about `maxLength` characters at most.
 */
export function textOfHtml(html: string, maxLength: number): string {
  const pieces: string[] = [];
  let length = 0;
  let position = 0;
  let hidden: { readonly name: string; depth: number } | null = null;
  while (position < html.length && length < maxLength) {
    const tagStart = html.indexOf('<', position);
    const textEnd = tagStart < 0 ? html.length : tagStart;
    if (hidden === null && textEnd > position) {
      const piece = decodeReferences(html.slice(position, Math.min(textEnd, position + 2 * maxLength)));
      pieces.push(piece);
      length += piece.trim().length;
    }
    if (tagStart < 0) break;
    const tag = readTag(html, tagStart);
    position = tag.end;
    if (tag.name === '') {
      if (hidden === null && tag.isText) pieces.push('<');
      continue;
    }
    if (!inlineElements.has(tag.name)) pieces.push(' ');
    if (hidden !== null) {
      if (tag.name === hidden.name) hidden.depth += tag.closing ? -1 : 1;
      if (hidden.depth === 0) hidden = null;
    } else if (!tag.closing && !voidElements.has(tag.name) && isHidden(tag.source)) {
      hidden = { name: tag.name, depth: 1 };
    }
    if (!tag.closing && rawElements.has(tag.name)) {
      const close = indexOfEndTag(html, tag.name, position);
      position = close < 0 ? html.length : close;
    }
  }
  return pieces.join('');
}

interface Tag {
  readonly name: string;
  readonly closing: boolean;
  readonly source: string;
  readonly end: number;
  /** The "<" starts no tag. */
  readonly isText: boolean;
}

function readTag(html: string, start: number): Tag {
  if (html.startsWith('<!--', start)) {
    const close = html.indexOf('-->', start + 4);
    return { name: '', closing: false, source: '', end: close < 0 ? html.length : close + 3, isText: false };
  }
  const match = /^<(\/?)([a-zA-Z][a-zA-Z0-9:-]{0,40})/.exec(html.slice(start, start + 48));
  if (match === null) {
    const isMarkup = html[start + 1] === '!' || html[start + 1] === '?' || html[start + 1] === '/';
    const close = isMarkup ? html.indexOf('>', start) : start;
    return { name: '', closing: false, source: '', end: close < 0 ? html.length : close + 1, isText: !isMarkup };
  }
  const close = endOfTag(html, start);
  return {
    name: (match[2] ?? '').toLowerCase(),
    closing: match[1] === '/',
    source: html.slice(start, Math.min(close, start + 2000)),
    end: close,
    isText: false,
  };
}

/** After the ">" that ends the tag; one inside a quoted attribute value does not. */
function endOfTag(html: string, start: number): number {
  let quote = '';
  for (let index = start; index < html.length; index++) {
    const char = html[index] ?? '';
    if (quote !== '') {
      if (char === quote) quote = '';
    } else if (char === '>') {
      return index + 1;
    } else if ((char === '"' || char === "'") && /[=\s]/.test(html[index - 1] ?? '')) {
      quote = char;
    }
  }
  return html.length;
}

function indexOfEndTag(html: string, name: string, from: number): number {
  const pattern = new RegExp(`</${name}`, 'gi');
  pattern.lastIndex = from;
  return pattern.exec(html)?.index ?? -1;
}

function isHidden(tagSource: string): boolean {
  return hiddenStyle.test(tagSource) || /\shidden(?=[\s=/>]|$)/i.test(tagSource);
}

function decodeReferences(text: string): string {
  return text.replace(
    /&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|([a-z][a-z0-9]{1,7}));?/gi,
    (whole, hex?: string, decimal?: string, name?: string) => {
      if (name !== undefined) return namedReferences.get(name) ?? namedReferences.get(name.toLowerCase()) ?? whole;
      const code = hex === undefined ? Number.parseInt(decimal ?? '', 10) : Number.parseInt(hex, 16);
      return code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff) ? String.fromCodePoint(code) : '';
    },
  );
}
