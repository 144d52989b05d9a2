import { useEffect, useLayoutEffect } from 'react';
import { type Pane, useAskedFocus } from '../stores/asked-focus.ts';
import { followCommands } from './commands.ts';
import { useCommandsUi } from './commands-ui.ts';
import { Palette } from './palette.tsx';
import { ShortcutsDialog } from './shortcuts-dialog.tsx';
import { useCommandKeys } from './use-command-keys.ts';

/**
 * What the commands draw over every screen: announcements, the palette, the list of shortcuts. It also handles the
 * shortcut keys. Mounted once.
 */
export function CommandLayer() {
  useCommandKeys();
  useEffect(followCommands, []);
  useFocusOfPanes();
  return (
    <>
      <Announcement />
      <SequenceHint />
      <Palette />
      <ShortcutsDialog />
    </>
  );
}

/** Why a command does nothing now, for screen readers; the same words twice are two announcements. */
function Announcement() {
  const { text, count } = useCommandsUi((state) => state.announcement);
  return (
    <div role="status" className="sr-only">
      <span key={count}>{text}</span>
    </div>
  );
}

/** "G …": a sequence waits for its next key. Screen readers have read the key itself. */
function SequenceHint() {
  const sequence = useCommandsUi((state) => state.sequence);
  if (sequence === null) return null;
  return (
    <div
      aria-hidden="true"
      className="pointer-events-none fixed end-3 bottom-3 z-30 animate-appear rounded-md border border-line bg-raised px-2 py-1 text-small text-muted shadow-raised"
    >
      <bdi dir="ltr">{sequence} …</bdi>
    </div>
  );
}

/**
 * Which element takes the focus of each pane. A list without messages has no listbox: then the pane itself takes it.
 */
const inside: Readonly<Record<Pane, string>> = {
  folders: '[role="treeitem"][tabindex="0"]',
  // Not what is suggested below the search field.
  list: '[role="listbox"][tabindex="0"]',
  reader: '[data-first]',
  search: 'input',
};

function useFocusOfPanes(): void {
  const focus = useAskedFocus((state) => state.focus);
  useLayoutEffect(() => {
    const pane = focus && document.querySelector<HTMLElement>(`[data-pane="${focus.pane}"]`);
    if (focus && pane) (pane.querySelector<HTMLElement>(inside[focus.pane]) ?? pane).focus({ preventScroll: true });
  }, [focus]);
}
