/** A shifted part of a name (RFC 3501 section 5.1.3): UTF-16BE in base64 with "," for "/" and without padding. */
const shifted = /&([A-Za-z0-9+,]*)-/g;

/**
 * Decodes a mailbox name from modified UTF-7 (RFC 3501 section 5.1.3). Null when it is not valid, or when encoding it
 * again gives other octets: such a name can only be used as received.
 */
export function decodeMailboxName(wire: string): string | null {
  const decoded = decodeForDisplay(wire);
  return encodeMailboxName(decoded) === wire ? decoded : null;
}

/** Decodes as much of a name as possible, valid or not. */
export function decodeForDisplay(wire: string): string {
  return wire.replace(shifted, (_whole, base64: string) => {
    if (base64 === '') return '&';
    const bytes = Buffer.from(base64.replaceAll(',', '/'), 'base64');
    const even = bytes.subarray(0, bytes.length - (bytes.length % 2));
    return Buffer.from(even).swap16().toString('utf16le');
  });
}

/** A mailbox name in modified UTF-7: printable ASCII stays, "&" becomes "&-", everything else is shifted. */
export function encodeMailboxName(name: string): string {
  return name.replace(/&|[^\u0020-\u007e]+/g, (run) => {
    if (run === '&') return '&-';
    const base64 = Buffer.from(run, 'utf16le').swap16().toString('base64');
    return `&${base64.replace(/=+$/, '').replaceAll('/', ',')}-`;
  });
}

/**
 * The folder names of one session: each folder's path in the program, and its name on the wire. They differ where the
 * server uses modified UTF-7. A name that changes when decoded and encoded again is its own path.
 */
export class FolderPaths {
  readonly #wireByPath = new Map<string, string>();
  readonly #utf8: boolean;

  /** @param utf8 the server was put into UTF-8 mode (RFC 6855) */
  constructor(utf8: boolean) {
    this.#utf8 = utf8;
  }

  /** Records a name from LIST and returns its path; two names never share one path. */
  learn(wire: string): string {
    if (wire.toUpperCase() === 'INBOX') return 'INBOX';
    const decoded = this.decode(wire);
    const taken = this.#wireByPath.get(decoded);
    const path = taken === undefined || taken === wire ? decoded : wire;
    this.#wireByPath.set(path, wire);
    return path;
  }

  /** A name or prefix on the wire as a path of the program. */
  decode(wire: string): string {
    return this.#utf8 ? wire : (decodeMailboxName(wire) ?? wire);
  }

  /** The name on the wire of a path; a path that LIST did not name is encoded. */
  toWire(path: string): string {
    if (path.toUpperCase() === 'INBOX') return 'INBOX';
    return this.#wireByPath.get(path) ?? (this.#utf8 ? path : encodeMailboxName(path));
  }
}

/** Whether the name can be sent at all: IMAP's quoted strings carry neither line breaks nor NUL, and we send no literals. */
export function canBeSent(wire: string): boolean {
  return wire !== '' && !/[\r\n\0]/.test(wire);
}
