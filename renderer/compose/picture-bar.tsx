import { type Editor, useEditorState } from '@tiptap/react';
import { ImagePlus } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { texts } from '../../shared/texts/texts.ts';
import type { DraftFile, DraftId } from '../../shared/writing.ts';
import { call } from '../bridge.ts';
import { Button } from '../components/button.tsx';
import { IconButton } from '../components/icon-button.tsx';
import { sizeInWords } from '../reader/message-dates.ts';
import { addCopy } from './composer-files.ts';
import { contentIdOf, type PictureSize, pictureSizes, type ShrunkPicture, shrunkCopies } from './picture-files.ts';
import { pictureFile, replacePicture } from './pictures.ts';

/** Lets the user choose pictures that are put into the text. */
export function PictureButton({ onFiles }: { readonly onFiles: (files: readonly File[]) => void }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={input}
        type="file"
        accept="image/png,image/jpeg,image/gif,image/webp"
        multiple
        hidden
        onChange={({ target }) => {
          onFiles([...(target.files ?? [])]);
          // The same file can be chosen again.
          target.value = '';
        }}
      />
      <IconButton
        icon={ImagePlus}
        label={texts().compose.picture.insert}
        tooltipSide="top"
        onClick={() => input.current?.click()}
      />
    </>
  );
}

interface PictureBarProps {
  readonly id: DraftId;
  readonly editor: Editor;
}

/** For the picture that is selected in the text: how large it is, and the sizes that it can be made. */
export function PictureBar({ id, editor }: PictureBarProps) {
  const contentId = useEditorState({
    editor,
    selector: ({ editor: { state } }) => {
      const { node } = state.selection as { node?: { type: { name: string }; attrs: { src?: string } } };
      return node?.type.name === 'picture' ? contentIdOf(node.attrs.src ?? '') : null;
    },
  });
  const file = contentId === null ? undefined : pictureFile(id, contentId);
  return file === undefined ? null : <Sizes key={file.id} id={id} editor={editor} file={file} />;
}

function Sizes({ id, editor, file }: PictureBarProps & { readonly file: DraftFile }) {
  const [copies, setCopies] = useState<ReadonlyMap<PictureSize, ShrunkPicture>>(new Map());
  const words = texts().compose.picture;
  useEffect(() => {
    let isHere = true;
    void call('drafts.readPicture', { draftId: id, fileId: file.id }).then(async (reply) => {
      if (!reply.ok) return;
      // A picture that cannot be decoded keeps its size.
      const made = await shrunkCopies(reply.value.bytes, file.mimeType).catch(() => null);
      if (isHere && made !== null) setCopies(made);
    });
    return () => {
      isHere = false;
    };
  }, [id, file]);
  const shrink = async ({ bytes, mimeType, width }: ShrunkPicture): Promise<void> => {
    const contentId = await addCopy(id, file.filename, mimeType, bytes);
    if (contentId !== null) replacePicture(editor, contentId, width);
  };
  const sizes = (Object.keys(pictureSizes) as PictureSize[]).flatMap((size) => {
    const copy = copies.get(size);
    return copy === undefined ? [] : [{ size, copy }];
  });
  return (
    <div
      role="toolbar"
      aria-label={words.size}
      className="flex flex-none flex-wrap items-center gap-1 border-t border-line px-3 py-1"
    >
      <span className="me-1 min-w-0 truncate text-small text-muted" dir="auto" title={file.filename}>
        {file.filename}
      </span>
      <Button variant="quiet" aria-pressed className="bg-pressed px-2">
        {words.original(sizeInWords(file.size))}
      </Button>
      {sizes.map(({ size, copy }) => (
        <Button key={size} variant="quiet" className="px-2" onClick={() => void shrink(copy)}>
          {words[size](sizeInWords(copy.bytes.length))}
        </Button>
      ))}
    </div>
  );
}
