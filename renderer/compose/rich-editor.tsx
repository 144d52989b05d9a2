import { type Editor, EditorContent, useEditor } from '@tiptap/react';
import { useEffect, useRef } from 'react';
import { texts } from '../../shared/texts/texts.ts';
import { editorExtensions } from './editor-extensions.ts';

interface RichEditorProps {
  /** HTML at the start; the editor keeps its own content from then on. */
  readonly initial: string;
  readonly onChange: (html: string) => void;
  readonly onFiles: (files: readonly File[]) => void;
  /** Null when it is gone. */
  readonly onEditor: (editor: Editor | null) => void;
  /** Takes the focus when it is drawn: the recipients are known already. */
  readonly focused: boolean;
}

/** The text of a message with formatting. Files that are pasted or dropped are handed on; their names never reach the text. */
export function RichEditor({ initial, onChange, onFiles, onEditor, focused }: RichEditorProps) {
  const handlers = useRef({ onChange, onFiles, onEditor });
  useEffect(() => {
    handlers.current = { onChange, onFiles, onEditor };
  });
  const editor = useEditor({
    extensions: editorExtensions,
    content: initial,
    injectCSS: false,
    autofocus: focused ? 'start' : false,
    editorProps: {
      attributes: {
        role: 'textbox',
        'aria-multiline': 'true',
        'aria-label': texts().compose.fields.text,
        spellcheck: 'true',
        dir: 'auto',
        class: 'heron-writing',
      },
      handlePaste: (_view, event) => {
        const files = [...(event.clipboardData?.files ?? [])];
        // A copied table or text often comes with a picture of itself; the text is meant then.
        if (files.length === 0 || event.clipboardData?.types.includes('text/html')) return false;
        handlers.current.onFiles(files);
        return true;
      },
      handleDrop: (_view, event) => (event.dataTransfer?.files.length ?? 0) > 0,
    },
    onUpdate: ({ editor: changed }) => handlers.current.onChange(changed.getHTML()),
  });
  useEffect(() => {
    handlers.current.onEditor(editor);
    return () => handlers.current.onEditor(null);
  }, [editor]);
  return <EditorContent editor={editor} data-selectable className="flex min-h-40 flex-1 flex-col" />;
}
