/** RFC 3676 section 4.2: lines should be 78 columns or less, with what quoting adds to them later. */
const width = 72;
/** How far a space is looked for where a word is longer than a line, in UTF-16 units. */
const longestWord = 900;
const signatureSeparator = '-- ';

/**
 * Text as `format=flowed` (RFC 3676): long lines end with a space and go on in the next line; lines that could be taken for a quote or an
 * mbox separator are stuffed with a space. Line ends become CRLF.
 *
 * @param text lines of which those that begin with `>` are quoted
 */
export function flowed(text: string): string {
  return text.replaceAll(/\r\n?/g, '\n').split('\n').flatMap(flowLine).join('\r\n');
}

function flowLine(line: string): string[] {
  const marks = /^(?:> ?)*/.exec(line)?.[0] ?? '';
  const depth = marks.replaceAll(' ', '').length;
  const quote = '>'.repeat(depth);
  const content = line.slice(marks.length);
  if (content === signatureSeparator) return [depth === 0 ? content : `${quote} ${content}`];
  return wrap(content.trimEnd(), width - depth - 1).map((piece) => {
    if (depth > 0) return piece === '' ? quote : `${quote} ${piece}`;
    return /^(?: |>|From )/.test(piece) ? ` ${piece}` : piece;
  });
}

/** All pieces but the last end with a space: the line goes on. */
function wrap(text: string, columns: number): string[] {
  const pieces: string[] = [];
  let start = 0;
  while (text.length - start > columns) {
    const space = breakBetween(text, start, start + Math.max(columns, 20));
    if (space === null) break;
    pieces.push(text.slice(start, space + 1));
    start = space + 1;
  }
  return [...pieces, text.slice(start)];
}

/** The last space before `limit` behind which a word begins, else the first one after it; null where there is none. */
function breakBetween(text: string, start: number, limit: number): number | null {
  for (let at = Math.min(limit, text.length - 2); at > start; at -= 1) {
    if (text[at] === ' ' && text[at + 1] !== ' ') return at;
  }
  for (let at = limit; at < Math.min(text.length - 1, start + longestWord); at += 1) {
    if (text[at] === ' ' && text[at + 1] !== ' ') return at;
  }
  return null;
}
