import { decodeCharset } from './charset.ts';
import { headerText } from './encoded-words.ts';

/** A header field; the value is unfolded, with one character for each octet (latin1). */
interface HeaderField {
  /** Lower case. */
  readonly name: string;
  readonly value: string;
}

interface Header {
  readonly fields: readonly HeaderField[];
  /** Where the body begins. */
  readonly bodyStart: number;
}

/** How far line ends are looked at. */
const examined = 64 * 1024;
const fieldStart = /^([!-9;-~]{1,200})[ \t]*:/;
/** Values are read up to this length; no real one is longer. */
const longestValue = 64 * 1024;
/** RFC 5322 sets no limit to the number of fields. */
const mostFields = 2_000;

/**
 * Reads a header and finds where the body begins: behind the first empty line. Lines that are no field are skipped, but
 * where there is no empty line the body begins at the first of them, because then the header was lost. Linear time.
 * @param source one character for each octet (latin1), lines end in LF or CRLF
 * @param end where the part ends
 */
export function readHeader(source: string, start: number, end: number): Header {
  const fields: { name: string; value: string }[] = [];
  let firstOther = -1;
  let at = start;
  while (at < end) {
    const feed = source.indexOf('\n', at);
    const next = feed < 0 || feed >= end ? end : feed + 1;
    const line = source.slice(at, Math.min(next, at + longestValue)).replace(/\r?\n$/, '');
    if (line === '') return { fields, bodyStart: next };
    const name = fieldStart.exec(line)?.[1];
    const last = fields.at(-1);
    if (/^[ \t]/.test(line) && last !== undefined) {
      if (last.value.length < longestValue) last.value += line;
    } else if (name !== undefined && fields.length < mostFields) {
      fields.push({ name: name.toLowerCase(), value: line.slice(line.indexOf(':') + 1) });
    } else if (name === undefined && !(at === start && line.startsWith('From '))) {
      // A first line that is no field means that there is no header. An mbox file's "From " line is none.
      if (at === start) return { fields: [], bodyStart: start };
      if (firstOther < 0) firstOther = at;
    }
    at = next;
  }
  return { fields, bodyStart: firstOther < 0 ? end : firstOther };
}

/** The source with LF where its lines end in CR alone. */
export function withLineFeeds(source: string): string {
  const start = source.slice(0, examined);
  const feeds = start.split('\n').length - 1;
  const returns = start.split('\r').length - 1;
  return returns > 2 * feeds ? source.replaceAll(/\r\n?/g, '\n') : source;
}

/** The value of the first field of this name (lower case); null where there is none. */
export function fieldValue(fields: readonly HeaderField[], name: string): string | null {
  return fields.find((field) => field.name === name)?.value.trim() ?? null;
}

/** A structured value: what stands before the parameters, in lower case, and the parameters (RFC 2045 section 5.1), decoded. */
export interface Structured {
  readonly value: string;
  readonly parameters: ReadonlyMap<string, string>;
}

const separators = /[;\s]*/y;
const parameterName = /[^=;\s"]{1,100}/y;
const equals = /\s*=\s*/y;
const quotedValue = /"((?:[^"\\]|\\[\s\S])*)"?/y;
const bareFileName = /[^;]*/y;
const bareValue = /[^;\s]*/y;
/** What is no parameter: a word, a quoted string, or a single character. */
const otherWord = /[^;\s"]+|"[^"]*"?|[\s\S]/y;

/**
 * Reads Content-Type or Content-Disposition leniently: extra semicolons, missing ones, and values without quotes are taken
 * for what they were meant to be. Continuations and charsets of RFC 2231 are undone, and encoded words decoded. Linear time.
 * @param charset of the message's text, for octets above 127
 */
export function structured(text: string, charset: string | null): Structured {
  const received = new Map<string, string>();
  let at = 0;
  const take = (pattern: RegExp): string | null => {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match === null) return null;
    at = pattern.lastIndex;
    return match[1] ?? match[0];
  };
  take(separators);
  const value = take(bareValue) ?? '';
  for (take(separators); at < text.length; take(separators)) {
    const start = at;
    const name = take(parameterName)?.toLowerCase() ?? '';
    if (name === '' || take(equals) === null) {
      at = start;
      take(otherWord);
      continue;
    }
    // Only file names are written with spaces and without quotes; elsewhere a semicolon is missing.
    const isFileName = /^(?:file)?name(?:\*|$)/.test(name);
    const isQuoted = text.charAt(at) === '"';
    const raw = take(isQuoted ? quotedValue : isFileName ? bareFileName : bareValue) ?? '';
    if (!received.has(name)) received.set(name, isQuoted ? raw.replaceAll(/\\([\s\S])/g, '$1') : raw.trim());
  }
  return { value: value.toLowerCase(), parameters: joinContinuations(received, charset) };
}

/** RFC 2231: `name*0*`, `name*1` and so on are one value; a star at the end announces `charset'language'%C3%BC`. */
function joinContinuations(received: ReadonlyMap<string, string>, charset: string | null): Map<string, string> {
  const pieces = new Map<string, { index: number; isCoded: boolean; text: string }[]>();
  const result = new Map<string, string>();
  for (const [name, text] of received) {
    const [, base, index, star] = /^([^*]+)(?:\*(\d{1,4}))?(\*?)$/.exec(name) ?? [];
    if (base === undefined) continue;
    if (index === undefined && star === '') result.set(base, headerText(text, charset));
    else {
      const group = pieces.get(base) ?? [];
      group.push({ index: Number(index ?? 0), isCoded: star === '*', text });
      pieces.set(base, group);
    }
  }
  for (const [base, group] of pieces) {
    group.sort((a, b) => a.index - b.index);
    const [, named, , first] =
      /^([^']{0,60})'([^']{0,60})'([\s\S]*)$/.exec(group[0]?.isCoded ? group[0].text : '') ?? [];
    const octets = group.map(({ isCoded, text }, place) => {
      const piece = place === 0 && first !== undefined ? first : text;
      return isCoded ? percentDecoded(piece) : piece;
    });
    const bytes = Buffer.from(octets.join(''), 'latin1');
    result.set(base, named === undefined ? headerText(octets.join(''), charset) : decodeCharset(bytes, named, false));
  }
  return result;
}

function percentDecoded(text: string): string {
  return text.replaceAll(/%([0-9a-f]{2})/gi, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}
