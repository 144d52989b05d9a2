import { TextDecoder } from 'node:util';
import iconv from 'iconv-lite';

/** Charset names in mail that the WHATWG Encoding Standard does not know, or reads differently. */
const charsetAliases: ReadonlyMap<string, string> = new Map([
  ['cp932', 'shift_jis'],
  ['cp936', 'gb18030'],
  ['cp950', 'big5'],
  ['cp50220', 'iso-2022-jp'],
  ['cp50221', 'iso-2022-jp'],
  ['dos-850', 'cp850'],
  ['hz', 'hz-gb-2312'],
  ['csiso2022kr', 'iso-2022-kr'],
  ['iso-2022-jp-1', 'iso-2022-jp'],
  ['iso-2022-jp-2', 'iso-2022-jp'],
  ['iso-2022-jp-ms', 'iso-2022-jp'],
  ['cp65001', 'utf-8'],
  ['utf8mb4', 'utf-8'],
  ['iso-8859-8-i', 'iso-8859-8'],
  ['csiso88598i', 'iso-8859-8'],
  ['logical', 'iso-8859-8'],
  ['unicode-1-1-utf-7', 'utf-7'],
  ['x-unicode-1-1-utf-7', 'utf-7'],
  ['x-unicode-2-0-utf-7', 'utf-7'],
  ['x-mac-ce', 'maccenteuro'],
  ['x-mac-centraleurroman', 'maccenteuro'],
  ['x-mac-croatian', 'maccroatian'],
  ['x-mac-greek', 'macgreek'],
  ['x-mac-icelandic', 'maciceland'],
  ['x-mac-romanian', 'macromania'],
  ['x-mac-thai', 'macthai'],
  ['x-mac-turkish', 'macturkish'],
  ['x-mac-japanese', 'shift_jis'],
  ['x-mac-korean', 'euc-kr'],
  ['x-mac-simp_chinese', 'gb18030'],
  ['x-mac-chinesesimp', 'gb18030'],
  ['x-mac-trad_chinese', 'big5'],
  ['x-mac-chinesetrad', 'big5'],
]);

/** Labels that mean nothing: mail software writes them for text of any charset. */
const emptyCharsets: ReadonlySet<string> = new Set([
  '',
  'us-ascii',
  'ascii',
  'unknown-8bit',
  'x-unknown',
  '8bit',
  '7bit',
  'default',
  'binary',
]);

/**
 * Charsets that TextDecoder decodes, because iconv-lite lacks the escapes of ISO-2022-JP and Mac Cyrillic, and has
 * older tables of GB 18030 and Mac Roman. All others are decoded by iconv-lite, because TextDecoder depends on the ICU
 * that Node was built with: Node 20's reads windows-1252 as ISO 8859-1, and lacks the DOS code pages and most Korean
 * syllables.
 */
const readByTextDecoder: ReadonlyMap<string, string> = new Map([
  ['utf-8', 'utf-8'],
  ['utf-16le', 'utf-16le'],
  ['utf-16be', 'utf-16be'],
  ['gbk', 'gb18030'],
  ['gb18030', 'gb18030'],
  ['iso-2022-jp', 'iso-2022-jp'],
  ['macintosh', 'macintosh'],
  ['x-mac-cyrillic', 'x-mac-cyrillic'],
]);

/** Codecs of iconv-lite that are no charset of a message, but encodings of folder names and of octets. */
const refusedCodecs: ReadonlySet<unknown> = new Set([
  iconv.getCodec('utf7imap'),
  iconv.getCodec('base64'),
  iconv.getCodec('hex'),
]);

const sniffedBytes = 1024;
const lineFeed = 0x0a;
const shiftOut = 0x0e;
const shiftIn = 0x0f;
const escapeByte = 0x1b;
const tilde = 0x7e;
const openBrace = 0x7b;
const closeBrace = 0x7d;
/** What follows ESC where ISO-2022-KR announces itself: `$)C`. */
const koreanDesignation = [0x24, 0x29, 0x43];

/** ISO-2022 is recognised by the escapes that select its character sets, which occur in no other text. */
const escapes: readonly { readonly sequence: string; readonly charset: string }[] = [
  { sequence: '\x1b$B', charset: 'iso-2022-jp' },
  { sequence: '\x1b$@', charset: 'iso-2022-jp' },
  { sequence: '\x1b$)C', charset: 'iso-2022-kr' },
];

/**
 * Octets of a text part or a header as a string. A charset that nobody knows, that says nothing, or that is plainly wrong
 * is guessed: ISO-2022 by its escapes, UTF-8 if that is valid, else windows-1252. HTML may name its own charset. UTF-7
 * is decoded where it is declared, never where it is guessed: markup in it is sanitised after decoding like any other.
 * @param charset as the Content-Type has it; null where it has none
 * @param truncated the octets end early: half a character at the end is dropped, not shown as damage
 */
