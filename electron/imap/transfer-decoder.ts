/** Undoes a Content-Transfer-Encoding chunk by chunk. */
export interface TransferDecoder {
  push(chunk: Uint8Array): Uint8Array;
  /** What was held back; broken input gives what can be made of it. */
  end(): Uint8Array;
}

/** RFC 2045 section 6: base64 and quoted-printable; anything else passes as it is. */
export function transferDecoder(encoding: string): TransferDecoder {
  if (encoding === 'base64') return base64Decoder();
  if (encoding === 'quoted-printable') return quotedPrintableDecoder();
  return { push: (chunk) => chunk, end: () => new Uint8Array() };
}

function base64Decoder(): TransferDecoder {
  let rest = '';
  return {
    push(chunk) {
      const text = Buffer.from(chunk)
        .toString('latin1')
        .replace(/[^A-Za-z0-9+/=]/g, '');
      const decoded: Buffer[] = [];
      // Padding ends a group, also in the middle of the data (parts glued together by gateways).
      const groups = text.split(/=+/);
      groups.forEach((group, index) => {
        rest += group;
        const whole = index < groups.length - 1 ? rest.length : rest.length - (rest.length % 4);
        decoded.push(Buffer.from(rest.slice(0, whole), 'base64'));
        rest = rest.slice(whole);
      });
      return decoded.length === 1 ? (decoded[0] ?? Buffer.alloc(0)) : Buffer.concat(decoded);
    },
    end() {
      return Buffer.from(rest, 'base64');
    },
  };
}

function quotedPrintableDecoder(): TransferDecoder {
  let rest = '';
  const decode = (text: string) =>
    Buffer.from(
      text
        .replace(/[ \t]+(?=\r?\n)/g, '')
        .replace(/=\r?\n/g, '')
        .replace(/=([0-9A-Fa-f]{2})/g, (_whole, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
      'latin1',
    );
  return {
    push(chunk) {
      const text = rest + Buffer.from(chunk).toString('latin1');
      const end = text.lastIndexOf('\n') + 1;
      // A line without an end is kept back, unless somebody sends one that never ends.
      const cut = end > 0 ? end : text.length > 65_536 ? text.length - 2 : 0;
      rest = text.slice(cut);
      return decode(text.slice(0, cut));
    },
    end() {
      return decode(rest);
    },
  };
}
