import { scanHtml } from './html-scan.ts';

/** Why a message is shown as plain text: what its HTML asks for, or that drawing it took too long. */
export type PlainReason = 'too_large' | 'too_complex' | 'too_slow';

/** What drawing some HTML would cost, estimated from its text alone. */
export interface HtmlMeasures {
  readonly tags: number;
  /** How deep elements are nested. Those that end by themselves, such as paragraphs, do not count. */
  readonly depth: number;
  readonly attributes: number;
  /** Attributes of the element that has most. */
  readonly mostAttributes: number;
  /** Characters in style sheets and style attributes. */
  readonly styles: number;
  readonly breaks: number;
  /** Elements that a browser makes again in each block, because they were left open (HTML, section 13.2.4.3). */
  readonly repeated: number;
  /** Rows and columns that cells of tables stretch over, in all. */
  readonly spans: number;
  /** Characters of the longest text without a blank or a tag: it is laid out as one. */
  readonly longestWord: number;
  /** Marks that are put on a character which has several already. */
  readonly stackedMarks: number;
  /** Characters that were looked at to find this out. */
  readonly steps: number;
}

/**
 * Several times what the largest real newsletters have. Time is a limit of its own (frame-watch.ts); these hold before
 * any work begins.
 */
const limits: Omit<HtmlMeasures, 'steps'> = {
  tags: 40_000,
  depth: 700,
  attributes: 120_000,
  mostAttributes: 200,
  styles: 500_000,
  breaks: 15_000,
  repeated: 40_000,
  spans: 100_000,
  longestWord: 200_000,
  stackedMarks: 20_000,
};
/** Characters of HTML without the images that it contains itself. */
const maxLength = 2_200_000;

const voidElements: ReadonlySet<string> = new Set(
  'area base basefont bgsound br col embed frame hr img input link meta param source track wbr'.split(' '),
);
/** Elements whose end tag may be left out: the next one of the kind ends them. */
const selfEnding: ReadonlySet<string> = new Set(
  'p li dt dd option optgroup tr td th thead tbody tfoot colgroup caption html head body rp rt'.split(' '),
);
const formatting: ReadonlySet<string> = new Set('a b big code em font i nobr s small strike strong tt u'.split(' '));

/** Measures HTML without parsing it. Takes time linear in its length. */
export function measureHtml(html: string): HtmlMeasures {
  const open = new Map<string, number>();
  let [tags, depth, deepest, attributes, mostAttributes, styles, breaks, repeated, unclosed, spans] = Array<number>(
    10,
  ).fill(0) as [number, number, number, number, number, number, number, number, number, number];
  const words = new WordMeasures();
  const steps = scanHtml(html, {
    onOpen(name, own) {
      tags++;
      attributes += own;
      mostAttributes = Math.max(mostAttributes, own);
      if (name === 'br') breaks++;
      if (formatting.has(name)) unclosed++;
      else if (!voidElements.has(name)) repeated += unclosed;
      if (voidElements.has(name) || selfEnding.has(name)) return;
      open.set(name, (open.get(name) ?? 0) + 1);
      depth++;
      deepest = Math.max(deepest, depth);
    },
    onClose(name) {
      tags++;
      // Browsers make a line break of its end tag, and an empty paragraph of that of none.
      if (name === 'br') breaks++;
      const count = open.get(name) ?? 0;
      if (count === 0) return;
      open.set(name, count - 1);
      depth--;
      if (formatting.has(name)) unclosed--;
    },
    onValue(name, start, end) {
      if (name === 'style') styles += end - start;
      else spans += Math.min(mostSpanned, Number.parseInt(html.slice(start, start + 10), 10) || 1);
    },
    onText(start, end) {
      words.read(html, start, end);
    },
    onRaw(name, start, end) {
      if (name === 'style') styles += end - start;
    },
  });
  const { longestWord, stackedMarks } = words;
  return {
    tags,
    depth: deepest,
    attributes,
    mostAttributes,
    styles,
    breaks,
    repeated,
    spans,
    longestWord,
    stackedMarks,
    steps: steps + words.steps,
  };
}

/** Browsers let a cell stretch over no more columns than this, and over more rows. */
const mostSpanned = 1_000;
/** Marks on one character that are no mere ornament: Vietnamese has two, Hebrew and Tibetan a few more. */
const usualMarks = 8;

/** What is laid out slowly in text alone. */
class WordMeasures {
  longestWord = 0;
  stackedMarks = 0;
  steps = 0;

  /** Reads a text between two tags, where words begin and end. */
  read(html: string, start: number, end: number): void {
    let word = 0;
    let marks = 0;
    for (let at = start; at < end; at++) {
      const code = html.charCodeAt(at);
      word = code <= 0x20 || code === 0xa0 ? 0 : word + 1;
      marks = isMark(code) ? marks + 1 : 0;
      if (word > this.longestWord) this.longestWord = word;
      if (marks > usualMarks) this.stackedMarks++;
    }
    this.steps += end - start;
  }
}

/** The blocks of combining marks (Unicode, chapter 7.9); those of single scripts stand in no stacks. */
function isMark(code: number): boolean {
  return (
    (code >= 0x300 && code <= 0x36f) ||
    (code >= 0x1ab0 && code <= 0x1aff) ||
    (code >= 0x1dc0 && code <= 0x1dff) ||
    (code >= 0x20d0 && code <= 0x20ff) ||
    (code >= 0xfe20 && code <= 0xfe2f)
  );
}

/** Why this HTML is not drawn unless the user wants it; null where it is. */
export function heavinessOf(html: string): 'too_large' | 'too_complex' | null {
  if (html.length > maxLength) return 'too_large';
  const measures = measureHtml(html);
  const names = Object.keys(limits) as (keyof typeof limits)[];
  return names.some((name) => measures[name] > limits[name]) ? 'too_complex' : null;
}
