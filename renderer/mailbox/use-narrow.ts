import { useEffect } from 'react';
import { usePreferences } from '../stores/preferences.ts';
import { useMailbox, widthChanged } from './mailbox-state.ts';

/** Whether the reader takes the list's place: the user wants it so, or the window is too narrow for both beside each other (below 900 px). */
export function useNarrow(): boolean {
  const pane = usePreferences(({ readingPane }) => readingPane);
  useEffect(() => {
    const query = window.matchMedia('(width < 900px)');
    const take = (): void => {
      const narrow = pane === 'off' || (pane === 'right' && query.matches);
      useMailbox.setState((state) => widthChanged(state, narrow));
    };
    take();
    query.addEventListener('change', take);
    return () => query.removeEventListener('change', take);
  }, [pane]);
  return useMailbox((state) => state.narrow);
}
