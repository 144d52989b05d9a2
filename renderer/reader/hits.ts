import { fold, hitsIn, insideSpellings, wantedSpellings } from '../../shared/search/folding.ts';

/** By which hits are styled: `::highlight(found)` in styles/base.css and in mail-document.ts. */
const highlight = 'found';
/** Only so much of a message is looked through, in UTF-16 units, and so many hits are marked. */
const mostText = 300_000;
const mostHits = 1_000;

/**
 * Where the words that were searched for stand in a message, in its order. A hit lies within one piece of text. Words that begin none of the
 * message's are looked for inside them.
 */
export function rangesOfHits(root: Element, words: readonly string[]): Range[] {
  const beginnings = rangesOf(root, wantedSpellings(words), []);
  const found = beginnings.map((range) => fold(String(range)));
  const others = words.filter((word) => !wantedSpellings([word]).some((one) => found.some((hit) => hit.includes(one))));
  const inside = insideSpellings(wantedSpellings(others));
  return inside.length === 0 ? beginnings : rangesOf(root, wantedSpellings(words), inside);
}

function rangesOf(root: Element, wanted: readonly string[], inside: readonly string[]): Range[] {
  if (wanted.length === 0) return [];
  const own = root.ownerDocument;
  const walker = own.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const ranges: Range[] = [];
  let left = mostText;
  for (let node = walker.nextNode(); node !== null && left > 0 && ranges.length < mostHits; node = walker.nextNode()) {
    if (node.parentElement?.localName === 'style') continue;
    const text = (node.nodeValue ?? '').slice(0, left);
    left -= text.length;
    for (const [from, to] of hitsIn(text, wanted, inside).slice(0, mostHits - ranges.length)) {
      const range = own.createRange();
      range.setStart(node, from);
      range.setEnd(node, to);
      ranges.push(range);
    }
  }
  return ranges;
}

/** What is marked in each message of the document: one highlight has all of them. */
const marked = new Map<Element, readonly Range[]>();

/**
 * Marks the words that were searched for in a message, in place of those marked before: by highlights, which change nothing of its document.
 * @returns the first hit; null where there is none
 */
export function showHits(root: Element, words: readonly string[]): Range | null {
  const view = root.ownerDocument.defaultView;
  if (view === null || !('Highlight' in view)) return null;
  const ranges = rangesOfHits(root, words);
  if (ranges.length === 0) marked.delete(root);
  else marked.set(root, ranges);
  // A document that is gone has no window.
  for (const each of marked.keys()) if (each.ownerDocument.defaultView === null) marked.delete(each);
  const all = [...marked].filter(([each]) => each.ownerDocument === root.ownerDocument).flatMap(([, own]) => own);
  if (all.length === 0) view.CSS.highlights.delete(highlight);
  else view.CSS.highlights.set(highlight, new view.Highlight(...all));
  return ranges[0] ?? null;
}

/** Scrolls a message to a hit that is below what is shown. @param view where the shown part begins and how high it is, in pixels */
export function revealHit(
  hit: Range,
  scroller: Element,
  view: { readonly top: number; readonly height: number },
): void {
  const { top, bottom } = hit.getBoundingClientRect();
  if (bottom > view.top + view.height) scroller.scrollBy({ top: top - view.top - view.height / 3 });
}
