import libbase64 from 'libbase64';
import { decodeCharset } from './charset.ts';

/** 1 for the octets of base64's alphabet and its padding. */
const isBase64 = new Uint8Array(256);
for (const byte of Buffer.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=')) isBase64[byte] = 1;

/**
 * A text part's octets as a string: Content-Transfer-Encoding (RFC 2045 §6), then charset. Never throws: broken encodings are decoded as far as
 * they go; `decodeCharset` says what happens to unknown charsets. NUL characters are removed.
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
  const text = base64CharactersOf(bytes);
  return libbase64.decode(truncated ? text.slice(0, wholeQuanta(text)) : text);
}

/** Those of these octets that belong to base64; RFC 2045 §6.8 ignores the others. */
export function base64CharactersOf(bytes: Uint8Array): string {
  const kept = Buffer.allocUnsafe(bytes.length);
  let length = 0;
  for (const byte of bytes) if (isBase64[byte] === 1) kept[length++] = byte;
  return kept.toString('latin1', 0, length);
}

/**
 * How many of these base64 characters form whole quanta. Padding ends a quantum, also in the middle (parts that
 * gateways joined).
 */
export function wholeQuanta(text: string): number {
  const afterPadding = text.lastIndexOf('=') + 1;
  return text.length - ((text.length - afterPadding) % 4);
}

/**
 * Quoted-printable (RFC 2045 §6.7) in one linear pass. Broken sequences are kept as they came.
 * @param truncated the octets end early: half an octet at the end is dropped
 */
export function decodeQuotedPrintable(bytes: Uint8Array, truncated: boolean): Uint8Array {
  const result = new Uint8Array(bytes.length);
  let length = 0;
  let position = 0;
  // White space at the end of a line was added in transport (RFC 2045 §6.7 rule 3), so it counts only once something
  // follows it.
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

/** Decodes what begins with "=": an octet, a soft line break, or, if it is broken, the sign itself. */
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
