import { Tokenizer, type TokenizerCallbacks } from 'htmlparser2';

/** Elements without an end. */
const voids: ReadonlySet<string> = new Set('br hr img col input meta link wbr area base embed source track'.split(' '));
const line = '1px solid #c4c9ce';
/** What the editor shows by its own style sheet, which nobody gets. */
const styles: ReadonlyMap<string, string> = new Map([
  ['table', 'border-collapse: collapse'],
  ['td', `border: ${line}; padding: 4px 8px; vertical-align: top`],
  ['th', `border: ${line}; padding: 4px 8px; vertical-align: top; text-align: start`],
  ['blockquote', 'margin: 0 0 0 8px; border-left: 2px solid #c4c9ce; padding-left: 12px; color: #5a6168'],
  ['pre', 'background: #f2f4f5; padding: 8px 12px; white-space: pre-wrap'],
]);
const holders: ReadonlySet<string> = new Set(['li', 'td', 'th']);
const rightToLeft =
  /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}]/u;

/**
 * What the editor wrote, as it looks to somebody who has no style sheet of ours: tables have their lines and quotes their bar, paragraphs in
 * lists and cells have no gap around them, and a text that begins in a script written from right to left runs that way.
 * Takes time linear in the length of `html`.
 */
export function withOwnLooks(html: string): string {
  const styler = new Styler(html);
  const tokenizer = new Tokenizer({}, styler);
  tokenizer.write(html);
  tokenizer.end();
  return styler.isRightToLeft ? `<div dir="rtl">${styler.result()}</div>` : styler.result();
}

class Styler implements TokenizerCallbacks {
  isRightToLeft = false;
  readonly #html: string;
  readonly #pieces: string[] = [];
  readonly #open: string[] = [];
  #copied = 0;
  #hasLetter = false;
  #tag = '';
  #tagEnd = 0;
  #attribute = '';
  #styleStart: number | null = null;

  constructor(html: string) {
    this.#html = html;
  }

  result(): string {
    return `${this.#pieces.join('')}${this.#html.slice(this.#copied)}`;
  }

  ontext(start: number, end: number): void {
    if (this.#hasLetter) return;
    const letter = /\p{L}/u.exec(this.#html.slice(start, end))?.[0];
    if (letter === undefined) return;
    this.#hasLetter = true;
    this.isRightToLeft = rightToLeft.test(letter);
  }

  onopentagname(start: number, end: number): void {
    this.#tag = this.#html.slice(start, end).toLowerCase();
    this.#tagEnd = end;
    this.#styleStart = null;
  }

  onattribname(start: number, end: number): void {
    this.#attribute = this.#html.slice(start, end).toLowerCase();
  }

  onattribdata(start: number): void {
    if (this.#attribute === 'style') this.#styleStart ??= start;
  }

  onopentagend(): void {
    const style = this.#tag === 'p' && holders.has(this.#open.at(-1) ?? '') ? 'margin: 0' : styles.get(this.#tag);
    // Declarations of the text itself follow, so that they win.
    if (style !== undefined && this.#styleStart !== null) this.#insert(this.#styleStart, `${style}; `);
    else if (style !== undefined) this.#insert(this.#tagEnd, ` style="${style}"`);
    if (!voids.has(this.#tag)) this.#open.push(this.#tag);
  }

  onselfclosingtag(): void {
    this.onopentagend();
  }

  onclosetag(start: number, end: number): void {
    const tag = this.#html.slice(start, end).toLowerCase();
    if (this.#open.at(-1) === tag) this.#open.pop();
  }

  isInForeignContext(): boolean {
    return false;
  }

  ontextentity(): void {}
  onattribentity(): void {}
  onattribend(): void {}
  oncdata(): void {}
  oncomment(): void {}
  ondeclaration(): void {}
  onprocessinginstruction(): void {}
  onend(): void {}

  #insert(at: number, text: string): void {
    this.#pieces.push(this.#html.slice(this.#copied, at), text);
    this.#copied = at;
  }
}
