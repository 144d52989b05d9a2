import type { Editor } from '@tiptap/react';
import { ChevronDown, Ellipsis, Paperclip, SquareArrowOutUpRight, Trash2, Type, X } from 'lucide-react';
import { type DragEvent, type KeyboardEvent, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { filesBesideText, filesToSend } from '../../shared/draft-pictures.ts';
import { errorMessage } from '../../shared/error-texts.ts';
import { htmlOfSignedText } from '../../shared/signatures.ts';
import { texts } from '../../shared/texts/texts.ts';
import { Banner } from '../components/banner.tsx';
import { Button } from '../components/button.tsx';
import { ErrorNotice } from '../components/error-notice.tsx';
import { IconButton } from '../components/icon-button.tsx';
import { Menu } from '../components/menu.tsx';
import { DiscardDialog, PlainTextDialog, WarningDialog } from './composer-dialogs.tsx';
import { ComposerFields } from './composer-fields.tsx';
import { addFiles, addPictures, chooseFiles, type Dropped, droppedIn, removeFile } from './composer-files.ts';
import {
  dismissError,
  edit,
  leaveComposer,
  moveToWindow,
  type OpenDraft,
  save,
  send,
  useCompose,
} from './composers.ts';
import { ConflictNotice } from './conflict-notice.tsx';
import { FileStrip } from './file-strip.tsx';
import { findWarnings } from './find-warnings.ts';
import { FormatBar } from './format-bar.tsx';
import { PictureBar, PictureButton } from './picture-bar.tsx';
import { insertPicture, pictureUrl } from './pictures.ts';
import { quotedAsHtml, quotedAsText } from './plain-and-rich.ts';
import { PlainEditor } from './plain-editor.tsx';
import { QuoteBlock } from './quote-block.tsx';
import { RichEditor } from './rich-editor.tsx';
import { CopyTrouble, SavingState } from './saving-state.tsx';
import { sendTimes } from './send-times.ts';
import { SignatureBlock } from './signature-block.tsx';
import { learnSizeLimit, sizeWhenSent, useSizeLimits } from './size-limits.ts';
import { VersionsDialog } from './versions-dialog.tsx';
import { obstacleOf, type SendObstacle, type SendWarning } from './warnings.ts';

type Question =
  | 'discard'
  | 'plain'
  | 'versions'
  | { readonly warnings: readonly SendWarning[]; readonly at: number | null };

/** One draft being written: recipients, subject, text, quoted original, files, and the way to send it. */
export function Composer({ draft }: { readonly draft: OpenDraft }) {
  const { id } = draft.stored;
  const { content } = draft;
  const ownWindow = useCompose((state) => state.ownWindow);
  const excess = useExcess(draft);
  const [editor, setEditor] = useState<Editor | null>(null);
  const [formats, setFormats] = useState(false);
  const [obstacle, setObstacle] = useState<SendObstacle | null>(null);
  const [question, setQuestion] = useState<Question | null>(null);
  const section = useRef<HTMLElement>(null);
  const insertPictures = async (files: readonly File[]): Promise<void> => {
    for (const picture of await addPictures(id, files)) insertPicture(editor, picture.contentId);
  };
  const drop = useFileDrop((dropped) => void addFiles(id, dropped));
  const words = texts().compose;
  const isRich = content.format === 'html';
  const isAnswer = content.to.length > 0;
  useLayoutEffect(() => {
    // The field that is meant takes the focus from here a moment later: keys are the composer's from its first moment on.
    const { current } = section;
    if (current !== null && !current.contains(document.activeElement)) current.focus({ preventScroll: true });
  }, []);

  const askToSend = (at: number | null): void => {
    // A recipient that the same key press completed is in the store, and not drawn yet.
    const latest = useCompose.getState().open.get(id)?.content ?? content;
    const found = obstacleOf(latest);
    setObstacle(found);
    if (found !== null) return;
    const text = isRich ? (editor?.getText({ blockSeparator: '\n' }) ?? '') : latest.body;
    void findWarnings(id, latest, text, draft.stored.files).then((warnings) => {
      if (warnings.length > 0) setQuestion({ warnings, at });
      else void send(id, at);
    });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      askToSend(null);
    } else if (event.key === 'Escape' && (!event.defaultPrevented || isInRichText(event.target))) {
      event.preventDefault();
      void leaveComposer();
    } else if (event.key === 's' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      void save(id);
    }
  };
  const onFiles = (dropped: Dropped): void => void addFiles(id, dropped);
  const closeQuestion = (): void => setQuestion(null);

  return (
    <section
      ref={section}
      aria-label={words.titles[draft.stored.start]}
      data-composer={id}
      tabIndex={-1}
      className="outline-none relative flex h-full min-w-0 flex-col bg-surface"
      onKeyDown={onKeyDown}
      {...drop.handlers}
    >
      {!ownWindow && (
        <header className="flex h-13 flex-none items-center gap-1 border-b border-line ps-4 pe-2">
          <h2 className="me-1 min-w-0 flex-1 truncate text-subject font-semibold rtl:text-right" dir="auto">
            {content.subject.trim() || words.titles[draft.stored.start]}
          </h2>
          <IconButton icon={SquareArrowOutUpRight} label={words.toWindow} onClick={() => void moveToWindow(id)} />
          <IconButton icon={X} label={words.close} onClick={() => void leaveComposer()} />
        </header>
      )}
      <ComposerFields draft={draft} focusRecipients={!isAnswer} />
      <ConflictNotice draft={draft} />
      <CopyTrouble draft={draft} />
      <Trouble draft={draft} obstacle={obstacle} onDismiss={() => setObstacle(null)} />
      <div className="flex min-h-0 flex-1 flex-col overflow-y-auto">
        {isRich ? (
          <RichEditor
            key={draft.epoch}
            initial={content.body}
            focused={isAnswer}
            onChange={(body) => edit(id, { body })}
            urlOf={(contentId) => pictureUrl(id, contentId)}
            onFiles={onFiles}
            onPictures={(files) => void insertPictures(files)}
            onEditor={setEditor}
          />
        ) : (
          <PlainEditor
            value={content.body}
            focused={isAnswer}
            onChange={(body) => edit(id, { body })}
            onFiles={onFiles}
          />
        )}
        {content.quote && (
          <QuoteBlock
            accountId={draft.accountId}
            quote={content.quote}
            onRemove={() => edit(id, { quote: null })}
            onEdit={() => {
              if (content.quote === null) return;
              if (isRich) editor?.commands.insertContentAt(editor.state.doc.content.size, quotedAsHtml(content.quote));
              else edit(id, { body: `${content.body}\n\n${quotedAsText(content.quote)}` });
              edit(id, { quote: null });
            }}
          />
        )}
        {content.signature && (
          <SignatureBlock signature={content.signature} onRemove={() => edit(id, { signature: null })} />
        )}
      </div>
      {isRich && editor && <PictureBar id={id} editor={editor} />}
      <FileStrip
        files={filesBesideText(content, draft.stored.files)}
        excess={excess}
        onRemove={(fileId) => void removeFile(id, fileId)}
      />
      {isRich && formats && editor && <FormatBar editor={editor} />}
      <footer className="flex flex-none items-center gap-1 border-t border-line px-3 py-2">
        <div className="flex">
          <Button variant="primary" className="rounded-e-none" onClick={() => askToSend(null)}>
            {words.send}
          </Button>
          <Menu
            trigger={
              <Button
                variant="primary"
                aria-label={words.sendLater}
                className="rounded-s-none border-s-surface px-1"
                icon={ChevronDown}
              />
            }
            items={sendTimes(Date.now()).map(({ label, at }) => ({ label, onSelect: () => askToSend(at) }))}
          />
        </div>
        <span className="w-2" />
        {isRich && (
          <IconButton
            icon={Type}
            label={words.formatting}
            aria-pressed={formats}
            tooltipSide="top"
            className={formats ? 'bg-pressed text-text' : ''}
            onClick={() => setFormats(!formats)}
          />
        )}
        {isRich && <PictureButton onFiles={(files) => void insertPictures(files)} />}
        <IconButton icon={Paperclip} label={words.attach} tooltipSide="top" onClick={() => void chooseFiles(id)} />
        <Menu
          trigger={<IconButton icon={Ellipsis} label={texts().reader.toolbar.more} tooltipSide="top" />}
          items={[
            isRich
              ? { label: words.plainText, onSelect: () => setQuestion('plain') }
              : {
                  label: words.richText,
                  onSelect: () => edit(id, { format: 'html', body: htmlOfSignedText(content.body) }),
                },
            { label: words.versions.button, onSelect: () => setQuestion('versions') },
          ]}
        />
        <SavingState draft={draft} />
        <IconButton icon={Trash2} label={words.discard} tooltipSide="top" onClick={() => setQuestion('discard')} />
      </footer>
      {drop.over && (
        <div className="pointer-events-none absolute inset-2 z-20 flex items-center justify-center rounded-md border-2 border-dashed border-accent bg-accent-soft/90">
          <span className="font-semibold text-accent-text">{words.attach}</span>
        </div>
      )}
      {question === 'discard' && <DiscardDialog id={id} onClose={closeQuestion} />}
      {question === 'plain' && (
        <PlainTextDialog
          onClose={closeQuestion}
          onConfirm={() => {
            edit(id, { format: 'plain', body: editor?.getText({ blockSeparator: '\n\n' }) ?? '' });
          }}
        />
      )}
      {question === 'versions' && <VersionsDialog id={id} onClose={closeQuestion} />}
      {question !== null && typeof question === 'object' && (
        <WarningDialog warnings={question.warnings} onClose={closeQuestion} onSend={() => void send(id, question.at)} />
      )}
    </section>
  );
}

