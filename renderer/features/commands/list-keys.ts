import { selectBy, selectIndex } from '../../stores/mailbox-actions.ts';
import { useMailbox } from '../../stores/mailbox-state.ts';

/** What a key without modifiers does in the message list, beyond its shortcuts; null when the list has no use for it. */
export function listKey(key: string): (() => void) | null {
  const list = useMailbox.getState().open?.list;
  if (!list || list.total === 0) return null;
  const page = Math.max(1, list.last - list.first - 1);
  switch (key) {
    case 'ArrowDown':
      return () => selectBy(list.cursor ? 1 : 0);
    case 'ArrowUp':
      return () => selectBy(list.cursor ? -1 : 0);
    case 'PageDown':
      return () => selectBy(page);
    case 'PageUp':
      return () => selectBy(-page);
    case 'Home':
      return () => selectIndex(0);
    case 'End':
      return () => selectIndex(list.total - 1);
    default:
      return null;
  }
}
