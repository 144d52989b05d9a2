import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { AccountId, Folder, FolderId, MessageId, ThreadMessage } from '../../shared/mail.ts';
import { texts } from '../../shared/texts/texts.ts';
import { classNames } from '../components/class-names.ts';
import { useOpening } from '../stores/opening.ts';
import { BodySkeleton } from './body-skeleton.tsx';
import { offerSteps } from './conversation-keys.ts';
import { ConversationLine, FolderName, MoreLines } from './conversation-line.tsx';
import {
  allFolded,
  allOpened,
  conversationShown,
  itemsOf,
  linesUnfolded,
  messageOpened,
  messageToggled,
  type OpenMessages,
} from './conversation-open.ts';
import { elementOf } from './conversation-scroll.ts';
import { messagesGone, messagesShown, offerGoing } from './find/find.ts';
import { MessageDetails } from './message-header.tsx';
import { detailsOf, type LabelledMessage, MessagePart } from './message-part.tsx';
import { offerScrolling, scrollElement } from './message-scroll.ts';
import { MessageTools } from './message-tools.tsx';
import { actionsFor, type ReaderAction } from './reader-actions.ts';
import { useFixedWidth } from './reader-view.ts';
import { useAllShown } from './stopped-message.tsx';
import { useColumn } from './use-column.ts';
import type { Links } from './use-links.ts';

/** The conversation of the open message, and what the reader asks for in it. */
export interface ShownConversation {
  /** Oldest first; empty where it is not known, or not wanted. */
  readonly messages: readonly ThreadMessage[];
  /** The message that keys are about; null: what the list has selected. */
  readonly chosen: MessageId | null;
  /** What the toolbar's actions are about where that is all of it that lies in the folder; absent: the list's message alone. */
  readonly whole?: { readonly count: number; readonly seen: boolean; readonly flagged: boolean } | undefined;
  /** Keys are about this message from now on; null: about what the list has selected. */
  readonly choose: (message: ThreadMessage | null) => void;
  /** Something of an unread message was in sight for a while. */
  readonly onSeen: (message: ThreadMessage) => void;
  /** Its content is about to be drawn. */
  readonly onOpening: (message: ThreadMessage) => void;
}

/** Takes a label from a message; undefined: labels are only shown. */
export type RemoveLabel = ((message: LabelledMessage, label: Folder) => void) | undefined;
export type RemoveTag = ((message: LabelledMessage, tag: string) => void) | undefined;

interface MessageColumnProps {
  readonly accountId: AccountId;
  /** The message that the list led to. */
  readonly messageId: MessageId;
  readonly folders: readonly Folder[];
  /** The folder of that message: others are named. */
  readonly shownIn: FolderId | null;
  readonly links: Links;
  readonly conversation: ShownConversation | undefined;
  /** What is done with one of several. */
  readonly onAction: (action: ReaderAction, message: ThreadMessage) => void;
  readonly onFocusLost: () => void;
  readonly onRemoveLabel: RemoveLabel;
  readonly onRemoveTag: RemoveTag;
}

/**
 * The messages of a conversation below one another, of which several may be open and the others are lines, with one place to scroll; a message
 * that is alone fills the reader and scrolls itself.
 */
