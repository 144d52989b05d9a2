/** What RFC 6068, section 4, names as safe. All else is left out: `attach` makes some programs send a file of this computer. */
const harmlessFields = ['to', 'cc', 'bcc', 'in-reply-to', 'subject', 'body'] as const;
type Field = (typeof harmlessFields)[number];

/** Electron opens no longer URL on Windows; its limit is 2,081 characters. */
const longest = 2_000;
/** Percent-encoding within percent-encoding is followed this deep: some programs decode a value more than once. */
const deepestEncoding = 8;

/**
 * Writes a mailto link anew (RFC 6068): addresses, and of the fields only those above, each once. A field or address that smuggles
 * another header in by a control character is left out, however often it was encoded; a long body is cut.
 * @param url with the scheme mailto
 * @returns null when nothing is left of it, or when it is too long even without a body
 */
export function mailtoUrl(url: URL): string | null {
  const to = url.pathname
    .split(',')
    .flatMap((address) => decoded(address) ?? [])
    .filter(isAddress)
    .map(encoded)
    .join(',');
  const fields = readFields(url.search.slice(1));
  const body = fields.get('body') ?? '';
  fields.delete('body');
  const others = [...fields].map(([name, value]) => `${name}=${encoded(value)}`);
  const link = (withBody: string) => {
    const parts = withBody === '' ? others : [...others, `body=${encoded(withBody)}`];
    return `mailto:${to}${parts.length === 0 ? '' : `?${parts.join('&')}`}`;
  };
  const whole = link(shortened(body, longest - link('').length - '?body='.length));
  return whole === 'mailto:' || whole.length > longest ? null : whole;
}

function readFields(query: string): Map<Field, string> {
  const found = new Map<Field, string>();
  for (const pair of query.split('&')) {
    const [rawName = '', ...rest] = pair.split('=');
    const name = harmlessFields.find((each) => each === decoded(rawName)?.toLowerCase());
    const value = decoded(rest.join('='));
    if (name === undefined || value === null || found.has(name)) continue;
    if (name === 'body') found.set(name, bodyText(value));
    else if (isOneLine(value)) found.set(name, value.trim());
  }
  for (const [name, value] of found) if (value === '') found.delete(name);
  return found;
}

/** Its lines end in CRLF, as RFC 6068, section 5, has it; other control characters belong in no text. */
function bodyText(value: string): string {
  return value.replaceAll(/\r\n?|\n/g, '\r\n').replaceAll(/[^\P{Cc}\t\r\n]/gu, '');
}

function isAddress(text: string): boolean {
  return isOneLine(text) && /^[^\s<>]+@[^\s<>@]+$/u.test(text);
}

/** Whether a value can begin no header of its own, also for a program that decodes it once more than it should. */
function isOneLine(value: string): boolean {
  let text: string | null = value;
  for (let depth = 0; depth < deepestEncoding; depth++) {
    if (/[\p{Cc}\p{Zl}\p{Zp}]/u.test(text)) return false;
    const inner = decoded(text);
    if (inner === null || inner === text) return true;
    text = inner;
  }
  return false;
}

/** Null when the octets are not UTF-8. */
function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

/** With every character encoded that could end the value in a URL, or a quoted argument of a program that is called with it. */
function encoded(text: string): string {
  const percent = (character: string) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
  return encodeURIComponent(text)
    .replaceAll(/[!'()*~]/g, percent)
    .replaceAll('%40', '@');
}

/** As much of a text as fits, in whole characters. @param room in encoded characters */
function shortened(text: string, room: number): string {
  let kept = '';
  let length = 0;
  for (const character of text.toWellFormed()) {
    length += encoded(character).length;
    if (length > room) break;
    kept += character;
  }
  return kept;
}
