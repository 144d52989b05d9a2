import { Flag, Paperclip, Reply } from 'lucide-react';
import { memo } from 'react';
import type { MessageRow } from '../../../shared/mail.ts';
import { classNames } from '../../components/class-names.ts';
import { Icon } from '../../components/icon.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { correspondent, rowDate, rowName, subjectOf } from './row-words.ts';

/** Pixels. */
export const rowHeight = 56;

interface RowProps {
  /** Undefined while its page is on its way. */
  readonly row: MessageRow | undefined;
  readonly index: number;
  readonly total: number;
  readonly selected: boolean;
  /** The pointer is over it, or over its buttons. */
  readonly hovered: boolean;
  readonly recipient: boolean;
  /** The time, precise to the day: what "today" is. */
  readonly now: number;
}

/** The element id of a row, for `aria-activedescendant`. */
export function rowElementId(index: number): string {
  return `message-${index}`;
}

/** One message of the list, two lines. Drawn again only when something of it changed. */
export const Row = memo(function Row({ row, index, total, selected, hovered, recipient, now }: RowProps) {
  return (
    <div
      role="option"
      tabIndex={-1}
      id={rowElementId(index)}
      data-index={index}
      data-message={row?.id}
      aria-selected={selected}
      aria-posinset={index + 1}
      aria-setsize={total}
      aria-label={row ? rowName(row, recipient, now) : 'Loading'}
      className={classNames(
        'absolute inset-x-0 top-0 h-14 border-b border-line py-2 ps-6 pe-3',
        selected
          ? 'bg-selected-idle group-focus/list:bg-selected group-focus-visible/list:outline-2 group-focus-visible/list:-outline-offset-2 group-focus-visible/list:outline-accent'
          : hovered && 'bg-hover',
      )}
      style={{ transform: `translateY(${index * rowHeight}px)` }}
    >
      {row ? <RowText row={row} recipient={recipient} now={now} hovered={hovered} /> : <RowSkeleton index={index} />}
    </div>
  );
});

function RowText({
  row,
  recipient,
  now,
  hovered,
}: {
  readonly row: MessageRow;
  readonly recipient: boolean;
  readonly now: number;
  readonly hovered: boolean;
}) {
  const weight = row.seen ? 'font-normal' : 'font-semibold';
  return (
    <>
      {!row.seen && <span className="absolute start-2.5 top-[15px] size-1.5 rounded-full bg-accent" />}
      <div className="flex items-center gap-2">
        <span dir="auto" className={classNames('min-w-0 truncate', weight)}>
          {correspondent(row, recipient)}
        </span>
        {/* The buttons of row-actions.tsx lie here while the pointer is on the row: nothing shows half from under them. */}
        <span
          className={classNames(
            'ms-auto flex shrink-0 items-center justify-end gap-1.5 text-muted',
            hovered && 'invisible min-w-15',
          )}
        >
          {row.flagged && <Icon icon={Flag} className="fill-current text-accent-text" />}
          {row.answered && <Icon icon={Reply} />}
          {row.hasAttachments && <Icon icon={Paperclip} />}
          <span className="text-small tabular-nums">{rowDate(row.receivedAt, now)}</span>
        </span>
      </div>
      {/* Less than a few letters of the snippet say nothing: it then wraps to where it is not seen. */}
      <div className={classNames('flex h-5 flex-wrap gap-x-2 overflow-hidden', hovered && 'pe-17')}>
        <span dir="auto" className={classNames('max-w-full shrink-0 truncate', weight)}>
          {subjectOf(row)}
        </span>
        {row.snippet && (
          <span dir="auto" className="min-w-0 shrink-0 grow basis-16 truncate [text-align:match-parent] text-muted">
            {row.snippet}
          </span>
        )}
      </div>
    </>
  );
}

const senderWidths = ['w-32', 'w-24', 'w-40', 'w-28'];
const subjectWidths = ['w-4/5', 'w-3/5', 'w-11/12', 'w-2/3', 'w-3/4'];

function RowSkeleton({ index }: { readonly index: number }) {
  return (
    <>
      <div className="flex h-5 items-center justify-between">
        <Skeleton className={senderWidths[index % senderWidths.length] ?? 'w-32'} />
        <Skeleton className="w-10" />
      </div>
      <div className="flex h-5 items-center">
        <Skeleton className={subjectWidths[index % subjectWidths.length] ?? 'w-4/5'} />
      </div>
    </>
  );
}

/** Rows of the real shape while nothing is known of the folder yet. */
export function SkeletonRows() {
  return (
    <div aria-hidden="true" className="h-full overflow-hidden">
      {Array.from({ length: 24 }, (_, index) => index).map((index) => (
        <div key={index} className="h-14 border-b border-line py-2 ps-6 pe-3">
          <RowSkeleton index={index} />
        </div>
      ))}
    </div>
  );
}
