import { unzipSync } from 'fflate';
import { Tokenizer, type TokenizerCallbacks } from 'htmlparser2';
import { decodeCharset } from './charset.ts';
import { fileTextLimits } from './file-text-protocol.ts';

/** Where the text of each kind of file is, and in which elements; null: in all of them. The first one that an archive has entries of counts. */
const formats: readonly { readonly entries: RegExp; readonly within: ReadonlySet<string> | null }[] = [
  { entries: /^word\/(?:document|header\d*|footer\d*|footnotes|endnotes|comments)\.xml$/, within: new Set(['w:t']) },
  { entries: /^ppt\/(?:slides|notesSlides)\/[^/]+\.xml$/, within: new Set(['a:t']) },
  { entries: /^xl\/(?:sharedStrings|worksheets\/[^/]+|comments\d*)\.xml$/, within: new Set(['t']) },
  { entries: /^content\.xml$/, within: null },
];
/** Elements that part words. All others, such as those about letters, may stand within one. */
const parting: ReadonlySet<string> = new Set([
  ...['w:p', 'w:tab', 'w:br', 'w:cr', 'w:tc', 'a:p', 'a:br', 'si', 'c', 'comment'],
  ...['text:p', 'text:h', 'text:tab', 'text:s', 'text:line-break', 'table:table-cell', 'office:annotation'],
]);
/** An office file with a password is an OLE file, and no archive ([MS-OFFCRYPTO] section 2.3.1). */
const oleMagic = [0xd0, 0xcf, 0x11, 0xe0];

/** The file is locked by a password. */
export class EncryptedFile extends Error {}

/**
 * The words of an office file. What is unpacked is bounded by what the archive's entries say of themselves, and never becomes more than that.
 * Throws EncryptedFile, and whatever is wrong with the archive.
 */
export function textOfOffice(bytes: Uint8Array): string {
  if (oleMagic.every((octet, index) => bytes[index] === octet)) throw new EncryptedFile();
  let left: number = fileTextLimits.unpackedBytes;
  let count = 0;
  const entries = unzipSync(bytes, {
    filter: ({ name, originalSize }) => {
      const isMeta = name === 'META-INF/manifest.xml';
      if (!isMeta && !formats.some((format) => format.entries.test(name))) return false;
      if (originalSize > left || count >= fileTextLimits.entries) return false;
      left -= originalSize;
      count++;
      return true;
    },
  });
  const manifest = entries['META-INF/manifest.xml'];
  if (manifest !== undefined && read(manifest).includes('encryption-data')) throw new EncryptedFile();
  const names = Object.keys(entries).sort((one, other) => one.localeCompare(other, 'en', { numeric: true }));
  const format = formats.find((each) => names.some((name) => each.entries.test(name)));
  if (format === undefined) throw new Error('There is no text in it.');
  const words = new XmlWords(format.within);
  for (const name of names) {
    if (format.entries.test(name)) words.read(read(entries[name] ?? new Uint8Array()));
  }
  return words.text;
}

function read(bytes: Uint8Array): string {
  // Office files are in UTF-8, or begin with a mark that says otherwise.
  return decodeCharset(bytes, null, false);
}

/** The words of XML: in linear time, without a stack, and without entities of its own (htmlparser2 knows none). */
class XmlWords implements TokenizerCallbacks {
  readonly #within: ReadonlySet<string> | null;
  readonly #pieces: string[] = [];
  #xml = '';
  #length = 0;
  #name = '';
  /** In so many elements whose text counts. */
  #depth = 0;
  #pause: () => void = () => undefined;

  constructor(within: ReadonlySet<string> | null) {
    this.#within = within;
  }

  get text(): string {
    return this.#pieces.join('').slice(0, fileTextLimits.textLength);
  }

  read(xml: string): void {
    if (this.#length >= fileTextLimits.textLength) return;
    this.#xml = xml;
    this.#depth = 0;
    this.#break();
    const tokenizer = new Tokenizer({ xmlMode: true }, this);
    this.#pause = () => tokenizer.pause();
    tokenizer.write(xml);
    if (tokenizer.running) tokenizer.end();
  }

  ontext(start: number, end: number): void {
    this.#add(this.#xml.slice(start, Math.min(end, start + fileTextLimits.textLength)));
  }

  ontextentity(codePoint: number): void {
    this.#add(String.fromCodePoint(codePoint));
  }

  oncdata(start: number, end: number, endOffset: number): void {
    this.#add(this.#xml.slice(start, Math.min(end - endOffset, start + fileTextLimits.textLength)));
  }

  onopentagname(start: number, end: number): void {
    this.#name = this.#xml.slice(start, end);
    if (parting.has(this.#name)) this.#break();
  }

  onopentagend(): void {
    if (this.#within?.has(this.#name)) this.#depth++;
  }

  onclosetag(start: number, end: number): void {
    const name = this.#xml.slice(start, end);
    if (parting.has(name)) this.#break();
    if (this.#within?.has(name)) this.#depth = Math.max(0, this.#depth - 1);
  }

  onselfclosingtag(): void {}
  onattribname(): void {}
  onattribdata(): void {}
  onattribentity(): void {}
  onattribend(): void {}
  oncomment(): void {}
  ondeclaration(): void {}
  onprocessinginstruction(): void {}
  onend(): void {}
  isInForeignContext(): boolean {
    return false;
  }

  #break(): void {
    if (this.#pieces.at(-1) !== '\n') this.#pieces.push('\n');
  }

  #add(piece: string): void {
    if (this.#within !== null && this.#depth === 0) return;
    this.#pieces.push(piece);
    this.#length += piece.trim().length;
    if (this.#length >= fileTextLimits.textLength) this.#pause();
  }
}
