/** Extensions for parts that came without a name or without an extension; none of them runs anything. */
const extensionOfType: ReadonlyMap<string, string> = new Map([
  ['application/pdf', 'pdf'],
  ['application/zip', 'zip'],
  ['application/json', 'json'],
  ['application/msword', 'doc'],
  ['application/vnd.ms-excel', 'xls'],
  ['application/vnd.ms-powerpoint', 'ppt'],
  ['application/vnd.openxmlformats-officedocument.wordprocessingml.document', 'docx'],
  ['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'xlsx'],
  ['application/vnd.openxmlformats-officedocument.presentationml.presentation', 'pptx'],
  ['application/vnd.oasis.opendocument.text', 'odt'],
  ['application/vnd.oasis.opendocument.spreadsheet', 'ods'],
  ['application/pkcs7-mime', 'p7m'],
  ['application/pkcs7-signature', 'p7s'],
  ['application/ms-tnef', 'dat'],
  ['audio/mpeg', 'mp3'],
  ['audio/wav', 'wav'],
  ['image/bmp', 'bmp'],
  ['image/gif', 'gif'],
  ['image/heic', 'heic'],
  ['image/jpeg', 'jpg'],
  ['image/png', 'png'],
  ['image/svg+xml', 'svg'],
  ['image/tiff', 'tiff'],
  ['image/webp', 'webp'],
  ['message/delivery-status', 'txt'],
  ['message/rfc822', 'eml'],
  ['text/calendar', 'ics'],
  ['text/css', 'css'],
  ['text/csv', 'csv'],
  ['text/html', 'html'],
  ['text/plain', 'txt'],
  ['text/vcard', 'vcf'],
  ['text/xml', 'xml'],
  ['video/mp4', 'mp4'],
  ['video/quicktime', 'mov'],
]);
/** Windows' device names, with or without an extension, also with the superscript digits that Windows takes for 1–3. */
const reservedName = /^(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])$/i;
/** Controls, lone surrogates, private use, line and paragraph separators, and what shows as nothing: bidi overrides, zero-width and filler characters. */
const unsafeCharacter = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/gu;
/** Separators of any system, what Windows refuses, and look-alikes of the separators and of the dot. */
const separatorCharacter = /[/\\:*?"<>|\u2044\u2215\u29f8\u29f5\ufe68\uff0f\uff3c\uff1a]/g;
const dotLookAlike = /[\u2024\u3002\uff0e\uff61]/g;
const maxBytes = 200;
const maxExtensionBytes = 32;
/** Octets that ` (2)` and longer marks of equal names may take. */
const longestMark = ' (100000)'.length;
/** More white space than this before an extension hides it ("invoice.pdf                .exe"). */
const spaceRun = /\s{2,}/g;

/** The names given so far in one message, compared without case. */
export class TakenNames {
  readonly #names = new Set<string>();
  /** The number that a name which is taken gets next, so that many attachments of one name take linear time. */
  readonly #next = new Map<string, number>();
  #tries = 0;

  /** How often a name was tried. */
  get tries(): number {
    return this.#tries;
  }

  /** Takes `first`, or `<stem> (2)<suffix>` and so on where that is taken. */
  take(first: string, stem: string, suffix: string): string {
    if (this.#add(first)) return first;
    const key = `${stem}${suffix}`.toLowerCase();
    for (let copy = this.#next.get(key) ?? 2; ; copy += 1) {
      const name = `${stem} (${copy})${suffix}`;
      if (!this.#add(name)) continue;
      this.#next.set(key, copy + 1);
      return name;
    }
  }

  #add(name: string): boolean {
    this.#tries += 1;
    const key = name.toLowerCase();
    if (this.#names.has(key)) return false;
    this.#names.add(key);
    return true;
  }
}

/**
 * A name under which an attachment can be created in a folder on any system and that shows what it is (P2): no path, no control, bidi or
 * invisible characters, no reserved device name, no dot or space at the ends, at most 200 octets of UTF-8 with the real extension kept.
 * An empty name becomes "attachment"; a missing extension is taken from the MIME type where that is known.
 * @param taken names given so far in this message; the new name is added
 */
export function safeFilename(received: string | null, mimeType: string, taken: TakenNames = new TakenNames()): string {
  const { stem, extension } = splitName(clean(received ?? ''));
  const known = extensionOfType.get(mimeType.toLowerCase());
  const finalExtension = extension !== '' ? extension : (known ?? '');
  const suffix = finalExtension === '' ? '' : `.${finalExtension}`;
  const usable = unreserved(stem);
  const room = maxBytes - utf8Length(suffix);
  return taken.take(`${cutToBytes(usable, room)}${suffix}`, cutToBytes(usable, room - longestMark), suffix);
}

function clean(name: string): string {
  // The end of a long name is kept, because it has the extension.
  const bounded = name.length <= 4096 ? name : name.slice(0, 2048) + name.slice(-2048);
  return bounded
    .normalize('NFC')
    .replace(dotLookAlike, '.')
    .replace(separatorCharacter, '_')
    .replace(/\s/g, ' ')
    .replace(unsafeCharacter, '')
    .replace(/\ufffd/g, '_')
    .replace(spaceRun, ' ')
    .replace(/^[\s._]*\.[\s._]*(?=\S)/, '')
    .replace(/[\s.]+$/, '')
    .trim();
}

/** Splits a name at its last dot: operating systems go by the last extension. */
function splitName(name: string): { readonly stem: string; readonly extension: string } {
  const dot = name.lastIndexOf('.');
  if (dot <= 0) return { stem: name, extension: '' };
  const extension = name.slice(dot + 1);
  const isExtension = /^\S+$/.test(extension) && utf8Length(extension) <= maxExtensionBytes;
  return isExtension ? { stem: name.slice(0, dot).trimEnd(), extension } : { stem: name, extension: '' };
}

function unreserved(stem: string): string {
  if (/^[\s._]*$/.test(stem)) return 'attachment';
  // Windows looks at what stands before the first dot: "CON.tar.gz" is the console as well.
  const first = (stem.split('.')[0] ?? '').trim();
  return reservedName.test(first) ? `_${stem}` : stem;
}

function utf8Length(text: string): number {
  return Buffer.byteLength(text, 'utf8');
}

/** Cuts between code points, and leaves no dot or space at the end. */
function cutToBytes(text: string, limit: number): string {
  if (utf8Length(text) <= limit) return text;
  let length = 0;
  let result = '';
  for (const char of text) {
    length += utf8Length(char);
    if (length > limit) break;
    result += char;
  }
  return result.replace(/[\s.]+$/, '');
}
