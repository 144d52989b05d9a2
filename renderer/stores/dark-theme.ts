import { useSyncExternalStore } from 'react';

const dark = '(prefers-color-scheme: dark)';

/** Whether the window is dark, as the system or the user's choice has it. */
export function useDarkTheme(): boolean {
  return useSyncExternalStore(subscribe, () => matchMedia(dark).matches);
}

function subscribe(changed: () => void): () => void {
  const query = matchMedia(dark);
  query.addEventListener('change', changed);
  return () => query.removeEventListener('change', changed);
}
