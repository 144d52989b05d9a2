import { headingOf } from './date-groups.ts';
import { groupAt, groupTop, type ListGeometry, rowTop } from './list-geometry.ts';
import type { Visible } from './list-scroller.ts';

interface DateHeadingsProps {
  readonly geometry: ListGeometry;
  readonly visible: Visible;
}

/** A heading's element reaches at least this many rows beyond what is visible, and changes after as many rows. */
const rowsAround = 40;

/**
 * The headings of the days and months that are visible; the topmost stays at the upper edge. They repeat what each row's name says, so they are
 * not read out.
 */
export function DateHeadings({ geometry, visible }: DateHeadingsProps) {
  const { groups, rowHeight, headingHeight, total } = geometry;
  const from = Math.max(0, (Math.floor(visible.first / rowsAround) - 1) * rowsAround);
  const to = Math.min(total, (Math.ceil(visible.last / rowsAround) + 1) * rowsAround) - 1;
  const headings = [];
  for (let position = Math.max(0, groupAt(geometry, from)); position <= groupAt(geometry, to); position++) {
    const group = groups[position];
    if (group === undefined || group.end <= from) continue;
    // Of a long group only the part around what is visible is an element: browsers limit how high that can be.
    const top = group.start >= from ? groupTop(geometry, position) : rowTop(geometry, from);
    const bottom = rowTop(geometry, Math.min(group.end - 1, to)) + rowHeight;
    headings.push(
      <div
        key={group.place ?? 'unknown'}
        aria-hidden="true"
        className="pointer-events-none absolute inset-x-0 z-10"
        // Not a transform, which sticky positions take no account of.
        style={{ top: top - visible.base, height: bottom - top }}
      >
        <div
          data-date-heading=""
          className="pointer-events-auto sticky top-0 flex items-center bg-surface ps-6 pe-3 text-small font-semibold text-muted"
          style={{ height: headingHeight }}
        >
          {group.place !== null && <span dir="auto">{headingOf(group.place)}</span>}
        </div>
      </div>,
    );
  }
  return headings;
}
