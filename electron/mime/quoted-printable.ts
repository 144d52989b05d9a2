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
