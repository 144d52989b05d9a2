import { Tokenizer, type TokenizerCallbacks } from 'htmlparser2';
import { signatureSeparator } from '../../shared/signatures.ts';

const paragraphs: ReadonlySet<string> = new Set([
  'p',
  'h1',
  'h2',
  'h3',
  'h4',
  'h5',
  'h6',
  'ul',
  'ol',
  'table',
  'pre',
  'blockquote',
  'hr',
]);
const lines: ReadonlySet<string> = new Set([
  'div',
  'li',
  'tr',
  'dt',
  'dd',
  'section',
  'article',
  'header',
  'footer',
  'address',
]);
const unread: ReadonlySet<string> = new Set([
  'script',
  'style',
  'title',
  'template',
  'textarea',
  'iframe',
  'noscript',
  'svg',
  'math',
]);

/** Deeper quotes get no more marks, so that the text does not grow with the square of the depth. */
const deepestQuote = 30;

/**
 * What the editor wrote as HTML, as plain text with its paragraphs, lists, quotes and the targets of its links: the plain version of a
 * message (RFC 2046 section 5.1.4). Takes time linear in the length of `html`.
 */
export function plainVersion(html: string): string {
  const writer = new PlainWriter(html);
  // htmlparser2's own Parser moves the whole stack of open elements at each tag, which is quadratic in their depth.
  const tokenizer = new Tokenizer({}, writer);
  tokenizer.write(html);
  tokenizer.end();
  return writer.text();
}

/** Writes lines from what the tokenizer finds. Positions are those in `html`. */
class PlainWriter implements TokenizerCallbacks {
  readonly #html: string;
  readonly #lines: string[] = [];
  #line = '';
  #quotes = 0;
  #lists: { ordered: boolean; count: number }[] = [];
  /** How many paragraphs each open cell of a table has begun. */
  readonly #cells: { paragraphs: number }[] = [];
  /** The mark of a list's item while nothing stands behind it. */
  #bareMark: string | null = null;
  #preformatted = 0;
  #unread = 0;
  #tag = '';
  #attribute = '';
  #value = '';
  #href: string | null = null;
  #alt = '';
  #isSignature = false;
  #linkStart: { readonly href: string; text: string } | null = null;

  constructor(html: string) {
    this.#html = html;
  }

