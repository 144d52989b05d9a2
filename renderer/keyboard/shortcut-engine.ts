import type { CommandId, Shortcut } from '../../shared/commands.ts';
import {
  isCharacter,
  isUnfinished,
  type KeyPress,
  matches,
  type Platform,
  type Stroke,
  strokesOf,
} from './shortcut-strokes.ts';

/** A command and one of its shortcuts. */
export interface Binding {
  readonly command: CommandId;
  readonly shortcut: Shortcut;
  readonly strokes: readonly Stroke[];
}

/** The strokes of a sequence so far. */
export interface Pending {
  readonly strokes: readonly Stroke[];
  /** Milliseconds, as `now`; afterwards the sequence is forgotten. */
  readonly until: number;
}

/** What a press comes to. */
export type Outcome =
  /** The press belongs to no shortcut of Heron, so the browser handles it. */
  | { readonly kind: 'none' }
  | { readonly kind: 'run'; readonly command: CommandId }
  | { readonly kind: 'waiting' }
  /** The press ended a sequence that has no command; the press is not handled in any other way either. */
  | { readonly kind: 'dropped' };

export interface Step {
  readonly outcome: Outcome;
  readonly pending: Pending | null;
}

/** How long a sequence waits for its next key; milliseconds. */
export const sequenceMs = 1500;

/** Every shortcut of a table, parsed. */
export function bindingsOf(shortcuts: Readonly<Partial<Record<CommandId, readonly Shortcut[]>>>): readonly Binding[] {
  return Object.entries(shortcuts).flatMap(([command, own]) =>
    own.map((shortcut) => ({ command: command as CommandId, shortcut, strokes: strokesOf(shortcut) })),
  );
}

/** Whether the shortcut goes away when single keys are turned off. */
export function isSingleKey(binding: Pick<Binding, 'strokes'>): boolean {
  return binding.strokes.some(isCharacter);
}

/**
 * One key press after `pending`. Bindings are those that count where the focus is.
 * @param now milliseconds, from the same clock as `pending.until`
 */
export function pressed(
  bindings: readonly Binding[],
  pending: Pending | null,
  press: KeyPress,
  now: number,
  platform: Platform,
): Step {
  // Shift on its way to "!", or a dead key: the sequence goes on.
  if (isUnfinished(press)) return { outcome: { kind: 'none' }, pending };
  const begun = pending !== null && now < pending.until ? pending.strokes : [];
  const next = begun.length > 0 ? continued(bindings, begun, press, now, platform) : null;
  if (next) return next;
  if (begun.length > 0 && (press.key === 'Escape' || typesCharacter(press))) {
    return { outcome: { kind: 'dropped' }, pending: null };
  }
  return continued(bindings, [], press, now, platform) ?? { outcome: { kind: 'none' }, pending: null };
}

/**
 * What follows when the strokes so far are continued by this press; null when no binding fits. A complete shortcut wins
 * over the beginning of a longer one.
 */
function continued(
  bindings: readonly Binding[],
  begun: readonly Stroke[],
  press: KeyPress,
  now: number,
  platform: Platform,
): Step | null {
  const candidates = bindings.filter(({ strokes }) => {
    const stroke = strokes[begun.length];
    return stroke && begun.every((before, index) => isSame(before, strokes[index])) && matches(stroke, press, platform);
  });
  const whole = candidates.find(({ strokes }) => strokes.length === begun.length + 1);
  if (whole) return { outcome: { kind: 'run', command: whole.command }, pending: null };
  const first = candidates[0];
  if (!first) return null;
  const strokes = first.strokes.slice(0, begun.length + 1);
  return { outcome: { kind: 'waiting' }, pending: { strokes, until: now + sequenceMs } };
}

function isSame(left: Stroke, right: Stroke | undefined): boolean {
  return left.key === right?.key && left.mod === right.mod && left.shift === right.shift;
}

function typesCharacter({ key, ctrlKey, metaKey }: KeyPress): boolean {
  return [...key].length === 1 && !ctrlKey && !metaKey;
}
