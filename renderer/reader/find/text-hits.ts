import type { Virtualizer } from '@tanstack/react-virtual';
import { type RefObject, useEffect, useMemo, useRef } from 'react';
import type { MessageId } from '../../../shared/mail.ts';
import { hitsIn } from '../../../shared/search/folding.ts';
import { type Marks, useMarks } from '../../stores/marked-words.ts';
import { markHits, mostHits, mostText, rangesOfHits, rangesOfSought, revealHit } from '../hits.ts';
import type { TextBlock } from '../text-blocks.ts';
import { offerHits } from './find.ts';
import { type Sought, soughtIn } from './sought.ts';

/**
 * Marks what is sought in a text all of which is in the document, also in what comes into it later.
 * @param of the message whose hits these are; null: they are marked and not counted
 */
export function useTextHits(root: RefObject<HTMLElement | null>, of: MessageId | null, text: string | null): void {
  const marks = useMarks();
  useEffect(() => {
    const element = root.current;
    if (element === null || text === null) return;
    let ranges: readonly Range[] = [];
    let current: number | null = null;
    const mark = (): Range | null => {
      const range = current === null ? null : (ranges[current] ?? null);
      markHits(element, ranges, range);
      return range;
    };
    const offer =
      of === null
        ? null
        : offerHits(of, {
            show: (index, reveals) => {
              current = index;
              const range = mark();
              if (reveals && range !== null) revealHit(range);
            },
          });
    const look = (): void => {
      ranges = rangesOfHits(element, marks);
      mark();
      offer?.counted(ranges.length, ranges.length >= mostHits);
    };
    look();
    const observer = new MutationObserver(look);
    observer.observe(element, { childList: true, subtree: true });
    return () => {
      observer.disconnect();
      offer?.stop();
      markHits(element, [], null);
    };
  }, [root, of, text, marks]);
}

/** The hits of a long text, of which only the part near the view is in the document. */
interface SectionHits {
  readonly sought: Sought;
  /** Of each section that is looked through; further ones are not. */
  readonly counts: readonly number[];
}

/** Counts the hits of a long text by its sections. */
export function hitsOfSections(sections: readonly (readonly TextBlock[])[], marks: Marks): SectionHits {
  if (marks.words.length === 0) return { sought: { wanted: [], inside: [] }, counts: [] };
  const texts: string[] = [];
  let length = 0;
  for (const section of sections) {
    const text = section.map((block) => block.text.replaceAll(/\s+/g, ' ')).join('\n');
    length += text.length + 1;
    if (length > mostText) break;
    texts.push(text);
  }
  const sought = soughtIn(texts.join('\n'), marks);
  const counts: number[] = [];
  let left = mostHits;
  for (const text of texts) {
    const count = Math.min(left, hitsIn(text, sought.wanted, sought.inside).length);
    counts.push(count);
    left -= count;
  }
  return { sought, counts };
}

/** The same for a long text, which scrolls to a section that is not in the document first. */
export function useSectionHits(
  root: RefObject<HTMLElement | null>,
  of: MessageId | null,
  sections: readonly (readonly TextBlock[])[],
  virtualizer: Virtualizer<HTMLElement, Element>,
): void {
  const marks = useMarks();
  const hits = useMemo(() => hitsOfSections(sections, marks), [sections, marks]);
  const scroll = useRef((section: number) => virtualizer.scrollToIndex(section, { align: 'center' }));
  useEffect(() => {
    const element = root.current;
    if (element === null) return;
    const { sought, counts } = hits;
    let current: number | null = null;
    let isAwaited = false;
    const mark = (): Range | null => {
      const place = current === null ? null : placeOf(counts, current);
      const ranges: Range[] = [];
      let range: Range | null = null;
      for (const each of element.querySelectorAll<HTMLElement>('[data-index]')) {
        const section = Number(each.dataset['index']);
        const own = (counts[section] ?? 0) === 0 ? [] : rangesOfSought(each, sought).slice(0, counts[section]);
        if (section === place?.section) range = own[place.index] ?? null;
        ranges.push(...own);
      }
      markHits(element, ranges, range);
      if (place !== null && range === null && isAwaited) scroll.current(place.section);
      return range;
    };
    const look = (): void => {
      const range = mark();
      if (range === null || !isAwaited) return;
      isAwaited = false;
      revealHit(range);
    };
    const offer =
      of === null
        ? null
        : offerHits(of, {
            show: (index, reveals) => {
              current = index;
              isAwaited = reveals && index !== null;
              look();
            },
          });
    const total = counts.reduce((sum, count) => sum + count, 0);
    look();
    offer?.counted(total, total >= mostHits || (marks.words.length > 0 && counts.length < sections.length));
    const observer = new MutationObserver(look);
    observer.observe(element, { childList: true, subtree: true });
    return () => {
      observer.disconnect();
      offer?.stop();
      markHits(element, [], null);
    };
  }, [root, of, hits, marks, sections]);
}

function placeOf(counts: readonly number[], hit: number): { readonly section: number; readonly index: number } | null {
  let index = hit;
  for (const [section, count] of counts.entries()) {
    if (index < count) return { section, index };
    index -= count;
  }
  return null;
}
