import { ArrowLeft } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { AccountId, MessageId } from '../../../shared/mail.ts';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { IconButton } from '../../components/icon-button.tsx';
import { useAccount } from '../../stores/accounts.ts';
import { BodyView, isOffline } from './body-view.tsx';
import { MessageHeaderBlock, MessageHeaderSkeleton } from './message-header.tsx';
import { MessageSource } from './message-source.tsx';
import { ReaderToolbar } from './reader-toolbar.tsx';
import { useMessage } from './use-message.ts';

/** What the reader's toolbar asks for; the mailbox carries it out through its store, which shows it at once. */
export type ReaderAction = 'mark_read' | 'mark_unread' | 'trash';

export interface ReaderProps {
  readonly accountId: AccountId;
  readonly messageId: MessageId;
  /** The reader marks nothing as read by itself: whoever opens a message does. */
  readonly onAction: (action: ReaderAction) => void;
  /** Below 900 px the reader takes the list's place: shows a button that leads back. Absent: no button. */
  readonly onBack?: () => void;
  /** Why this message cannot be moved to the trash, for example that it is there. Absent: it can. */
  readonly trashDisabledReason?: string;
}

/**
 * One message: header, what was blocked, text, attachments. Fills its parent. Keys pressed inside the message's frame arrive as bubbling
 * `keydown` events at the frame's element, so shortcuts on `window` or `document` work there too. Follows `mail.messageChanged`.
 */
export function Reader({ accountId, messageId, onAction, onBack, trashDisabledReason }: ReaderProps) {
  const { state, retry } = useMessage(accountId, messageId);
  const [sourceOf, setSourceOf] = useState<MessageId | null>(null);
  const online = useIsOnline(accountId);
  const waitsForNetwork = state.body.kind === 'failed' && isOffline(state.body.error);

  useEffect(() => {
    if (online && waitsForNetwork) retry();
  }, [online, waitsForNetwork, retry]);

  const back = onBack && <IconButton icon={ArrowLeft} label="Back to the list" shortcut="Esc" onClick={onBack} />;
  if (state.header.kind === 'failed') {
    return (
      <article aria-label="Message" className="h-full">
        <div className="flex h-13 items-center border-b border-line ps-2 empty:hidden">{back}</div>
        <ErrorNotice shape="strip" error={state.header.error} />
      </article>
    );
  }
  const showSource = (): void => setSourceOf(messageId);
  return (
    <article aria-label="Message" data-message={messageId} className="relative flex h-full min-w-0 flex-col bg-surface">
      {state.header.kind === 'loading' ? (
        <MessageHeaderSkeleton back={back} />
      ) : (
        <MessageHeaderBlock
          key={`header ${messageId}`}
          header={state.header.value}
          back={back}
          toolbar={
            <ReaderToolbar
              seen={state.header.value.seen}
              onAction={onAction}
              onSource={showSource}
              trashDisabledReason={trashDisabledReason}
            />
          }
        />
      )}
      {sourceOf === messageId ? (
        <MessageSource accountId={accountId} messageId={messageId} onClose={() => setSourceOf(null)} />
      ) : (
        <BodyView
          key={`body ${messageId}`}
          accountId={accountId}
          messageId={messageId}
          body={state.body}
          attachments={state.header.kind === 'ready' ? state.header.value.attachments : []}
          onRetry={retry}
          onSource={showSource}
        />
      )}
    </article>
  );
}

function useIsOnline(accountId: AccountId): boolean {
  const kind = useAccount(accountId)?.status.connection.kind;
  return kind === 'online' || kind === 'syncing';
}
