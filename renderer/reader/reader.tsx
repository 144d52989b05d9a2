import { ArrowLeft } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { AccountId, Folder, MessageId, ThreadMessage } from '../../shared/mail.ts';
import { texts } from '../../shared/texts/texts.ts';
import { call } from '../bridge.ts';
import { classNames } from '../components/class-names.ts';
import { ErrorNotice } from '../components/error-notice.tsx';
import { IconButton } from '../components/icon-button.tsx';
import { shortcutLabel } from '../keyboard/shortcut-label.ts';
import { useAccount } from '../stores/accounts.ts';
import { AttachmentPreview } from './attachment-preview.tsx';
import { BodyView, isOffline } from './body-view.tsx';
import { ConversationRows } from './conversation-rows.tsx';
import { FileNews } from './file-news.tsx';
import { LinkQuestion } from './link-question.tsx';
import { printMessage, saveMessage } from './message-files.ts';
import { MessageDetails, MessageDetailsSkeleton, MessageSubject } from './message-header.tsx';
import { actionsFor, isRare, type ReaderAction } from './reader-actions.ts';
import { ReaderToolbar } from './reader-toolbar.tsx';
import {
  forgetSide,
  showOf,
  toggleFixedWidth,
  toggleOriginalColours,
  useFixedWidth,
  usePreviewed,
  useSide,
} from './reader-view.ts';
import { SidePanel } from './side-panel.tsx';
import { PlainStrip, StoppedMessage, useShowing, useShown } from './stopped-message.tsx';
import { UnfetchedMessage } from './unfetched-message.tsx';
import { Unsubscribe } from './unsubscribe.tsx';
import { useFitting } from './use-fitting.ts';
import { useLinks } from './use-links.ts';
import { useMessage } from './use-message.ts';
import { useOwnSelection } from './use-own-selection.ts';

export interface ReaderProps {
  readonly accountId: AccountId;
  readonly messageId: MessageId;
  /** All folders of the account; the role of the message's folder decides which actions are offered. */
  readonly folders: readonly Folder[];
  /** What the toolbar asks for. The reader marks nothing as read itself: the caller that opens a message does. */
  readonly onAction: (action: ReaderAction) => void;
  /** Below 900 px the reader takes the list's place: shows a button that leads back. Absent: no button. */
  readonly onBack?: () => void;
  /** The message has a window of its own: its subject is the main heading. */
  readonly isAlone?: boolean;
  /** Actions that are not offered here. */
  readonly without?: ReadonlySet<ReaderAction>;
  /** The rest of its conversation: what stands above and below the message. */
  readonly conversation?: {
    /** Oldest first. */
    readonly earlier: readonly ThreadMessage[];
    readonly later: readonly ThreadMessage[];
    /** What the toolbar's actions are about where that is all of it that lies in the folder; absent: the shown message alone. */
    readonly whole?: { readonly count: number; readonly seen: boolean; readonly flagged: boolean } | undefined;
    /** Shows another one. */
    readonly show: (message: ThreadMessage) => void;
  };
}

/**
 * One message: header, what was blocked, text, attachments. Fills its parent. Keys pressed inside the message's frame arrive as bubbling
 * `keydown` events at the frame's element, so shortcuts on `window` or `document` work there too. Follows `mail.messageChanged`.
 */
