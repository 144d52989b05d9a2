/** What a scan of HTML finds, in the order of the text. Positions are those in the text; names are in lower case. */
export interface HtmlVisitor {
  /** Text between tags; character references are as written. */
  onText?(start: number, end: number): void;
  /** A start tag, after its attributes. */
  onOpen?(name: string, attributes: number): void;
  onClose?(name: string): void;
  /** The value of an attribute that costs more the longer or greater it is. */
  onValue?(name: CostlyAttribute, start: number, end: number): void;
  /** The content of an element that has no elements inside, such as a style sheet. */
  onRaw?(name: string, start: number, end: number): void;
}

type CostlyAttribute = 'style' | 'colspan' | 'rowspan';
const costlyAttributes: readonly CostlyAttribute[] = ['style', 'colspan', 'rowspan'];

const rawElements = ['style', 'script', 'textarea', 'title', 'xmp', 'iframe', 'noembed', 'noframes'] as const;
const rawEnds = new Map<string, RegExp>(rawElements.map((name) => [name, new RegExp(`</${name}(?=[\\s/>])`, 'gi')]));

/**
 * Reads HTML as a stream of tags, as browsers do (HTML, section 13.2.5) but for what only the tree decides. Each character is looked at once or
 * twice, whatever the text is.
 * @returns how many characters were looked at
 */
export function scanHtml(html: string, visitor: HtmlVisitor): number {
  return new Scan(html, visitor).run();
}

class Scan {
  readonly #html: string;
  readonly #visitor: HtmlVisitor;
  /** The character that is looked at next. */
  #at = 0;
  #steps = 0;
  /** Inside svg and math no element's content is raw. */
  #foreign = 0;

  constructor(html: string, visitor: HtmlVisitor) {
    this.#html = html;
    this.#visitor = visitor;
  }

  run(): number {
    while (this.#at < this.#html.length) {
      const start = this.#at;
      const tag = this.#find('<');
      if (tag > start) this.#visitor.onText?.(start, tag);
      this.#at = tag;
      if (tag < this.#html.length) this.#readMarkup(tag);
    }
    return this.#steps;
  }

  /** Where the text occurs next, or the end. Moves there. */
  #find(text: string, from = this.#at): number {
    const found = this.#html.indexOf(text, from);
    const next = found < 0 ? this.#html.length : found;
    this.#steps += next - from + 1;
    this.#at = next;
    return next;
  }

  #readMarkup(tag: number): void {
    const next = this.#html.charCodeAt(tag + 1);
    if (isLetter(next)) this.#readTag(tag + 1, false);
    else if (next === slash && isLetter(this.#html.charCodeAt(tag + 2))) this.#readTag(tag + 2, true);
    else if (this.#html.startsWith('<!--', tag)) this.#skipComment(tag);
    else if (next === slash || next === exclamation || next === question) this.#at = this.#find('>', tag + 1) + 1;
    else {
      this.#visitor.onText?.(tag, tag + 1);
      this.#at = tag + 1;
    }
  }

  #skipComment(tag: number): void {
    if (this.#html.startsWith('>', tag + 4)) this.#at = tag + 5;
    else if (this.#html.startsWith('->', tag + 4)) this.#at = tag + 6;
    else this.#at = this.#find('--', tag + 4);
    while (this.#at < this.#html.length && this.#html.startsWith('--', this.#at)) {
      const end = this.#html.startsWith('--!>', this.#at) ? 4 : this.#html.startsWith('-->', this.#at) ? 3 : 0;
      if (end > 0) {
        this.#at += end;
        return;
      }
      this.#find('--', this.#at + 1);
    }
  }

  #readTag(nameStart: number, isEnd: boolean): void {
    this.#at = nameStart;
    this.#while((code) => !isSpace(code) && code !== slash && code !== greater);
    const name = this.#html.slice(nameStart, Math.min(this.#at, nameStart + 40)).toLowerCase();
    let attributes = 0;
    for (;;) {
      this.#while((code) => isSpace(code) || code === slash);
      if (this.#at >= this.#html.length) break;
      if (this.#html.charCodeAt(this.#at) === greater) {
        this.#at++;
        break;
      }
      this.#readAttribute();
      attributes++;
    }
    if (isEnd) {
      if (name === 'svg' || name === 'math') this.#foreign = Math.max(0, this.#foreign - 1);
      this.#visitor.onClose?.(name);
      return;
    }
    if (name === 'svg' || name === 'math') this.#foreign++;
    this.#visitor.onOpen?.(name, attributes);
    const end = this.#foreign === 0 ? rawEnds.get(name) : undefined;
    if (end !== undefined) this.#skipRaw(name, end);
  }

  #readAttribute(): void {
    const start = this.#at;
    // An equals sign at the beginning is part of the name.
    this.#at++;
    this.#while((code) => !isSpace(code) && code !== slash && code !== greater && code !== equals);
    const name = costlyName(this.#html, start, this.#at);
    this.#while(isSpace);
    if (this.#html.charCodeAt(this.#at) !== equals) return;
    this.#at++;
    this.#while(isSpace);
    const quote = this.#html[this.#at];
    let value = this.#at;
    if (quote === '"' || quote === "'") {
      value++;
      const end = this.#find(quote, value);
      if (name) this.#visitor.onValue?.(name, value, end);
      this.#at = end + 1;
      return;
    }
    this.#while((code) => !isSpace(code) && code !== greater);
    if (name) this.#visitor.onValue?.(name, value, this.#at);
  }

  #skipRaw(name: string, end: RegExp): void {
    const start = this.#at;
    end.lastIndex = start;
    const stop = end.exec(this.#html)?.index ?? this.#html.length;
    this.#steps += stop - start;
    this.#visitor.onRaw?.(name, start, stop);
    this.#at = stop;
  }

  #while(holds: (code: number) => boolean): void {
    const start = this.#at;
    while (this.#at < this.#html.length && holds(this.#html.charCodeAt(this.#at))) this.#at++;
    this.#steps += this.#at - start + 1;
  }
}

function costlyName(html: string, start: number, end: number): CostlyAttribute | undefined {
  if (end - start !== 5 && end - start !== 7) return undefined;
  const name = html.slice(start, end).toLowerCase();
  return costlyAttributes.find((each) => each === name);
}

const slash = 0x2f;
const greater = 0x3e;
const equals = 0x3d;
const exclamation = 0x21;
const question = 0x3f;

function isLetter(code: number): boolean {
  return (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a);
}

function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x09 || code === 0x0d || code === 0x0c;
}
