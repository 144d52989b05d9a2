import { CloudOff } from 'lucide-react';
import { useMemo } from 'react';
import { imageSender } from '../../shared/image-sender.ts';
import type { AccountId, FolderRole, MessageHeader, MessageId, ShownBody } from '../../shared/mail.ts';
import type { AppError } from '../../shared/reply.ts';
import { texts } from '../../shared/texts/texts.ts';
import { Banner } from '../components/banner.tsx';
import { Button } from '../components/button.tsx';
import { EmptyState } from '../components/empty-state.tsx';
import { ErrorNotice } from '../components/error-notice.tsx';
import { Skeleton } from '../components/skeleton.tsx';
import { AttachmentStrip } from './attachment-strip.tsx';
import { BlankMessage } from './blank-message.tsx';
import { BlockedBar } from './blocked-bar.tsx';
import { LinkQuestion } from './link-question.tsx';
import { MessageFrame } from './message-frame.tsx';
import { type SanitizedMail, sanitizeMail } from './sanitize-mail.ts';
import { TextMessage } from './text-message.tsx';
import { useLinks } from './use-links.ts';
import type { Loadable } from './use-message.ts';

/** Whether an error only means that there is no connection: that is shown as a state, not as a fault. */
export function isOffline(error: AppError): boolean {
  return ['offline', 'connection_lost', 'dns_failed', 'connection_refused', 'server_timeout'].includes(error.code);
}

interface BodyViewProps {
  readonly accountId: AccountId;
  readonly messageId: MessageId;
  /** Null while the header is loading. The body may list attachments that the header does not know. */
  readonly header: MessageHeader | null;
  /** The role of the message's folder. */
  readonly role: FolderRole | null;
  readonly body: Loadable<ShownBody>;
  readonly onRetry: () => void;
  readonly onSource: () => void;
  /** The user allowed images, so the body has to be asked for again. */
  readonly onImagesAllowed: () => void;
}

/** The text of the message with what belongs to it, or why it is not there. */
export function BodyView({
  accountId,
  messageId,
  header,
  role,
  body,
  onRetry,
  onSource,
  onImagesAllowed,
}: BodyViewProps) {
  const links = useLinks();
  const value = body.kind === 'ready' ? body.value : null;
  const mail = useMemo<SanitizedMail | null>(() => {
    if (value === null || value.html === null) return null;
    const { html, attachments } = value;
    return sanitizeMail({ html, accountId, messageId, attachments, showRemote: value.remoteImages === 'allowed' });
  }, [value, accountId, messageId]);
  const listed = (value?.attachments ?? header?.attachments ?? []).filter(
    (each) => !(each.inline && (value === null || mail?.shownParts.has(each.partId))),
  );
  const isBlank = mail ? mail.isBlank : (value?.text ?? '').trim() === '';
  const words = texts().reader;
  return (
    <>
      {mail && value && (
        <BlockedBar
          accountId={accountId}
          messageId={messageId}
          mail={mail}
          remoteImages={value.remoteImages}
          sender={header && role !== 'junk' ? imageSender(header.from) : null}
          onAllowed={onImagesAllowed}
        />
      )}
      {value?.truncated && (
        <Banner tone="quiet" shape="strip" action={<Button onClick={onSource}>{words.body.showSource}</Button>}>
          {words.body.long}
        </Banner>
      )}
      <div
        className="flex min-h-0 flex-1 flex-col overflow-x-hidden overflow-y-auto"
        // The white page of an HTML message extends to the end of the pane, also in a dark window.
        style={mail && !mail.supportsDark && !isBlank ? { background: '#fff', colorScheme: 'light' } : undefined}
        // An HTML message's frame takes the focus itself; other text needs a focusable region.
        {...(value && !isBlank && !mail ? { role: 'region', 'aria-label': words.messageText, tabIndex: 0 } : {})}
      >
        {body.kind === 'loading' && <BodySkeleton />}
        {body.kind === 'failed' && <BodyFailure error={body.error} onRetry={onRetry} onSource={onSource} />}
        {value && isBlank && (
          <BlankMessage
            accountId={accountId}
            messageId={messageId}
            hasAttachments={listed.length > 0}
            onSource={onSource}
          />
        )}
        {mail && !isBlank && <MessageFrame mail={mail} onLink={links.onLink} onHover={links.onHover} />}
        {value && !mail && !isBlank && (
          <TextMessage text={value.text ?? ''} onLink={links.onLink} onHover={links.onHover} />
        )}
      </div>
      <AttachmentStrip accountId={accountId} messageId={messageId} attachments={listed} />
      {links.status !== null && (
        <output className="pointer-events-none absolute start-0 bottom-0 z-10 max-w-full truncate rounded-se-md border-e border-t border-line bg-raised px-2 py-0.5 text-small text-muted">
          <bdi>{links.status}</bdi>
        </output>
      )}
      <LinkQuestion pending={links.pending} onOpen={links.confirm} onCancel={links.dismiss} />
    </>
  );
}

function BodySkeleton() {
  return (
    <div aria-busy="true" className="flex flex-col gap-3 p-4">
      {['w-11/12', 'w-full', 'w-10/12', 'w-9/12', 'w-7/12'].map((width) => (
        <Skeleton key={width} className={`max-w-[76ch] ${width}`} />
      ))}
    </div>
  );
}

interface BodyFailureProps {
  readonly error: AppError;
  readonly onRetry: () => void;
  readonly onSource: () => void;
}

function BodyFailure({ error, onRetry, onSource }: BodyFailureProps) {
  const words = texts().reader.body;
  if (isOffline(error)) {
    return (
      <EmptyState
        icon={CloudOff}
        title={words.notDownloaded}
        action={<Button onClick={onRetry}>{words.tryAgain}</Button>}
      >
        {words.whenOnline}
      </EmptyState>
    );
  }
  return <ErrorNotice shape="strip" error={error} actions={{ retry: onRetry, show_source: onSource }} />;
}
