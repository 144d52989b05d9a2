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
  let [tags, depth, deepest, attributes, mostAttributes, styles, breaks, repeated, unclosed] = Array<number>(9).fill(
    0,
  ) as [number, number, number, number, number, number, number, number, number];
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
    onStyle(start, end) {
      styles += end - start;
    },
    onRaw(name, start, end) {
      if (name === 'style') styles += end - start;
    },
  });
  return { tags, depth: deepest, attributes, mostAttributes, styles, breaks, repeated, steps };
}

/** Why this HTML is not drawn unless the user wants it; null where it is. */
export function heavinessOf(html: string): 'too_large' | 'too_complex' | null {
  if (html.length > maxLength) return 'too_large';
  const measures = measureHtml(html);
  const names = Object.keys(limits) as (keyof typeof limits)[];
  return names.some((name) => measures[name] > limits[name]) ? 'too_complex' : null;
}
