import { useSyncExternalStore } from 'react';
import { create } from 'zustand';

const storageKey = 'heron-sidebar-names';
const narrowWindow = '(width < 1000px)';

/** Whether the user wants folder names in a narrow window, too. */
const useNames = create<{ readonly wanted: boolean }>()(() => ({
  wanted: localStorage.getItem(storageKey) === 'true',
}));

function subscribe(changed: () => void): () => void {
  const query = window.matchMedia(narrowWindow);
  query.addEventListener('change', changed);
  return () => query.removeEventListener('change', changed);
}

const isNarrow = (): boolean => window.matchMedia(narrowWindow).matches;

/** How the sidebar is shown: whole, as a rail of icons, or whole where it could be a rail (below 1,000 px). */
export function useRail(): 'whole' | 'rail' | 'unfolded' {
  const narrow = useSyncExternalStore(subscribe, isNarrow);
  const wanted = useNames((state) => state.wanted);
  if (!narrow) return 'whole';
  return wanted ? 'unfolded' : 'rail';
}

let isPressed = false;

/** Gives the focus to the button that takes the place of the pressed one, in the sidebar that takes the place of its own. */
export function focusIfPressed(button: HTMLElement | null): void {
  if (button === null || !isPressed) return;
  isPressed = false;
  button.focus();
}

/** Shows folder names in a narrow window, or icons alone; kept. */
export function showNames(wanted: boolean): void {
  isPressed = true;
  localStorage.setItem(storageKey, String(wanted));
  useNames.setState({ wanted });
}
