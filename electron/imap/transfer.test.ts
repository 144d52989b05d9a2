import { describe, expect, it } from 'vitest';
import { transferDecoder } from './transfer-decoder.ts';
import { rangeSet, uidSets } from './uid-set.ts';

function decodeInPieces(encoding: string, text: string, size: number): string {
  const decoder = transferDecoder(encoding);
  const bytes = Buffer.from(text, 'latin1');
  const decoded: Uint8Array[] = [];
  for (let start = 0; start < bytes.length; start += size)
    decoded.push(decoder.push(bytes.subarray(start, start + size)));
  decoded.push(decoder.end());
  return Buffer.concat(decoded).toString('utf8');
}

describe('transfer encodings in chunks', () => {
  const text = 'Grüße aus Köln – 日本語 = "quoted"';
  const base64 = Buffer.from(text).toString('base64').replace(/.{10}/g, '$&\r\n');
  const quoted = [...Buffer.from(text)]
    .map((byte) => `=${byte.toString(16).toUpperCase().padStart(2, '0')}`)
    .join('')
    .replace(/.{72}/g, '$&=\r\n');

  it.each([1, 2, 3, 5, 7, 64, 10_000])('decodes the same in chunks of %i', (size) => {
    expect(decodeInPieces('base64', base64, size)).toBe(text);
    expect(decodeInPieces('quoted-printable', quoted, size)).toBe(text);
    expect(decodeInPieces('7bit', 'as it is', size)).toBe('as it is');
  });

  it.each([1, 2, 3, 7, 61, 10_000])('H12 decodes uuencode in chunks of %i', (size) => {
    // From uuencode(1) of 60 octets: a full line of 45, one of 15, and the end.
    const octets = 'The quick brown fox jumps over the lazy dog; then it sleeps.';
    const line = (text: string): string => {
      const bytes = Buffer.from(text);
      let coded = String.fromCharCode(32 + bytes.length);
      for (let at = 0; at < bytes.length; at += 3) {
        const group = ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
        for (const shift of [18, 12, 6, 0])
          coded += String.fromCharCode(32 + ((group >> shift) & 63)).replace(' ', '`');
      }
      return coded;
    };
    const source = `junk\r\nbegin 644 dog.txt\r\n${line(octets.slice(0, 45))}\r\n${line(octets.slice(45))}\r\n\`\r\nend\r\nfooter\r\n`;
    for (const name of ['x-uuencode', 'uuencode', 'x-uue']) expect(decodeInPieces(name, source, size)).toBe(octets);
    // Transports cut spaces off the ends of lines, and some writers use spaces for zero.
    expect(decodeInPieces('x-uue', source.replaceAll('`', ' ').replaceAll(/ +\r\n/g, '\r\n'), size)).toBe(octets);
  });

  it('H12 a uuencoded line of 4 MB takes one pass, and is not collected', () => {
    const source = `begin 644 a\r\n${'M'.repeat(4 * 1024 * 1024)}`;
    expect(decodeInPieces('x-uue', source, 65_536).length).toBeLessThan(source.length);
  });

  it('makes what it can of broken input', () => {
    expect(decodeInPieces('base64', 'SGFs!!bG8=\r\nSGFsbG8=', 3)).toBe('HalloHallo');
    expect(decodeInPieces('base64', 'SGFsbG', 4)).toBe('Hall');
    expect(decodeInPieces('quoted-printable', 'a=ZZb =\r\nc=', 2)).toBe('a=ZZb c');
    expect(decodeInPieces('quoted-printable', 'x'.repeat(200_000), 50_000)).toHaveLength(200_000);
  });

  it('quoted-printable: wherever a chunk ends, also in a line of any length, the octets are the same', () => {
    const whole = `${'x'.repeat(70_000)}=C3=A9=3D =  \t\r\n a =20 \t \r\nb=\r\n=\nc =zz\r\n  d \t`;
    const decoded = `${'x'.repeat(70_000)}é=  a  \r\nbc =zz\r\n  d \t`;
    for (let cut = 69_990; cut <= whole.length; cut += 1) {
      const decoder = transferDecoder('quoted-printable');
      const pieces = [whole.slice(0, cut), whole.slice(cut)].map((piece) => decoder.push(Buffer.from(piece, 'latin1')));
      expect(Buffer.concat([...pieces, decoder.end()]).toString('utf8'), `cut at ${cut}`).toBe(decoded);
    }
    for (const size of [1, 2, 3, 5, 7]) expect(decodeInPieces('quoted-printable', whole, size)).toBe(decoded);
  });

  it('quoted-printable: a run of 4 MB of spaces takes one pass, however it comes', () => {
    const spaces = ' '.repeat(4 * 1024 * 1024);
    // Without an end of line after them, spaces are text; a backtracking search would take hours here.
    expect(decodeInPieces('quoted-printable', `${spaces}x`, 1024 * 1024)).toBe(`${spaces}x`);
    expect(decodeInPieces('quoted-printable', `a${spaces}\r\nb`, 5 * 1024 * 1024)).toBe('a\r\nb');
    expect(decodeInPieces('quoted-printable', '= '.repeat(500_000), 65_536)).toContain('= = =');
  });
});

describe('sequence sets', () => {
  it('packs UIDs, and drops what is none', () => {
    expect(uidSets([9, 3, 4, 5, 4, 0, -1, 1.5, Number.NaN, 2 ** 40])).toEqual(['3:5,9']);
    expect(uidSets([])).toEqual([]);
  });

  it('keeps command lines short, and loses none', () => {
    const uids = Array.from({ length: 1_000 }, (_, index) => 1_000_000_000 + index * 2);
    const sets = uidSets(uids);
    expect(sets.length).toBeGreaterThan(1);
    expect(Math.max(...sets.map((set) => set.length))).toBeLessThanOrEqual(4_000);
    expect(sets.join(',').split(',').map(Number)).toEqual(uids);
  });

  it('makes no set of an empty range', () => {
    expect([rangeSet(1, 50), rangeSet(-5, 2 ** 40), rangeSet(5, 4), rangeSet(0, 0)]).toEqual([
      '1:50',
      '1:4294967295',
      null,
      null,
    ]);
  });
});
