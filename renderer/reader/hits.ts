import { hitsIn } from '../../shared/search/folding.ts';
import type { Marks } from '../stores/marked-words.ts';
import { readText } from './find/read-text.ts';
import { type Sought, soughtIn } from './find/sought.ts';

/** By which hits are styled: `::highlight(found)` and, for the current one, `::highlight(current)` in styles/base.css and mail-document.ts. */
const highlights = { all: 'found', current: 'current' } as const;
/** Only so much of a message is looked through, in UTF-16 units, and so many hits are marked and counted. */
export const mostText = 300_000;
export const mostHits = 1_000;

/** Where in a message what is marked stands, in its order. A hit may go through several pieces of text, and lies within one block. */
export function rangesOfHits(root: Element, marks: Marks): Range[] {
  if (marks.words.length === 0) return [];
  const { text, rangeOf } = readText(root, mostText);
  return ranges(text, rangeOf, soughtIn(text, marks));
}

/** The same for a part of a message, where it is known already what to look for. */
export function rangesOfSought(root: Element, sought: Sought): Range[] {
  const { text, rangeOf } = readText(root, mostText);
  return ranges(text, rangeOf, sought);
}

function ranges(text: string, rangeOf: (from: number, to: number) => Range, { wanted, inside }: Sought): Range[] {
  return hitsIn(text, wanted, inside)
    .slice(0, mostHits)
    .map(([from, to]) => rangeOf(from, to));
}

interface Marked {
  readonly all: readonly Range[];
  readonly current: Range | null;
}

/** What is marked in each message of the document: one highlight has all of them. */
const marked = new Map<Element, Marked>();

/**
 * Marks hits in a message, in place of those marked before: by highlights, which change nothing of its document.
 * @param current the one that is marked more strongly
 */
export function markHits(root: Element, all: readonly Range[], current: Range | null): void {
  const view = root.ownerDocument.defaultView;
  if (view === null || !('Highlight' in view)) return;
  if (all.length === 0) marked.delete(root);
  else marked.set(root, { all, current });
  // A document that is gone has no window.
  for (const each of marked.keys()) if (each.ownerDocument.defaultView === null) marked.delete(each);
  const own = [...marked].flatMap(([each, hits]) => (each.ownerDocument === root.ownerDocument ? [hits] : []));
  const set = (name: string, shown: readonly Range[], priority: number): void => {
    if (shown.length === 0) {
      view.CSS.highlights.delete(name);
      return;
    }
    const highlight = new view.Highlight(...shown);
    highlight.priority = priority;
    view.CSS.highlights.set(name, highlight);
  };
  set(
    highlights.all,
    own.flatMap((hits) => hits.all),
    0,
  );
  set(
    highlights.current,
    own.flatMap((hits) => hits.current ?? []),
    1,
  );
}

/** Scrolls everything that a hit stands in as far as needed for it to be in sight. */
export function revealHit(hit: Range): void {
  const root = hit.startContainer.ownerDocument?.scrollingElement ?? null;
  for (let around = hit.startContainer.parentElement; around !== null; around = around.parentElement) {
    if (around.scrollHeight <= around.clientHeight) continue;
    if (around !== root && /visible|clip/.test(getComputedStyle(around).overflowY)) continue;
    const top = around === root ? 0 : around.getBoundingClientRect().top;
    around.scrollTop += scrolledFor(hit.getBoundingClientRect(), { top, height: around.clientHeight });
  }
}

/**
 * How far to scroll for something to be in sight, in CSS pixels; 0 where it is.
 * @param view where the shown part begins and how high it is
 */
export function scrolledFor(
  { top, bottom }: { readonly top: number; readonly bottom: number },
  view: { readonly top: number; readonly height: number },
): number {
  if (top >= view.top && bottom <= view.top + view.height) return 0;
  return top - view.top - view.height / 3;
}