  text(): string {
    this.#endLine();
    while (this.#lines.at(-1)?.replaceAll(/[> ]/g, '') === '') this.#lines.pop();
    return this.#lines.join('\n');
  }

  ontext(start: number, end: number): void {
    this.#add(this.#html.slice(start, end));
  }

  ontextentity(codePoint: number): void {
    this.#add(String.fromCodePoint(codePoint));
  }

  onopentagname(start: number, end: number): void {
    this.#tag = this.#html.slice(start, end).toLowerCase();
    this.#href = null;
    this.#alt = '';
    this.#isSignature = false;
  }

  onattribname(start: number, end: number): void {
    this.#attribute = this.#html.slice(start, end).toLowerCase();
    this.#value = '';
    if (this.#attribute === 'data-signature') this.#isSignature = true;
  }

  onattribdata(start: number, end: number): void {
    if (this.#attribute === 'href' || this.#attribute === 'alt') this.#value += this.#html.slice(start, end);
  }

  onattribentity(codePoint: number): void {
    if (this.#attribute === 'href' || this.#attribute === 'alt') this.#value += String.fromCodePoint(codePoint);
  }

  onattribend(): void {
    if (this.#attribute === 'href') this.#href = this.#value;
    if (this.#attribute === 'alt') this.#alt = this.#value;
  }

  onopentagend(): void {
    const tag = this.#tag;
    if (unread.has(tag)) this.#unread += 1;
    if (tag === 'br') this.#endLine(true);
    if (!this.#goesOnInLine(tag)) this.#breakAt(tag);
    if (this.#isSignature) this.#separate();
    if (tag === 'td' || tag === 'th') {
      this.#add(this.#line === '' ? '' : ' \u00b7 ');
      this.#cells.push({ paragraphs: 0 });
    }
    if (tag === 'hr') this.#write('-'.repeat(40));
    if (tag === 'img' && this.#alt !== '') this.#add(`[${this.#alt}]`);
    if (tag === 'blockquote') this.#quotes += 1;
    if (tag === 'pre') this.#preformatted += 1;
    if (tag === 'ul' || tag === 'ol') this.#lists.push({ ordered: tag === 'ol', count: 0 });
    if (tag === 'li') this.#item();
    if (tag === 'a' && this.#href !== null) this.#linkStart = { href: this.#href, text: '' };
  }

  onselfclosingtag(): void {
    this.onopentagend();
    if (unread.has(this.#tag)) this.#unread -= 1;
  }

  onclosetag(start: number, end: number): void {
    const tag = this.#html.slice(start, end).toLowerCase();
    if (unread.has(tag)) this.#unread = Math.max(0, this.#unread - 1);
    if (tag === 'a') this.#endLink();
    if (tag === 'ul' || tag === 'ol') this.#endLine();
    // The next paragraph of a cell ends the line, if there is one.
    if (tag === 'td' || tag === 'th') this.#cells.pop();
    else if (tag !== 'p' || this.#cells.length === 0) this.#breakAt(tag);
    if (tag === 'blockquote') this.#endQuote();
    if (tag === 'pre') this.#preformatted = Math.max(0, this.#preformatted - 1);
    if (tag === 'ul' || tag === 'ol') this.#lists.pop();
  }

  isInForeignContext(): boolean {
    return false;
  }

  oncdata(): void {}
  oncomment(): void {}
  ondeclaration(): void {}
  onprocessinginstruction(): void {}
  onend(): void {}

  #add(text: string): void {
    if (this.#unread > 0) return;
    if (this.#preformatted > 0) {
      const [first = '', ...rest] = text.split('\n');
      this.#line += first;
      for (const line of rest) {
        this.#endLine(true);
        this.#line += line;
      }
      return;
    }
    const spaced = text.replaceAll(/[ \t\r\n\f]+/g, ' ');
    const added = this.#line === '' || this.#line.endsWith(' ') ? spaced.trimStart() : spaced;
    this.#line += added;
    if (this.#linkStart !== null) this.#linkStart.text += added;
  }

  #breakAt(tag: string): void {
    if (paragraphs.has(tag)) this.#paragraph();
    else if (lines.has(tag)) this.#endLine();
  }

  /** Whether a paragraph stands in the line that its list's item or its cell has begun. */
  #goesOnInLine(tag: string): boolean {
    if (tag !== 'p') return false;
    const cell = this.#cells.at(-1);
    if (cell !== undefined) {
      cell.paragraphs += 1;
      if (cell.paragraphs === 1) return true;
    }
    return this.#bareMark !== null && this.#line === this.#bareMark;
  }

  /** The line that a signature stands behind (RFC 3676 section 4.3); its space at the end belongs to it. */
  #separate(): void {
    this.#paragraph();
    this.#write(signatureSeparator);
  }

  #item(): void {
    const list = this.#lists.at(-1);
    const indent = '  '.repeat(Math.max(0, this.#lists.length - 1));
    if (list === undefined) return;
    list.count += 1;
    this.#bareMark = `${indent}${list.ordered ? `${list.count}.` : '-'} `;
    this.#line = this.#bareMark;
  }

  /** The target stands after the link's words, unless these are the target itself. */
  #endLink(): void {
    const link = this.#linkStart;
    this.#linkStart = null;
    if (link === null || !/^(https?|mailto):/i.test(link.href)) return;
    const target = link.href.replace(/^mailto:/i, '');
    const shown = link.text.trim();
    if (shown !== '' && bare(shown) !== bare(target)) this.#line += ` <${target}>`;
  }

  /** The gap behind a quote is no part of it. */
  #endQuote(): void {
    const last = this.#lines.at(-1);
    const isGap = last !== undefined && last === this.#marks() && last !== '';
    this.#quotes = Math.max(0, this.#quotes - 1);
    if (isGap) this.#lines[this.#lines.length - 1] = this.#marks();
  }

  #marks(): string {
    return '>'.repeat(Math.min(this.#quotes, deepestQuote));
  }

  #paragraph(): void {
    this.#endLine();
    // Within a list, items follow each other without a gap.
    if (this.#lists.length > 0) return;
    const last = this.#lines.at(-1);
    if (last === undefined || last === signatureSeparator || last.replaceAll(/[> ]/g, '') === '') return;
    this.#lines.push(this.#marks());
  }

  /** @param evenEmpty a line break that the user wrote */
  #endLine(evenEmpty = false): void {
    const line = this.#line.trimEnd();
    this.#line = '';
    if (line !== '' || evenEmpty) this.#write(line);
  }

  #write(line: string): void {
    const marks = this.#marks();
    this.#lines.push(marks === '' || line === '' ? `${marks}${line}` : `${marks} ${line}`);
  }
}

function bare(address: string): string {
  return address
    .replace(/^(https?:\/\/|mailto:)/i, '')
    .replace(/\/$/, '')
    .toLowerCase();
}
