/**
 * What a person types into the search field, understood: `from:ada minutes -draft "budget 2026" has:attachment`. Words that stand
 * beside each other all have to be there; `or` between two allows either; `-` excludes; quotation marks keep words together.
 */

/** Where words are looked for. */
export type SearchPlace = 'anywhere' | 'subject' | 'from' | 'to' | 'cc' | 'body' | 'filename';
type SearchedState = 'unread' | 'read' | 'starred' | 'answered' | 'forwarded' | 'attachment';

export type SearchTerm =
  /** `whole`: the words as they stand, one after the other; else each word may also be the beginning of a longer one. */
  | { readonly kind: 'words'; readonly place: SearchPlace; readonly text: string; readonly whole: boolean }
  | { readonly kind: 'state'; readonly state: SearchedState }
  /** Received from `from` on (inclusive) or before `until` (exclusive), milliseconds since the epoch. */
  | { readonly kind: 'received'; readonly from: number | null; readonly until: number | null }
  /** Octets: at least, or less than. */
  | { readonly kind: 'size'; readonly atLeast: number | null; readonly below: number | null }
  /** A folder by its name, the end of its path, or its role. */
  | { readonly kind: 'folder'; readonly name: string }
  /** An account by a part of its address or name. */
  | { readonly kind: 'account'; readonly name: string }
  /** A mailing list by a part of its List-Id (RFC 2919): its identifier, or what it is called there. */
  | { readonly kind: 'list'; readonly name: string }
  /** A tag by its name, or the beginning of it where none is called so. */
  | { readonly kind: 'tag'; readonly name: string };

export interface SearchAlternative {
  readonly not: boolean;
  readonly term: SearchTerm;
}

/** All clauses have to hold; of each, one alternative. */
export type SearchQuery = readonly (readonly SearchAlternative[])[];

type Operator =
  | 'from'
  | 'to'
  | 'cc'
  | 'subject'
  | 'body'
  | 'filename'
  | 'is'
  | 'has'
  | 'before'
  | 'after'
  | 'larger'
  | 'smaller'
  | 'in'
  | 'account'
  | 'list'
  | 'tag';

/** The operators, by every name that they have. */
const operators: Readonly<Record<string, Operator>> = {
  from: 'from',
  von: 'from',
  to: 'to',
  an: 'to',
  cc: 'cc',
  subject: 'subject',
  betreff: 'subject',
  body: 'body',
  text: 'body',
  filename: 'filename',
  datei: 'filename',
  is: 'is',
  ist: 'is',
  has: 'has',
  hat: 'has',
  before: 'before',
  vor: 'before',
  after: 'after',
  seit: 'after',
  larger: 'larger',
  größer: 'larger',
  smaller: 'smaller',
  kleiner: 'smaller',
  in: 'in',
  ordner: 'in',
  account: 'account',
  konto: 'account',
  list: 'list',
  liste: 'list',
  tag: 'tag',
  keyword: 'tag',
  schlagwort: 'tag',
};

const states: Readonly<Record<string, SearchedState>> = {
  unread: 'unread',
  unseen: 'unread',
  ungelesen: 'unread',
  read: 'read',
  seen: 'read',
  gelesen: 'read',
  starred: 'starred',
  flagged: 'starred',
  markiert: 'starred',
  answered: 'answered',
  replied: 'answered',
  beantwortet: 'answered',
  forwarded: 'forwarded',
  weitergeleitet: 'forwarded',
};
const having: ReadonlySet<string> = new Set(['attachment', 'attachments', 'file', 'anhang', 'anhänge', 'datei']);

/** Longer searches are pasted texts: what is beyond is left out. */
export const longestSearch = 1_000;
const mostTerms = 32;

