import { type Binding, isSingleKey } from '../keyboard/shortcut-engine.ts';
import type { Screen } from '../stores/ui.ts';
import { groupOf } from './command-groups.ts';

/** Where a key is pressed. */
export interface KeyContext {
  readonly screen: Screen['kind'];
  /** `field`: something is typed into; `list`: the message list, or nothing at all. */
  readonly focus: 'list' | 'folders' | 'field' | 'elsewhere';
  readonly over: 'nothing' | 'palette' | 'dialog';
  readonly singleKeys: boolean;
}

const field =
  'input:not([type="checkbox"], [type="radio"]), textarea, select, [contenteditable]:not([contenteditable="false"])';
const dialog = '[role="dialog"], [role="alertdialog"], [role="menu"]';

/** The focus of a key's target. */
export function focusOf(target: Element): KeyContext['focus'] {
  if (target.closest(field)) return 'field';
  if (target.closest('[data-pane="folders"]')) return 'folders';
  const none = target === target.ownerDocument.body || target === target.ownerDocument.documentElement;
  return none || target.closest('[data-pane="list"] [role="listbox"]') ? 'list' : 'elsewhere';
}

/** Whether a dialog or menu is open, wherever the focus is. */
export function isDialogOpen(root: ParentNode): boolean {
  return root.querySelector(dialog) !== null;
}

/** Whether a shortcut means something in a place. */
export function countsIn({ command, shortcut, strokes }: Binding, context: KeyContext): boolean {
  const { screen, focus, over, singleKeys } = context;
  if (command === 'quit' || command === 'close_window') return true;
  if (over !== 'nothing') return over === 'palette' && command === 'palette';
  if (!singleKeys && isSingleKey({ strokes })) return false;
  const group = groupOf(command);
  if (focus === 'field' && (isSingleKey({ strokes }) || !worksInFields(command))) return false;
  if (screen !== 'mailbox') {
    return (
      screen !== 'starting' &&
      (group === 'anywhere' || (screen === 'settings' && (command.startsWith('go_') || command === 'new_message')))
    );
  }
  // Outside the list these keys keep their native meaning: Enter presses buttons, Ctrl+A selects the text being read.
  if (/Enter|Arrow/.test(shortcut) || shortcut === 'mod+a') return focus === 'list';
  // With the focus on the folders, these commands would look as if they acted on the folder.
  const aboutMessages =
    group === 'selecting' ||
    (group === 'writing' && command !== 'new_message') ||
    (group === 'messages' && command !== 'undo');
  return focus !== 'folders' || !aboutMessages;
}

function worksInFields(command: Binding['command']): boolean {
  return (
    groupOf(command) === 'anywhere' ||
    command.startsWith('focus_') ||
    /^(?:new_message|find_in_message|next_hit|previous_hit)$/.test(command)
  );
}
