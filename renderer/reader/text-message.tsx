import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, type RefObject, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { MessageId } from '../../shared/mail.ts';
import { hitsIn } from '../../shared/search/folding.ts';
import { texts } from '../../shared/texts/texts.ts';
import { classNames } from '../components/class-names.ts';
import { useMarks } from '../stores/marked-words.ts';
import { soughtIn } from './find/sought.ts';
import { useSectionHits, useTextHits } from './find/text-hits.ts';
import { keyed } from './keyed.ts';
import { useFixedWidth } from './reader-view.ts';
import { quoteAtEnd, type TextBlock, type TextPiece, textBlocks, textPieces, textSections } from './text-blocks.ts';

interface LinkEvents {
  readonly onLink: (link: { readonly href: string; readonly text: string }) => void;
  readonly onHover: (href: string | null) => void;
}

interface TextMessageProps extends LinkEvents {
  readonly text: string;
  /** The element that scrolls the text; null until it is in the document. */
  readonly scroller: HTMLElement | null;
  /** One of several messages that `scroller` scrolls: the quote at its end is folded. */
  readonly isAmongOthers?: boolean;
  /** The message whose text this is; absent: what is found in it is marked and not counted. */
  readonly hitsOf?: MessageId;
}

/** What is drawn whole; of longer text only the part near the view is in the document. */
const drawnWhole = { blocks: 500, length: 200_000 };
/** Bars that are drawn for nested quotes; deeper ones have as many. */
const maxBars = 6;

/** Plain text: at most 76 characters wide, addresses can be clicked, quotes are dimmed. */
export function TextMessage({ text, scroller, isAmongOthers = false, hitsOf, onLink, onHover }: TextMessageProps) {
  const blocks = useMemo(() => textBlocks(text), [text]);
  const fixedWidth = useFixedWidth();
  const root = useRef<HTMLDivElement>(null);
  const isWhole = blocks.length <= drawnWhole.blocks && text.length <= drawnWhole.length;
  useTextHits(root, hitsOf ?? null, isWhole ? text : null);
  const quoteFrom = isAmongOthers ? quoteAtEnd(blocks) : blocks.length;
  return (
    <div
      ref={root}
      data-selectable
      className={classNames(
        'p-4 whitespace-pre-wrap [overflow-wrap:anywhere]',
        fixedWidth ? 'max-w-[80ch] font-mono' : 'max-w-[76ch] text-body',
      )}
      // Each paragraph takes the direction of its own text, whatever the window's language.
      dir="auto"
    >
      {isWhole ? (
        <>
          <Blocks blocks={blocks.slice(0, quoteFrom)} onLink={onLink} onHover={onHover} />
          {quoteFrom < blocks.length && (
            <FoldedQuote blocks={blocks.slice(quoteFrom)} onLink={onLink} onHover={onHover} />
          )}
        </>
      ) : (
        <WindowedText
          text={text}
          blocks={blocks}
          scroller={scroller}
          isAmongOthers={isAmongOthers}
          {...(hitsOf !== undefined && { hitsOf })}
          onLink={onLink}
          onHover={onHover}
        />
      )}
    </div>
  );
}

/** The quoted message at the end of a text, which a button shows; shown at once where a word in it was searched for. */
function FoldedQuote({ blocks, onLink, onHover }: LinkEvents & { readonly blocks: readonly TextBlock[] }) {
  const marks = useMarks();
  const [isOpen, setOpen] = useState<boolean | null>(null);
  const hasHit = useMemo(() => {
    const text = blocks.map((block) => block.text).join('\n');
    const { wanted, inside } = soughtIn(text, marks);
    return hitsIn(text, wanted, inside).length > 0;
  }, [blocks, marks]);
  const isShown = isOpen ?? hasHit;
  return (
    <>
      <button
        type="button"
        aria-expanded={isShown}
        aria-label={texts().reader.quoted}
        className="mt-2 block rounded-sm border border-line bg-sunken px-2 text-small text-muted hover:text-text"
        onClick={() => setOpen(!isShown)}
      >
        •••
      </button>
      {isShown && <Blocks blocks={blocks} onLink={onLink} onHover={onHover} />}
    </>
  );
}

