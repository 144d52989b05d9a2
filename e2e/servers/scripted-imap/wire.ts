/** How values are written on the wire (RFC 9051 section 9), and mailbox names in modified UTF-7 (RFC 3501 section 5.1.3). */

/** Text as it is sent: one char per octet. */
export type Wire = string;

/** A quoted string where it is possible, else a literal. */
export function string(value: Wire): Wire {
  if (/[^\x20-\x7e]/.test(value)) return `{${value.length}}\r\n${value}`;
  return `"${value.replace(/["\\]/g, '\\$&')}"`;
}

/** A string, or NIL. */
export function nstring(value: Wire | null | undefined): Wire {
  return value === null || value === undefined ? 'NIL' : string(value);
}

/** Unicode as octets of UTF-8. */
export function utf8(text: string): Wire {
  return Buffer.from(text, 'utf8').toString('latin1');
}

/** A mailbox name in modified UTF-7. */
export function encodeName(name: string): Wire {
  return name.replace(/&|[^\u0020-\u007e]+/g, (run) => {
    if (run === '&') return '&-';
    const base64 = Buffer.from(run, 'utf16le').swap16().toString('base64');
    return `&${base64.replace(/=+$/, '').replaceAll('/', ',')}-`;
  });
}

/** The mailbox name that modified UTF-7 stands for. */
export function decodeName(wire: Wire): string {
  return wire.replace(/&([A-Za-z0-9+,]*)-/g, (_whole, base64: string) =>
    base64 === '' ? '&' : Buffer.from(base64.replaceAll(',', '/'), 'base64').swap16().toString('utf16le'),
  );
}

/** Whether a number is in a sequence set (RFC 9051 section 9); `highest` is what "*" means. */
export function inSet(set: string, highest: number): (value: number) => boolean {
  const ranges = set.split(',').map((range): [number, number] => {
    const [from = '', to = from] = range.split(':');
    const bounds = [from, to].map((end) => (end === '*' ? highest : Number(end)));
    return [Math.min(...bounds), Math.max(...bounds)];
  });
  return (value) => ranges.some(([low, high]) => value >= low && value <= high);
}

/** UIDs as a set, in their order: COPYUID pairs both sets member by member (RFC 4315). */
export function asSet(uids: readonly number[]): string {
  return uids.join(',');
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** An INTERNALDATE, for example "17-Jul-1996 02:44:25 +0000". */
export function internalDate(date: Date): Wire {
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = `${String(date.getUTCDate()).padStart(2, ' ')}-${months[date.getUTCMonth()]}-${date.getUTCFullYear()}`;
  return `"${day} ${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())} +0000"`;
}
