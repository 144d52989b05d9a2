/** Lines, or a part of one long line, of the same quote depth. */
export interface TextBlock {
  /** 0 for the sender's own words. */
  readonly depth: number;
  /** Without quote marks. Ends with a line break only where the next block continues it on a line of its own. */
  readonly text: string;
  /** A quote that begins after the sender's own words: there is a gap before it. */
  readonly followsOwn: boolean;
}

export type TextPiece =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'link'; readonly text: string; readonly href: string };

/** What a block may hold, in characters and lines, so that each is laid out and searched for links in little time. */
const maxBlock = { length: 4_000, lines: 100 };
/** What is windowed together: fewer, larger items cost the window less than one for each block. */
const maxSection = { length: 4_000, blocks: 50 };

const quoteMarks = /^(?:>\s?){1,50}/;
const linkStart =
  /\b(?:https?:\/\/|www\.|mailto:)[^\s<>"\u00a0]{1,2000}|\b[\w.+-]{1,64}@(?:[\w-]{1,63}\.){1,8}[a-z]{2,24}\b/gi;

/**
 * Splits plain text for showing: quotes by depth, long runs and long lines into blocks of bounded size. Loses no character but the quote
 * marks and the breaks between blocks of different depth.
 */
export function textBlocks(text: string): TextBlock[] {
  const blocks: TextBlock[] = [];
  let depth = -1;
  let lines: string[] = [];
  let length = 0;
  const add = (content: string): void => {
    blocks.push({ depth, text: content, followsOwn: depth > 0 && blocks.at(-1)?.depth === 0 });
    lines = [];
    length = 0;
  };
  for (const line of text.replaceAll('\r\n', '\n').replaceAll('\r', '\n').trimEnd().split('\n')) {
    const marks = quoteMarks.exec(line.slice(0, 100))?.[0] ?? '';
    const lineDepth = marks.replaceAll(/\s/g, '').length;
    const parts = cut(line.slice(marks.length));
    const last = parts.pop() ?? '';
    if (lineDepth !== depth) {
      if (lines.length > 0) add(lines.join('\n'));
      depth = lineDepth;
    } else if (parts.length > 0 || lines.length >= maxBlock.lines || length + last.length > maxBlock.length) {
      add(`${lines.join('\n')}\n`);
    }
    for (const part of parts) add(part);
    lines.push(last);
    length += last.length + 1;
  }
  add(lines.join('\n'));
  return blocks;
}

/** Groups blocks into what is drawn together where only the part near the view is drawn. */
export function textSections(blocks: readonly TextBlock[]): TextBlock[][] {
  const sections: TextBlock[][] = [];
  let length = 0;
  for (const block of blocks) {
    const last = sections.at(-1);
    length += block.text.length;
    if (last !== undefined && last.length < maxSection.blocks && length <= maxSection.length) last.push(block);
    else {
      sections.push([block]);
      length = block.text.length;
    }
  }
  return sections;
}

/** Where the quote at the end of a text begins; its number of blocks where it has none, or is nothing else. */
export function quoteAtEnd(blocks: readonly TextBlock[]): number {
  const lastOwn = blocks.findLastIndex(({ depth }) => depth === 0);
  return lastOwn < 0 ? blocks.length : lastOwn + 1;
}

/** No address is longer than this, in characters (see `linkStart`). */
const longestAddress = 2_100;

/**
 * A line in parts of bounded length, each but the last ending after a blank where there is one, and else before what may be an address, which
 * would lead to another place when it is parted.
 */
function cut(line: string): string[] {
  const parts: string[] = [];
  let from = 0;
  while (line.length - from > maxBlock.length) {
    const part = line.slice(from, from + maxBlock.length);
    const blank = Math.max(part.lastIndexOf(' '), part.lastIndexOf('\t')) + 1;
    const end = blank > 0 ? blank : endBeforeAddress(part, line.charCodeAt(from + part.length));
    parts.push(part.slice(0, end));
    from += end;
  }
  parts.push(line.slice(from));
  return parts;
}

/** Where a part without blanks ends, if the character `next` follows it. */
function endBeforeAddress(part: string, next: number): number {
  const isInAddress = (code: number): boolean => code > 0x20 && code < 0x7f;
  let end = part.length;
  if (isInAddress(next)) {
    while (end > part.length - longestAddress && isInAddress(part.charCodeAt(end - 1))) end--;
    if (end > part.length - longestAddress) return end;
  }
  // The two halves of a character outside the Basic Multilingual Plane stay together.
  return /[\ud800-\udbff]$/.test(part) ? part.length - 1 : part.length;
}

/** Finds the addresses in a block's text. Loses and adds no character. */
export function textPieces(text: string): TextPiece[] {
  const pieces: TextPiece[] = [];
  let end = 0;
  for (const match of text.matchAll(linkStart)) {
    const shown = withoutTrailingPunctuation(match[0]);
    const href = hrefOf(shown);
    if (href === null) continue;
    if (match.index > end) pieces.push({ kind: 'text', text: text.slice(end, match.index) });
    pieces.push({ kind: 'link', text: shown, href });
    end = match.index + shown.length;
  }
  if (end < text.length) pieces.push({ kind: 'text', text: text.slice(end) });
  return pieces;
}

/** "see https://a.test/x)." ends before the bracket, "https://a.test/x_(y)" does not. */
function withoutTrailingPunctuation(url: string): string {
  const surplus = {
    ')': url.split(')').length - url.split('(').length,
    ']': url.split(']').length - url.split('[').length,
  };
  let end = url.length;
  for (; end > 0; end--) {
    const char = url[end - 1] ?? '';
    if (char === ')' || char === ']') {
      if (surplus[char] <= 0) break;
      surplus[char]--;
    } else if (!/[.,;:!?'"*_~]/.test(char)) {
      break;
    }
  }
  return url.slice(0, end);
}

function hrefOf(shown: string): string | null {
  const address = /^(?:https?:\/\/|mailto:)/i.test(shown)
    ? shown
    : /^www\./i.test(shown)
      ? `https://${shown}`
      : `mailto:${shown}`;
  if (!URL.canParse(address)) return null;
  const url = new URL(address);
  // Heron opens no address with a user name: it is there to pass for a host.
  return url.username === '' && url.password === '' ? url.href : null;
}