/** ProseMirror takes every Escape in its text and does nothing with it; a dialog or menu that takes one has closed by it. */
function isInRichText(target: EventTarget): boolean {
  return target instanceof Element && target.closest('[contenteditable="true"]') !== null;
}

interface TroubleProps {
  readonly draft: OpenDraft;
  readonly obstacle: SendObstacle | null;
  readonly onDismiss: () => void;
}

/** Why it cannot be sent, saved, or given a file. */
function Trouble({ draft, obstacle, onDismiss }: TroubleProps) {
  const words = texts().compose;
  const { id } = draft.stored;
  const reason =
    obstacle === null || obstacleOf(draft.content) === null
      ? null
      : obstacle.kind === 'no_recipient'
        ? words.needRecipient
        : words.needValid(obstacle.address);
  return (
    <>
      {reason !== null && (
        <Banner tone="turn" shape="strip" onDismiss={onDismiss}>
          {reason}
        </Banner>
      )}
      {draft.error && (
        <ErrorNotice
          shape="strip"
          error={draft.error}
          actions={{ retry: () => void save(id) }}
          onDismiss={() => dismissError(id)}
        />
      )}
      {draft.refusedFiles.map(({ filename, error }) => (
        <Banner key={filename} tone="turn" shape="strip" title={filename} onDismiss={() => dismissError(id)}>
          {errorMessage(error)}
        </Banner>
      ))}
    </>
  );
}

