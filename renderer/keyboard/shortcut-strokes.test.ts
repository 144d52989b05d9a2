import { describe, expect, it } from 'vitest';
import { defaultShortcuts } from '../../shared/commands.ts';
import { isUnfinished, type KeyPress, matches, type Platform, strokesOf } from './shortcut-strokes.ts';

function press(key: string, more: Partial<KeyPress> = {}): KeyPress {
  return { key, code: '', ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, altGraph: false, ...more };
}

function is(shortcut: string, pressed: KeyPress, platform: Platform = 'linux'): boolean {
  const [stroke] = strokesOf(shortcut);
  if (!stroke) throw new Error(shortcut);
  return matches(stroke, pressed, platform);
}

describe('reading shortcuts', () => {
  it.each([
    ['j', [{ mod: false, shift: false, key: 'j' }]],
    ['mod+shift+m', [{ mod: true, shift: true, key: 'm' }]],
    ['shift+mod+m', [{ mod: true, shift: true, key: 'm' }]],
    ['shift+ArrowDown', [{ mod: false, shift: true, key: 'ArrowDown' }]],
    ['mod++', [{ mod: true, shift: false, key: '+' }]],
    ['F5', [{ mod: false, shift: false, key: 'F5' }]],
    [
      'g #',
      [
        { mod: false, shift: false, key: 'g' },
        { mod: false, shift: false, key: '#' },
      ],
    ],
  ])('%s', (shortcut, strokes) => expect(strokesOf(shortcut)).toEqual(strokes));

  it.each(['', ' ', 'G', 'ctrl+k', 'mod+', 'shift+!', 'shift+1', 'mod k+', 'g  i', 'enter'])(
    'refuses “%s”',
    (shortcut) => expect(() => strokesOf(shortcut)).toThrow('Not a shortcut'),
  );

  it('can read every default', () => {
    for (const shortcut of Object.values(defaultShortcuts).flat()) expect(strokesOf(shortcut)).not.toEqual([]);
  });
});

describe('letters', () => {
  it('match whatever the Caps Lock key says, and Shift exactly', () => {
    expect(is('u', press('u'))).toBe(true);
    expect(is('u', press('U'))).toBe(true);
    expect(is('u', press('U', { shiftKey: true }))).toBe(false);
    expect(is('shift+u', press('U', { shiftKey: true }))).toBe(true);
    expect(is('shift+u', press('u', { shiftKey: true }))).toBe(true);
    expect(is('shift+u', press('U'))).toBe(false);
  });

  it('are those typed, not those printed on an American keyboard', () => {
    // German: Z and Y change places. French: A and Q.
    expect(is('z', press('z', { code: 'KeyY' }))).toBe(true);
    expect(is('z', press('y', { code: 'KeyZ' }))).toBe(false);
    expect(is('mod+a', press('a', { code: 'KeyQ', ctrlKey: true }))).toBe(true);
    expect(is('mod+a', press('q', { code: 'KeyA', ctrlKey: true }))).toBe(false);
  });

  it.each([
    ['Cyrillic', 'о', 'KeyJ'],
    ['Cyrillic in capitals', 'О', 'KeyJ'],
    ['Greek', 'ξ', 'KeyJ'],
    ['Hebrew', 'ח', 'KeyJ'],
    ['Arabic', 'ت', 'KeyJ'],
    ['Thai', '่', 'KeyJ'],
    ['Arabic, two letters by one key', 'لا', 'KeyJ'],
  ])('are taken by their place where the layout has other letters: %s', (_name, key, code) => {
    expect(is('j', press(key, { code }))).toBe(true);
    expect(is('k', press(key, { code }))).toBe(false);
  });

  it('take the shortcut with Ctrl on such layouts too', () => {
    expect(is('mod+k', press('л', { code: 'KeyK', ctrlKey: true }))).toBe(true);
    expect(is('mod+shift+m', press('Ь', { code: 'KeyM', ctrlKey: true, shiftKey: true }))).toBe(true);
  });

  it('never take the place of another Latin letter or a sign', () => {
    for (const [key, code] of [
      ['ı', 'KeyI'],
      ['ñ', 'KeyN'],
      ['é', 'KeyE'],
      ['/', 'KeyQ'],
      ["'", 'KeyW'],
    ] as const) {
      expect(is(code.slice(3).toLowerCase(), press(key, { code })), key).toBe(false);
    }
  });

  it('are no shortcut with AltGr, Alt or the other modifier', () => {
    expect(is('e', press('e', { altGraph: true }))).toBe(false);
    expect(is('e', press('e', { altKey: true }))).toBe(false);
    expect(is('e', press('e', { ctrlKey: true }))).toBe(false);
    expect(is('e', press('e', { metaKey: true }))).toBe(false);
    // AltGr as Windows reports it, on a layout where it types nothing else.
    expect(is('mod+k', press('k', { ctrlKey: true, altKey: true }), 'win32')).toBe(false);
    expect(is('mod+k', press('k', { ctrlKey: true, altKey: true }), 'linux')).toBe(false);
    expect(is('mod+k', press('k', { ctrlKey: true, altGraph: true }), 'win32')).toBe(false);
    expect(is('mod+k', press('k', { ctrlKey: true, metaKey: true }))).toBe(false);
  });
});

