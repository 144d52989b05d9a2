import libbase64 from 'libbase64';
import { base64CharactersOf, wholeQuanta } from '../mime/base64.ts';
import { decodeQuotedPrintable } from '../mime/quoted-printable.ts';
import { isUuencode, UuDecoder } from '../mime/uuencode.ts';

const equalsSign = 0x3d;
/** The most octets that are kept back; a line of quoted-printable has at most 76 (RFC 2045 section 6.7 rule 5). */
const longestUndecided = 1_000;

/** Undoes a Content-Transfer-Encoding chunk by chunk. */
export interface TransferDecoder {
  push(chunk: Uint8Array): Uint8Array;
  /** Decodes the octets kept back, as far as broken input permits. */
  end(): Uint8Array;
}

/** RFC 2045 section 6: base64 and quoted-printable, and uuencode; anything else passes as it is. */
export function transferDecoder(encoding: string): TransferDecoder {
  if (encoding === 'base64') return base64Decoder();
  if (encoding === 'quoted-printable') return quotedPrintableDecoder();
  if (isUuencode(encoding)) return new UuDecoder();
  return { push: (chunk) => chunk, end: () => new Uint8Array() };
}

function base64Decoder(): TransferDecoder {
  let rest = '';
  return {
    push(chunk) {
      const text = rest + base64CharactersOf(chunk);
      const whole = wholeQuanta(text);
      rest = text.slice(whole);
      return libbase64.decode(text.slice(0, whole));
    },
    end() {
      return libbase64.decode(rest);
    },
  };
}

/** Decodes each chunk in one linear pass; keeps back octets whose meaning depends on what follows. */
function quotedPrintableDecoder(): TransferDecoder {
  let rest: Uint8Array = new Uint8Array();
  return {
    push(chunk) {
      const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      const open = undecidedFrom(bytes);
      // No real line ends with so much white space, so it is passed on as text and not collected.
      const cut = bytes.length - open > longestUndecided ? bytes.length : open;
      rest = bytes.slice(cut);
      return decodeQuotedPrintable(bytes.subarray(0, cut), false);
    },
    end() {
      return decodeQuotedPrintable(rest, false);
    },
  };
}

/**
 * The index from which the octets' meaning depends on what follows: `=`, `=4`, white space, or a soft line break
 * without its LF.
 */
function undecidedFrom(bytes: Uint8Array): number {
  const last = bytes.length - 1;
  if (last >= 1 && bytes[last - 1] === equalsSign && isHexDigit(bytes[last])) return last - 1;
  const hasReturn = bytes[last] === 0x0d;
  let start = hasReturn ? last : last + 1;
  while (bytes[start - 1] === 0x20 || bytes[start - 1] === 0x09) start -= 1;
  if (bytes[start - 1] === equalsSign) return start - 1;
  return hasReturn ? bytes.length : start;
}

function isHexDigit(byte: number | undefined): boolean {
  return byte !== undefined && /[0-9A-Fa-f]/.test(String.fromCharCode(byte));
}
