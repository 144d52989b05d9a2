import { useEffect } from 'react';
import { useMailbox, widthChanged } from './mailbox-state.ts';

/** Whether the window is too narrow for three panes (below 900 px). */
export function useNarrow(): boolean {
  useEffect(() => {
    const query = window.matchMedia('(width < 900px)');
    const take = (): void => useMailbox.setState((state) => widthChanged(state, query.matches));
    take();
    query.addEventListener('change', take);
    return () => query.removeEventListener('change', take);
  }, []);
  return useMailbox((state) => state.narrow);
}
