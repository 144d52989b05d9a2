import {
  capabilities,
  dataWords,
  folderVerbs,
  imapVerbs,
  imapWords,
  listedNumbers,
  mechanisms,
  numberCodes,
  numberVerbs,
  phrases,
  responseCodes,
  smtpKeywords,
  smtpParameters,
  smtpVerbs,
} from './protocol-words.ts';

const left = '…';
const longest = 240;
/** A sequence set (RFC 9051 section 9); a long one tells by its beginning. */
const numbers = /^[\d*][\d:,*]*$/;
const longestNumbers = 40;

/** Names a folder by a number of its own: the same one in each line of a log. */
export class FolderNumbers {
  readonly #known = new Map<string, number>();

  /** @param name as it stands in a line, with or without quotation marks */
  label(name: string): string {
    const bare = name.replace(/^"|"$/g, '');
    if (bare.toUpperCase() === 'INBOX') return 'INBOX';
    const number = this.#known.get(bare) ?? this.#known.size + 1;
    // Beyond this a number helps nobody, and a server could name folders without end.
    if (number > 2_000) return '<folder>';
    this.#known.set(bare, number);
    return `<folder ${number}>`;
  }
}

/** What may be written of a line that Heron sent to an IMAP server. */
export function imapClientLine(line: string, folders: FolderNumbers): string {
  if (/^DONE\r?$/i.test(line)) return 'DONE';
  const [, tag = '', uid = '', word = '', rest = ''] = /^(\S+) (UID )?(\S+)(?: (.*))?$/is.exec(line) ?? [];
  const verb = word.toUpperCase();
  if (!isTag(tag) || !imapVerbs.has(verb)) return left;
  const head = `${tag} ${uid === '' ? '' : 'UID '}${verb}`;
  if (verb === 'LOGIN' || verb === 'ID') return `${head} ${left}`;
  const tokens = tokensOf(rest);
  if (verb === 'AUTHENTICATE') return finished([head, known(tokens[0] ?? '', mechanisms), left]);
  const args = tokens.map((token, index) => {
    if (index === 0 && folderVerbs.has(verb)) return folders.label(token);
    if (index === 0 && numberVerbs.has(verb)) return sequence(token);
    if (index === 1 && (verb === 'COPY' || verb === 'MOVE' || verb === 'RENAME')) return folders.label(token);
    return /^\{\d+\+?\}$/.test(token) ? token : known(token, imapWords);
  });
  return finished([head, ...args]);
}

/** What may be written of a line that an IMAP server sent. */
export function imapServerLine(line: string, folders: FolderNumbers): string {
  if (line.startsWith('+')) return '+';
  const [, tag = '', rest = ''] = /^(\S+) (.*)$/s.exec(line) ?? [];
  if (tag !== '*' && !isTag(tag)) return left;
  const [, status, words = ''] = /^(OK|NO|BAD|BYE|PREAUTH)\b ?(.*)$/is.exec(rest) ?? [];
  if (status !== undefined) return finished([tag, status.toUpperCase(), ...codeAndText(words)]);
  const [, number, kind] = /^(\d{1,10}) (EXISTS|RECENT|EXPUNGE|FETCH)\b/i.exec(rest) ?? [];
  if (number !== undefined && kind !== undefined) return `${tag} ${number} ${kind.toUpperCase()}`;
  const tokens = tokensOf(rest);
  const word = (tokens[0] ?? '').toUpperCase();
  const others = tokens.slice(1);
  if (word === 'CAPABILITY' || word === 'ENABLED') {
    return finished([tag, word, ...others.map((each) => known(each, capabilities))]);
  }
  if (word === 'LIST' || word === 'XLIST' || word === 'LSUB') return finished([tag, word, ...listed(others, folders)]);
  if (word === 'STATUS') {
    const [name = '', ...counts] = others;
    const told = counts.map((each) => (/^\d{1,20}$/.test(each) ? each : known(each, imapWords)));
    return finished([tag, word, folders.label(name), ...told]);
  }
  if (listedNumbers.has(word)) return `${tag} ${word} (${others.filter((each) => numbers.test(each)).length})`;
  return `${tag} ${dataWords.has(word) ? word : left}`;
}

