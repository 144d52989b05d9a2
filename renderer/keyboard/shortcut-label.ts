import { type CommandId, defaultShortcuts, type Shortcut } from '../../shared/commands.ts';
import { texts } from '../../shared/texts/texts.ts';
import { type Keyboard, keyboard } from './keyboard.ts';
import { isSingleKey } from './shortcut-engine.ts';
import { type Stroke, strokesOf } from './shortcut-strokes.ts';

/** The shortcuts of a command that work with the keyboard as it is set up; the first is the one to show. */
export function shortcutsOf(command: CommandId, { singleKeys }: Keyboard = keyboard()): readonly Shortcut[] {
  const own = defaultShortcuts[command] ?? [];
  return singleKeys ? own : own.filter((shortcut) => !isSingleKey({ strokes: strokesOf(shortcut) }));
}

/** The names of the keys of each stroke, as they stand on the keyboard: "mod+shift+m" is [["Ctrl", "Shift", "M"]]. */
export function keyNames(shortcut: Shortcut, board: Keyboard = keyboard()): readonly (readonly string[])[] {
  return strokesOf(shortcut).map((stroke) => namesOf(stroke, board));
}

function namesOf({ mod, shift, key }: Stroke, { platform }: Keyboard): string[] {
  const mac = platform === 'darwin';
  const names: Readonly<Record<string, string>> = texts().commands.keys[mac ? 'mac' : 'other'];
  const modifiers = mac ? [shift && 'shift', mod && 'ctrl'] : [mod && 'ctrl', shift && 'shift'];
  const shown = key.length === 1 ? key.toUpperCase() : (names[key] ?? key);
  return [...modifiers.flatMap((modifier) => (modifier ? [names[modifier] ?? modifier] : [])), shown];
}

/** One stroke in one line: "Ctrl+Shift+M", "⇧⌘M". */
export function strokeText(stroke: Stroke, board: Keyboard = keyboard()): string {
  return namesOf(stroke, board).join(board.platform === 'darwin' ? '' : '+');
}

/** A shortcut in one line: "Ctrl+Shift+M", "G then I". */
export function shortcutText(shortcut: Shortcut): string {
  const board = keyboard();
  const strokes = strokesOf(shortcut).map((stroke) => strokeText(stroke, board));
  return strokes.join(` ${texts().commands.shortcuts.followedBy} `);
}

/** The shortcut of a command for tooltips and menus: "E", "Ctrl+K"; empty where it has none that works. */
export function shortcutLabel(command: CommandId): string {
  const [first] = shortcutsOf(command);
  return first === undefined ? '' : shortcutText(first);
}

/** The command's name with its shortcut, for example "Archive (E)". */
export function labelWithShortcut(command: CommandId): string {
  const label = texts().commands.labels[command];
  const shortcut = shortcutLabel(command);
  return shortcut === '' ? label : `${label} (${shortcut})`;
}
