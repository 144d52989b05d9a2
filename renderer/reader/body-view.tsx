import { CloudOff } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import { imageSender } from '../../shared/image-sender.ts';
import {
  type AccountId,
  type Attachment,
  type FolderRole,
  loadsImages,
  type MessageHeader,
  type MessageId,
  type ShownBody,
} from '../../shared/mail.ts';
import type { AppError } from '../../shared/reply.ts';
import { texts } from '../../shared/texts/texts.ts';
import { Banner } from '../components/banner.tsx';
import { Button } from '../components/button.tsx';
import { EmptyState } from '../components/empty-state.tsx';
import { ErrorNotice } from '../components/error-notice.tsx';
import { useDarkTheme } from '../stores/dark-theme.ts';
import { AttachmentGrid } from './attachment-grid.tsx';
import { BlankMessage } from './blank-message.tsx';
import { BlockedBar } from './blocked-bar.tsx';
import { BodySkeleton } from './body-skeleton.tsx';
import { heavinessOf, type PlainReason } from './heaviness.ts';
import { InvitationCard } from './invitation-card.tsx';
import { MessageFrame } from './message-frame.tsx';
import { offerScrolling, scrollElement } from './message-scroll.ts';
import type { MailFindings, MailToDraw } from './page-messages.ts';
import { PlainBar } from './plain-bar.tsx';
import { useOriginalColours } from './reader-view.ts';
import { TextMessage } from './text-message.tsx';
import type { Links } from './use-links.ts';
import type { Loadable } from './use-message.ts';
import { usePlainText } from './use-plain-text.ts';

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
  /** Opens the message's links. */
  readonly links: Links;
  readonly onRetry: () => void;
  readonly onSource: () => void;
  /** The user allowed or hid images, so the body has to be asked for again. */
  readonly onImagesAllowed: () => void;
  /** One of several messages that stand below one another in what scrolls them; null while that is not in the document. Absent: it scrolls itself. */
  readonly column?: HTMLElement | null;
  /** All of it is drawn, or what stands in its place. */
  readonly onDrawn?: () => void;
}

/** The text of the message with what belongs to it, or why it is not there. */
export function BodyView({
  accountId,
  messageId,
  header,
  role,
  body,
  links,
  onRetry,
  onSource,
  onImagesAllowed,
  column,
  onDrawn,
}: BodyViewProps) {
  const fits = column !== undefined;
  const value = body.kind === 'ready' ? body.value : null;
  const design = useDesign(value, accountId, messageId);
  const { mail, findings, plainReason } = design;
  const plain = usePlainText(value, accountId, messageId, mail === null);
  // Until it is known which pictures the HTML shows itself, those that are meant for it are not listed.
  const listed = (value?.attachments ?? header?.attachments ?? []).filter(
    ({ inline, partId }) => !(inline && mail !== null && (findings === null || findings.shownParts.includes(partId))),
  );
  const isBlank = mail ? findings?.isBlank === true : plain.kind === 'ready' && plain.value.trim() === '';
  const [scroller, setScroller] = useState<HTMLDivElement | null>(null);
  // The page that draws HTML is asked to scroll itself.
  const isOwn = !fits && (!mail || isBlank) && body.kind !== 'loading' && (isBlank || plain.kind !== 'loading');
  useEffect(() => {
    if (!isOwn || scroller === null) return;
    return offerScrolling((pages, leaves) => scrollElement(scroller, pages, leaves));
  }, [isOwn, scroller]);
  const isFrame = mail !== null && !isBlank;
  const isOver = body.kind === 'failed' || (value !== null && !isFrame && (isBlank || plain.kind !== 'loading'));
  useEffect(() => {
    if (isOver) onDrawn?.();
  }, [isOver, onDrawn]);
  const isWhite = mail !== null && findings?.supportsDark === false && !findings.isDarkened;
  const words = texts().reader;
  return (
    <>
      {hasCalendar(value?.attachments ?? header?.attachments ?? []) && (
        <InvitationCard accountId={accountId} messageId={messageId} />
      )}
      {mail && findings && value && (
        <BlockedBar
          accountId={accountId}
          messageId={messageId}
          mail={findings}
          remoteImages={value.remoteImages}
          sender={header && role !== 'junk' ? imageSender(header.from) : null}
          onChanged={onImagesAllowed}
        />
      )}
      {plainReason !== null && <PlainBar reason={plainReason} onShowAnyway={design.showAnyway} />}
      {value?.truncated && (
        <Banner tone="quiet" shape="strip" action={<Button onClick={onSource}>{words.body.showSource}</Button>}>
          {words.body.long}
        </Banner>
      )}
      <div
        ref={setScroller}
        data-scrolls-message
        className={fits ? 'overflow-x-clip' : 'flex min-h-0 flex-1 flex-col overflow-x-hidden overflow-y-auto'}
        // The white page of an HTML message extends to the end of the pane, also in a dark window.
        style={isWhite && !isBlank ? { background: '#fff', colorScheme: 'light' } : undefined}
        // An HTML message's frame takes the focus itself; other text needs a focusable region. Several are no landmarks: those need names of their own.
        {...(plain.kind === 'ready' && !isBlank && !mail
          ? { 'aria-label': words.messageText, ...(fits ? { role: 'group' } : { role: 'region', tabIndex: 0 }) }
          : {})}
      >
        {(body.kind === 'loading' || (value && !mail && plain.kind === 'loading')) && <BodySkeleton />}
        {body.kind === 'failed' && <BodyFailure error={body.error} onRetry={onRetry} onSource={onSource} />}
        {value && isBlank && (
          <BlankMessage
            accountId={accountId}
            messageId={messageId}
            hasAttachments={listed.length > 0}
            onSource={onSource}
          />
        )}
        {mail && !isBlank && (
          <MessageFrame
            mail={mail}
            watched={!design.isForced}
            findings={findings}
            onFound={design.onFound}
            onGivenUp={design.onGivenUp}
            fits={fits}
            hitsOf={messageId}
            {...(onDrawn && { onDrawn })}
            onLink={links.onLink}
            onHover={links.onHover}
          />
        )}
        {!mail && plain.kind === 'failed' && <BodyFailure error={plain.error} onRetry={onRetry} onSource={onSource} />}
        {!mail && plain.kind === 'ready' && !isBlank && (
          <TextMessage
            text={plain.value}
            scroller={column ?? scroller}
            isAmongOthers={fits}
            hitsOf={messageId}
            onLink={links.onLink}
            onHover={links.onHover}
          />
        )}
      </div>
      <AttachmentGrid accountId={accountId} messageId={messageId} attachments={listed} />
    </>
  );
}

