import { ArrowLeft } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { AccountId, Folder, MessageId } from '../../shared/mail.ts';
import { texts } from '../../shared/texts/texts.ts';
import { ErrorNotice } from '../components/error-notice.tsx';
import { IconButton } from '../components/icon-button.tsx';
import { shortcutLabel } from '../keyboard/shortcut-label.ts';
import { useAccount } from '../stores/accounts.ts';
import { BodyView, isOffline } from './body-view.tsx';
import { MessageBand, MessageDetails, MessageDetailsSkeleton } from './message-header.tsx';
import { MessageSource } from './message-source.tsx';
import { actionsFor, type ReaderAction } from './reader-actions.ts';
import { ReaderToolbar } from './reader-toolbar.tsx';
import { PlainStrip, StoppedMessage, useShowing, useShown } from './stopped-message.tsx';
import { UnfetchedMessage } from './unfetched-message.tsx';
import { useFitting } from './use-fitting.ts';
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
}

/**
 * One message: header, what was blocked, text, attachments. Fills its parent. Keys pressed inside the message's frame arrive as bubbling
 * `keydown` events at the frame's element, so shortcuts on `window` or `document` work there too. Follows `mail.messageChanged`.
 */
export function Reader({ accountId, messageId, folders, onAction, onBack }: ReaderProps) {
  const showing = useShowing(accountId, messageId);
  const { state, retry, reload } = useMessage(accountId, messageId, showing);
  useShown(accountId, messageId, state.body.kind !== 'loading');
  const [sourceOf, setSourceOf] = useState<MessageId | null>(null);
  const [detailsOf, setDetailsOf] = useState<MessageId | null>(null);
  const article = useRef<HTMLElement>(null);
  const band = useRef<HTMLDivElement>(null);
  useOwnSelection(article, messageId);
  const online = useIsOnline(accountId);
  const waitsForNetwork = state.body.kind === 'failed' && isOffline(state.body.error);
  const header = state.header.kind === 'ready' ? state.header.value : null;
  const role = folders.find(({ id }) => id === header?.folderId)?.role ?? null;
  const actions = actionsFor(header ?? { seen: true, flagged: false }, role);
  const fitting = useFitting(band, onBack ? 52 : 24, actions.filter(({ rare }) => !rare).length);

  useEffect(() => {
    if (online && waitsForNetwork) retry();
  }, [online, waitsForNetwork, retry]);

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
  const showSource = (): void => setSourceOf(messageId);
  return (
    <article
      ref={article}
      tabIndex={-1}
      aria-label={words.message}
      data-message={messageId}
      className="relative flex h-full min-w-0 flex-col bg-surface outline-none"
    >
      <header className="flex-none">
        <MessageBand
          ref={band}
          header={header}
          open={detailsOf === messageId}
          back={back}
          toolbar={<ReaderToolbar actions={actions} fitting={fitting} onAction={onAction} onSource={showSource} />}
        />
        {header?.unfetched ? null : header ? (
          <MessageDetails
            key={messageId}
            header={header}
            open={detailsOf === messageId}
            onToggle={() => setDetailsOf(detailsOf === messageId ? null : messageId)}
          />
        ) : (
          <MessageDetailsSkeleton />
        )}
      </header>
      {showing === 'plain' && <PlainStrip />}
      {header?.unfetched ? (
        <UnfetchedMessage accountId={accountId} header={header} trouble={header.unfetched} />
      ) : sourceOf === messageId ? (
        <MessageSource accountId={accountId} messageId={messageId} onClose={() => setSourceOf(null)} />
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
          onRetry={retry}
          onSource={showSource}
          onImagesAllowed={() => {
            // The button that was pressed is removed, so the focus goes to the message.
            article.current?.focus({ preventScroll: true });
            reload();
          }}
        />
      )}
    </article>
  );
}

function useIsOnline(accountId: AccountId): boolean {
  const kind = useAccount(accountId)?.status.connection.kind;
  return kind === 'online' || kind === 'syncing';
}