/** Why the message is too large for its server, known from the first file on and before anything is sent; null where it is not. */
function useExcess({ accountId, content, stored }: OpenDraft) {
  const { files } = stored;
  const limit = useSizeLimits(({ limits }) => limits.get(accountId));
  const hasFiles = files.length > 0;
  useEffect(() => {
    if (hasFiles) void learnSizeLimit(accountId);
  }, [accountId, hasFiles]);
  if (!hasFiles || limit === undefined || limit.octets === null) return null;
  const size = sizeWhenSent(content, filesToSend(content, files));
  return size > limit.octets ? { size, limit: limit.octets, server: limit.server } : null;
}

/** Files dragged over the composer become attachments; pictures dropped on the text stand in it. */
function useFileDrop(onFiles: (dropped: Dropped) => void) {
  const [depth, setDepth] = useState(0);
  const isFiles = (event: DragEvent): boolean => event.dataTransfer.types.includes('Files');
  return {
    over: depth > 0,
    handlers: {
      onDragEnter: (event: DragEvent) => {
        if (isFiles(event)) setDepth((now) => now + 1);
      },
      onDragLeave: (event: DragEvent) => {
        if (isFiles(event)) setDepth((now) => Math.max(0, now - 1));
      },
      onDragOver: (event: DragEvent) => {
        if (!isFiles(event)) return;
        event.preventDefault();
        event.dataTransfer.dropEffect = 'copy';
      },
      onDrop: (event: DragEvent) => {
        setDepth(0);
        // Pictures that were dropped on the text stand there already.
        if (!isFiles(event) || event.defaultPrevented) return;
        event.preventDefault();
        onFiles(droppedIn(event.dataTransfer));
      },
    },
  };
}
