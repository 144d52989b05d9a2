import { type ReactNode, useEffect, useState } from 'react';
import type { AccountId, Folder, FolderId, MessageId, ThreadMessage } from '../../shared/mail.ts';
import { ErrorNotice } from '../components/error-notice.tsx';
import { useAccount } from '../stores/accounts.ts';
import { AttachmentPreview } from './attachment-preview.tsx';
import { BodyView, isOffline } from './body-view.tsx';
import { FileNews } from './file-news.tsx';
import { type HeaderDetails, MessageDetails, MessageDetailsSkeleton } from './message-header.tsx';
import { MessageLabels, useLabels } from './message-labels.tsx';
import { MessageTags } from './message-tags.tsx';
import { forgetSide, showOf, usePreviewed, useSide } from './reader-view.ts';
import { SidePanel } from './side-panel.tsx';
import { PlainStrip, StoppedMessage, useShowing } from './stopped-message.tsx';
import { UnfetchedMessage } from './unfetched-message.tsx';
import { Unsubscribe } from './unsubscribe.tsx';
import type { Links } from './use-links.ts';
import { useMessage } from './use-message.ts';

/** A message whose label is to be removed, and the folder it is looked at in. */
export interface LabelledMessage {
  readonly id: MessageId;
  readonly folderId: FolderId;
}

interface MessagePartProps {
  readonly accountId: AccountId;
  readonly messageId: MessageId;
  readonly folders: readonly Folder[];
  readonly links: Links;
  /** Puts the focus on the reader, where what had it is gone. */
  readonly onFocusLost: () => void;
  /** Takes a label from it; absent: its labels are only shown. */
  readonly onRemoveLabel?: ((message: LabelledMessage, label: Folder) => void) | undefined;
  /** Takes a tag from it; absent: its tags are only shown. */
  readonly onRemoveTag?: ((message: LabelledMessage, tag: string) => void) | undefined;
  /** Its text is there, or why it is not. */
  readonly onLoaded: () => void;
  /** It is one of several that stand below one another. */
  readonly among?: {
    readonly message: ThreadMessage;
    /** What scrolls them; null while that is not in the document. */
    readonly column: HTMLElement | null;
    readonly tools: ReactNode;
    /** It is on the screen, or what stands in its place. */
    readonly onDrawn: () => void;
  };
}

/** One message below its conversation's subject: who wrote it to whom, what was blocked, text, attachments. */
export function MessagePart(props: MessagePartProps) {
  const { accountId, messageId, folders, links, onFocusLost, onRemoveLabel, onRemoveTag, onLoaded, among } = props;
  const showing = useShowing(accountId, messageId);
  const { state, retry, reload } = useMessage(accountId, messageId, showing);
  useLabels(accountId, messageId, folders);
  const side = useSide(messageId);
  const previewed = usePreviewed(messageId);
  const [isDetailed, setDetailed] = useState(false);
  const online = useIsOnline(accountId);
  const waitsForNetwork = state.body.kind === 'failed' && isOffline(state.body.error);
  const header = state.header.kind === 'ready' ? state.header.value : null;
  const folderId = header?.folderId ?? among?.message.folderId;
  const folder = folders.find(({ id }) => id === folderId);
  const role = folder?.role ?? null;
  // Of a message that Heron ended at nothing is asked for, so main keeps it as one that was not shown (R3).
  const isLoaded = state.body.kind !== 'loading';
  const isReplaced = showing === 'stopped' || header?.unfetched != null || state.header.kind === 'failed';
  const onDrawn = among?.onDrawn;

  useEffect(() => {
    if (online && waitsForNetwork) retry();
  }, [online, waitsForNetwork, retry]);
  useEffect(() => () => forgetSide(messageId), [messageId]);
  useEffect(() => {
    if (isLoaded) onLoaded();
  }, [isLoaded, onLoaded]);
  useEffect(() => {
    if (isReplaced) onDrawn?.();
  }, [isReplaced, onDrawn]);

  const details = header ?? (among && detailsOf(among.message));
  const close = (): void => showOf(messageId, 'message');
  const onSource = (): void => showOf(messageId, 'source');
  const other =
    previewed !== null ? (
      <AttachmentPreview
        key={previewed.partId}
        accountId={accountId}
        messageId={messageId}
        attachment={previewed}
        links={links}
        onClose={close}
      />
    ) : side === 'headers' || side === 'source' ? (
      <SidePanel accountId={accountId} messageId={messageId} side={side} onClose={close} />
    ) : null;
  return (
    <>
      {header?.unfetched && !among ? null : details ? (
        <MessageDetails
          header={details}
          open={isDetailed}
          onToggle={() => setDetailed(!isDetailed)}
          tools={among?.tools}
          labels={
            header && (
              <>
                <MessageLabels
                  labels={header.labels ?? []}
                  folders={folders}
                  onFocusLost={onFocusLost}
                  onRemove={onRemoveLabel && ((label) => onRemoveLabel(header, label))}
                />
                <MessageTags
                  tags={header.tags ?? []}
                  kept={folder?.keptTags}
                  onFocusLost={onFocusLost}
                  onRemove={onRemoveTag && ((tag) => onRemoveTag(header, tag))}
                />
              </>
            )
          }
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
      <FileNews accountId={accountId} messageId={messageId} />
      {showing === 'plain' && <PlainStrip />}
      {among && other && <div className="absolute inset-0 z-10 flex flex-col bg-surface">{other}</div>}
      {among && state.header.kind === 'failed' ? (
        <ErrorNotice shape="strip" error={state.header.error} />
      ) : header?.unfetched ? (
        <UnfetchedMessage accountId={accountId} header={header} trouble={header.unfetched} />
      ) : !among && other ? (
        other
      ) : showing === 'stopped' ? (
        <StoppedMessage />
      ) : (
        <BodyView
          accountId={accountId}
          messageId={messageId}
          header={header}
          role={role}
          body={state.body}
          links={links}
          onRetry={retry}
          onSource={onSource}
          onImagesAllowed={() => {
            // The button that was pressed is removed, so the focus goes to the message.
            onFocusLost();
            reload();
          }}
          {...(among && { column: among.column, onDrawn: among.onDrawn })}
        />
      )}
    </>
  );
}

/** What a message's line in its conversation tells of its header. */
export function detailsOf({ from, to, receivedAt, answered, forwarded }: ThreadMessage): HeaderDetails {
  const known = [from].filter(({ name, address }) => name !== '' || address !== '');
  const recipients = [to].filter(({ name, address }) => name !== '' || address !== '');
  return { from: known, to: recipients, cc: [], replyTo: [], sentAt: null, receivedAt, answered, forwarded };
}

function useIsOnline(accountId: AccountId): boolean {
  const kind = useAccount(accountId)?.status.connection.kind;
  return kind === 'online' || kind === 'syncing';
}
