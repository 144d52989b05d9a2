import { ArrowLeft, FileX } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import type { AccountId, Attachment, MessageId } from '../../shared/mail.ts';
import { texts } from '../../shared/texts/texts.ts';
import { call } from '../bridge.ts';
import { Banner } from '../components/banner.tsx';
import { Button } from '../components/button.tsx';
import { EmptyState } from '../components/empty-state.tsx';
import { ErrorNotice } from '../components/error-notice.tsx';
import { BodySkeleton } from './body-skeleton.tsx';
import { sizeInWords } from './message-dates.ts';
import { MessageFrame } from './message-frame.tsx';
import type { MailFindings } from './page-messages.ts';
import { previewKind } from './preview-kind.ts';
import { TextMessage } from './text-message.tsx';
import type { Links } from './use-links.ts';
import type { Loadable } from './use-message.ts';

interface AttachmentPreviewProps {
  readonly accountId: AccountId;
  readonly messageId: MessageId;
  readonly attachment: Attachment;
  readonly links: Links;
  readonly onClose: () => void;
}

/** A picture or a text that came with the message, in place of its own text. */
export function AttachmentPreview({ accountId, messageId, attachment, links, onClose }: AttachmentPreviewProps) {
  const words = texts().reader;
  return (
    <section aria-label={attachment.filename} className="flex min-h-0 flex-1 flex-col">
      <div className="flex flex-none items-center gap-3 border-b border-line px-4 py-1">
        <Button variant="quiet" icon={ArrowLeft} className="-ms-3 rtl:[&_svg]:-scale-x-100" onClick={onClose}>
          {words.source.back}
        </Button>
        <span className="min-w-0 flex-1 truncate text-end text-small text-muted">
          <bdi>{attachment.filename}</bdi> · {sizeInWords(attachment.size)}
        </span>
      </div>
      {previewKind(attachment) === 'image' ? (
        <PicturePreview accountId={accountId} messageId={messageId} attachment={attachment} />
      ) : (
        <TextPreview accountId={accountId} messageId={messageId} attachment={attachment} links={links} />
      )}
    </section>
  );
}

/** Drawn by the page that draws mail: a picture that is too much for it ends its process, and nothing else. */
function PicturePreview({ accountId, messageId, attachment }: Omit<AttachmentPreviewProps, 'onClose' | 'links'>) {
  const [findings, setFindings] = useState<MailFindings | null>(null);
  const [isTooMuch, setTooMuch] = useState(false);
  const mail = useMemo(() => {
    const alt = attachment.filename.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
    return {
      html: `<p style="text-align: center"><img src="cid:shown" alt="${alt}"></p>`,
      accountId,
      messageId,
      attachments: [{ ...attachment, contentId: 'shown' }],
      showRemote: false,
      dark: false,
    };
  }, [accountId, messageId, attachment]);
  if (isTooMuch) return <EmptyState icon={FileX} title={texts().reader.attachments.tooHeavy} />;
  return (
    <div className="flex min-h-0 flex-1 flex-col" style={{ background: '#fff', colorScheme: 'light' }}>
      <MessageFrame
        mail={mail}
        watched
        findings={findings}
        onFound={setFindings}
        onGivenUp={() => setTooMuch(true)}
        onLink={() => undefined}
        onHover={() => undefined}
      />
    </div>
  );
}

function TextPreview({ accountId, messageId, attachment, links }: Omit<AttachmentPreviewProps, 'onClose'>) {
  const [scroller, setScroller] = useState<HTMLDivElement | null>(null);
  const [text, setText] = useState<Loadable<{ readonly text: string; readonly truncated: boolean }>>({
    kind: 'loading',
  });
  const { partId } = attachment;
  useEffect(() => {
    let current = true;
    setText({ kind: 'loading' });
    void call('mail.partText', { accountId, messageId, partId }).then((reply) => {
      if (!current) return;
      setText(reply.ok ? { kind: 'ready', value: reply.value } : { kind: 'failed', error: reply.error });
    });
    return () => {
      current = false;
    };
  }, [accountId, messageId, partId]);
  if (text.kind === 'loading') return <BodySkeleton />;
  if (text.kind === 'failed') return <ErrorNotice shape="strip" error={text.error} />;
  return (
    <>
      {text.value.truncated && (
        <Banner tone="quiet" shape="strip">
          {texts().reader.attachments.beginning}
        </Banner>
      )}
      <div ref={setScroller} {...scrolled(attachment.filename)} className="min-h-0 flex-1 overflow-y-auto">
        <TextMessage text={text.value.text} scroller={scroller} onLink={links.onLink} onHover={links.onHover} />
      </div>
    </>
  );
}

/** The keyboard scrolls what has the focus. */
function scrolled(name: string) {
  return { role: 'group', 'aria-label': name, tabIndex: 0 };
}
