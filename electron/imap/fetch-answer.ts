import type { ImapAttribute, ImapAttributeList } from 'imapflow/lib/handler/types.js';

/** Nesting beyond this is left to imapflow, which has a limit of its own and says what it dropped. */
const deepest = 60;
/** Tokens beyond this are left to imapflow, which refuses answers of too many. */
const mostTokens = 20_000;

const quote = 0x22;
const open = 0x28;
const close = 0x29;
const space = 0x20;
const backslash = 0x5c;
const brace = 0x7b;

/**
 * Reads one answer `* n FETCH (…)` (RFC 9051 section 7.5.2) in the form that imapflow's parser gives it: lists, NIL as null, and tokens
 * with their type. imapflow's own parser looks at each character several times, since it has to read everything that servers
 * were seen to write; a first synchronisation is tens of megabytes of these answers, nearly all of them plain. Whatever is not plain is
 * left to imapflow: null means that this reader does not judge, never that the answer is broken.
 *
 * @param line without the CRLF at its end; a literal's octets are not in it, only its marker `{n}` and the CRLF behind that
 * @param literals their octets, in order
 */
export function readFetchAnswer(line: string, literals: readonly Buffer[]): ImapAttributeList | null {
  const start = /^\* \d{1,10} FETCH \(/.exec(line)?.[0].length;
  if (start === undefined) return null;
  const items: ImapAttribute[] = [];
  /** The lists that are open, the innermost last. */
  const outer: ImapAttribute[][] = [];
  let list = items;
  let tokens = 0;
  let literal = 0;
  let at = start;
  const { length } = line;
  while (at < length) {
    const char = line.charCodeAt(at);
    if (char === space) {
      at += 1;
      continue;
    }
    tokens += 1;
    if (tokens > mostTokens) return null;
    if (char === quote) {
      const end = endOfString(line, at + 1);
      if (end < 0) return null;
      list.push({ type: 'STRING', value: unescaped(line.slice(at + 1, end)) });
      at = end + 1;
    } else if (char === open) {
      if (outer.length === deepest) return null;
      const inner: ImapAttribute[] = [];
      list.push(inner);
      outer.push(list);
      list = inner;
      at += 1;
    } else if (char === close) {
      const next = outer.pop();
      at += 1;
      if (next === undefined)
        return at === length && literal === literals.length ? [{ type: 'ATOM', value: 'FETCH' }, items] : null;
      list = next;
    } else if (char === brace) {
      const octets = literals[literal];
      const marker = `{${octets?.length}}\r\n`;
      if (octets === undefined || !line.startsWith(marker, at)) return null;
      list.push({ type: 'LITERAL', value: octets });
      literal += 1;
      at += marker.length;
    } else {
      const end = endOfAtom(line, at);
      if (end < 0) return null;
      const value = line.slice(at, end);
      list.push(isNil(value) ? null : { type: 'ATOM', value });
      at = end;
    }
  }
  return null;
}

function isNil(value: string): boolean {
  return value.length === 3 && value.toUpperCase() === 'NIL';
}

/** Where the closing quote of a string stands whose first character is at `from`; -1 where there is none. */
function endOfString(line: string, from: number): number {
  let end = line.indexOf('"', from);
  // Nearly no string has escapes: only then are its characters counted.
  while (end > from && line.charCodeAt(end - 1) === backslash) {
    let first = end - 1;
    while (first > from && line.charCodeAt(first - 1) === backslash) first -= 1;
    if ((end - first) % 2 === 0) break;
    end = line.indexOf('"', end + 1);
  }
  return end;
}

function unescaped(text: string): string {
  return text.includes('\\') ? text.replace(/\\([\s\S])/g, '$1') : text;
}

/**
 * Where a plain atom, flag or number ends that begins at `from`: before a space or closing parenthesis. -1 for one with characters that mean something
 * else somewhere (sections, sequence sets, a second flag without a space), or at the end of the line.
 */
function endOfAtom(line: string, from: number): number {
  let at = from;
  // A flag: "\Seen".
  if (line.charCodeAt(at) === backslash) at += 1;
  const first = at;
  for (; at < line.length; at += 1) {
    const char = line.charCodeAt(at);
    if (char === space || char === close) return at === first ? -1 : at;
    if (!isAtomCharacter(char)) return -1;
  }
  return -1;
}

/** Letters, digits, "$", "-", "." and "_". */
function isAtomCharacter(char: number): boolean {
  return (
    (char >= 0x61 && char <= 0x7a) ||
    (char >= 0x41 && char <= 0x5a) ||
    (char >= 0x30 && char <= 0x39) ||
    char === 0x24 ||
    char === 0x2d ||
    char === 0x2e ||
    char === 0x5f
  );
}
