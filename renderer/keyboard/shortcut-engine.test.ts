import { describe, expect, it } from 'vitest';
import { commandIds, defaultShortcuts } from '../../shared/commands.ts';
import { bindingsOf, isSingleKey, type Outcome, type Pending, pressed, sequenceMs } from './shortcut-engine.ts';
import type { KeyPress, Platform } from './shortcut-strokes.ts';

const bindings = bindingsOf(defaultShortcuts);

/** Presses keys one after the other; a number lets so many milliseconds pass. */
function type(keys: readonly (string | number | Partial<KeyPress>)[], platform: Platform = 'linux'): Outcome[] {
  let pending: Pending | null = null;
  let now = 1000;
  const outcomes: Outcome[] = [];
  for (const entry of keys) {
    if (typeof entry === 'number') {
      now += entry;
      continue;
    }
    const plain = { code: '', ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, altGraph: false };
    const press: KeyPress = { key: '', ...plain, ...(typeof entry === 'string' ? { key: entry } : entry) };
    const step = pressed(bindings, pending, press, now, platform);
    pending = step.pending;
    outcomes.push(step.outcome);
  }
  return outcomes;
}

const run = (command: string) => ({ kind: 'run', command });
const waiting = { kind: 'waiting' };
const dropped = { kind: 'dropped' };
const none = { kind: 'none' };

describe('the table', () => {
  it('has no two commands on one shortcut', () => {
    const all = bindings.map(({ shortcut }) => shortcut);
    expect(new Set(all).size).toBe(all.length);
  });

  it('has no shortcut that is the beginning of another', () => {
    for (const { shortcut } of bindings) {
      const longer = bindings.filter((other) => other.shortcut.startsWith(`${shortcut} `));
      expect(longer, shortcut).toEqual([]);
    }
  });

  it('reaches every command it has with exactly its own keys', () => {
    for (const { command, strokes } of bindings) {
      const keys = strokes.map(({ key, mod, shift }) => ({ key, ctrlKey: mod, shiftKey: shift }));
      expect(type(keys).at(-1), command).toEqual(run(command));
    }
    expect(bindings.every(({ command }) => commandIds.includes(command))).toBe(true);
  });

  it('knows which shortcuts go away without single keys (WCAG 2.1.4)', () => {
    const kept = bindings.filter((binding) => !isSingleKey(binding)).map(({ shortcut }) => shortcut);
    expect(kept).toEqual(expect.arrayContaining(['Delete', 'shift+Delete', 'Enter', 'Escape', 'F5', 'F2', 'mod+k']));
    expect(kept).toEqual(expect.arrayContaining(['shift+ArrowDown', 'mod+shift+m', 'mod+/']));
    expect(kept.some((shortcut) => /^(shift\+)?.( .)?$/u.test(shortcut))).toBe(false);
  });
});

describe('single strokes', () => {
  it('run at once, and leave other keys alone', () => {
    expect(type(['e'])).toEqual([run('archive')]);
    expect(type(['q', 'Tab', 'ArrowDown'])).toEqual([none, none, none]);
    expect(type([{ key: 'k', ctrlKey: true }])).toEqual([run('palette')]);
    expect(type([{ key: 'k', metaKey: true }], 'darwin')).toEqual([run('palette')]);
  });
});

describe('sequences', () => {
  it('run with their last key', () => {
    expect(type(['g', 'i'])).toEqual([waiting, run('go_inbox')]);
    expect(type(['*', 'a'])).toEqual([waiting, run('select_all')]);
  });

  it('go on over modifiers, dead keys and Caps Lock', () => {
    expect(type(['g', { key: 'Shift', shiftKey: true }, { key: '!', shiftKey: true }])).toEqual([
      waiting,
      none,
      run('go_junk'),
    ]);
    expect(type(['G', 'CapsLock', 'Dead', 'i'])).toEqual([waiting, none, none, run('go_inbox')]);
  });

  it('work on a Cyrillic layout', () => {
    expect(
      type([
        { key: 'п', code: 'KeyG' },
        { key: 'ш', code: 'KeyI' },
      ]),
    ).toEqual([waiting, run('go_inbox')]);
  });

  it('are forgotten after their time', () => {
    expect(type(['g', sequenceMs - 1, 'i'])).toEqual([waiting, run('go_inbox')]);
    expect(type(['g', sequenceMs, 'e'])).toEqual([waiting, run('archive')]);
    expect(type(['g', sequenceMs, 'i'])).toEqual([waiting, none]);
  });

  it('swallow a character that does not belong to them, so that no message is archived by a slip', () => {
    expect(type(['g', 'e'])).toEqual([waiting, dropped]);
    expect(type(['g', 'e', 'e'])).toEqual([waiting, dropped, run('archive')]);
    expect(type(['g', 'g', 'i'])).toEqual([waiting, dropped, none]);
  });

  it('end by Escape, which does nothing else then', () => {
    expect(type(['g', 'Escape', 'Escape'])).toEqual([waiting, dropped, run('back_to_list')]);
  });

  it('give way to keys that type nothing', () => {
    expect(type(['g', 'Delete'])).toEqual([waiting, run('trash')]);
    expect(type(['g', { key: 'k', ctrlKey: true }])).toEqual([waiting, run('palette')]);
    expect(type(['g', 'ArrowDown', 'i'])).toEqual([waiting, none, none]);
  });
});
