import { useRef } from 'react';

/** What a click or key means next when the element that had the focus is gone, for example a menu's item: the messages. */
const fallback = '[data-pane="list"] [role="listbox"]';

interface FocusReturn {
  /** When the dialog takes the focus. */
  readonly remember: () => void;
  /** When it closes; for Radix' `onCloseAutoFocus`, which knows of triggers only. */
  readonly giveBack: (event: Event) => void;
}

/** Gives the focus back to where it came from when a dialog closes that no trigger of Radix opened. */
export function useFocusReturn(): FocusReturn {
  const before = useRef<Element | null>(null);
  return {
    remember: () => {
      before.current = document.activeElement;
    },
    giveBack: (event) => {
      event.preventDefault();
      const element = before.current;
      const target = element?.isConnected && element !== document.body ? element : document.querySelector(fallback);
      if (target instanceof HTMLElement) target.focus({ preventScroll: true });
    },
  };
}
