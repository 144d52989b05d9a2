import { inflateSync } from 'node:zlib';

/**
 * The words of a PDF that Chromium made (Skia: no object streams, text as glyph numbers with a ToUnicode map for each font), in the order in
 * which they are drawn.
 */
export function pdfText(pdf: Buffer): string {
  const source = pdf.toString('latin1');
  const objects = new Map<string, string>();
  for (const match of source.matchAll(/(?:^|\n)(\d+) 0 obj\s([\s\S]*?)\nendobj/g)) {
    if (match[1] !== undefined && match[2] !== undefined) objects.set(match[1], match[2]);
  }
  const fonts = new Map<string, Map<string, string>>();
  for (const body of objects.values()) {
    for (const [, name, id] of body.matchAll(/\/(F\d+) (\d+) 0 R/g)) {
      const map = /\/ToUnicode (\d+) 0 R/.exec(objects.get(id ?? '') ?? '')?.[1];
      if (name !== undefined && map !== undefined) fonts.set(name, glyphsOf(contentOf(objects.get(map) ?? '')));
    }
  }
  return [...objects.values()]
    .map(contentOf)
    .filter((content) => content.includes(' Tf'))
    .map((content) => wordsOf(content, fonts))
    .join('\n');
}

function contentOf(object: string): string {
  const match = /stream\r?\n([\s\S]*?)\r?\nendstream/.exec(object);
  if (match?.[1] === undefined) return '';
  return object.includes('/FlateDecode') ? inflateSync(Buffer.from(match[1], 'latin1')).toString('latin1') : match[1];
}

/** A ToUnicode map (ISO 32000-1 section 9.10.3): which letters a glyph stands for. */
function glyphsOf(map: string): Map<string, string> {
  const glyphs = new Map<string, string>();
  for (const [, pairs = ''] of map.matchAll(/beginbfchar([\s\S]*?)endbfchar/g)) {
    for (const [, glyph = '', text = ''] of pairs.matchAll(/<([\da-f]+)>\s*<([\da-f]+)>/gi)) {
      glyphs.set(glyph.toUpperCase(), letters(text));
    }
  }
  for (const [, ranges = ''] of map.matchAll(/beginbfrange([\s\S]*?)endbfrange/g)) {
    for (const [, from = '', to = '', text = ''] of ranges.matchAll(/<([\da-f]+)>\s*<([\da-f]+)>\s*<([\da-f]+)>/gi)) {
      const [first, last, start] = [from, to, text].map((each) => Number.parseInt(each, 16));
      for (let at = first ?? 0; at <= (last ?? -1); at++) {
        glyphs.set(hex(at), String.fromCodePoint((start ?? 0) + at - (first ?? 0)));
      }
    }
  }
  return glyphs;
}

function wordsOf(content: string, fonts: ReadonlyMap<string, ReadonlyMap<string, string>>): string {
  let font: ReadonlyMap<string, string> = new Map();
  let words = '';
  for (const [, name, glyphs, isBreak] of content.matchAll(/\/(F\d+) [\d.]+ Tf|<([\da-f]+)>|(BT)/gi)) {
    if (name !== undefined) font = fonts.get(name) ?? new Map();
    if (isBreak !== undefined && words !== '' && !words.endsWith('\n')) words += '\n';
    for (const glyph of (glyphs ?? '').match(/.{4}/g) ?? []) words += font.get(glyph.toUpperCase()) ?? '';
  }
  return words;
}

function letters(text: string): string {
  return String.fromCharCode(...(text.match(/.{4}/g) ?? []).map((unit) => Number.parseInt(unit, 16)));
}

function hex(value: number): string {
  return value.toString(16).toUpperCase().padStart(4, '0');
}
