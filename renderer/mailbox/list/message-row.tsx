import { Check, Cloud, CloudAlert, FileSearch, Forward, Paperclip, Reply, Star } from 'lucide-react';
import { memo, type ReactNode, useMemo } from 'react';
import type { Address, Folder, MessageRow } from '../../../shared/mail.ts';
import { texts } from '../../../shared/texts/texts.ts';
import { classNames } from '../../components/class-names.ts';
import { Icon } from '../../components/icon.tsx';
import { SenderTile } from '../../components/sender-tile.tsx';
import { TagDots } from '../../components/tag-dots.tsx';
import { showsRecipient } from '../folders/folder-looks.ts';
import { folderName } from '../folders/folder-tree.ts';
import { folderOfRow, isOfOneRole, isOfSeveralFolders, type MailboxState, useMailbox } from '../mailbox-state.ts';
import { Marked } from '../search/marked.tsx';
import { AccountMark, useRowAccount } from './account-mark.tsx';
import type { RowLook } from './row-look.ts';
import { rowPeople, useOwnAddresses } from './row-people.ts';
import { RowSkeleton } from './row-skeleton.tsx';
import { rowDate, rowName, subjectOf } from './row-words.ts';

interface RowProps {
  /** Undefined while its page is on its way. */
  readonly row: MessageRow | undefined;
  readonly index: number;
  /** CSS pixels from the upper edge of the element that is scrolled. */
  readonly top: number;
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

/** One message of the list. Drawn again only when one of its properties changed. How many there are is said by the list (`aria-setsize`). */
export const Row = memo(function Row({ row, index, top, selected, focused, hovered, look }: RowProps) {
  const { compact, height, now } = look;
  const { place, recipient = look.recipient } = usePlace(row);
  const account = useRowAccount(row);
  const accountName = account?.name;
  const own = useOwnAddresses();
  const people = row === undefined ? '' : rowPeople(row, recipient, own);
  const label = useMemo(
    () => (row ? rowName(row, recipient, now, place, accountName, people) : texts().mailbox.list.loading),
    [row, recipient, now, place, accountName, people],
  );
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
      aria-label={label}
      className={classNames(
        'absolute inset-x-0 top-0 overflow-hidden ps-6 pe-3',
        compact ? 'flex items-center gap-3' : 'flex items-start gap-2.5 py-1.5',
        selected ? 'bg-selected-idle group-focus/list:bg-selected' : hovered && 'bg-hover',
        focused &&
          'group-focus-visible/list:outline-2 group-focus-visible/list:-outline-offset-2 group-focus-visible/list:outline-accent',
        focused && look.marks && 'outline-1 -outline-offset-2 outline-line-strong',
      )}
      style={{ height, transform: `translateY(${top}px)` }}
    >
      {account && <AccountMark colour={account.colour} />}
      {row && <RowMark row={row} selected={selected && look.marks} compact={compact} />}
      {!row && <RowSkeleton index={index} look={look} />}
      {row && compact && <OneLine row={row} look={look} people={people} place={place} />}
      {row && !compact && <SeveralLines row={row} look={look} recipient={recipient} people={people} place={place} />}
    </div>
  );
});

/** In a list of several folders: the name of a row's folder, and whether its rows show the recipient. Undefined in others. */
function usePlace(row: MessageRow | undefined): {
  readonly place: string | undefined;
  readonly recipient: boolean | undefined;
} {
  const folderIn = (state: MailboxState): Folder | undefined =>
    row !== undefined && isOfSeveralFolders(state.open) ? folderOfRow(state, row) : undefined;
  // A folder is another object whenever its counts change, which is no reason to draw its rows.
  const place = useMailbox((state) => {
    const folder = folderIn(state);
    // In a list of one role's folders each row would say the same.
    return folder && (state.open !== null && isOfOneRole(state.open) ? '' : folderName(folder));
  });
  const recipient = useMailbox((state) => {
    const folder = folderIn(state);
    return folder && showsRecipient(folder);
  });
  return { place, recipient };
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
  const place = compact ? 'absolute inset-y-0 flex items-center' : 'absolute top-1.5 flex h-[1lh] items-center';
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
  /** Whom it names. */
  readonly people: string;
  /** The name of its folder, where the list has several. */
  readonly place: string | undefined;
}

