import { type RefObject, useEffect, useLayoutEffect, useRef } from 'react';

/** Where the focus goes when the element that had it is gone, for example a menu's item: the message list. */
const fallback = '[data-pane="list"] [role="listbox"]';

/**
 * Gives the focus to an element, or to the messages when it is gone; does nothing when another element has taken the
 * focus.
 */
function giveFocus(element: Element | null): void {
  const { activeElement, body } = document;
  if (activeElement !== null && activeElement !== body) return;
  const target = element?.isConnected && element !== body ? element : document.querySelector(fallback);
  if (target instanceof HTMLElement) target.focus({ preventScroll: true });
}

interface FocusReturnProps {
  /** What gets the focus; absent: what had it when the dialog or menu was drawn. */
  readonly to?: RefObject<HTMLElement | null>;
  /** Done once the focus is back: what was chosen may ask something, and move the focus itself. */
  readonly then?: () => void;
}

/**
 * Stands first inside a Radix dialog or menu and gives the focus back when that goes. Radix does it in a timer (its `FocusScope`), so the next
 * key could come before it and mean something else, and a focus that moved meanwhile was taken away again. Here it is done before the event
 * that closes the dialog is over: in the clean-up of an effect, after that of `FocusScope` around it, which until then keeps the focus inside.
 */
export function FocusReturn({ to, then }: FocusReturnProps) {
  const latest = useRef({ to, then });
  useLayoutEffect(() => {
    latest.current = { to, then };
  });
  const before = useRef<Element | null>(null);
  useLayoutEffect(() => {
    // Once, also where React mounts twice (StrictMode while developing).
    before.current ??= document.activeElement;
  }, []);
  useEffect(
    () => () => {
      const { to: wanted, then: act } = latest.current;
      giveFocus(wanted ? wanted.current : before.current);
      // In a microtask: an error thrown by the action would otherwise unmount React's tree.
      if (act) queueMicrotask(act);
    },
    [],
  );
  return null;
}

/** For Radix' `onCloseAutoFocus`: its timer finds nothing left to do. */
export function focusIsBack(event: Event): void {
  event.preventDefault();
}
