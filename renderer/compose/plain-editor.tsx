import { useLayoutEffect, useRef } from 'react';
import { texts } from '../../shared/texts/texts.ts';
import { type Dropped, droppedIn } from './composer-files.ts';

interface PlainEditorProps {
  readonly value: string;
  readonly onChange: (text: string) => void;
  readonly onFiles: (dropped: Dropped) => void;
  readonly focused: boolean;
}

/** The text of a message without formatting; grows with what is written, so that the composer has one scrollbar. */
export function PlainEditor({ value, onChange, onFiles, focused }: PlainEditorProps) {
  const area = useRef<HTMLTextAreaElement>(null);
  useLayoutEffect(() => {
    if (!focused || area.current === null) return;
    area.current.focus({ preventScroll: true });
    area.current.setSelectionRange(0, 0);
  }, [focused]);
  return (
    <textarea
      ref={area}
      value={value}
      aria-label={texts().compose.fields.text}
      spellCheck
      dir="auto"
      onChange={(event) => onChange(event.target.value)}
      onPaste={(event) => {
        const dropped = droppedIn(event.clipboardData);
        const isEmpty = dropped.files.length + dropped.folders.length === 0;
        if (isEmpty || event.clipboardData.types.includes('text/plain')) return;
        event.preventDefault();
        onFiles(dropped);
      }}
      className="field-sizing-content min-h-40 w-full flex-1 resize-none bg-transparent px-4 py-3 text-body outline-none"
    />
  );
}
