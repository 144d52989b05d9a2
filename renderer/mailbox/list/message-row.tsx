import { Check, Cloud, CloudAlert, Paperclip, Reply, Star } from 'lucide-react';
import { memo } from 'react';
import type { MessageRow } from '../../../shared/mail.ts';
import { texts } from '../../../shared/texts/texts.ts';
import { classNames } from '../../components/class-names.ts';
import { Icon } from '../../components/icon.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { showsRecipient } from '../folders/folder-looks.ts';
import { folderName, folderOf } from '../folders/folder-tree.ts';
import { useMailbox } from '../mailbox-state.ts';
import { Marked } from '../search/marked.tsx';
import { correspondent, rowDate, rowName, subjectOf } from './row-words.ts';

/** How rows are drawn: the same for all of a list. */
export interface RowLook {
  /** One line instead of two. */
  readonly compact: boolean;
  /** CSS pixels. */
  readonly height: number;
  /** Whether rows show the recipient instead of the sender. */
  readonly recipient: boolean;
  /** The present time, precise to the day: it decides which dates are today. */
  readonly now: number;
  /** Several messages are selected: each shows a mark, so that colour is not the only sign. */
  readonly marks: boolean;
  /** What was searched for, to be marked in the rows. */
  readonly words: readonly string[];
}

interface RowProps {
  /** Undefined while its page is on its way. */
  readonly row: MessageRow | undefined;
  readonly index: number;
  readonly total: number;
  readonly selected: boolean;
  /** The cursor is on the row. */
  readonly focused: boolean;
  /** The pointer is over it, or over its buttons. */
  readonly hovered: boolean;
  readonly look: RowLook;
}

/** The element id of a row, for `aria-activedescendant`. */
export function rowElementId(index: number): string {
  return `message-${index}`;
}

/** One message of the list. Drawn again only when one of its properties changed. */
export const Row = memo(function Row({ row, index, total, selected, focused, hovered, look }: RowProps) {
  const { compact, height, now } = look;
  const place = usePlace(row);
  const recipient = place?.recipient ?? look.recipient;
  return (
    <div
      role="option"
      // A focusable row would take the focus at the press that begins a drag; the list takes it back, and Chromium then
      // cancels the drag.
      tabIndex={undefined}
      id={rowElementId(index)}
      draggable={row !== undefined}
      data-index={index}
      data-message={row?.id}
      aria-selected={selected}
      aria-posinset={index + 1}
      aria-setsize={total}
      aria-label={row ? rowName(row, recipient, now, place?.name) : texts().mailbox.list.loading}
      className={classNames(
        'absolute inset-x-0 top-0 border-b border-line ps-6 pe-3',
        compact ? 'flex items-center gap-2' : 'flex flex-col justify-center',
        selected ? 'bg-selected-idle group-focus/list:bg-selected' : hovered && 'bg-hover',
        focused &&
          'group-focus-visible/list:outline-2 group-focus-visible/list:-outline-offset-2 group-focus-visible/list:outline-accent',
        focused && look.marks && 'outline-1 -outline-offset-2 outline-line-strong',
      )}
      style={{ height, transform: `translateY(${index * height}px)` }}
    >
      {row && <RowMark row={row} selected={selected && look.marks} compact={compact} />}
      {!row && <RowSkeleton index={index} compact={compact} />}
      {row && compact && <OneLine row={row} look={look} recipient={recipient} place={place?.name} hovered={hovered} />}
      {row && !compact && (
        <TwoLines row={row} look={look} recipient={recipient} place={place?.name} hovered={hovered} />
      )}
    </div>
  );
});

/** In a list of several folders: the folder of a row, and whether its rows show the recipient. */
function usePlace(row: MessageRow | undefined): { readonly name: string; readonly recipient: boolean } | null {
  const folder = useMailbox(({ lists, open }) =>
    open?.search && row?.folderId !== undefined ? folderOf(lists, open.accountId, row.folderId) : undefined,
  );
  const isOneFolder = useMailbox(({ open }) => open?.search?.scope === 'folder');
  if (folder === undefined) return null;
  return { name: isOneFolder ? '' : folderName(folder), recipient: showsRecipient(folder) };
}

/** A message that is marked as deleted is no unread mail. */
const isUnread = ({ seen, markedDeleted }: MessageRow): boolean => !seen && !markedDeleted;

interface MarkProps {
  readonly row: MessageRow;
  readonly selected: boolean;
  readonly compact: boolean;
}

/** In the margin: a tick for one of several selected messages, else a dot for an unread one. */
function RowMark({ row, selected, compact }: MarkProps) {
  const place = compact ? 'absolute inset-y-0 flex items-center' : 'absolute top-2 flex h-5 items-center';
  if (selected) {
    return (
      <span className={classNames(place, 'start-1')}>
        <Icon icon={Check} className="text-accent-text" />
      </span>
    );
  }
  if (!isUnread(row)) return null;
  return (
    <span className={classNames(place, 'start-2.5')}>
      <span className="size-1.5 rounded-full bg-accent" />
    </span>
  );
}

