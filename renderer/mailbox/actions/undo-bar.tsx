import { X } from 'lucide-react';
import { texts } from '../../../shared/texts/texts.ts';
import { Button } from '../../components/button.tsx';
import { IconButton } from '../../components/icon-button.tsx';
import { shortcutLabel } from '../../keyboard/shortcut-label.ts';
import { useMailbox } from '../mailbox-state.ts';
import { dismissUndo, holdUndo, releaseUndo, undoLast } from './undo.ts';

/**
 * What was just done, with a button to undo it, never wider than the window: its words give way, its buttons do not. Its time stands still while the pointer or focus is on it.
 */
export function UndoBar() {
  const bar = useMailbox((state) => state.undoBar);
  const words = texts().mailbox.undo;
  const shortcut = shortcutLabel('undo');
  return (
    // The element is always in the document, so that screen readers notice when text appears in it.
    <div role="status" aria-label={words.name} className="flex max-w-full justify-center">
      {bar && (
        <fieldset
          key={bar.text}
          // A fieldset is as wide as its content unless it is told otherwise.
          className="pointer-events-auto flex min-w-0 max-w-full animate-appear items-center gap-1 rounded-md border border-line bg-raised py-1 ps-3 pe-1 shadow-raised"
          onPointerEnter={holdUndo}
          onPointerLeave={releaseUndo}
          onFocus={holdUndo}
          onBlur={releaseUndo}
        >
          <span className="min-w-0 truncate pe-2" title={bar.text}>
            {bar.text}
          </span>
          {bar.canUndo && (
            <Button
              variant="quiet"
              className="shrink-0 px-2"
              aria-keyshortcuts={shortcut}
              onClick={() => void undoLast()}
            >
              {words.button}
              {shortcut && (
                <span aria-hidden="true" className="text-small text-muted">
                  {shortcut}
                </span>
              )}
            </Button>
          )}
          <span className="shrink-0">
            <IconButton icon={X} label={words.dismiss} onClick={dismissUndo} />
          </span>
        </fieldset>
      )}
    </div>
  );
}
