/**
 * How a part may be read as the message's text: as HTML, as plain text, or, for text that is meant for programs, as plain
 * text only where the message has nothing else to read. Null for everything that is no text.
 */
export type TextKind = 'html' | 'plain' | 'data';

const dataTypes: ReadonlySet<string> = new Set([
  'text/calendar',
  'text/css',
  'text/csv',
  'text/directory',
  'text/ecmascript',
  'text/javascript',
  'text/rfc822-headers',
  'text/rtf',
  'text/tab-separated-values',
  'text/vcard',
  'text/vtt',
  'text/watch-html',
  'text/x-amp-html',
  'text/x-vcalendar',
  'text/x-vcard',
  'text/xml',
]);

/** RFC 2046 section 4.1.4: an unknown subtype of text is read as plain text. */
export function textKind(mimeType: string): TextKind | null {
  if (mimeType === 'text/html') return 'html';
  if (!mimeType.startsWith('text/')) return null;
  return dataTypes.has(mimeType) ? 'data' : 'plain';
}

const topLevelTypes = /^(?:application|audio|example|font|haptics|image|message|model|multipart|text|video|x-[^/]+)\//;
const token = /^[a-z0-9!#$&^_.+-]{1,63}\/[a-z0-9!#$&^_.+-]{1,63}$/;

/**
 * A Content-Type's type as Heron uses it, in lower case. One that breaks the syntax or has an unknown top-level type is plain
 * text (RFC 2045 section 5.2), unless the part is a file by its name or its disposition.
 */
export function usableType(type: string, isFile: boolean): string {
  const lower = type.slice(0, 200).trim().toLowerCase();
  if (token.test(lower) && topLevelTypes.test(lower)) return lower;
  if (/^text\/?$/.test(lower)) return 'text/plain';
  return isFile ? 'application/octet-stream' : 'text/plain';
}