export function Reader({
  accountId,
  messageId,
  folders,
  onAction,
  onBack,
  isAlone = false,
  without,
  conversation,
}: ReaderProps) {
  const showing = useShowing(accountId, messageId);
  const { state, retry, reload } = useMessage(accountId, messageId, showing);
  useShown(accountId, messageId, state.body.kind !== 'loading');
  const links = useLinks(messageId);
  const side = useSide(messageId);
  const previewed = usePreviewed(messageId);
  const [detailsOf, setDetailsOf] = useState<MessageId | null>(null);
  const article = useRef<HTMLElement>(null);
  const row = useRef<HTMLDivElement>(null);
  useOwnSelection(article, messageId);
  const online = useIsOnline(accountId);
  const waitsForNetwork = state.body.kind === 'failed' && isOffline(state.body.error);
  const header = state.header.kind === 'ready' ? state.header.value : null;
  const role = folders.find(({ id }) => id === header?.folderId)?.role ?? null;
  const whole = conversation?.whole;
  const marked = whole ?? header ?? { seen: true, flagged: false };
  const actions = actionsFor(marked, role, useFixedWidth(), whole?.count).filter(
    ({ action }) => without?.has(action) !== true,
  );
  const fitting = useFitting(row, onBack ? 86 : 56, actions.filter((action) => !isRare(action)).length);

  useEffect(() => {
    if (online && waitsForNetwork) retry();
  }, [online, waitsForNetwork, retry]);

  useEffect(() => () => forgetSide(messageId), [messageId]);

  const rest = (side: 'earlier' | 'later') =>
    conversation && (
      <ConversationRows
        key={`${side}:${messageId}`}
        messages={conversation[side]}
        side={side}
        shownIn={header?.folderId ?? null}
        onShow={(message) => {
          // The line that was pressed is gone, so the focus goes to the message.
          article.current?.focus({ preventScroll: true });
          conversation.show(message);
        }}
      />
    );
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
  if (state.header.kind === 'failed') {
    return (
      <article aria-label={words.message} className="h-full">
        <div className="flex h-13 items-center border-b border-line ps-2 empty:hidden">{back}</div>
        <ErrorNotice shape="strip" error={state.header.error} />
      </article>
    );
  }
  const showSource = (): void => showOf(messageId, 'source');
  const act = (action: ReaderAction): void => {
    if (action === 'view_source') showSource();
    else if (action === 'view_headers') showOf(messageId, 'headers');
    else if (action === 'fixed_width') toggleFixedWidth();
    else if (action === 'original_colours') toggleOriginalColours(messageId);
    else if (action === 'open_in_window') void call('mail.openWindow', { accountId, messageId });
    else if (action === 'print') void printMessage({ accountId, messageId }, 'printer');
    else if (action === 'save_pdf') void printMessage({ accountId, messageId }, 'pdf');
    else if (action === 'save_eml') void saveMessage({ accountId, messageId });
    else onAction(action);
  };
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
          <ReaderToolbar actions={actions} fitting={fitting} onAction={act} />
        </div>
        <MessageSubject key={`subject:${messageId}`} header={header} isPage={isAlone || onBack !== undefined} />
        {rest('earlier')}
        {header?.unfetched ? null : header ? (
          <MessageDetails
            key={messageId}
            header={header}
            open={detailsOf === messageId}
            onToggle={() => setDetailsOf(detailsOf === messageId ? null : messageId)}
            // To the senders of junk it would say that somebody reads it.
            extra={
              state.body.kind === 'ready' &&
              !['sent', 'drafts', 'junk'].includes(role ?? '') && (
                <Unsubscribe accountId={accountId} messageId={messageId} onLink={links.onLink} />
              )
            }
          />
        ) : (
          <MessageDetailsSkeleton />
        )}
      </header>
      <FileNews accountId={accountId} messageId={messageId} />
      {showing === 'plain' && <PlainStrip />}
      {header?.unfetched ? (
        <UnfetchedMessage accountId={accountId} header={header} trouble={header.unfetched} />
      ) : previewed !== null ? (
        <AttachmentPreview
          key={previewed.partId}
          accountId={accountId}
          messageId={messageId}
          attachment={previewed}
          links={links}
          onClose={() => showOf(messageId, 'message')}
        />
      ) : side === 'headers' || side === 'source' ? (
        <SidePanel
          accountId={accountId}
          messageId={messageId}
          side={side}
          onClose={() => showOf(messageId, 'message')}
        />
      ) : showing === 'stopped' ? (
        <StoppedMessage />
      ) : (
        <BodyView
          key={messageId}
          accountId={accountId}
          messageId={messageId}
          header={header}
          role={role}
          body={state.body}
          links={links}
          onRetry={retry}
          onSource={showSource}
          onImagesAllowed={() => {
            // The button that was pressed is removed, so the focus goes to the message.
            article.current?.focus({ preventScroll: true });
            reload();
          }}
        />
      )}
      {rest('later')}
      {links.status !== null && (
        <output className="pointer-events-none absolute start-0 bottom-0 z-10 max-w-full truncate rounded-se-md border-e border-t border-line bg-raised px-2 py-0.5 text-small text-muted">
          <bdi>{links.status}</bdi>
        </output>
      )}
      <LinkQuestion pending={links.pending} onOpen={links.confirm} onCancel={links.dismiss} />
    </article>
  );
}

function useIsOnline(accountId: AccountId): boolean {
  const kind = useAccount(accountId)?.status.connection.kind;
  return kind === 'online' || kind === 'syncing';
}
