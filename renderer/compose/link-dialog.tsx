import type { Editor } from '@tiptap/react';
import { useState } from 'react';
import { texts } from '../../shared/texts/texts.ts';
import { Button } from '../components/button.tsx';
import { Dialog } from '../components/dialog.tsx';
import { TextField } from '../components/text-field.tsx';
import { linkAddress } from './editor-extensions.ts';

interface LinkDialogProps {
  readonly editor: Editor;
  readonly onClose: () => void;
}

/** Asks where the selected text links to. */
export function LinkDialog({ editor, onClose }: LinkDialogProps) {
  const present: unknown = editor.getAttributes('link')['href'];
  const before = typeof present === 'string' ? present : '';
  const [typed, setTyped] = useState(before);
  const [wrong, setWrong] = useState(false);
  const words = texts().compose.link;
  const set = (): void => {
    const href = linkAddress(typed);
    if (href === null) {
      setWrong(true);
      return;
    }
    const chain = editor.chain().focus().extendMarkRange('link');
    // Without a selection the address itself becomes the text.
    if (editor.state.selection.empty && before === '') {
      chain.insertContent({ type: 'text', text: typed.trim(), marks: [{ type: 'link', attrs: { href } }] }).run();
    } else chain.setLink({ href }).run();
    onClose();
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={words.title}
      footer={
        <>
          {before !== '' && (
            <Button
              className="me-auto"
              onClick={() => {
                editor.chain().focus().extendMarkRange('link').unsetLink().run();
                onClose();
              }}
            >
              {words.remove}
            </Button>
          )}
          <Button onClick={onClose}>{words.cancel}</Button>
          <Button variant="primary" type="submit" form="link-form">
            {words.set}
          </Button>
        </>
      }
    >
      <form
        id="link-form"
        onSubmit={(event) => {
          event.preventDefault();
          set();
        }}
      >
        <TextField
          label={words.address}
          value={typed}
          hint={words.hint}
          error={wrong ? words.invalid : null}
          onChange={(value) => {
            setTyped(value);
            setWrong(false);
          }}
        />
      </form>
    </Dialog>
  );
}
