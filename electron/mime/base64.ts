import libbase64 from 'libbase64';

/** 1 for the octets of base64's alphabet and its padding. */
const isBase64 = new Uint8Array(256);
for (const byte of Buffer.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=')) isBase64[byte] = 1;

const lineFeed = 0x0a;
const equalsSign = 0x3d;
/** Words in clear are told from noise in base64 by a space between them, or by this share of other characters. */
const noisyShare = 0.3;

/** The octets that base64 stands for, and what was written in clear around it. */
export interface Base64Text {
  readonly before: Uint8Array;
  readonly decoded: Uint8Array;
  readonly after: Uint8Array;
}

/**
 * Decodes base64 as far as it goes (RFC 2045 section 6.8 ignores other characters), in linear time.
 * @param truncated the octets end early: half a quantum at the end is dropped
 */
export function decodeBase64(bytes: Uint8Array, truncated: boolean): Uint8Array {
  const text = base64CharactersOf(bytes);
  return libbase64.decode(truncated ? text.slice(0, wholeQuanta(text)) : text);
}

/**
 * Decodes the base64 of a text part in which lines in clear may stand before and behind the base64: mailing lists and mail
 * filters add footers and banners without looking at the encoding.
 * @param truncated the octets end early
 */
export function decodeBase64Text(bytes: Uint8Array, truncated: boolean): Base64Text {
  const lines = linesOf(bytes);
  const lastOther = lines.findLastIndex((line) => !isWholly(line) && !isBlank(line));
  const first = lines.findIndex((line, index) => !isBlank(line) && !isClear(line) && !isBanner(line, lines[index + 1]));
  if (first < 0) return { before: bytes, decoded: new Uint8Array(), after: new Uint8Array() };
  let end = first;
  let isOver = false;
  for (; end < lines.length; end += 1) {
    const line = lines[end] ?? new Uint8Array();
    // Base64 ends at its padding or at a blank line, unless nothing but more of it follows: gateways join parts.
    if (isBlank(line)) isOver = true;
    else if (isClear(line) || (isOver && end <= lastOther)) break;
    else isOver = line.includes(equalsSign);
  }
  const start = lengthOf(lines.slice(0, first));
  const stop = start + lengthOf(lines.slice(first, end));
  return {
    before: bytes.subarray(0, start),
    decoded: decodeBase64(bytes.subarray(start, stop), truncated && stop === bytes.length),
    after: bytes.subarray(stop),
  };
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

/** The lines, each with its end of line. */
function linesOf(bytes: Uint8Array): Uint8Array[] {
  const lines: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; ) {
    const feed = bytes.indexOf(lineFeed, at);
    const next = feed < 0 ? bytes.length : feed + 1;
    lines.push(bytes.subarray(at, next));
    at = next;
  }
  return lines;
}

function lengthOf(lines: readonly Uint8Array[]): number {
  return lines.reduce((sum, line) => sum + line.length, 0);
}

/** Whether a line before the base64 is no part of it: it has other characters, and is shorter than the line of base64 behind it. */
function isBanner(line: Uint8Array, next: Uint8Array | undefined): boolean {
  return !isWholly(line) && next !== undefined && !isBlank(next) && isWholly(next) && line.length < next.length;
}

function isBlank(line: Uint8Array): boolean {
  return line.every((byte) => byte <= 0x20);
}

/** Whether a line that is not blank has only base64 in it. */
function isWholly(line: Uint8Array): boolean {
  return line.every((byte) => isBase64[byte] === 1 || byte <= 0x20);
}

/** Whether a line that is not blank is words rather than base64 with noise in it. */
function isClear(line: Uint8Array): boolean {
  let others = 0;
  let spaces = 0;
  let length = 0;
  for (const byte of line) {
    if (byte > 0x20) {
      length += 1;
      if (isBase64[byte] !== 1) others += 1;
      if (spaces > 0 && length > 1) return true;
      spaces = 0;
    } else if (byte === 0x20 || byte === 0x09) spaces += 1;
  }
  return others > length * noisyShare;
}