/** Drawn again only for another row or look: not when it is selected, or stands elsewhere. */
const SeveralLines = memo(function SeveralLines({
  row,
  look,
  recipient,
  people,
  place,
}: TextProps & { readonly recipient: boolean }) {
  const { preview, words } = look;
  const { name, address }: Address = recipient ? row.to : row.from;
  return (
    <>
      {look.tiles && (
        <span className="mt-1.5 flex">
          <SenderTile name={name} address={address} size={28} />
        </span>
      )}
      <div className="min-w-0 flex-1">
        <div className="flex h-[1lh] items-center gap-2">
          <Line row={row}>
            <Marked text={people} words={words} />
          </Line>
          <RowCount row={row} />
          <RowDate row={row} look={look} />
        </div>
        <div className="flex h-[1lh] items-center gap-2">
          <Line row={row}>
            <Marked text={subjectOf(row)} words={words} />
          </Line>
          <RowMarks row={row} place={place} />
        </div>
        {preview > 0 && (
          <div
            dir="auto"
            className={classNames(
              'overflow-hidden [text-align:-webkit-match-parent] wrap-anywhere text-muted',
              previewClamps[preview],
              row.markedDeleted && 'line-through',
            )}
          >
            <Marked text={row.snippet} words={words} />
          </div>
        )}
      </div>
    </>
  );
});

const previewClamps: Readonly<Record<number, string>> = { 1: 'truncate', 2: 'line-clamp-2', 3: 'line-clamp-3' };

/** As `SeveralLines`. */
const OneLine = memo(function OneLine({ row, look, people, place }: TextProps) {
  const { words } = look;
  return (
    <>
      <span className="flex w-1/3 max-w-48 shrink-0 items-center gap-1.5">
        <Line row={row}>
          <Marked text={people} words={words} />
        </Line>
        <RowCount row={row} />
      </span>
      <span className="flex min-w-0 flex-1 items-baseline gap-3 overflow-hidden">
        <Line row={row}>
          <Marked text={subjectOf(row)} words={words} />
        </Line>
        {/* Where the subject leaves no room for it, the preview is not there. */}
        {row.snippet && (
          <span
            dir="auto"
            className={classNames(
              'hidden min-w-0 flex-1 truncate text-muted @xl/list:block',
              row.markedDeleted && 'line-through',
            )}
          >
            <Marked text={row.snippet} words={words} />
          </span>
        )}
      </span>
      <RowMarks row={row} place={place} />
      <RowDate row={row} look={look} />
    </>
  );
});

/** The correspondent or the subject: one line, heavier while the message is unread. */
function Line({ row, children }: { readonly row: MessageRow; readonly children: ReactNode }) {
  return (
    <span
      dir="auto"
      className={classNames(
        'min-w-0 truncate',
        isUnread(row) ? 'font-semibold' : 'font-normal',
        row.markedDeleted && 'line-through',
        (row.unfetched || row.markedDeleted) && 'text-muted',
      )}
    >
      {children}
    </span>
  );
}

/** How many messages a conversation has; the row's name says it in words. */
function RowCount({ row }: Pick<TextProps, 'row'>) {
  const count = row.conversation?.count ?? 1;
  if (count < 2) return null;
  return (
    <span className="-ms-0.5 shrink-0 rounded-sm bg-sunken px-1 text-small leading-4 text-muted tabular-nums">
      {count > 99 ? '99+' : count}
    </span>
  );
}

/** What is true of the message, as signs. While the pointer is on the row they stay as they are. */
function RowMarks({ row, place }: Pick<TextProps, 'row' | 'place'>) {
  const { flagged, answered, forwarded, hasAttachments, unfetched, foundOnServer, foundInFile, tags } = row;
  if (
    !(flagged || answered || forwarded || hasAttachments || unfetched || foundOnServer || foundInFile || tags || place)
  )
    return null;
  return (
    <span className="ms-auto flex shrink-0 items-center gap-1.5 text-muted">
      <TagDots tags={tags} />
      {answered && <Icon icon={Reply} size={14} className="rtl:-scale-x-100" />}
      {forwarded && <Icon icon={Forward} size={14} className="rtl:-scale-x-100" />}
      {hasAttachments && !foundInFile && <Icon icon={Paperclip} size={14} />}
      {foundInFile && (
        <span className="flex items-center gap-1 text-small">
          <Icon icon={FileSearch} size={14} />
          {texts().search.foundInFile}
        </span>
      )}
      {unfetched && <Icon icon={CloudAlert} size={14} />}
      {foundOnServer && <Icon icon={Cloud} size={14} />}
      {flagged && <Icon icon={Star} size={14} className="fill-current text-accent-text" />}
      {place && (
        <span dir="auto" className="max-w-24 truncate text-small">
          {place}
        </span>
      )}
    </span>
  );
}

function RowDate({ row, look }: Pick<TextProps, 'row' | 'look'>) {
  return (
    <span className="ms-auto shrink-0 text-small text-muted tabular-nums">
      {rowDate(row.receivedAt, look.now, look.headings)}
    </span>
  );
}
