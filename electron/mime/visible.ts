import { Tokenizer, type TokenizerCallbacks } from 'htmlparser2';
import { textOfHtml } from './html-text.ts';

const readable = /(?!\p{Default_Ignorable_Code_Point}|\u2800|\ufffd)[\p{L}\p{N}\p{P}\p{S}]/u;

/** A style that makes an image too small to be seen. */
const tinyStyle =
  /(?:^|[;\s])(?:display\s*:\s*none|visibility\s*:\s*hidden|(?:max-)?(?:width|height)\s*:\s*[0-2](?:px)?\s*(?:[;!]|$))/i;

/** Whether a text has anything that a person can read: a letter, a digit or a sign. */
export function hasWords(text: string): boolean {
  return readable.test(text);
}

/**
 * Whether HTML shows anything: words, or an image that is not declared as a tracker of one or two pixels. Takes time linear in
 * its length.
 */
export function showsAnything(html: string): boolean {
  return hasWords(textOfHtml(html, 2_000)) || hasImage(html);
}

function hasImage(html: string): boolean {
  const finder = new ImageFinder(html);
  const tokenizer = new Tokenizer({}, finder);
  finder.onFound = () => tokenizer.pause();
  tokenizer.write(html);
  if (tokenizer.running) tokenizer.end();
  return finder.found;
}

/** Looks for an image that a reader would see. Positions are those in `html`. */
class ImageFinder implements TokenizerCallbacks {
  found = false;
  onFound: () => void = () => undefined;
  readonly #html: string;
  #isImage = false;
  #attribute = '';
  #isTiny = false;
  #hasSource = false;

  constructor(html: string) {
    this.#html = html;
  }

  onopentagname(start: number, end: number): void {
    this.#isImage = /^(?:img|image|video)$/i.test(this.#html.slice(start, Math.min(end, start + 10)));
    this.#isTiny = false;
    this.#hasSource = false;
  }

  onattribname(start: number, end: number): void {
    this.#attribute = end - start > 10 ? '' : this.#html.slice(start, end).toLowerCase();
    if (this.#attribute === 'hidden') this.#isTiny = true;
  }

  onattribdata(start: number, end: number): void {
    if (!this.#isImage) return;
    const value = this.#html.slice(start, Math.min(end, start + 2_000));
    if (/^(?:width|height)$/.test(this.#attribute)) this.#isTiny ||= /^\s*[0-2]\s*(?:px)?\s*$/i.test(value);
    else if (this.#attribute === 'style') this.#isTiny ||= tinyStyle.test(value);
    else if (/^(?:src|srcset|href)$/.test(this.#attribute)) this.#hasSource = true;
  }

  onopentagend(): void {
    if (!this.#isImage || this.#isTiny || !this.#hasSource) return;
    this.found = true;
    this.onFound();
  }

  onselfclosingtag(): void {
    this.onopentagend();
  }

  isInForeignContext(): boolean {
    return false;
  }

  onattribentity(): void {}
  onattribend(): void {}
  onclosetag(): void {}
  ontext(): void {}
  ontextentity(): void {}
  oncdata(): void {}
  oncomment(): void {}
  ondeclaration(): void {}
  onprocessinginstruction(): void {}
  onend(): void {}
}