function WindowedText({
  text,
  blocks,
  scroller,
  isAmongOthers = false,
  hitsOf,
  onLink,
  onHover,
}: TextMessageProps & { readonly blocks: readonly TextBlock[] }) {
  const root = useRef<HTMLDivElement>(null);
  const sections = useMemo(() => textSections(blocks), [blocks]);
  const above = useHeightAbove(root, isAmongOthers ? scroller : null);
  const virtualizer = useVirtualizer({
    count: sections.length,
    getScrollElement: () => scroller,
    estimateSize: (at) => estimatedHeight(sections[at] ?? []),
    scrollMargin: above,
    overscan: 1,
  });
  // What lies above the view altogether is the column's to hold in place (`keepPlace`), or it would be done twice.
  virtualizer.shouldAdjustScrollPositionOnItemSizeChange = isAmongOthers
    ? ({ end }, _by, { scrollOffset }) => {
        const top = scrollOffset ?? 0;
        return end <= top && above + virtualizer.getTotalSize() > top;
      }
    : undefined;
  useCopyOfAll(root, text);
  useSectionHits(root, hitsOf ?? null, sections, virtualizer);
  return (
    <div ref={root} className="relative" style={{ height: virtualizer.getTotalSize() }}>
      {virtualizer.getVirtualItems().map(({ key, index, start }) => (
        <div
          key={key}
          ref={virtualizer.measureElement}
          data-index={index}
          className="absolute inset-x-0 top-0 flow-root"
          style={{ transform: `translateY(${start - above}px)` }}
        >
          <Blocks blocks={sections[index] ?? []} onLink={onLink} onHover={onHover} />
        </div>
      ))}
    </div>
  );
}

/** How much stands above an element in the column that scrolls it, in pixels; 0 where it has no others above it. */
function useHeightAbove(root: RefObject<HTMLElement | null>, column: HTMLElement | null): number {
  const [above, setAbove] = useState(0);
  useLayoutEffect(() => {
    if (column === null) return;
    const measure = (): void => {
      if (root.current === null) return;
      const distance = root.current.getBoundingClientRect().top - column.getBoundingClientRect().top;
      setAbove(Math.round(distance + column.scrollTop));
    };
    const sizes = new ResizeObserver(measure);
    const watchAll = (): void => {
      for (const item of column.children) sizes.observe(item);
      measure();
    };
    const items = new MutationObserver(watchAll);
    items.observe(column, { childList: true });
    watchAll();
    return () => {
      items.disconnect();
      sizes.disconnect();
    };
  }, [root, column]);
  return above;
}

/** In pixels, for sections that were not drawn yet: lines of 20 pixels, 76 characters in each. */
function estimatedHeight(section: readonly TextBlock[]): number {
  return section.reduce(
    (sum, { text }) => sum + 20 * Math.max(text.split('\n').length, Math.ceil(text.length / 76)),
    0,
  );
}

/** Where all of the text is selected, all of it is copied, also what is not in the document. */
function useCopyOfAll(root: RefObject<HTMLElement | null>, text: string): void {
  useEffect(() => {
    const copy = (event: ClipboardEvent): void => {
      const selection = getSelection();
      if (root.current === null || selection === null || selection.rangeCount === 0) return;
      // `containsNode` would not do: Chromium asks it of the selected characters, which begin inside of the element.
      const selected = selection.getRangeAt(0);
      const all = document.createRange();
      all.selectNode(root.current);
      const isAll =
        selected.compareBoundaryPoints(Range.START_TO_START, all) <= 0 &&
        selected.compareBoundaryPoints(Range.END_TO_END, all) >= 0;
      if (!isAll) return;
      event.preventDefault();
      event.clipboardData?.setData('text/plain', text);
    };
    document.addEventListener('copy', copy);
    return () => document.removeEventListener('copy', copy);
  }, [root, text]);
}

function Blocks({ blocks, onLink, onHover }: LinkEvents & { readonly blocks: readonly TextBlock[] }) {
  return keyed(blocks).map(([key, block]) => <Block key={key} block={block} onLink={onLink} onHover={onHover} />);
}

function Block({ block, onLink, onHover }: LinkEvents & { readonly block: TextBlock }) {
  const pieces = useMemo(() => keyed(textPieces(block.text)), [block.text]);
  let shown: ReactNode = (
    <div className="[unicode-bidi:plaintext]">
      {pieces.map(([key, piece]) => (
        <Piece key={key} piece={piece} onLink={onLink} onHover={onHover} />
      ))}
    </div>
  );
  const bars = Math.min(block.depth, maxBars);
  for (let level = bars; level > 0; level--) {
    const isFirst = level === 1;
    shown = (
      <div
        data-quote={level}
        className={classNames('border-s-2 border-line ps-3 text-muted', isFirst && block.followsOwn && 'mt-2')}
      >
        {shown}
      </div>
    );
  }
  return shown;
}

function Piece({ piece, onLink, onHover }: LinkEvents & { readonly piece: TextPiece }) {
  if (piece.kind === 'text') return piece.text;
  return (
    <a
      href={piece.href}
      className="text-accent-text underline"
      draggable={false}
      onClick={(event) => {
        event.preventDefault();
        onLink(piece);
      }}
      onAuxClick={(event) => event.preventDefault()}
      onMouseEnter={() => onHover(piece.href)}
      onMouseLeave={() => onHover(null)}
      onFocus={() => onHover(piece.href)}
      onBlur={() => onHover(null)}
    >
      {piece.text}
    </a>
  );
}
