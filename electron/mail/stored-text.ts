const halfPairAtEnd = /[\uD800-\uDBFF]$/;
/** With the `u` flag only surrogates without their other half match. */
const unstorable = /[\0\p{Surrogate}]/gu;

/**
 * Text that comes back from SQLite as it was written: at most `limit` UTF-16 units, never half of a pair at the end; NUL
 * (where the binding would cut) and lone surrogates (which UTF-8 does not have) become U+FFFD.
 */
export function storedText(text: string, limit: number): string {
  const short = text.length > limit ? text.slice(0, limit).replace(halfPairAtEnd, '') : text;
  return short.replace(unstorable, '\uFFFD');
}

/** A string that must come back exactly (a folder's path is its identity): JSON escapes NUL and lone surrogates. */
export function exactText(text: string): string {
  return JSON.stringify(text);
}

/** The inverse of exactText. */
export function readExactText(stored: string): string {
  const value: unknown = JSON.parse(stored);
  return typeof value === 'string' ? value : '';
}

/** A long text as UTF-8 bytes, in which NUL survives. */
export function textBytes(text: string | null): Uint8Array | null {
  return text === null ? null : new TextEncoder().encode(text);
}

/** The inverse of textBytes; keeps a leading U+FEFF. */
export function readTextBytes(bytes: Uint8Array | null): string | null {
  return bytes === null ? null : new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
}
