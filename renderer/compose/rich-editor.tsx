import { TextSelection } from '@tiptap/pm/state';
import { type Editor, EditorContent, useEditor } from '@tiptap/react';
import { useEffect, useRef, useState } from 'react';
import { texts } from '../../shared/texts/texts.ts';
import { type Dropped, droppedIn } from './composer-files.ts';
import { editorExtensions } from './editor-extensions.ts';
import { PictureNode } from './picture-node.ts';

interface RichEditorProps {
  /** Its name for screen readers; that of a message's text where it is left out. */
  readonly label?: string;
  /** HTML at the start; the editor keeps its own content from then on. */
  readonly initial: string;
  /** @param text tells the same as plain text */
  readonly onChange: (html: string, text: () => string) => void;
  /** Where the editor reads the picture with this Content-ID from; null where the draft has none. */
  readonly urlOf: (contentId: string) => string | null;
  readonly onFiles: (dropped: Dropped) => void;
  /** Pictures that were pasted, or dropped on the text. */
  readonly onPictures: (files: readonly File[]) => void;
  /** Null when it is gone. */
  readonly onEditor: (editor: Editor | null) => void;
  /** Takes the focus when it is drawn: the recipients are known already. */
  readonly focused: boolean;
}

/** The text of a message with formatting. Files that are pasted or dropped are handed on; their names never reach the text. */
export function RichEditor({
  label,
  initial,
  onChange,
  urlOf,
  onFiles,
  onPictures,
  onEditor,
  focused,
}: RichEditorProps) {
  const handlers = useRef({ onChange, urlOf, onFiles, onPictures, onEditor });
  useEffect(() => {
    handlers.current = { onChange, urlOf, onFiles, onPictures, onEditor };
  });
  const take = (files: readonly File[], folders: readonly string[]): void => {
    const isPicture = ({ type }: File): boolean => /^image\/(?:png|jpeg|gif|webp)$/.test(type);
    handlers.current.onPictures(files.filter(isPicture));
    handlers.current.onFiles({ files: files.filter((file) => !isPicture(file)), folders });
  };
  const [extensions] = useState(() => [
    ...editorExtensions,
    PictureNode.configure({ urlOf: (contentId) => handlers.current.urlOf(contentId) }),
  ]);
  const editor = useEditor({
    extensions,
    content: initial,
    injectCSS: false,
    autofocus: focused ? 'start' : false,
    editorProps: {
      attributes: {
        role: 'textbox',
        'aria-multiline': 'true',
        'aria-label': label ?? texts().compose.fields.text,
        spellcheck: 'true',
        dir: 'auto',
        class: 'heron-writing',
      },
      handlePaste: (_view, event) => {
        const { files, folders } = droppedIn(event.clipboardData);
        // A copied table or text often comes with a picture of itself; the text is meant then.
        const isText = /<(?!\/?(?:html|head|meta|body|img|!)\b)[a-z]/i.test(
          event.clipboardData?.getData('text/html') ?? '',
        );
        if (files.length + folders.length === 0 || isText) return false;
        take(files, folders);
        return true;
      },
      handleDrop: (view, event) => {
        const { files, folders } = droppedIn(event.dataTransfer);
        if (files.length + folders.length === 0) return false;
        // Tells the composer around it that this was taken.
        event.preventDefault();
        const at = view.posAtCoords({ left: event.clientX, top: event.clientY });
        if (at !== null) view.dispatch(view.state.tr.setSelection(TextSelection.near(view.state.doc.resolve(at.pos))));
        take(files, folders);
        return true;
      },
    },
    onUpdate: ({ editor: changed }) =>
      handlers.current.onChange(changed.getHTML(), () => changed.getText({ blockSeparator: '\n' })),
  });
  useEffect(() => {
    handlers.current.onEditor(editor);
    return () => handlers.current.onEditor(null);
  }, [editor]);
  return <EditorContent editor={editor} data-selectable className="flex min-h-40 flex-1 flex-col" />;
}
