const lineFeed = 0x0a;
/** No line of uuencode is longer; a longer one is handed over in pieces, so that it is never collected. */
const longestLine = 4_096;

/** Decodes uuencode chunk by chunk: what stands between `begin 644 name` and `end` (POSIX.1-2017, uuencode). */
export class UuDecoder {
  #rest: Uint8Array = new Uint8Array();
  #state: 'before' | 'inside' | 'after' = 'before';

  /** The octets of the whole lines so far. */
  push(chunk: Uint8Array): Uint8Array {
    const bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    const octets = new Uint8Array(bytes.length);
    let length = 0;
    let at = 0;
    for (let feed = bytes.indexOf(lineFeed); feed >= 0; feed = bytes.indexOf(lineFeed, at)) {
      length = this.#line(bytes.subarray(at, feed), octets, length);
      at = feed + 1;
    }
    if (bytes.length - at > longestLine) {
      length = this.#line(bytes.subarray(at), octets, length);
      at = bytes.length;
    }
    this.#rest = bytes.slice(at);
    return octets.subarray(0, length);
  }

  /** Decodes the last line, which may lack its end. */
  end(): Uint8Array {
    const last = this.#rest;
    this.#rest = new Uint8Array();
    const octets = new Uint8Array(last.length);
    return octets.subarray(0, this.#line(last, octets, 0));
  }

  /** Writes a line's octets at `length`, and returns where they end. */
  #line(line: Uint8Array, octets: Uint8Array, length: number): number {
    if (this.#state === 'after') return length;
    const start = Buffer.from(line.buffer, line.byteOffset, Math.min(line.length, 32)).toString('latin1');
    if (this.#state === 'before') {
      if (/^begin [0-7]{3,4}[ \t]/.test(start)) this.#state = 'inside';
      return length;
    }
    if (/^end\s*$/.test(start)) {
      this.#state = 'after';
      return length;
    }
    return decodeLine(line, octets, length);
  }
}

/** A line's first character is the number of octets in it; every four characters that follow are three octets. */
function decodeLine(line: Uint8Array, octets: Uint8Array, start: number): number {
  const last = Math.min(start + sixBits(line[0]), octets.length);
  let end = start;
  for (let at = 1; end < last && at < line.length; at += 4) {
    const group =
      (sixBits(line[at]) << 18) | (sixBits(line[at + 1]) << 12) | (sixBits(line[at + 2]) << 6) | sixBits(line[at + 3]);
    for (let shift = 16; shift >= 0 && end < last; shift -= 8) octets[end++] = (group >> shift) & 0xff;
  }
  return end;
}

/** A space and the backquote are zero; transports cut spaces off the ends of lines. */
function sixBits(octet: number | undefined): number {
  return octet === undefined || octet < 0x20 || octet > 0x60 ? 0 : (octet - 0x20) & 0x3f;
}

/** Whether a Content-Transfer-Encoding, in lower case, is one of the names that uuencode goes by in mail. */
export function isUuencode(encoding: string): boolean {
  return /^(?:x-)?uu(?:e|encode|encoded)$/.test(encoding);
}
