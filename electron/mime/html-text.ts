import { Tokenizer, type TokenizerCallbacks } from 'htmlparser2';

/** Elements whose content is no readable text. */
const unreadElements: ReadonlySet<string> = new Set([
  'script',
  'style',
  'title',
  'textarea',
  'xmp',
  'iframe',
  'noembed',
  'noframes',
  'template',
  'svg',
  'math',
]);
/** Foreign elements: inside them `<x/>` is a whole element, and no element's content is raw text. */
const foreignElements: ReadonlySet<string> = new Set(['svg', 'math']);
const voidElements: ReadonlySet<string> = new Set([
  'area',
  'base',
  'br',
  'col',
  'embed',
  'hr',
  'img',
  'input',
  'link',
  'meta',
  'source',
  'track',
  'wbr',
]);
const inlineElements: ReadonlySet<string> = new Set([
  'a',
  'abbr',
  'b',
  'big',
  'code',
  'em',
  'font',
  'i',
  'mark',
  's',
  'small',
  'span',
  'strong',
  'sub',
  'sup',
  'u',
  'wbr',
]);
const hiddenStyle =
  /(?:display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|(?:max-height|font-size|opacity)\s*:\s*0(?:px|pt|em|%)?\s*(?:[;!]|$))/i;
/** How much of a style attribute is read, in UTF-16 units. */
const readStyleLength = 2_000;

/** Escapes text for use in HTML. */
export function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

/** Plain text as HTML that keeps its lines. */
export function preformatted(text: string): string {
  return `<div style="white-space: pre-wrap">${escapeHtml(text)}</div>`;
}

/**
 * The readable words of HTML, for snippets and search only: never shown as HTML again. Skips what the sender hid (preheaders). Takes time linear
 * in the length of `html` and returns about `maxLength` characters at most.
 */
export function textOfHtml(html: string, maxLength: number): string {
  return collect(html, maxLength, ' ');
}

/** The longest text that is shown in the place of HTML, in characters. */
const maxLinesLength = 2_000_000;

/**
 * The readable words of HTML as lines: a line for each block, at most one empty line between them. For a message whose HTML is not drawn. Takes
 * linear time.
 */
export function linesOfHtml(html: string): string {
  const lines: string[] = [];
  for (const line of collect(html, maxLinesLength, '\0').split('\0')) {
    const words = line.replaceAll(/\s+/g, ' ').trim();
    if (words !== '' || lines.at(-1) !== '') lines.push(words);
  }
  return lines.join('\n').trim();
}

/** @param separator what stands where a block begins or ends; NUL never stands in HTML's text */
function collect(html: string, maxLength: number, separator: string): string {
  const words = new WordCollector(html, maxLength, separator);
  // htmlparser2's own Parser moves the whole stack of open elements at each tag, which is quadratic in their depth.
  const tokenizer = new Tokenizer({}, words);
  words.onFull = () => tokenizer.pause();
  tokenizer.write(html);
  if (tokenizer.running) tokenizer.end();
  return words.text;
}

/** What the tokenizer finds, as the words that a reader sees. Positions are those in `html`. */
class WordCollector implements TokenizerCallbacks {
  onFull: () => void = () => undefined;
  readonly #html: string;
  readonly #maxLength: number;
  readonly #separator: string;
  readonly #pieces: string[] = [];
  #length = 0;
  /**
   * The element that is being skipped until its end, with the number of elements of the same name that are open within
   * it.
   */
  #skipped: { readonly name: string; depth: number } | null = null;
  #tag = '';
  #attribute = '';
  #style = '';
  #isHidden = false;

  constructor(html: string, maxLength: number, separator: string) {
    this.#html = html;
    this.#maxLength = maxLength;
    this.#separator = separator;
  }

  get text(): string {
    return this.#pieces.join('');
  }

  ontext(start: number, end: number): void {
    if (this.#skipped === null) this.#add(this.#html.slice(start, Math.min(end, start + 2 * this.#maxLength)));
  }

  ontextentity(codePoint: number): void {
    if (this.#skipped === null) this.#add(String.fromCodePoint(codePoint));
  }

  onopentagname(start: number, end: number): void {
    this.#tag = this.#html.slice(start, end).toLowerCase();
    this.#style = '';
    this.#isHidden = false;
  }

  onattribname(start: number, end: number): void {
    this.#attribute = end - start > 10 ? '' : this.#html.slice(start, end).toLowerCase();
    if (this.#attribute === 'hidden') this.#isHidden = true;
  }

  onattribdata(start: number, end: number): void {
    if (this.#attribute === 'style') this.#addStyle(this.#html.slice(start, Math.min(end, start + readStyleLength)));
  }

  onattribentity(codePoint: number): void {
    if (this.#attribute === 'style') this.#addStyle(String.fromCodePoint(codePoint));
  }

  onattribend(): void {
    this.#attribute = '';
  }

  onopentagend(): void {
    const name = this.#tag;
    this.#separate(name);
    if (this.#skipped !== null) {
      if (name === this.#skipped.name) this.#skipped.depth += 1;
    } else if (
      !voidElements.has(name) &&
      (unreadElements.has(name) || this.#isHidden || hiddenStyle.test(this.#style))
    ) {
      this.#skipped = { name, depth: 1 };
    }
  }

  onselfclosingtag(): void {
    if (this.isInForeignContext() || foreignElements.has(this.#tag)) this.#separate(this.#tag);
    else this.onopentagend();
  }

  onclosetag(start: number, end: number): void {
    const name = this.#html.slice(start, end).toLowerCase();
    this.#separate(name);
    if (this.#skipped === null || name !== this.#skipped.name) return;
    this.#skipped.depth -= 1;
    if (this.#skipped.depth === 0) this.#skipped = null;
  }

  isInForeignContext(): boolean {
    return this.#skipped !== null && foreignElements.has(this.#skipped.name);
  }

  oncdata(): void {}
  oncomment(): void {}
  ondeclaration(): void {}
  onprocessinginstruction(): void {}
  onend(): void {}

  #separate(name: string): void {
    if (this.#skipped === null && !inlineElements.has(name)) this.#pieces.push(this.#separator);
  }

  #add(piece: string): void {
    this.#pieces.push(piece);
    this.#length += piece.trim().length;
    if (this.#length >= this.#maxLength) this.onFull();
  }

  #addStyle(piece: string): void {
    if (this.#style.length < readStyleLength) this.#style += piece;
  }
}