function hasCalendar(attachments: readonly Attachment[]): boolean {
  return attachments.some(
    ({ mimeType, filename }) =>
      mimeType === 'text/calendar' || mimeType === 'application/ics' || /\.ics$/i.test(filename),
  );
}

interface Design {
  /** The HTML to draw; null where there is none, or where its words are shown instead. */
  readonly mail: Omit<MailToDraw, 'title'> | null;
  /** What its page found in it; null until then. */
  readonly findings: MailFindings | null;
  /** Why the words are shown instead. */
  readonly plainReason: PlainReason | null;
  /** The user wants to see it although it is heavy. */
  readonly isForced: boolean;
  readonly onFound: (findings: MailFindings) => void;
  readonly onGivenUp: () => void;
  readonly showAnyway: () => void;
}

/** The message as its sender designed it, as long as its design can be drawn in time. */
function useDesign(value: ShownBody | null, accountId: AccountId, messageId: MessageId): Design {
  const [findings, setFindings] = useState<MailFindings | null>(null);
  const [isTooSlow, setTooSlow] = useState(false);
  const [isForced, setForced] = useState(false);
  const html = value?.html ?? null;
  const heaviness = useMemo(() => (html === null ? null : heavinessOf(html)), [html]);
  const plainReason = isForced || html === null ? null : (heaviness ?? (isTooSlow ? 'too_slow' : null));
  // Some programs send an empty HTML version beside the text.
  const originalColours = useOriginalColours(messageId);
  const dark = useDarkTheme() && !originalColours;
  const isTextOnly = findings?.isBlank === true && (value?.text ?? '').trim() !== '';
  const mail = useMemo(() => {
    if (value === null || value.html === null || plainReason !== null || isTextOnly) return null;
    const { html, attachments, remoteImages } = value;
    return { html, accountId, messageId, attachments, showRemote: loadsImages(remoteImages), dark };
  }, [value, accountId, messageId, plainReason, isTextOnly, dark]);
  return {
    mail,
    findings,
    plainReason,
    isForced,
    onFound: setFindings,
    onGivenUp: () => setTooSlow(true),
    showAnyway: () => setForced(true),
  };
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
