/** RFC 3501 section 5.1.3: base64 with "," for "/", no padding, UTF-16BE inside. */
const shifted = /&([A-Za-z0-9+,]*)-/g;

/**
 * A mailbox name from modified UTF-7 (RFC 3501 section 5.1.3). Null where it is not valid, or where encoding it again would not
 * give the same octets: such a name can only be used as it came.
 */
export function decodeMailboxName(wire: string): string | null {
  const decoded = decodeForDisplay(wire);
  return encodeMailboxName(decoded) === wire ? decoded : null;
}

/** What can be read of a name, valid or not. */
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
 * The paths of one session: what the program calls a folder, and what the server calls it. They differ where the server
 * speaks modified UTF-7; a name that does not survive decoding and encoding stands for itself.
 */
export class FolderPaths {
  readonly #wireByPath = new Map<string, string>();
  readonly #utf8: boolean;

  /** @param utf8 the server was put into UTF-8 mode (RFC 6855) */
  constructor(utf8: boolean) {
    this.#utf8 = utf8;
  }

  /** Takes a name from LIST over and answers its path; two names never share one. */
  learn(wire: string): string {
    if (wire.toUpperCase() === 'INBOX') return 'INBOX';
    const decoded = this.#utf8 ? wire : (decodeMailboxName(wire) ?? wire);
    const taken = this.#wireByPath.get(decoded);
    const path = taken === undefined || taken === wire ? decoded : wire;
    this.#wireByPath.set(path, wire);
    return path;
  }

  /** The name the server knows; paths that LIST did not tell are encoded. */
  toWire(path: string): string {
    if (path.toUpperCase() === 'INBOX') return 'INBOX';
    return this.#wireByPath.get(path) ?? (this.#utf8 ? path : encodeMailboxName(path));
  }
}

/** Whether the name can be sent at all: IMAP's quoted strings carry neither line breaks nor NUL, and we send no literals. */
export function canBeSent(wire: string): boolean {
  return wire !== '' && !/[\r\n\0]/.test(wire);
}
