import { create } from 'zustand';

/** A part of the mailbox that can have the focus; its element carries `data-pane`. `search`: the field. */
export type Pane = 'folders' | 'list' | 'reader' | 'search';

/** The pane that is to have the focus, as soon as it is drawn; `count` grows with each time it is asked for. */
export const useAskedFocus = create<{ readonly focus: { readonly pane: Pane; readonly count: number } | null }>()(
  () => ({ focus: null }),
);

/** Gives the focus to a pane, as soon as it is drawn. */
export function askFocus(pane: Pane): void {
  useAskedFocus.setState(({ focus }) => ({ focus: { pane, count: (focus?.count ?? 0) + 1 } }));
}
