import { closeHistory } from '@tiptap/pm/history';
import type { Editor } from '@tiptap/react';
import type { DraftFile, DraftId } from '../../shared/writing.ts';
import { useCompose } from './composers.ts';
import { draftPictureUrl } from './picture-files.ts';

/** The file of an open draft with this Content-ID. */
export function pictureFile(id: DraftId, contentId: string): DraftFile | undefined {
  return useCompose
    .getState()
    .open.get(id)
    ?.stored.files.find((file) => file.contentId === contentId);
}

/** Where the editor reads a picture of an open draft from; null where the draft has none with this Content-ID. */
export function pictureUrl(id: DraftId, contentId: string): string | null {
  const file = pictureFile(id, contentId);
  return file === undefined ? null : draftPictureUrl(id, file);
}

/** Puts a picture into the text, where the cursor is. */
export function insertPicture(editor: Editor | null, contentId: string): void {
  editor
    ?.chain()
    .focus()
    .insertContent({ type: 'picture', attrs: { src: `cid:${contentId}` } })
    .run();
}

/** Shows another copy in the place of the selected picture. @param width of the copy, in pixels */
export function replacePicture(editor: Editor, contentId: string, width: number): void {
  const { from } = editor.state.selection;
  editor
    .chain()
    .focus()
    // A step of its own for undo, however soon it follows.
    .command(({ tr }) => {
      closeHistory(tr);
      return true;
    })
    .updateAttributes('picture', { src: `cid:${contentId}`, width })
    .setNodeSelection(from)
    .run();
}
