import { useLayoutEffect } from 'react';
import { type CommandId, defaultShortcuts } from '../../shared/commands.ts';
import { type Keyboard, keyboard } from '../keyboard/keyboard.ts';
import { bindingsOf, type Pending, pressed } from '../keyboard/shortcut-engine.ts';
import { strokeText } from '../keyboard/shortcut-label.ts';
import { pressOf } from '../keyboard/shortcut-strokes.ts';
import { onEndReached, scrollMessage } from '../reader/message-scroll.ts';
import { useUi } from '../stores/ui.ts';
import { runCommand } from './commands.ts';
import { showSequence, useCommandsUi } from './commands-ui.ts';
import { countsIn, focusOf, isDialogOpen, type KeyContext } from './key-context.ts';

/** Commands that a held key repeats. All others run once: a held Delete must not empty the folder. */
const repeated: ReadonlySet<CommandId> = new Set([
  'next_message',
  'previous_message',
  'next_hit',
  'previous_hit',
  'extend_down',
  'extend_up',
]);

const bindings = bindingsOf(defaultShortcuts);

function contextOf(target: Element, { singleKeys }: Keyboard): KeyContext {
  const isPalette = useCommandsUi.getState().over === 'palette';
  return {
    screen: useUi.getState().screen.kind,
    focus: focusOf(target),
    over: isPalette ? 'palette' : isDialogOpen(document) ? 'dialog' : 'nothing',
    singleKeys,
  };
}

const listKeys: ReadonlySet<string> = new Set(['ArrowDown', 'ArrowUp', 'PageDown', 'PageUp', 'Home', 'End']);

/**
 * After the start nothing has the focus; then keys that move are the message list's. Null when the list is not drawn,
 * or not meant.
 */
function listFor(event: KeyboardEvent, { screen, over }: KeyContext): HTMLElement | null {
  const nowhere = event.target === document.body && screen === 'mailbox' && over === 'nothing';
  if (!nowhere || !listKeys.has(event.key) || event.ctrlKey || event.metaKey || event.altKey) return null;
  return document.querySelector<HTMLElement>('[data-pane="list"] [role="listbox"]');
}

/** How much of the message Space scrolls where it presses no button and is not typed, in parts of its height. */
function scrolledBy(event: KeyboardEvent, { screen, focus, over }: KeyContext): number {
  if (event.key !== ' ' || event.ctrlKey || event.metaKey || event.altKey) return 0;
  const isReader =
    event.target instanceof Element &&
    event.target.matches('[data-pane="reader"], [data-message], [data-scrolls-message]');
  if (screen !== 'mailbox' || over !== 'nothing' || (focus !== 'list' && !isReader)) return 0;
  return event.shiftKey ? -0.9 : 0.9;
}

function hand(event: KeyboardEvent, list: HTMLElement): void {
  list.focus({ preventScroll: true });
  list.dispatchEvent(new KeyboardEvent('keydown', { key: event.key, bubbles: true, cancelable: true }));
}

/** Runs commands by their shortcuts, wherever the focus is. */
export function useCommandKeys(): void {
  useLayoutEffect(() => {
    let pending: Pending | null = null;
    const onKeyDown = (event: KeyboardEvent): void => {
      const { target } = event;
      // Chromium's autofill sends key events without a key.
      if (event.isComposing || event.defaultPrevented || !event.key || !(target instanceof Element)) return;
      const board = keyboard();
      const context = contextOf(target, board);
      const here = bindings.filter((binding) => countsIn(binding, context));
      const { outcome, pending: next } = pressed(here, pending, pressOf(event), event.timeStamp, board.platform);
      const list = outcome.kind === 'none' ? listFor(event, context) : null;
      const pages = outcome.kind === 'none' ? scrolledBy(event, context) : 0;
      if (outcome.kind !== 'none' || list || pages !== 0) event.preventDefault();
      // A key that is held down goes no further than the message's end.
      if (pages !== 0) scrollMessage(pages, !event.repeat);
      if (event.repeat && !list && !(outcome.kind === 'run' && repeated.has(outcome.command))) return;
      pending = next;
      const shown = pending?.strokes.map((stroke) => strokeText(stroke, board)).join(' ');
      showSequence(shown ?? null, (pending?.until ?? 0) - event.timeStamp);
      if (outcome.kind === 'run') runCommand(outcome.command);
      else if (list) hand(event, list);
    };
    document.addEventListener('keydown', onKeyDown);
    const stopFollowing = onEndReached(() => runCommand('next_unread'));
    return () => {
      stopFollowing();
      document.removeEventListener('keydown', onKeyDown);
      showSequence(null);
    };
  }, []);
}
