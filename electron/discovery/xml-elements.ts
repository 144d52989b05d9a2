import { Tokenizer, type TokenizerCallbacks } from 'htmlparser2';

/** An element with its attributes, its elements, and the text directly in it. Names are as written. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  readonly text: string;
}

interface OpenElement {
  readonly name: string;
  readonly attributes: Record<string, string>;
  readonly children: OpenElement[];
  text: string;
}

/** More than any configuration has. */
const bounds = { characters: 65_536, depth: 16, elements: 2_000 } as const;

/**
 * Reads a small XML document. Declarations are refused, so there are no entities but XML's five and numbered ones, and nothing outside of the
 * text is read. Takes time linear in its length.
 * @returns the outermost element; null where the text is no such document, or is larger or deeper than a configuration
 */
export function readXml(text: string): XmlElement | null {
  if (text.length > bounds.characters) return null;
  const reader = new XmlReader(text);
  const tokenizer = new Tokenizer({ xmlMode: true, decodeEntities: true }, reader);
  try {
    tokenizer.write(text);
    tokenizer.end();
  } catch (cause) {
    if (cause instanceof NotXml) return null;
    throw cause;
  }
  return reader.root();
}

class NotXml extends Error {}

/** Builds the tree of what the tokenizer finds. Positions are those in `text`. */
class XmlReader implements TokenizerCallbacks {
  readonly #text: string;
  readonly #open: OpenElement[] = [];
  #root: OpenElement | null = null;
  #count = 0;
  #next: OpenElement | null = null;
  #attribute = '';

  constructor(text: string) {
    this.#text = text;
  }

  root(): XmlElement | null {
    return this.#open.length === 0 ? this.#root : null;
  }

  onopentagname(start: number, end: number): void {
    this.#count += 1;
    if (this.#count > bounds.elements || this.#open.length >= bounds.depth) throw new NotXml();
    this.#next = { name: this.#text.slice(start, end), attributes: Object.create(null), children: [], text: '' };
  }

  onattribname(start: number, end: number): void {
    this.#attribute = this.#text.slice(start, end);
    if (this.#next !== null) this.#next.attributes[this.#attribute] = '';
  }

  onattribdata(start: number, end: number): void {
    if (this.#next !== null) this.#next.attributes[this.#attribute] += this.#text.slice(start, end);
  }

  onattribentity(codePoint: number): void {
    if (this.#next !== null) this.#next.attributes[this.#attribute] += String.fromCodePoint(codePoint);
  }

  onopentagend(): void {
    const element = this.#begin();
    if (element !== null) this.#open.push(element);
  }

  onselfclosingtag(): void {
    this.#begin();
  }

  onclosetag(start: number, end: number): void {
    if (this.#open.pop()?.name !== this.#text.slice(start, end)) throw new NotXml();
  }

  ontext(start: number, end: number): void {
    this.#add(this.#text.slice(start, end));
  }

  ontextentity(codePoint: number): void {
    this.#add(String.fromCodePoint(codePoint));
  }

  oncdata(start: number, end: number, endOffset: number): void {
    this.#add(this.#text.slice(start, end - endOffset));
  }

  /** `<!DOCTYPE …>`, in which entities are declared. */
  ondeclaration(): void {
    throw new NotXml();
  }

  onattribend(): void {}
  oncomment(): void {}
  onend(): void {}
  onprocessinginstruction(): void {}

  #add(text: string): void {
    const element = this.#open.at(-1);
    if (element !== undefined) element.text += text;
  }

  #begin(): OpenElement | null {
    const element = this.#next;
    this.#next = null;
    if (element === null) return null;
    const parent = this.#open.at(-1);
    if (parent !== undefined) parent.children.push(element);
    else if (this.#root === null) this.#root = element;
    else throw new NotXml();
    return element;
  }
}