export function decodeCharset(bytes: Uint8Array, charset: string | null, truncated: boolean): string {
  const declared = charset?.trim().toLowerCase().replaceAll(/["']/g, '') ?? '';
  const label = emptyCharsets.has(declared) ? sniffMetaCharset(bytes) : declared;
  const text = label === null ? null : decodeLabel(bytes, label, truncated);
  return text === null || isPlainlyNotUtf8(label, text) ? guess(bytes, truncated) : text;
}

/**
 * Whether text declared as UTF-8 has more octets that are not UTF-8 than characters that are. Text that was only damaged on
 * its way has few of the former. Half a character at the end says nothing.
 */
function isPlainlyNotUtf8(label: string | null, text: string): boolean {
  if (label === null || !text.includes('\ufffd') || charsetName(charsetAliases.get(label) ?? label) !== 'utf-8') {
    return false;
  }
  const damaged = text.replace(/\ufffd$/, '').split('\ufffd').length - 1;
  const sound = text.replaceAll(/[\0-\x7f\ufffd]/g, '').length;
  return damaged > sound;
}

/** Null where the charset is not known. */
function decodeLabel(bytes: Uint8Array, label: string, truncated: boolean): string | null {
  const name = charsetName(charsetAliases.get(label) ?? label);
  if (name === 'iso-2022-kr') return decodeIconv(eucOfIso2022Kr(bytes), 'euc-kr', truncated);
  if (name === 'hz-gb-2312') return decodeIconv(gbOfHz(bytes), 'gbk', truncated);
  const own = readByTextDecoder.get(name);
  return own === undefined
    ? decodeIconv(bytes, name, truncated)
    : new TextDecoder(own).decode(bytes, { stream: truncated });
}

/**
 * The Encoding Standard's name of a charset, which reads ISO 8859-1 and -9 as the Windows code pages that mail means by them. UTF-16 alone it
 * reads as little-endian, where RFC 2781 lets the byte order mark decide.
 */
function charsetName(label: string): string {
  if (label === 'utf-16') return label;
  try {
    return new TextDecoder(label).encoding;
  } catch {
    return label; // RangeError: not of the standard, or not of this ICU
  }
}

function decodeIconv(bytes: Uint8Array, name: string, truncated: boolean): string | null {
  if (!iconv.encodingExists(name) || refusedCodecs.has(iconv.getCodec(name))) return null;
  const decoder = iconv.getDecoder(name);
  const text = decoder.write(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  return truncated ? text : text + (decoder.end() ?? '');
}

function guess(bytes: Uint8Array, truncated: boolean): string {
  const escaped = escapedCharset(bytes);
  if (escaped !== null) return decodeLabel(bytes, escaped, truncated) ?? '';
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: truncated });
  } catch {
    return decodeIconv(bytes, 'windows-1252', truncated) ?? '';
  }
}

/** The charset of ISO-2022 whose escapes occur in the octets. */
function escapedCharset(bytes: Uint8Array): string | null {
  if (bytes.indexOf(escapeByte) < 0) return null;
  const octets = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return escapes.find(({ sequence }) => octets.includes(sequence, 'latin1'))?.charset ?? null;
}

/** HTML without a charset in its Content-Type may name it itself; only believed for charsets that are supersets of ASCII. */
function sniffMetaCharset(bytes: Uint8Array): string | null {
  const start = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, sniffedBytes));
  const name = /<meta\b[^>]{0,200}?\bcharset\s*=\s*["']?\s*([\w.:-]{1,40})/i.exec(start.toString('latin1'))?.[1];
  return name === undefined || /^(utf-?(7|16|32)|unicode-1-1|ucs-?[24])/i.test(name) ? null : name.toLowerCase();
}

/** ISO-2022-KR (RFC 1557) as EUC-KR, which is the same characters with the high bits set instead of shifts around them. */
function eucOfIso2022Kr(bytes: Uint8Array): Uint8Array {
  const result = new Uint8Array(bytes.length);
  let length = 0;
  let isKorean = false;
  for (let index = 0; index < bytes.length; index++) {
    const byte = bytes[index] ?? 0;
    if (byte === shiftOut) isKorean = true;
    else if (byte === shiftIn) isKorean = false;
    else if (byte === escapeByte && koreanDesignation.every((other, offset) => bytes[index + 1 + offset] === other))
      index += 3;
    else {
      // Each line begins in ASCII, so that a lost shift costs one line.
      if (byte === lineFeed) isKorean = false;
      result[length++] = isKorean && byte > 0x20 && byte < 0x7f ? byte | 0x80 : byte;
    }
  }
  return result.subarray(0, length);
}

/** HZ (RFC 1843) as GB 2312 with the high bits set: `~{` and `~}` enclose Chinese, `~~` is a tilde, `~` at the end of a line joins it with the next. */
function gbOfHz(bytes: Uint8Array): Uint8Array {
  const result = new Uint8Array(bytes.length);
  let length = 0;
  let isChinese = false;
  for (let index = 0; index < bytes.length; index++) {
    const byte = bytes[index] ?? 0;
    const next = bytes[index + 1];
    if (byte === tilde && (next === openBrace || next === closeBrace)) {
      isChinese = next === openBrace;
      index++;
    } else if (byte === tilde && next === lineFeed) {
      index++;
    } else if (isChinese && byte > 0x20 && byte < tilde && next !== undefined && next > 0x20) {
      result[length++] = byte | 0x80;
      result[length++] = next | 0x80;
      index++;
    } else {
      if (byte === tilde && next === tilde) index++;
      if (byte === lineFeed) isChinese = false;
      result[length++] = byte;
    }
  }
  return result.subarray(0, length);
}