interface TextProps {
  readonly row: MessageRow;
  readonly look: RowLook;
  readonly recipient: boolean;
  /** The name of its folder, where the list has several. */
  readonly place: string | undefined;
  readonly hovered: boolean;
}

function TwoLines({ row, look, recipient, place, hovered }: TextProps) {
  const weight = classNames(isUnread(row) ? 'font-semibold' : 'font-normal', row.markedDeleted && 'line-through');
  return (
    <>
      <div className="flex items-center gap-2">
        <span
          dir="auto"
          className={classNames('min-w-0 truncate', weight, (row.unfetched || row.markedDeleted) && 'text-muted')}
        >
          <Marked text={correspondent(row, recipient)} words={look.words} />
        </span>
        <RowEnd row={row} place={place} now={look.now} hovered={hovered} />
      </div>
      {/* A snippet with room for only a few letters wraps to a second line, which is hidden. */}
      <div className={classNames('flex h-5 flex-wrap gap-x-2 overflow-hidden', hovered && 'pe-31')}>
        <span
          dir="auto"
          className={classNames(
            'max-w-full shrink-0 truncate',
            weight,
            (row.unfetched || row.markedDeleted) && 'text-muted',
          )}
        >
          <Marked text={subjectOf(row)} words={look.words} />
        </span>
        {row.snippet && (
          <span
            dir="auto"
            className={classNames(
              'min-w-0 shrink-0 grow basis-16 truncate [text-align:-webkit-match-parent] text-muted',
              row.markedDeleted && 'line-through',
            )}
          >
            <Marked text={row.snippet} words={look.words} />
          </span>
        )}
      </div>
    </>
  );
}

function OneLine({ row, look, recipient, place, hovered }: TextProps) {
  const weight = classNames(isUnread(row) ? 'font-semibold' : 'font-normal', row.markedDeleted && 'line-through');
  return (
    <>
      <span
        dir="auto"
        className={classNames('w-1/3 max-w-48 shrink-0 truncate', weight, row.markedDeleted && 'text-muted')}
      >
        <Marked text={correspondent(row, recipient)} words={look.words} />
      </span>
      <span dir="auto" className={classNames('min-w-0 truncate', weight, row.markedDeleted && 'text-muted')}>
        <Marked text={subjectOf(row)} words={look.words} />
      </span>
      <RowEnd row={row} place={place} now={look.now} hovered={hovered} />
    </>
  );
}

/**
 * Icons and date. While the pointer is on the row the buttons of row-actions.tsx cover this place, so it must be empty.
 */
function RowEnd({ row, place, now, hovered }: Pick<TextProps, 'row' | 'place' | 'hovered'> & { readonly now: number }) {
  return (
    <span
      className={classNames(
        'ms-auto flex shrink-0 items-center justify-end gap-1.5 text-muted',
        hovered && 'invisible min-w-29',
      )}
    >
      {row.flagged && <Icon icon={Star} className="fill-current text-accent-text" />}
      {row.answered && <Icon icon={Reply} className="rtl:-scale-x-100" />}
      {row.hasAttachments && <Icon icon={Paperclip} />}
      {row.unfetched && <Icon icon={CloudAlert} />}
      {row.foundOnServer && <Icon icon={Cloud} />}
      {place && (
        <span dir="auto" className="max-w-24 truncate text-small">
          {place}
        </span>
      )}
      <span className="text-small tabular-nums">{rowDate(row.receivedAt, now)}</span>
    </span>
  );
}

const senderWidths = ['w-32', 'w-24', 'w-40', 'w-28'];
const subjectWidths = ['w-4/5', 'w-3/5', 'w-11/12', 'w-2/3', 'w-3/4'];

function RowSkeleton({ index, compact }: { readonly index: number; readonly compact: boolean }) {
  const sender = senderWidths[index % senderWidths.length] ?? 'w-32';
  const subject = subjectWidths[index % subjectWidths.length] ?? 'w-4/5';
  if (compact) {
    return (
      <>
        <span className="w-1/3 max-w-48 shrink-0">
          <Skeleton className="w-3/4" />
        </span>
        <span className="min-w-0 flex-1">
          <Skeleton className={subject} />
        </span>
        <Skeleton className="w-10" />
      </>
    );
  }
  return (
    <>
      <div className="flex h-5 items-center justify-between">
        <Skeleton className={sender} />
        <Skeleton className="w-10" />
      </div>
      <div className="flex h-5 items-center">
        <Skeleton className={subject} />
      </div>
    </>
  );
}

/** Rows of the real shape while nothing is known of the folder yet. */
export function SkeletonRows({ look }: { readonly look: Pick<RowLook, 'compact' | 'height'> }) {
  const { compact, height } = look;
  return (
    <div aria-hidden="true" className="h-full overflow-hidden">
      {Array.from({ length: compact ? 40 : 24 }, (_, index) => index).map((index) => (
        <div
          key={index}
          className={classNames(
            'flex border-b border-line ps-6 pe-3',
            compact ? 'items-center gap-2' : 'flex-col justify-center',
          )}
          style={{ height }}
        >
          <RowSkeleton index={index} compact={compact} />
        </div>
      ))}
    </div>
  );
}