export function MessageColumn({
  accountId,
  messageId,
  folders,
  shownIn,
  links,
  conversation,
  onAction,
  onFocusLost,
  onRemoveLabel,
  onRemoveTag,
}: MessageColumnProps) {
  const messages = conversation?.messages ?? none;
  const hasStopped = useOpening(
    ({ stopped }) => stopped?.accountId === accountId && messages.some(({ id }) => id === stopped.messageId),
  );
  const [stored, setStored] = useState<OpenMessages | null>(null);
  const state = conversationShown(stored, messageId, messages, hasStopped);
  if (state !== stored) setStored(state);
  const change = useCallback((next: (state: OpenMessages) => OpenMessages) => {
    setStored((before) => before && next(before));
  }, []);

  const isSeveral = messages.length > 1;
  const items = useMemo(() => itemsOf(messages, state), [messages, state]);
  const [element, setElement] = useState<HTMLElement | null>(null);
  const column = useColumn({
    element: isSeveral ? element : null,
    state,
    messages,
    onSeen: conversation?.onSeen,
    onOpening: conversation?.onOpening,
  });
  useAllShown(accountId, column.alive, column.isLoaded);
  useSteps({ element, messages, state, conversation, change, scrollTo: column.scrollTo });
  const openIds = useMemo(
    () => items.flatMap((item) => (item.kind === 'message' && item.open ? [item.id] : [])),
    [items],
  );
  useLayoutEffect(() => messagesShown(accountId, openIds, messageId), [accountId, openIds, messageId]);
  useLayoutEffect(() => messagesGone, []);
  const { goTo } = column;
  useEffect(() => (isSeveral ? offerGoing(goTo) : undefined), [isSeveral, goTo]);
  useEffect(() => {
    if (!isSeveral || element === null) return;
    return offerScrolling((pages, leaves) => scrollElement(element, pages, leaves));
  }, [isSeveral, element]);

  return (
    <div className="relative flex min-h-0 flex-1 flex-col">
      <ol
        ref={setElement}
        {...(isSeveral
          ? { 'aria-label': texts().reader.conversation.label, 'data-scrolls-conversation': '' }
          : { role: 'presentation' })}
        className={classNames(
          'flex min-h-0 flex-1 flex-col',
          isSeveral && 'mt-2 overflow-x-hidden overflow-y-auto border-t border-line',
        )}
        style={isSeveral ? { overflowAnchor: 'none' } : undefined}
      >
        {items.map((item) =>
          item.kind === 'more' ? (
            <li key={`more ${item.ids[0]}`} className="flex-none border-b border-line">
              <MoreLines
                count={item.ids.length}
                onUnfold={() => {
                  column.stay();
                  change((before) => linesUnfolded(before, item.ids));
                }}
              />
            </li>
          ) : (
            <ColumnItem
              key={item.id}
              accountId={accountId}
              id={item.id}
              message={isSeveral ? item.message : null}
              isOpen={item.open}
              isChosen={isSeveral && conversation?.chosen === item.id}
              place={item.message === null || item.message.folderId === shownIn ? null : item.message.folderName}
              folders={folders}
              links={links}
              column={column}
              scroller={element}
              onFocusLost={onFocusLost}
              onRemoveLabel={onRemoveLabel}
              onRemoveTag={onRemoveTag}
              onToggle={() => {
                const { message, open } = item;
                column.stay();
                change((before) => messageToggled(before, item.id));
                if (message !== null && (!open || conversation?.chosen === item.id)) {
                  conversation?.choose(open ? null : message);
                }
              }}
              onAction={onAction}
            />
          ),
        )}
      </ol>
    </div>
  );
}

const none: readonly ThreadMessage[] = [];

interface ColumnItemProps {
  readonly accountId: AccountId;
  readonly id: MessageId;
  /** Null: it is alone. */
  readonly message: ThreadMessage | null;
  readonly isOpen: boolean;
  readonly isChosen: boolean;
  readonly place: string | null;
  readonly folders: readonly Folder[];
  readonly links: Links;
  readonly column: ReturnType<typeof useColumn>;
  readonly scroller: HTMLElement | null;
  readonly onFocusLost: () => void;
  readonly onRemoveLabel: RemoveLabel;
  readonly onRemoveTag: RemoveTag;
  readonly onToggle: () => void;
  readonly onAction: (action: ReaderAction, message: ThreadMessage) => void;
}

