/** A value of Thunderbird's preferences. */
type Pref = string | number | boolean;

/** Preferences by name. A map, so that no name means anything to JavaScript. */
export type Prefs = ReadonlyMap<string, Pref>;

/** A profile has some hundred to a few thousand. */
const mostPrefs = 50_000;

const opening = /(?:user_pref|sticky_pref|pref)\b/y;
const spaces = /\s*/y;
// Within one line, so that text without an end costs no more than its line.
const text = /"([^"\\\n]*(?:\\[^\n][^"\\\n]*)*)"|'([^'\\\n]*(?:\\[^\n][^'\\\n]*)*)'/y;
const plain = /(true|false)\b|([+-]?\d{1,10})(?![\w.])/y;
const escaped = /\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|([\s\S]))/g;

/**
 * Reads the preferences of a prefs.js, which looks like a program and is none: a list of `user_pref("name", value);` with comments, as
 * Mozilla's own parser takes it (modules/libpref/parser). Nothing is evaluated. What is not of this form is skipped up to the
 * next line, and the others are read. Of two with the same name the later one counts.
 */
export function parsePrefs(source: string): Prefs {
  const prefs = new Map<string, Pref>();
  let at = 0;
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const found = pattern.exec(source);
    if (found !== null) at = pattern.lastIndex;
    return found;
  };
  const takeBlank = () => {
    for (;;) {
      take(spaces);
      if (source.startsWith('/*', at)) at = behind(source, '*/', at + 2);
      else if (source.startsWith('//', at) || source[at] === '#') at = behind(source, '\n', at);
      else return;
    }
  };
  const takeSign = (sign: string): boolean => {
    takeBlank();
    if (source[at] !== sign) return false;
    at += 1;
    return true;
  };
  const takeText = (): string | null => {
    takeBlank();
    const found = take(text);
    return found === null ? null : unescaped(found[1] ?? found[2] ?? '');
  };
  const takeValue = (): Pref | null => {
    const string = takeText();
    if (string !== null) return string;
    const found = take(plain);
    if (found === null) return null;
    return found[1] === undefined ? Number(found[2]) : found[1] === 'true';
  };
  while (at < source.length && prefs.size < mostPrefs) {
    takeBlank();
    if (at >= source.length) break;
    const begun = take(opening) !== null && takeSign('(');
    const name = begun ? takeText() : null;
    const value = name !== null && takeSign(',') ? takeValue() : null;
    if (name !== null && value !== null && takeSign(')') && takeSign(';')) prefs.set(name, value);
    else at = behind(source, '\n', at);
  }
  return prefs;
}

/** The place behind the next `end`; the end of all where there is none. */
function behind(source: string, end: string, from: number): number {
  const found = source.indexOf(end, from);
  return found < 0 ? source.length : found + end.length;
}

const named: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

function unescaped(raw: string): string {
  if (!raw.includes('\\')) return raw;
  return raw.replace(escaped, (_all, unicode?: string, hex?: string, sign = '') => {
    const code = unicode ?? hex;
    if (code !== undefined) return String.fromCharCode(Number.parseInt(code, 16));
    return (Object.hasOwn(named, sign) ? named[sign] : undefined) ?? sign;
  });
}

/** The text under a name, without blanks around it; empty where there is none. */
export function textOf(prefs: Prefs, name: string): string {
  const value = prefs.get(name);
  return typeof value === 'string' ? value.trim() : '';
}

/** The number under a name; null where there is none. */
export function numberOf(prefs: Prefs, name: string): number | null {
  const value = prefs.get(name);
  return typeof value === 'number' ? value : null;
}

/** The entries of a list such as "account1,account2", each once. A key is one of letters, digits, `_` and `-`. */
export function listOf(prefs: Prefs, name: string): readonly string[] {
  const entries = textOf(prefs, name)
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => /^[\w-]{1,64}$/.test(entry));
  return [...new Set(entries)].slice(0, 1_000);
}
