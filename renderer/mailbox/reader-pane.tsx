import { Mail, Mails } from 'lucide-react';
import { type RefObject, useLayoutEffect, useRef } from 'react';
import { texts } from '../../shared/texts/texts.ts';
import { Button } from '../components/button.tsx';
import { EmptyState } from '../components/empty-state.tsx';
import { Icon } from '../components/icon.tsx';
import { LaterPart } from '../components/later-part.tsx';
import { useCompose } from '../compose/composers.ts';
import { laterComposer } from '../compose/later-composer.ts';
import { Reader } from '../reader/reader.tsx';
import type { ReaderAction } from '../reader/reader-actions.ts';
import { useConversation } from '../reader/use-conversation.ts';
import { besideRefreshed, leaveBeside, showBeside } from './actions/beside.ts';
import { removeLabel, selectNone } from './actions/message-actions.ts';
import { messageItems } from './actions/message-menu.ts';
import { openingAmong, sawMessage } from './actions/reading.ts';
import { removeTag } from './actions/tagging.ts';
import { folderName } from './folders/folder-tree.ts';
import { rowOf } from './list/rows.ts';
import { hasConversations, openFolderOf, useMailbox } from './mailbox-state.ts';
import { isBeyondCursor, selectionLimit } from './selection/selection.ts';

interface ReaderPaneProps {
  /** What the reader's toolbar asks for. */
  readonly onAction: (action: ReaderAction) => void;
  /**
   * Leads back to the list. Given when the reader has taken the list's place; the reader then takes the focus at once.
   */
  readonly onBack?: (() => void) | undefined;
}

const nothing = { accountId: null, messageId: null } as const;

/** The open message, the summary of several selected messages, or a short text about the folder. */
export function ReaderPane({ onAction, onBack }: ReaderPaneProps) {
  const reading = useMailbox((state) => state.reading);
  const beside = useMailbox((state) => state.beside);
  const several = useMailbox(({ open }) => open !== null && isBeyondCursor(open));
  const folders = useMailbox(({ lists }) => (reading ? lists.get(reading.accountId)?.folders : undefined));
  const draft = useCompose(({ shown, open }) => (shown === null ? undefined : open.get(shown)));
  const ref = useRef<HTMLElement>(null);
  useFocusAtStart(ref, onBack !== undefined);
  const whole = useWhole();
  const messages = useConversation(reading ?? nothing, besideRefreshed);
  return (
    <section
      ref={ref}
      tabIndex={-1}
      data-pane="reader"
      aria-label={texts().mailbox.reader.name}
      className="h-full min-w-0 bg-surface outline-none"
    >
      {draft && <LaterPart key={draft.stored.id} part={laterComposer} props={{ draft }} />}
      {!draft && several && <SelectionSummary />}
      {!draft && !several && reading && (
        <Reader
          accountId={reading.accountId}
          messageId={reading.messageId}
          folders={folders ?? []}
          onAction={onAction}
          onRemoveLabel={(message, label) => void removeLabel(message, label)}
          onRemoveTag={(message, tag) => void removeTag(reading.accountId, message, tag)}
          conversation={{
            messages,
            chosen: beside?.message.id ?? null,
            whole,
            choose: (message) => (message === null ? leaveBeside() : showBeside(reading.accountId, message)),
            onSeen: (message) => sawMessage(reading.accountId, message),
            onOpening: (message) => openingAmong(reading.accountId, message),
          }}
          {...(onBack ? { onBack } : {})}
        />
      )}
      {!draft && !several && !reading && <NothingSelected />}
    </section>
  );
}

/** What the toolbar does is done to the whole conversation. */
function useWhole() {
  const row = useMailbox(({ open }) =>
    open?.byThread && open.list.cursor?.id ? rowOf(open.list, open.list.cursor.id)?.row : undefined,
  );
  const count = row?.conversation?.messageIds.length ?? 1;
  return row === undefined || count < 2 ? undefined : { count, seen: row.seen, flagged: row.flagged };
}

function useFocusAtStart(ref: RefObject<HTMLElement | null>, wanted: boolean): void {
  useLayoutEffect(() => {
    if (wanted) ref.current?.focus({ preventScroll: true });
  }, [ref, wanted]);
}

/** "12 messages selected", and everything that can be done with them. */
function SelectionSummary() {
  const count = useMailbox(({ open }) => open?.selection.ids.size ?? 0);
  const total = useMailbox(({ open }) => open?.list.total ?? 0);
  const byThread = useMailbox(({ open }) => open !== null && hasConversations(open));
  // Drawn anew with the selection and with the rows' flags, since what is offered depends on them.
  useMailbox(({ open }) => open?.list.pages);
  const words = texts().mailbox.selection;
  return (
    <div className="flex h-full flex-col items-center justify-center gap-4 overflow-y-auto p-6">
      <div className="flex flex-col items-center gap-1 text-center">
        <Icon icon={Mails} size={24} className="mb-2 text-faint" />
        <h2 dir="auto" className="font-semibold tabular-nums">
          {byThread ? words.titleOfConversations(count) : words.title(count)}
        </h2>
        {count >= selectionLimit && total > count && <p className="max-w-80 text-muted">{words.cappedHint(count)}</p>}
      </div>
      <div role="toolbar" aria-label={words.actions} aria-orientation="vertical" className="flex w-72 flex-col gap-1">
        {messageItems().map(({ label, icon, shortcut, disabled, danger, startsGroup, onSelect }) => (
          <Button
            key={label}
            variant="quiet"
            disabled={disabled ?? false}
            className={`justify-start ${danger ? 'text-danger' : 'text-text'} ${startsGroup ? 'mt-2' : ''}`}
            onClick={onSelect}
          >
            {icon && <Icon icon={icon} className={danger ? 'shrink-0' : 'shrink-0 text-muted'} />}
            <span className="flex-1 whitespace-nowrap text-start">
              <bdi>{label}</bdi>
            </span>
            {shortcut && (
              <span aria-hidden="true" className="text-small text-muted">
                {shortcut}
              </span>
            )}
          </Button>
        ))}
        <Button variant="quiet" className="mt-2 justify-start text-muted" onClick={selectNone}>
          <span className="ps-5.5">{words.clear}</span>
        </Button>
      </div>
    </div>
  );
}

function NothingSelected() {
  const folder = useMailbox(openFolderOf);
  const total = useMailbox((state) => state.open?.list.total ?? 0);
  const isSearch = useMailbox(({ open }) => open?.search != null);
  const isOtherList = useCompose(({ list }) => list !== null);
  const isOver = useMailbox(({ open }) => open?.over != null);
  // For an empty folder the list already says so.
  if (total === 0) return null;
  if (isOver) return <EmptyState icon={Mail} title={texts().mailbox.reader.nothing} />;
  if (!folder) return null;
  const name = folderName(folder);
  const words = texts().mailbox.reader;
  if (isSearch || isOtherList) return <EmptyState icon={Mail} title={words.nothing} />;
  return (
    <EmptyState icon={Mail} title={words.nothing}>
      <bdi>{folder.unread > 0 ? words.unreadIn(folder.unread, name) : words.nothingUnread(name)}</bdi>
    </EmptyState>
  );
}