function ColumnItem(props: ColumnItemProps) {
  const { accountId, id, message, isOpen, isChosen, place, folders, links, column, scroller } = props;
  const element = useRef<HTMLLIElement>(null);
  const { watch, onLoaded, onDrawn } = column;
  const isAlone = message === null;
  useLayoutEffect(() => {
    return element.current === null || isAlone ? undefined : watch(element.current);
  }, [watch, isAlone]);
  const loaded = useCallback(() => onLoaded(id), [onLoaded, id]);
  const drawn = useCallback(() => onDrawn(id), [onDrawn, id]);
  const isAlive = isAlone || column.alive.includes(id);
  const tools = message && (
    <ToolsOf message={message} folders={folders} place={place} onAction={props.onAction} onFold={props.onToggle} />
  );
  return (
    <li
      ref={element}
      tabIndex={-1}
      {...(message && { 'data-message': id })}
      {...(message && isOpen && { 'data-open': '' })}
      aria-current={isChosen ? 'true' : undefined}
      className={classNames(
        'outline-none',
        isAlone ? 'flex min-h-0 flex-1 flex-col' : 'flex-none border-b border-line',
        isChosen && 'shadow-[inset_2px_0_0_var(--color-accent)] rtl:shadow-[inset_-2px_0_0_var(--color-accent)]',
      )}
      style={isOpen ? { minHeight: column.keptHeight(id) } : undefined}
    >
      {message !== null && !isOpen ? (
        <ConversationLine message={message} place={place} onOpen={props.onToggle} />
      ) : isAlive ? (
        <MessagePart
          accountId={accountId}
          messageId={id}
          folders={folders}
          links={links}
          onFocusLost={props.onFocusLost}
          onRemoveLabel={props.onRemoveLabel}
          onRemoveTag={props.onRemoveTag}
          onLoaded={loaded}
          {...(message && { among: { message, column: scroller, tools, onDrawn: drawn } })}
        />
      ) : (
        message && (
          <>
            <MessageDetails header={detailsOf(message)} open={false} onToggle={() => undefined} tools={tools} />
            <BodySkeleton />
          </>
        )
      )}
    </li>
  );
}

interface ToolsOfProps {
  readonly message: ThreadMessage;
  readonly folders: readonly Folder[];
  readonly place: string | null;
  readonly onAction: (action: ReaderAction, message: ThreadMessage) => void;
  readonly onFold: () => void;
}

function ToolsOf({ message, folders, place, onAction, onFold }: ToolsOfProps) {
  const folder = folders.find(({ id }) => id === message.folderId);
  return (
    <>
      {place !== null && <FolderName name={place} />}
      <MessageTools
        actions={actionsFor(message, folder, useFixedWidth())}
        onAction={(action) => onAction(action, message)}
        onFold={onFold}
      />
    </>
  );
}

interface Steps {
  readonly element: HTMLElement | null;
  readonly messages: readonly ThreadMessage[];
  readonly state: OpenMessages;
  readonly conversation: ShownConversation | undefined;
  readonly change: (next: (state: OpenMessages) => OpenMessages) => void;
  readonly scrollTo: (id: MessageId) => void;
}

/** Offers the keys of a conversation while one of several messages is shown. */
function useSteps(steps: Steps): void {
  const latest = useRef(steps);
  useEffect(() => {
    latest.current = steps;
  });
  const isSeveral = steps.messages.length > 1;
  useEffect(() => {
    if (!isSeveral) return;
    return offerSteps({
      step: (by) => {
        const { element, messages, state, conversation, change, scrollTo } = latest.current;
        const from = messages.findIndex(({ id }) => id === (conversation?.chosen ?? state.at));
        const message = messages[from + by];
        if (message === undefined) return;
        change((before) => messageOpened(before, message.id));
        conversation?.choose(message);
        scrollTo(message.id);
        requestAnimationFrame(() => element && elementOf(element, message.id)?.focus({ preventScroll: true }));
      },
      openAll: () => latest.current.change(allOpened),
      foldAll: () => latest.current.change(allFolded),
    });
  }, [isSeveral]);
}
