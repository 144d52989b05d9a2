import { Download, File, FileArchive, FileImage, FileText, type LucideIcon, Mail, Music, Video } from 'lucide-react';
import { useState } from 'react';
import { errorMessage } from '../../shared/error-texts.ts';
import type { AccountId, Attachment, MessageId } from '../../shared/mail.ts';
import type { AppError } from '../../shared/reply.ts';
import { texts } from '../../shared/texts/texts.ts';
import { call } from '../bridge.ts';
import { Button } from '../components/button.tsx';
import { Icon } from '../components/icon.tsx';
import { sizeInWords } from './message-dates.ts';

interface AttachmentStripProps {
  readonly accountId: AccountId;
  readonly messageId: MessageId;
  readonly attachments: readonly Attachment[];
}

type SaveState = { readonly kind: 'idle' | 'saving' | 'saved' } | { readonly kind: 'failed'; readonly error: AppError };

/** The files of a message; each is fetched when it is saved. */
export function AttachmentStrip({ accountId, messageId, attachments }: AttachmentStripProps) {
  if (attachments.length === 0) return null;
  return (
    <section
      aria-label={texts().reader.attachments.label}
      className="max-h-40 flex-none overflow-y-auto border-t border-line px-4 py-2"
    >
      <ul className="flex flex-wrap gap-2">
        {attachments.map((attachment) => (
          <AttachmentItem
            key={`${messageId}:${attachment.partId}`}
            accountId={accountId}
            messageId={messageId}
            attachment={attachment}
          />
        ))}
      </ul>
    </section>
  );
}

interface AttachmentItemProps {
  readonly accountId: AccountId;
  readonly messageId: MessageId;
  readonly attachment: Attachment;
}

function AttachmentItem({ accountId, messageId, attachment }: AttachmentItemProps) {
  const [state, setState] = useState<SaveState>({ kind: 'idle' });
  const save = async (): Promise<void> => {
    setState({ kind: 'saving' });
    const reply = await call('mail.saveAttachment', { accountId, messageId, partId: attachment.partId });
    if (!reply.ok) setState({ kind: 'failed', error: reply.error });
    else setState({ kind: reply.value.path === null ? 'idle' : 'saved' });
  };
  const words = texts().reader.attachments;
  const [stem, extension] = splitName(attachment.filename);
  return (
    <li className="flex max-w-full min-w-0 items-center gap-2 rounded-md border border-line py-1 ps-2 pe-1">
      <Icon icon={iconOf(attachment.mimeType)} className="shrink-0 text-muted" />
      <div className="min-w-0">
        <div dir="ltr" className="flex max-w-72 min-w-0" title={attachment.filename}>
          {/* The end of the name is always to be seen: it says what the file is. */}
          <bdi className="truncate">{stem}</bdi>
          <span className="flex-none">{extension}</span>
        </div>
        <div role="status" className="text-small text-muted">
          {state.kind === 'failed' ? (
            <span className="text-danger">{errorMessage(state.error)}</span>
          ) : (
            <>
              {sizeInWords(attachment.size)}
              {state.kind === 'saving' && ` · ${words.saving}`}
              {state.kind === 'saved' && ` · ${words.saved}`}
            </>
          )}
        </div>
      </div>
      <Button
        variant="quiet"
        busy={state.kind === 'saving'}
        icon={Download}
        aria-label={(state.kind === 'failed' ? words.tryAgainNamed : words.saveNamed)(attachment.filename)}
        onClick={() => void save()}
      >
        {state.kind === 'failed' ? words.tryAgain : words.save}
      </Button>
    </li>
  );
}

function splitName(name: string): readonly [string, string] {
  const dot = name.lastIndexOf('.');
  const at = dot > 0 ? Math.max(dot - 4, 0) : Math.max(name.length - 6, 0);
  return [name.slice(0, at), name.slice(at)];
}

function iconOf(mimeType: string): LucideIcon {
  if (mimeType.startsWith('image/')) return FileImage;
  if (mimeType.startsWith('audio/')) return Music;
  if (mimeType.startsWith('video/')) return Video;
  if (mimeType.startsWith('message/')) return Mail;
  if (/zip|compressed|x-tar|x-7z|x-rar/.test(mimeType)) return FileArchive;
  if (mimeType.startsWith('text/') || /pdf|word|document|sheet|presentation/.test(mimeType)) return FileText;
  return File;
}
