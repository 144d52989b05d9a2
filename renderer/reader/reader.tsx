import { ArrowLeft, ChevronsDownUp, ChevronsUpDown } from 'lucide-react';
import { useCallback, useRef } from 'react';
import type { AccountId, Folder, MessageId } from '../../shared/mail.ts';
import { texts } from '../../shared/texts/texts.ts';
import { call } from '../bridge.ts';
import { classNames } from '../components/class-names.ts';
import { ErrorNotice } from '../components/error-notice.tsx';
import { IconButton } from '../components/icon-button.tsx';
import { shortcutLabel } from '../keyboard/shortcut-label.ts';
import { conversationSteps } from './conversation-keys.ts';
import { FindBar, QuietHitSteps } from './find/find-bar.tsx';
import { LinkQuestion } from './link-question.tsx';
import { MessageColumn, type RemoveLabel, type RemoveTag, type ShownConversation } from './message-column.tsx';
import { printMessage, saveMessage } from './message-files.ts';
import { MessageSubject } from './message-header.tsx';
import { actionsFor, conversationActions, isRare, type ReaderAction } from './reader-actions.ts';
import { ReaderToolbar } from './reader-toolbar.tsx';
import { showOf, toggleFixedWidth, toggleOriginalColours, useFixedWidth } from './reader-view.ts';
import { useFitting } from './use-fitting.ts';
import { useLinks } from './use-links.ts';
import { useHeader } from './use-message.ts';
import { useOwnSelection } from './use-own-selection.ts';

export interface ReaderProps {
  readonly accountId: AccountId;
  readonly messageId: MessageId;
  /** All folders of the account; the role of the message's folder decides which actions are offered. */
  readonly folders: readonly Folder[];
  /** What the toolbar asks for. The reader marks nothing as read itself: the caller that opens a message does. */
  readonly onAction: (action: ReaderAction) => void;
  /** Takes a label from a message, where folders are labels. */
  readonly onRemoveLabel?: RemoveLabel;
  /** Takes a tag from a message. */
  readonly onRemoveTag?: RemoveTag;
  /** Below 900 px the reader takes the list's place: shows a button that leads back. Absent: no button. */
  readonly onBack?: () => void;
  /** The message has a window of its own: its subject is the main heading. */
  readonly isAlone?: boolean;
  /** Actions that are not offered here. */
  readonly without?: ReadonlySet<ReaderAction>;
  /** The conversation that the message is of, all of which is shown then. */
  readonly conversation?: ShownConversation;
}

/**
 * A message or its whole conversation: subject, and of each message the header, what was blocked, text, attachments. Fills its parent. Keys
 * pressed inside a message's frame arrive as bubbling `keydown` events at the frame's element, so shortcuts on `window` or `document` work
 * there too. Follows `mail.messageChanged`.
 */
