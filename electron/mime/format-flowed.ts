interface Line {
  /** How many `>` stand before it. */
  readonly depth: number;
  readonly text: string;
}

/**
 * Text of `format=flowed` (RFC 3676) with each paragraph as one line: lines that end in a space are joined with the next one
 * of the same quote depth, and space-stuffing is undone. Quoted paragraphs keep one `>` for each level.
 * @param delSp `DelSp=yes`: the space that marks a flowed line is not part of the text
 */
export function unflow(text: string, delSp: boolean): string {
  const result: string[] = [];
  /** The pieces of the paragraph that the lines so far belong to. */
  let pieces: string[] = [];
  let depth = 0;
  const close = (): void => {
    if (pieces.length > 0) result.push(quoted(depth, pieces.join('')));
    pieces = [];
  };
  for (const row of text.split(/\r?\n/)) {
    const line = readLine(row);
    // RFC 3676 section 4.5: a paragraph ends where the quote depth changes. Section 4.3: the signature line is not flowed.
    const isSignature = line.text === '-- ';
    if (line.depth !== depth || isSignature) close();
    depth = line.depth;
    const isFlowed = line.text.endsWith(' ') && !isSignature;
    pieces.push(isFlowed && delSp ? line.text.slice(0, -1) : line.text);
    if (!isFlowed) close();
  }
  close();
  return result.join('\n');
}

/** Sections 4.4 and 4.5: quote marks come first, then a stuffed space. */
function readLine(row: string): Line {
  let depth = 0;
  while (row.charCodeAt(depth) === 0x3e) depth += 1;
  const isStuffed = row.charAt(depth) === ' ';
  return { depth, text: row.slice(isStuffed ? depth + 1 : depth) };
}

function quoted(depth: number, text: string): string {
  // Unstuffed, this would look like a quote.
  if (depth === 0) return text.startsWith('>') ? ` ${text}` : text;
  return text === '' ? '>'.repeat(depth) : `${'>'.repeat(depth)} ${text}`;
}
