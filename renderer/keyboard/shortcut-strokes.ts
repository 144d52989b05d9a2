import type { Shortcut } from '../../shared/commands.ts';
import type { AppInfo } from '../../shared/mail.ts';

export type Platform = AppInfo['platform'];

/** One stroke of a shortcut: `key` is a small letter, a digit, a sign as typed, or the name of a key as in KeyboardEvent.key. */
export interface Stroke {
  readonly mod: boolean;
  readonly shift: boolean;
  readonly key: string;
}

/** The properties of a KeyboardEvent that decide which shortcut it is. */
export interface KeyPress {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
  /** The third level of the layout, as with AltGr. */
  readonly altGraph: boolean;
}

export function pressOf(event: KeyboardEvent): KeyPress {
  const { key, code, ctrlKey, metaKey, altKey, shiftKey } = event;
  return { key, code, ctrlKey, metaKey, altKey, shiftKey, altGraph: event.getModifierState('AltGraph') };
}

const modifierKeys = new Set([
  'Shift',
  'Control',
  'Alt',
  'AltGraph',
  'Meta',
  'OS',
  'Super',
  'Hyper',
  'Fn',
  'FnLock',
  'CapsLock',
  'NumLock',
  'ScrollLock',
  'Symbol',
  'SymbolLock',
]);

const letter = /^[a-z]$/;
const digit = /^\d$/;
const namedKey = /^(F\d{1,2}|[A-Z][A-Za-z]+)$/;
const otherScript = /^[\p{L}\p{M}]+$/u;
const latin = /\p{Script=Latin}/u;

/**
 * The strokes of a shortcut as shared/commands.ts writes them: "mod+shift+m", "g i", "#".
 * @throws Error for anything else: these are written by us
 */
export function strokesOf(shortcut: Shortcut): readonly Stroke[] {
  return shortcut.split(' ').map((written) => {
    const [, modifiers = '', key = ''] = /^((?:mod\+|shift\+)*)(.+)$/u.exec(written) ?? [];
    const shift = modifiers.includes('shift+');
    const known = key.length === 1 ? key === key.toLowerCase() : namedKey.test(key);
    const signWithShift = shift && key.length === 1 && !letter.test(key);
    if (!known || signWithShift) throw new Error(`Not a shortcut: “${shortcut}”`);
    return { mod: modifiers.includes('mod+'), shift, key };
  });
}

/** Whether a stroke types a character (WCAG 2.1.4): it can be turned off, and fields need it for themselves. */
export function isCharacter(stroke: Stroke): boolean {
  return !stroke.mod && stroke.key.length === 1;
}

/** Whether the press is of a modifier alone, or only the beginning of a character (dead keys, input methods). */
export function isUnfinished(press: KeyPress): boolean {
  return modifierKeys.has(press.key) || ['Dead', 'Process', 'Compose', 'Unidentified'].includes(press.key);
}

/** The Latin letter of a press: the one typed, and on Cyrillic, Greek and other layouts the one printed on the same key. */
function letterOf({ key, code }: KeyPress): string | null {
  const typed = key.toLowerCase();
  if (letter.test(typed)) return typed;
  const isOther = otherScript.test(key) && !latin.test(key);
  return isOther && /^Key[A-Z]$/.test(code) ? code.slice(3).toLowerCase() : null;
}

/** The digit of a press: French and Czech keyboards type it with Shift only, so with a modifier its key counts. */
function isDigit({ key, code, shiftKey }: KeyPress, wanted: string): boolean {
  return key === wanted || (code === `Digit${wanted}` && !shiftKey);
}

/** Whether a press is this stroke, on whatever layout. */
export function matches(stroke: Stroke, press: KeyPress, platform: Platform): boolean {
  const mac = platform === 'darwin';
  const sign = stroke.key.length === 1 && !letter.test(stroke.key) && !digit.test(stroke.key);
  // Windows reports AltGr as Ctrl and Alt; on macOS Option is the third level.
  const third = press.altGraph || (platform === 'win32' && press.ctrlKey && press.altKey) || (mac && press.altKey);
  if (third && !(sign && !stroke.mod && !press.metaKey)) return false;
  if (!third) {
    const mod = mac ? press.metaKey : press.ctrlKey;
    const other = mac ? press.ctrlKey : press.metaKey;
    if (mod !== stroke.mod || other || press.altKey) return false;
  }
  if (sign) return press.key === stroke.key;
  if (digit.test(stroke.key)) return isDigit(press, stroke.key);
  if (press.shiftKey !== stroke.shift) return false;
  if (stroke.key.length === 1) return letterOf(press) === stroke.key;
  // The large key that deletes is Backspace on a Mac; its keyboards rarely have the other one.
  const key = mac && press.key === 'Backspace' ? 'Delete' : press.key;
  return key === stroke.key;
}