export function Reader({
  accountId,
  messageId,
  folders,
  onAction,
  onRemoveLabel,
  onRemoveTag,
  onBack,
  isAlone = false,
  without,
  conversation,
}: ReaderProps) {
  const loadable = useHeader(accountId, messageId);
  const links = useLinks(messageId);
  const article = useRef<HTMLElement>(null);
  const row = useRef<HTMLDivElement>(null);
  useOwnSelection(article, messageId);
  const header = loadable.kind === 'ready' ? loadable.value : null;
  const isFixedWidth = useFixedWidth();
  const count = conversation?.messages.length ?? 0;
  const isSeveral = count > 1;
  const whole = conversation?.whole;
  const chosen = isSeveral ? conversation?.messages.find(({ id }) => id === conversation.chosen) : undefined;
  const folderOf = (folderId: Folder['id'] | undefined) => folders.find(({ id }) => id === folderId);
  const offered = actionsFor(
    whole ?? header ?? { seen: true, flagged: false },
    folderOf(header?.folderId),
    isFixedWidth,
    whole?.count,
  );
  const ofChosen = chosen && actionsFor(chosen, folderOf(chosen.folderId), isFixedWidth);
  const actions = conversationActions(offered, ofChosen).filter(({ action }) => without?.has(action) !== true);
  const fitting = useFitting(row, onBack ? 86 : 56, actions.filter((action) => !isRare(action)).length);
  // The line or button that was pressed is gone, so the focus goes to the message.
  const focusReader = useCallback(() => article.current?.focus({ preventScroll: true }), []);

  const words = texts().reader;
  const back = onBack && (
    <IconButton
      icon={ArrowLeft}
      label={words.back}
      shortcut={shortcutLabel('back_to_list')}
      className="rtl:-scale-x-100"
      onClick={onBack}
    />
  );
  if (loadable.kind === 'failed' && !isSeveral) {
    return (
      <article aria-label={words.message} className="h-full">
        <div className="flex h-13 items-center border-b border-line ps-2 empty:hidden">{back}</div>
        <ErrorNotice shape="strip" error={loadable.error} />
      </article>
    );
  }
  const act = (action: ReaderAction, id: MessageId, ask: () => void): void => {
    const place = { accountId, messageId: id };
    if (action === 'view_source') showOf(id, 'source');
    else if (action === 'view_headers') showOf(id, 'headers');
    else if (action === 'fixed_width') toggleFixedWidth();
    else if (action === 'original_colours') toggleOriginalColours(id);
    else if (action === 'open_in_window') void call('mail.openWindow', place);
    else if (action === 'print') void printMessage(place, 'printer');
    else if (action === 'save_pdf') void printMessage(place, 'pdf');
    else if (action === 'save_eml') void saveMessage(place);
    else ask();
  };
  const actOnAll = (action: ReaderAction): void =>
    act(action, chosen?.id ?? messageId, () => {
      // What files and marks is about all of the conversation; an answer is to the message that was chosen.
      const group = actions.find((each) => each.action === action)?.group;
      if (group === 'file' || group === 'mark') conversation?.choose(null);
      onAction(action);
    });
  return (
    <article
      ref={article}
      tabIndex={-1}
      aria-label={words.message}
      data-message={messageId}
      className="relative flex h-full min-w-0 flex-col bg-surface outline-none"
    >
      <header className="flex-none">
        <div
          ref={row}
          className={classNames('flex min-h-13 items-center gap-1 border-b border-line pe-2', back ? 'ps-2' : 'ps-3')}
        >
          {back}
          {/* Stays mounted when another message is opened, so that it keeps the focus. */}
          <ReaderToolbar actions={actions} fitting={fitting} onAction={actOnAll} />
        </div>
        <MessageSubject
          key={`subject:${messageId}`}
          header={header}
          isPage={isAlone || onBack !== undefined}
          extra={
            <>
              <QuietHitSteps />
              {isSeveral && <AllOfConversation count={count} />}
            </>
          }
        />
        <FindBar />
      </header>
      <MessageColumn
        accountId={accountId}
        messageId={messageId}
        folders={folders}
        shownIn={header?.folderId ?? null}
        links={links}
        conversation={conversation}
        onAction={(action, message) =>
          act(action, message.id, () => {
            conversation?.choose(message);
            onAction(action);
          })
        }
        onFocusLost={focusReader}
        onRemoveLabel={onRemoveLabel}
        onRemoveTag={onRemoveTag}
      />
      {links.status !== null && (
        <output className="pointer-events-none absolute start-0 bottom-0 z-10 max-w-full truncate rounded-se-md border-e border-t border-line bg-raised px-2 py-0.5 text-small text-muted">
          <bdi>{links.status}</bdi>
        </output>
      )}
      <LinkQuestion pending={links.pending} onOpen={links.confirm} onCancel={links.dismiss} />
    </article>
  );
}

/** How many messages the conversation has, and what opens and folds all of them. */
function AllOfConversation({ count }: { readonly count: number }) {
  const words = texts().reader.conversation;
  return (
    <span className="flex shrink-0 items-center">
      <span className="pe-1 text-small text-muted tabular-nums">{words.count(count)}</span>
      <IconButton
        icon={ChevronsUpDown}
        label={words.openAll}
        shortcut={shortcutLabel('open_all')}
        onClick={() => conversationSteps()?.openAll()}
      />
      <IconButton
        icon={ChevronsDownUp}
        label={words.foldAll}
        shortcut={shortcutLabel('fold_all')}
        onClick={() => conversationSteps()?.foldAll()}
      />
    </span>
  );
}
