import { type RefObject, useEffect, useRef } from 'react';
import type { MessageId } from '../../shared/mail.ts';

/** What is selected: a message's text, or the source that stands in its place. */
const texts = '[data-scrolls-message][role], pre';

/**
 * Ctrl+A in the reader selects the text of the message, and nothing else of the window; with the next message nothing is selected. An HTML
 * message's frame has a selection of its own.
 */
export function useOwnSelection(article: RefObject<HTMLElement | null>, messageId: MessageId): void {
  const before = useRef(messageId);
  useEffect(() => {
    const own = article.current;
    if (own === null) return;
    if (before.current !== messageId) endSelection();
    before.current = messageId;
    const selectText = (event: KeyboardEvent): void => {
      if (!isSelectAll(event) || (event.target as Element).matches('input, textarea, iframe')) return;
      event.preventDefault();
      const among = (event.target as Element).closest('li[data-message]') ?? own;
      const text = among.querySelector(texts) ?? own.querySelector(texts);
      if (text !== null) getSelection()?.selectAllChildren(text);
    };
    own.addEventListener('keydown', selectText);
    return () => own.removeEventListener('keydown', selectText);
  }, [article, messageId]);
}

function isSelectAll({ key, ctrlKey, metaKey, shiftKey, altKey }: KeyboardEvent): boolean {
  return key.toLowerCase() === 'a' && (ctrlKey || metaKey) && !shiftKey && !altKey;
}

/** What is being typed into a field is selected there, and stays. */
function endSelection(): void {
  if (document.activeElement?.matches('input, textarea') !== true) getSelection()?.removeAllRanges();
}