describe('mod', () => {
  it('is Ctrl, on macOS Cmd', () => {
    expect(is('mod+k', press('k', { ctrlKey: true }), 'linux')).toBe(true);
    expect(is('mod+k', press('k', { ctrlKey: true }), 'win32')).toBe(true);
    expect(is('mod+k', press('k', { ctrlKey: true }), 'darwin')).toBe(false);
    expect(is('mod+k', press('k', { metaKey: true }), 'darwin')).toBe(true);
    expect(is('mod+k', press('k', { metaKey: true }), 'win32')).toBe(false);
    expect(is('mod+k', press('k', { metaKey: true, ctrlKey: true }), 'darwin')).toBe(false);
  });
});

describe('signs', () => {
  it('are signs as typed, whatever keys they need', () => {
    expect(is('#', press('#', { shiftKey: true, code: 'Digit3' }))).toBe(true);
    expect(is('#', press('#', { code: 'Backslash' }))).toBe(true);
    expect(is('#', press('#', { altGraph: true, code: 'Digit3' }))).toBe(true);
    expect(is('#', press('#', { ctrlKey: true, altKey: true, code: 'Digit3' }), 'win32')).toBe(true);
    expect(is('#', press('#', { altKey: true, code: 'Digit3' }), 'darwin')).toBe(true);
    expect(is('?', press('?', { shiftKey: true, code: 'Minus' }))).toBe(true);
    expect(is('mod+/', press('/', { shiftKey: true, ctrlKey: true, code: 'Digit7' }))).toBe(true);
    expect(is('*', press('*', { code: 'NumpadMultiply' }))).toBe(true);
  });

  it('are not signs with Ctrl', () => {
    expect(is('#', press('#', { ctrlKey: true }))).toBe(false);
    expect(is('?', press('?', { ctrlKey: true, shiftKey: true }))).toBe(false);
    expect(is('!', press('!', { metaKey: true }), 'darwin')).toBe(false);
    expect(is('#', press('#', { ctrlKey: true, altKey: true }), 'linux')).toBe(false);
    expect(is('!', press('1', { code: 'Digit1' }))).toBe(false);
  });
});

describe('digits', () => {
  it('are found on keyboards that type them with Shift only', () => {
    expect(is('mod+1', press('1', { ctrlKey: true, code: 'Digit1' }))).toBe(true);
    expect(is('mod+1', press('&', { ctrlKey: true, code: 'Digit1' }))).toBe(true);
    expect(is('mod+1', press('+', { ctrlKey: true, code: 'Digit1' }))).toBe(true);
    expect(is('mod+1', press('1', { ctrlKey: true, code: 'Numpad1' }))).toBe(true);
    expect(is('mod+1', press('&', { code: 'Digit1' }))).toBe(false);
    expect(is('mod+1', press('!', { ctrlKey: true, shiftKey: true, code: 'Digit1' }))).toBe(false);
  });
});

describe('named keys', () => {
  it('match by name, with Shift exactly', () => {
    expect(is('Delete', press('Delete'))).toBe(true);
    expect(is('Delete', press('Delete', { shiftKey: true }))).toBe(false);
    expect(is('shift+Delete', press('Delete', { shiftKey: true }))).toBe(true);
    expect(is('F5', press('F5'))).toBe(true);
    expect(is('Escape', press('Escape', { altKey: true }))).toBe(false);
    expect(is('Enter', press('Enter', { code: 'NumpadEnter' }))).toBe(true);
  });

  it('take Backspace for Delete on a Mac only', () => {
    expect(is('Delete', press('Backspace'), 'darwin')).toBe(true);
    expect(is('shift+Delete', press('Backspace', { shiftKey: true }), 'darwin')).toBe(true);
    expect(is('Delete', press('Backspace'), 'win32')).toBe(false);
    expect(is('Delete', press('Backspace'), 'linux')).toBe(false);
    expect(is('Delete', press('Backspace', { metaKey: true }), 'darwin')).toBe(false);
  });
});

describe('what is not typed yet', () => {
  it('is a modifier, a dead key or the middle of a composition', () => {
    for (const key of ['Shift', 'Control', 'AltGraph', 'Meta', 'CapsLock', 'Dead', 'Process', 'Compose']) {
      expect(isUnfinished(press(key)), key).toBe(true);
    }
    for (const key of ['a', 'Escape', 'F5', '`']) expect(isUnfinished(press(key)), key).toBe(false);
  });
});
