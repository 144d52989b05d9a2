/** A run of lines of the same quote depth. */
export interface TextBlock {
  /** 0 for the sender's own words. */
  readonly depth: number;
  readonly pieces: readonly TextPiece[];
}

export type TextPiece =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'link'; readonly text: string; readonly href: string };

const quoteMarks = /^(?:>\s?){1,50}/;
const linkStart =
  /\b(?:https?:\/\/|www\.|mailto:)[^\s<>"\u00a0]{1,2000}|\b[\w.+-]{1,64}@(?:[\w-]{1,63}\.){1,8}[a-z]{2,24}\b/gi;

/** Splits plain text for showing: quotes by depth, addresses as links. Loses and adds no character but the quote marks. */
export function textBlocks(text: string): TextBlock[] {
  const blocks: { depth: number; lines: string[] }[] = [];
  for (const line of text.replaceAll('\r\n', '\n').replaceAll('\r', '\n').trimEnd().split('\n')) {
    const marks = quoteMarks.exec(line)?.[0] ?? '';
    const depth = marks.replaceAll(/\s/g, '').length;
    const last = blocks.at(-1);
    if (last !== undefined && last.depth === depth) last.lines.push(line.slice(marks.length));
    else blocks.push({ depth, lines: [line.slice(marks.length)] });
  }
  return blocks.map(({ depth, lines }) => ({ depth, pieces: linked(lines.join('\n')) }));
}

function linked(text: string): TextPiece[] {
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