/** A piece between blanks: `-`, an operator with `:`, and a value that may stand in quotation marks. */
const piece = /(-?)(?:([\p{L}]+):)?(?:["“”„]([^"“”„]*)["“”„]?|(\S+))/gu;

/**
 * Understands a search. Nothing is refused: an operator whose value means nothing is taken as words.
 * @param text as typed; the first 1,000 characters count
 */
export function parseSearch(text: string): SearchQuery {
  const clauses: SearchAlternative[][] = [];
  let isAlternative = false;
  let terms = 0;
  for (const match of text.slice(0, longestSearch).matchAll(piece)) {
    const [whole, minus, operator, quoted, plain] = match;
    if (clauses.length > 0 && /^(or|oder|\|)$/i.test(whole)) {
      isAlternative = true;
      continue;
    }
    const term = toTerm(operator, quoted, plain ?? '', whole.slice(minus?.length ?? 0));
    if (term === null || ++terms > mostTerms) continue;
    const alternative = { not: minus === '-', term };
    const last = clauses.at(-1);
    if (isAlternative && last !== undefined) last.push(alternative);
    else clauses.push([alternative]);
    isAlternative = false;
  }
  return clauses;
}

function toTerm(
  operator: string | undefined,
  quoted: string | undefined,
  plain: string,
  asTyped: string,
): SearchTerm | null {
  const value = (quoted ?? plain).trim();
  const isWhole = quoted !== undefined;
  const known = operator === undefined ? undefined : operators[operator.toLowerCase()];
  // An operator whose value is still to be typed.
  if (operator === undefined && !isWhole && value.endsWith(':') && operators[value.slice(0, -1).toLowerCase()])
    return null;
  // An address of the Web, or "Re:": no operator of ours.
  if (known === undefined) return words('anywhere', operator === undefined ? value : asTyped, isWhole);
  if (value === '') return null;
  switch (known) {
    case 'from':
    case 'to':
    case 'cc':
    case 'subject':
    case 'body':
    case 'filename':
      return words(known, value, isWhole);
    case 'is': {
      const state = states[value.toLowerCase()];
      return state === undefined ? words('anywhere', asTyped, isWhole) : { kind: 'state', state };
    }
    case 'has':
      return having.has(value.toLowerCase())
        ? { kind: 'state', state: 'attachment' }
        : words('anywhere', asTyped, isWhole);
    case 'before':
    case 'after': {
      const day = dayOf(value);
      if (day === null) return words('anywhere', asTyped, isWhole);
      return { kind: 'received', from: known === 'after' ? day : null, until: known === 'before' ? day : null };
    }
    case 'larger':
    case 'smaller': {
      const octets = octetsOf(value);
      if (octets === null) return words('anywhere', asTyped, isWhole);
      return {
        kind: 'size',
        atLeast: known === 'larger' ? octets : null,
        below: known === 'smaller' ? octets : null,
      };
    }
    case 'in':
      return { kind: 'folder', name: value };
    case 'account':
    case 'list':
    case 'tag':
      return { kind: known, name: value };
  }
}

type WordsTerm = SearchTerm & { readonly kind: 'words' };

function words(place: SearchPlace, text: string, whole: boolean): WordsTerm | null {
  const term: WordsTerm = { kind: 'words', place, text, whole };
  return wordsOf(term).length > 0 ? term : null;
}

/** What of a term has to be there: its text as it stands, or each of its words. Signs alone are no words. */
export function wordsOf({ text, whole }: Pick<WordsTerm, 'text' | 'whole'>): string[] {
  return (whole ? [text] : text.split(/\s+/)).filter((word) => /[\p{L}\p{N}\p{Co}]/u.test(word));
}

/** "2026", "2026-11", "2026-11-29", "29.11.2026": the beginning of it, local time, in milliseconds since the epoch; null for anything else. */
function dayOf(text: string): number | null {
  const iso = /^(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?$/.exec(text);
  const german = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(text);
  const [year, month, day] = iso
    ? [iso[1], iso[2] ?? '1', iso[3] ?? '1'].map(Number)
    : [german?.[3], german?.[2], german?.[1]].map(Number);
  if (year === undefined || month === undefined || day === undefined) return null;
  const date = new Date(year, month - 1, day);
  const isReal = date.getFullYear() === year && date.getMonth() === month - 1 && date.getDate() === day;
  return isReal ? date.getTime() : null;
}

/** "5M", "300 kB", "1g", "1.5MB": octets; null for anything else. */
function octetsOf(text: string): number | null {
  const match = /^(\d+(?:[.,]\d+)?)\s*([kmg]?)(?:i?b)?$/i.exec(text);
  if (match === null) return null;
  const unit = { '': 1, k: 1_000, m: 1_000_000, g: 1_000_000_000 }[(match[2] ?? '').toLowerCase()] ?? 1;
  return Math.round(Number((match[1] ?? '').replace(',', '.')) * unit);
}

/** Whether a clause is about what a server can look for itself: words, mailing lists and tags. */
export function isForServer(clause: readonly SearchAlternative[]): boolean {
  return clause.every(({ term }) => ['words', 'list', 'tag'].includes(term.kind));
}

/** The words of a search that a message is to show, for marking them: those that are not excluded. */
export function wordsToMark(query: SearchQuery): string[] {
  return query
    .flat()
    .flatMap(({ not, term }) => (!not && term.kind === 'words' ? [term] : []))
    .flatMap(wordsOf);
}
