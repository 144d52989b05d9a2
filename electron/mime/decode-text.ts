import { TextDecoder } from 'node:util';

/** Names that mail uses and the WHATWG Encoding Standard (TextDecoder) does not know. */
const charsetAliases: ReadonlyMap<string, string> = new Map([
  ['cp932', 'shift_jis'],
  ['cp936', 'gbk'],
  ['cp949', 'euc-kr'],
  ['cp950', 'big5'],
  ['cp50220', 'iso-2022-jp'],
  ['cp50221', 'iso-2022-jp'],
  ['iso-2022-jp-1', 'iso-2022-jp'],
  ['iso-2022-jp-2', 'iso-2022-jp'],
  ['iso-2022-jp-ms', 'iso-2022-jp'],
  ['cp65001', 'utf-8'],
  ['utf8mb4', 'utf-8'],
]);
/** 0x80–0x9f of windows-1252. Node 20's TextDecoder reads that charset as ISO 8859-1, so we have the table ourselves. */
const windows1252 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';
/** Labels that say nothing: mail software writes them over text of any charset. */
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
const sniffedBytes = 1024;

/**
 * A text part's octets as a string: Content-Transfer-Encoding (RFC 2045 §6), then charset. Never throws: broken encodings are decoded as far as
 * they go, an unknown charset is read as UTF-8 if it is valid, else as windows-1252. UTF-7 is not decoded (it hides markup); it is
 * shown as it came. NUL characters are removed.
 * @param truncated the octets end early: a half character or quantum at the end is dropped, not shown as damage
 */
export function decodeText(bytes: Uint8Array, encoding: string, charset: string | null, truncated: boolean): string {
  return decodeCharset(decodeTransfer(bytes, encoding.trim().toLowerCase(), truncated), charset, truncated).replaceAll(
    '\0',
    '',
  );
}

function decodeTransfer(bytes: Uint8Array, encoding: string, truncated: boolean): Uint8Array {
  if (encoding === 'base64') return decodeBase64(bytes, truncated);
  if (encoding === 'quoted-printable') return decodeQuotedPrintable(bytes, truncated);
  return bytes;
}

function decodeBase64(bytes: Uint8Array, truncated: boolean): Uint8Array {
  const runs = latin1(bytes)
    .replace(/[^A-Za-z0-9+/=]+/g, '')
    .split(/=+/);
  // Several padded runs one after the other come from software that encodes in pieces.
  return Buffer.concat(
    runs.map((run, index) => {
      const isCut = truncated && index === runs.length - 1;
      return Buffer.from(isCut ? run.slice(0, run.length - (run.length % 4)) : run, 'base64');
    }),
  );
}

/**
 * Quoted-printable (RFC 2045 §6.7) in one linear pass. Broken sequences are kept as they came.
 * @param truncated the octets end early: half an octet at the end is dropped
 */
export function decodeQuotedPrintable(bytes: Uint8Array, truncated: boolean): Uint8Array {
  const result = new Uint8Array(bytes.length);
  let length = 0;
  let position = 0;
  // White space at the end of a line was added on the way (RFC 2045 §6.7 rule 3): it counts only once something follows it.
  let afterText = 0;
  while (position < bytes.length) {
    const byte = bytes[position] ?? 0;
    if (byte === 0x0a || byte === 0x0d) {
      length = Math.min(length, afterText);
      result[length++] = byte;
      afterText = length;
      position++;
    } else if (byte === 0x3d) {
      const step = quotedStep(bytes, position, truncated);
      if (step.octet !== null) result[length++] = step.octet;
      afterText = length;
      position = step.next;
    } else {
      result[length++] = byte;
      if (byte !== 0x20 && byte !== 0x09) afterText = length;
      position++;
    }
  }
  return result.subarray(0, length);
}

/** What stands at a "=": an octet, a soft line break, or, where it is broken, just that sign. */
function quotedStep(
  bytes: Uint8Array,
  position: number,
  truncated: boolean,
): { readonly octet: number | null; readonly next: number } {
  const high = hexDigit(bytes[position + 1]);
  const low = hexDigit(bytes[position + 2]);
  if (high !== null && low !== null) return { octet: high * 16 + low, next: position + 3 };
  let end = position + 1;
  while (bytes[end] === 0x20 || bytes[end] === 0x09) end++;
  if (bytes[end] === 0x0d) end++;
  if (bytes[end] === 0x0a) return { octet: null, next: end + 1 };
  if (end >= bytes.length) return { octet: null, next: end };
  if (truncated && position + 2 >= bytes.length && high !== null) return { octet: null, next: bytes.length };
  return { octet: 0x3d, next: position + 1 };
}

function hexDigit(byte: number | undefined): number | null {
  if (byte === undefined) return null;
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const upper = byte & ~0x20;
  return upper >= 0x41 && upper <= 0x46 ? upper - 0x37 : null;
}

function decodeCharset(bytes: Uint8Array, charset: string | null, truncated: boolean): string {
  const declared = charset?.trim().toLowerCase().replaceAll(/["']/g, '') ?? '';
  const label = emptyCharsets.has(declared) ? sniffMetaCharset(bytes) : (charsetAliases.get(declared) ?? declared);
  const decoder = decoderFor(label);
  if (decoder?.encoding === 'windows-1252') return decodeWindows1252(bytes);
  if (decoder !== null) return decoder.decode(bytes, { stream: truncated });
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: truncated });
  } catch {
    return decodeWindows1252(bytes);
  }
}

function decodeWindows1252(bytes: Uint8Array): string {
  return latin1(bytes).replace(/[\u0080-\u009f]/g, (char) => windows1252[char.charCodeAt(0) - 0x80] ?? char);
}

function decoderFor(label: string | null): TextDecoder | null {
  if (label === null) return null;
  try {
    return new TextDecoder(label);
  } catch {
    return null; // RangeError: not a charset of the Encoding Standard
  }
}

/** HTML without a charset in its Content-Type may name it itself; only believed for charsets that are supersets of ASCII. */
function sniffMetaCharset(bytes: Uint8Array): string | null {
  const name = /<meta\b[^>]{0,200}?\bcharset\s*=\s*["']?\s*([\w.:-]{1,40})/i.exec(
    latin1(bytes.subarray(0, sniffedBytes)),
  )?.[1];
  return name === undefined || /^utf-?16/i.test(name) ? null : name.toLowerCase();
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}
