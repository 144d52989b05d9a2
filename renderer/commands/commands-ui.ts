import { create } from 'zustand';
import type { Pane } from '../stores/asked-focus.ts';

/** The state of what the commands draw over the screens. */
export interface CommandsUiState {
  /** Which of the two lies over the current screen and its dialogs; null: neither. */
  readonly over: 'palette' | 'shortcuts' | null;
  /** The keys of a sequence that waits for its next one, as shown; null when none does. */
  readonly sequence: string | null;
  /** For screen readers; `count` tells two equal ones apart. */
  readonly announcement: { readonly text: string; readonly count: number };
}

export const initialCommandsUi: CommandsUiState = {
  over: null,
  sequence: null,
  announcement: { text: '', count: 0 },
};

export const useCommandsUi = create<CommandsUiState>()(() => initialCommandsUi);

/** Opens the palette, or closes it. */
export function togglePalette(): void {
  useCommandsUi.setState(({ over }) => ({ over: over === 'palette' ? null : 'palette' }));
}

/** Lists the shortcuts. */
export function showShortcuts(): void {
  useCommandsUi.setState({ over: 'shortcuts' });
}

/** Closes the palette or the list of shortcuts. */
export function closeOver(): void {
  useCommandsUi.setState({ over: null });
}

/** The pane that the focus is in; of the message list only the messages themselves count. */
export function paneWithFocus(): Pane | null {
  const name = document.activeElement?.closest('[data-pane]')?.getAttribute('data-pane');
  if (name === 'list') return document.activeElement?.closest('[role="listbox"]') ? 'list' : null;
  return name === 'folders' || name === 'reader' ? name : null;
}

/** Has screen readers read a text aloud, for example why a command cannot be run now. */
export function announceCommand(text: string): void {
  useCommandsUi.setState(({ announcement }) => ({ announcement: { text, count: announcement.count + 1 } }));
}

let sequenceTimer: ReturnType<typeof setTimeout> | undefined;

/** Shows the keys of an unfinished sequence for `ms` milliseconds; null hides them. */
export function showSequence(text: string | null, ms = 0): void {
  clearTimeout(sequenceTimer);
  if (useCommandsUi.getState().sequence !== text) useCommandsUi.setState({ sequence: text });
  if (text !== null) sequenceTimer = setTimeout(() => useCommandsUi.setState({ sequence: null }), ms);
}
