import { CloudOff, FileText } from 'lucide-react';
import { useMemo } from 'react';
import type { AccountId, Attachment, MessageBody, MessageId } from '../../../shared/mail.ts';
import type { AppError } from '../../../shared/reply.ts';
import { Banner } from '../../components/banner.tsx';
import { Button } from '../../components/button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { AttachmentStrip } from './attachment-strip.tsx';
import { BlockedBar } from './blocked-bar.tsx';
import { LinkQuestion } from './link-question.tsx';
import { MessageFrame } from './message-frame.tsx';
import { type SanitizedMail, sanitizeMail } from './sanitize-mail.ts';
import { TextMessage } from './text-message.tsx';
import { useLinks } from './use-links.ts';
import type { Loadable } from './use-message.ts';

/** Being without a connection is a state, not a fault. */
export function isOffline(error: AppError): boolean {
  return ['offline', 'connection_lost', 'dns_failed', 'connection_refused', 'server_timeout'].includes(error.code);
}

interface BodyViewProps {
  readonly accountId: AccountId;
  readonly messageId: MessageId;
  readonly body: Loadable<MessageBody>;
  /** As the header has them; the body may know more. */
  readonly attachments: readonly Attachment[];
  readonly onRetry: () => void;
  readonly onSource: () => void;
}

/** The text of the message with what belongs to it, or why it is not there. */
export function BodyView({ accountId, messageId, body, attachments, onRetry, onSource }: BodyViewProps) {
  const links = useLinks();
  const value = body.kind === 'ready' ? body.value : null;
  const mail = useMemo<SanitizedMail | null>(
    () =>
      value === null || value.html === null
        ? null
        : sanitizeMail({ html: value.html, accountId, messageId, attachments: value.attachments }),
    [value, accountId, messageId],
  );
  const listed = (value?.attachments ?? attachments).filter(
    (each) => !(each.inline && (value === null || mail?.shownParts.has(each.partId))),
  );
  return (
    <>
      {mail && <BlockedBar remote={mail.remote} />}
      {value?.truncated && (
        <Banner tone="quiet" shape="strip" action={<Button onClick={onSource}>Show the source</Button>}>
          This message is very long. Only its beginning is shown.
        </Banner>
      )}
      <div
        className="flex min-h-0 flex-1 flex-col overflow-x-hidden overflow-y-auto"
        // The white sheet of a message goes on to the end of the pane, also in the dark.
        style={mail && !mail.supportsDark ? { background: '#fff', colorScheme: 'light' } : undefined}
      >
        {body.kind === 'loading' && <BodySkeleton />}
        {body.kind === 'failed' && <BodyFailure error={body.error} onRetry={onRetry} onSource={onSource} />}
        {mail && <MessageFrame mail={mail} onLink={links.onLink} onHover={links.onHover} />}
        {value !== null && !mail && value.text !== null && (
          <TextMessage text={value.text} onLink={links.onLink} onHover={links.onHover} />
        )}
        {value !== null && !mail && value.text === null && (
          <EmptyState icon={FileText} title="This message has no text">
            {listed.length > 0 ? 'What was sent is attached below.' : undefined}
          </EmptyState>
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
  if (isOffline(error)) {
    return (
      <EmptyState
        icon={CloudOff}
        title="This message has not been downloaded yet"
        action={<Button onClick={onRetry}>Try again</Button>}
      >
        It will be when Heron is online again.
      </EmptyState>
    );
  }
  return <ErrorNotice shape="strip" error={error} actions={{ retry: onRetry, show_source: onSource }} />;
}
