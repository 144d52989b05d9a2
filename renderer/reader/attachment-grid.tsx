import {
  Download,
  Ellipsis,
  ExternalLink,
  Eye,
  File,
  FileArchive,
  FileImage,
  FileText,
  type LucideIcon,
  Mail,
  Music,
  Video,
} from 'lucide-react';
import { useState } from 'react';
import { errorMessage } from '../../shared/error-texts.ts';
import type { AccountId, Attachment, MessageId } from '../../shared/mail.ts';
import type { AppError } from '../../shared/reply.ts';
import { texts } from '../../shared/texts/texts.ts';
import { call } from '../bridge.ts';
import { Button } from '../components/button.tsx';
import { Dialog } from '../components/dialog.tsx';
import { Icon } from '../components/icon.tsx';
import { IconButton } from '../components/icon-button.tsx';
import { Menu } from '../components/menu.tsx';
import { sizeInWords } from './message-dates.ts';
import { type PreviewKind, previewKind } from './preview-kind.ts';
import { showPreview } from './reader-view.ts';

/** More are shown when they are asked for: each is a row of controls. */
const shownAtOnce = 60;

interface Place {
  readonly accountId: AccountId;
  readonly messageId: MessageId;
}

interface AttachmentGridProps extends Place {
  readonly attachments: readonly Attachment[];
}

type FileState =
  | { readonly kind: 'idle' | 'saving' | 'saved' | 'opening' }
  | { readonly kind: 'failed'; readonly error: AppError };

/** The files of a message, each with what can be done with it; a file is fetched only then. */
export function AttachmentGrid({ accountId, messageId, attachments }: AttachmentGridProps) {
  const [all, setAll] = useState<FileState>({ kind: 'idle' });
  const [isWhole, setWhole] = useState(false);
  if (attachments.length === 0) return null;
  const words = texts().reader.attachments;
  const saveAll = async (): Promise<void> => {
    setAll({ kind: 'saving' });
    const partIds = attachments.slice(0, 1_000).map(({ partId }) => partId);
    const reply = await call('mail.saveAttachments', { accountId, messageId, partIds });
    if (!reply.ok) setAll({ kind: 'failed', error: reply.error });
    else setAll({ kind: reply.value.folder === null ? 'idle' : 'saved' });
  };
  const size = attachments.reduce((sum, each) => sum + each.size, 0);
  return (
    <section
      aria-label={words.label}
      className="max-h-48 flex-none overflow-y-auto border-t border-line bg-surface px-4 py-2"
    >
      {attachments.length > 1 && (
        <div className="flex min-h-7 items-center gap-3 pb-1">
          <span role="status" className="min-w-0 flex-1 truncate text-small text-muted">
            {words.count(attachments.length)} · {sizeInWords(size)}
            {all.kind === 'saving' && ` · ${words.saving}`}
            {all.kind === 'saved' && ` · ${words.saved}`}
            {all.kind === 'failed' && <span className="text-danger"> · {errorMessage(all.error)}</span>}
          </span>
          <Button variant="quiet" icon={Download} busy={all.kind === 'saving'} onClick={() => void saveAll()}>
            {words.saveAll}
          </Button>
        </div>
      )}
      <ul className="grid grid-cols-[repeat(auto-fill,minmax(min(calc(var(--unit)*60),100%),1fr))] gap-2">
        {(isWhole ? attachments : attachments.slice(0, shownAtOnce)).map((attachment) => (
          <AttachmentCard
            key={`${messageId}:${attachment.partId}`}
            accountId={accountId}
            messageId={messageId}
            attachment={attachment}
          />
        ))}
      </ul>
      {!isWhole && attachments.length > shownAtOnce && (
        <Button variant="quiet" className="mt-1 -ms-3" onClick={() => setWhole(true)}>
          {words.showAll(attachments.length)}
        </Button>
      )}
    </section>
  );
}