/** What may be written of a line that Heron sent to an SMTP server; of the message itself nothing is. */
export function smtpClientLine(line: string): string {
  const [, word = '', rest = ''] = /^(\S+)(?: (.*))?$/s.exec(line.trim()) ?? [];
  const verb = word.toUpperCase();
  if (!smtpVerbs.has(verb)) return left;
  const tokens = rest.split(/\s+/).filter((token) => token !== '');
  if (verb === 'AUTH') return finished([verb, known(tokens[0] ?? '', mechanisms), left]);
  if (verb === 'MAIL' || verb === 'RCPT') {
    const parameters = tokens
      .slice(1)
      .map((token) => (/^SIZE=\d+$/i.test(token) ? token.toUpperCase() : known(token, smtpParameters)));
    return finished([verb, verb === 'MAIL' ? 'FROM' : 'TO', left, ...parameters]);
  }
  return rest === '' ? verb : `${verb} ${left}`;
}

/** What may be written of one line of an SMTP server's reply (RFC 5321 section 4.2). */
export function smtpServerLine(line: string): string {
  const [, code, mark, enhanced = '', words = ''] =
    /^(\d{3})([ -]?)(?:([245]\.\d{1,3}\.\d{1,3})(?: |$))?(.*)$/s.exec(line) ?? [];
  if (code === undefined || mark === undefined) return left;
  const head = `${code}${mark === '-' ? '-' : ' '}${enhanced}`.trimEnd();
  const [first = '', ...others] = words.trim().split(/[\s=]+/);
  if (smtpKeywords.has(first.toUpperCase())) {
    const told = others.map((each) => (/^\d{1,12}$/.test(each) ? each : known(each, smtpKeywords)));
    return finished([head, first.toUpperCase(), ...told]);
  }
  return finished([head, ...said(words)]);
}

/** imapflow's tags are short hexadecimal numbers. */
function isTag(text: string): boolean {
  return /^[0-9A-F]{1,8}$/i.test(text);
}

/** The word itself, in its known spelling, or that something is left out. */
function known(token: string, words: ReadonlySet<string>): string {
  const upper = token.toUpperCase();
  if (words.has(upper)) return upper;
  return /^BODY(\.PEEK)?\[/.test(upper) ? 'BODY[…]' : left;
}

function sequence(token: string): string {
  if (!numbers.test(token)) return left;
  return token.length > longestNumbers ? `${token.slice(0, longestNumbers).replace(/[\d*]*$/, '')}…` : token;
}

/** A response code with its numbers, then what servers are known to say. */
function codeAndText(words: string): string[] {
  const [, name = '', args = '', text = ''] = /^\[([A-Z0-9-]+)([^\]]*)\](.*)$/is.exec(words) ?? [];
  const code = name.toUpperCase();
  if (name === '') return said(words);
  if (!responseCodes.has(code)) return [`[${left}]`, ...said(text)];
  const tokens = tokensOf(args);
  const allowed = code === 'CAPABILITY' ? capabilities : imapWords;
  const told = numberCodes.has(code)
    ? tokens.map(sequence)
    : code === 'CAPABILITY' || code === 'PERMANENTFLAGS'
      ? tokens.map((token) => known(token, allowed))
      : tokens.map(() => left);
  return [`[${finished([code, ...told])}]`, ...said(text)];
}

function said(text: string): string[] {
  if (text.trim() === '') return [];
  const lower = text.toLowerCase();
  const found = phrases.find((phrase) => lower.includes(phrase.toLowerCase()));
  return [found === undefined ? left : `“${found}”`];
}

/** "(\HasNoChildren) "/" Projects": the attributes, and the folder by its number. */
function listed(tokens: readonly string[], folders: FolderNumbers): string[] {
  const end = tokens.indexOf(')');
  const attributes = tokens.slice(0, end + 1).map((token) => known(token, imapWords));
  const name = tokens[end + 2];
  return [...attributes, ...(name === undefined ? [left] : [folders.label(name)])];
}

/** Quoted strings, parentheses, sections and atoms; at most 200 of them. */
function tokensOf(text: string): string[] {
  const pattern = /"(?:[^"\\]|\\.)*"|[()]|[^\s()"[\]]+(?:\[[^\]]*\](?:<[^>]*>)?)?|\S/g;
  const found: string[] = [];
  for (const [token] of text.slice(0, 8_000).matchAll(pattern)) {
    found.push(token);
    if (found.length === 200) break;
  }
  return found;
}

/** The parts as one line of bounded length; several left out in a row are one. */
function finished(parts: readonly string[]): string {
  const kept = parts.filter((part, index) => part !== '' && !(part === left && parts[index - 1] === left));
  const line = kept.join(' ').replaceAll('( ', '(').replaceAll(' )', ')');
  return line.length > longest ? `${line.slice(0, longest)}…` : line;
}
