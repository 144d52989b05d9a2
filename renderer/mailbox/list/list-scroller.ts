import { heightOf, type ListGeometry, rowTop, rowUnder } from './list-geometry.ts';
import { elementHeight, elementTop, listTop } from './scroll-scale.ts';

/** The element that is scrolled, as far as it matters here. */
export type Pane = Pick<HTMLElement, 'scrollTop' | 'clientHeight'>;

/** What a list shows. */
export interface Visible {
  /** Rows, both inclusive; `last` is below `first` in an empty list. */
  readonly first: number;
  readonly last: number;
  /** What is taken off a position in the list to have it in the element that is scrolled. */
  readonly base: number;
}

/** A jump of more viewports than this is the scrollbar's, not the wheel's. */
const jumpFrom = 4;
const nothing: ListGeometry = { total: 0, rowHeight: 1, headingHeight: 0, groups: [] };

/**
 * Where a list is scrolled to, in its own pixels, however high it is; `scroll-scale.ts` says how they relate to those of the element. What is
 * visible keeps its place when rows come and go, headings become known, or rows change their height.
 */
export class ListScroller {
  #pane: Pane | null = null;
  #geometry = nothing;
  /** The element's, which is asked for it only when it is another one: asking makes the browser lay everything out. */
  #height = 0;
  #base = 0;
  /** Where the element was scrolled to when it was looked at last. */
  #elementTop = 0;

  /** The upper edge of what is visible. */
  get top(): number {
    return this.#base + this.#elementTop;
  }

  get geometry(): ListGeometry {
    return this.#geometry;
  }

  /** The list is drawn, with its height, and begins with a row at the top; also another list in the place of one that was shown before. */
  begin(pane: Pane, geometry: ListGeometry, firstRow: number): void {
    const isKnown = this.#pane === pane;
    this.#pane = pane;
    this.#geometry = geometry;
    if (!isKnown) this.#height = pane.clientHeight;
    else if (firstRow === 0 && this.#isAtTop) return;
    this.goTo(firstRow === 0 ? 0 : rowTop(geometry, firstRow) - headingOver(geometry));
  }

  /**
   * Rows and headings stand elsewhere now; the element has its new height. The first visible row keeps its place, except at the very top, where new
   * rows push the others down.
   * @param shift how many rows came in above the first visible one
   */
  geometryChanged(geometry: ListGeometry, shift: number): void {
    const before = this.#geometry;
    this.#geometry = geometry;
    const { top } = this;
    // Asking the element would make the browser lay everything out.
    if (before.total > 0 && this.#isAtTop) return;
    if (top <= 0 || before.total === 0) {
      this.goTo(top);
      return;
    }
    const first = this.#firstOf(before);
    const scale = geometry.rowHeight / before.rowHeight;
    this.goTo(rowTop(geometry, first + shift) + (top - rowTop(before, first)) * scale);
  }

  /** The element has another height. */
  resized(): void {
    this.#height = this.#pane?.clientHeight ?? 0;
  }

  /** Scrolls to a height. */
  goTo(top: number): void {
    const pane = this.#pane;
    if (pane === null) return;
    const height = heightOf(this.#geometry);
    const wanted = Math.max(0, Math.min(top, height - this.#height));
    const inElement = elementTop(wanted, height, this.#height);
    if (inElement !== pane.scrollTop) pane.scrollTop = inElement;
    // The browser may have rounded it.
    this.#elementTop = pane.scrollTop;
    this.#base = inElement === wanted ? 0 : wanted - this.#elementTop;
  }

  /** Scrolls no further than is needed to show a row whole. */
  reveal(index: number): void {
    if (this.#pane === null) return;
    const top = rowTop(this.#geometry, index);
    const bottom = top + this.#geometry.rowHeight;
    const first = top - headingOver(this.#geometry);
    if (this.top > first) this.goTo(first);
    else if (this.top + this.#height < bottom) this.goTo(bottom - this.#height);
  }

  /** The element was scrolled, by the user or from here. */
  scrolled(): void {
    const pane = this.#pane;
    if (pane === null || pane.scrollTop === this.#elementTop) return;
    const { scrollTop } = pane;
    const clientHeight = this.#height;
    const height = heightOf(this.#geometry);
    const isJump = Math.abs(scrollTop - this.#elementTop) > jumpFrom * clientHeight;
    this.#elementTop = scrollTop;
    if (isJump) this.#base = listTop(scrollTop, height, clientHeight) - scrollTop;
    // The element's end is near, but not the list's.
    else if (Math.min(scrollTop, elementHeight(height) - clientHeight - scrollTop) < 2 * clientHeight) this.rested();
  }

  /** Scrolling has ended: the scrollbar stands where the list is. */
  rested(): void {
    const height = heightOf(this.#geometry);
    // It stands there always, and asking the element would make the browser lay out what was just drawn.
    if (this.#base === 0 && elementHeight(height) === height) return;
    this.goTo(this.top);
  }

  /** What is visible now. */
  visible(): Visible {
    const { total } = this.#geometry;
    if (total === 0) return { first: 0, last: -1, base: 0 };
    const last = rowUnder(this.#geometry, this.top + Math.max(0, this.#height - 1));
    return { first: this.#firstOf(this.#geometry), last, base: this.#base };
  }

  get #isAtTop(): boolean {
    return this.#elementTop === 0 && this.#base === 0;
  }

  #firstOf(geometry: ListGeometry): number {
    return rowUnder(geometry, this.top + headingOver(geometry));
  }
}

/** How much of the rows at the top the heading that stays there covers. */
function headingOver({ groups, headingHeight }: ListGeometry): number {
  return groups.length === 0 ? 0 : headingHeight;
}