function AttachmentCard({ accountId, messageId, attachment }: Place & { readonly attachment: Attachment }) {
  const [state, setState] = useState<FileState>({ kind: 'idle' });
  const [asked, setAsked] = useState(false);
  const words = texts().reader.attachments;
  const place = { accountId, messageId, partId: attachment.partId };
  const save = async (): Promise<void> => {
    setState({ kind: 'saving' });
    const reply = await call('mail.saveAttachment', place);
    if (!reply.ok) setState({ kind: 'failed', error: reply.error });
    else setState({ kind: reply.value.path === null ? 'idle' : 'saved' });
  };
  const open = async (confirmed: boolean): Promise<void> => {
    setState({ kind: 'opening' });
    const reply = await call('mail.openAttachment', { ...place, confirmed });
    setState(reply.ok ? { kind: 'idle' } : { kind: 'failed', error: reply.error });
    if (reply.ok && reply.value.kind === 'risky') setAsked(true);
  };
  const preview = async (kind: PreviewKind): Promise<void> => {
    if (kind !== 'pdf') {
      showPreview(messageId, attachment);
      return;
    }
    setState({ kind: 'opening' });
    const reply = await call('mail.previewPdf', place);
    setState(reply.ok ? { kind: 'idle' } : { kind: 'failed', error: reply.error });
  };
  const kind = previewKind(attachment);
  const isBusy = state.kind === 'saving' || state.kind === 'opening';
  const [stem, extension] = splitName(attachment.filename);
  return (
    <li
      draggable
      onDragStart={(event) => {
        event.preventDefault();
        void call('mail.dragAttachment', place);
      }}
      className="flex min-w-0 items-center rounded-md border border-line hover:border-line-strong"
    >
      <button
        type="button"
        aria-label={(kind === null ? words.openNamed : words.previewNamed)(attachment.filename)}
        aria-disabled={isBusy || undefined}
        title={attachment.filename}
        onClick={() => {
          if (!isBusy) void (kind === null ? open(false) : preview(kind));
        }}
        className="flex min-w-0 flex-1 items-center gap-2 rounded-md py-1.5 ps-2 text-start hover:bg-hover"
      >
        <span className="inline-flex size-8 shrink-0 items-center justify-center rounded-sm bg-sunken text-muted">
          <Icon icon={iconOf(attachment.mimeType)} />
        </span>
        <span className="min-w-0 flex-1">
          <span dir="ltr" className="flex min-w-0">
            {/* The end of the name is always to be seen: it says what the file is. */}
            <bdi className="truncate">{stem}</bdi>
            <span className="flex-none whitespace-pre">{extension}</span>
          </span>
          <span role="status" className="block text-small text-muted">
            {state.kind === 'failed' ? (
              <span className="text-danger">{errorMessage(state.error)}</span>
            ) : (
              <>
                {sizeInWords(attachment.size)}
                {state.kind === 'saving' && ` · ${words.saving}`}
                {state.kind === 'opening' && ` · ${words.opening}`}
                {state.kind === 'saved' && ` · ${words.saved}`}
              </>
            )}
          </span>
        </span>
      </button>
      <div className="flex shrink-0 px-1">
        <IconButton
          icon={Download}
          label={(state.kind === 'failed' ? words.tryAgainNamed : words.saveNamed)(attachment.filename)}
          aria-disabled={isBusy || undefined}
          onClick={() => {
            if (!isBusy) void save();
          }}
        />
        <Menu
          align="end"
          trigger={<IconButton icon={Ellipsis} label={words.moreNamed(attachment.filename)} />}
          items={[
            ...(kind === null ? [] : [{ label: words.preview, icon: Eye, onSelect: () => void preview(kind) }]),
            { label: words.open, icon: ExternalLink, onSelect: () => void open(false) },
            { label: words.saveAs, icon: Download, onSelect: () => void save() },
          ]}
        />
      </div>
      <Dialog
        open={asked}
        onClose={() => setAsked(false)}
        title={words.riskyTitle}
        description={words.risky(attachment.filename)}
        footer={
          <>
            <Button
              onClick={() => {
                setAsked(false);
                void open(true);
              }}
            >
              {words.openAnyway}
            </Button>
            <Button variant="primary" onClick={() => setAsked(false)}>
              {words.dontOpen}
            </Button>
          </>
        }
      />
    </li>
  );
}

function splitName(name: string): readonly [string, string] {
  const dot = name.lastIndexOf('.');
  const at = dot > 0 ? Math.max(dot - 4, 0) : Math.max(name.length - 6, 0);
  return [name.slice(0, at), name.slice(at)];
}

/** The icon of a kind of file. */
function iconOf(mimeType: string): LucideIcon {
  if (mimeType.startsWith('image/')) return FileImage;
  if (mimeType.startsWith('audio/')) return Music;
  if (mimeType.startsWith('video/')) return Video;
  if (mimeType.startsWith('message/')) return Mail;
  if (/zip|compressed|x-tar|x-7z|x-rar/.test(mimeType)) return FileArchive;
  if (mimeType.startsWith('text/') || /pdf|word|document|sheet|presentation/.test(mimeType)) return FileText;
  return File;
}
