import { afterEach, describe, expect, it } from 'vitest';
import { defaultShortcuts } from '../../shared/commands.ts';
import { bindingsOf } from '../keyboard/shortcut-engine.ts';
import { countsIn, focusOf, isDialogOpen, type KeyContext } from './key-context.ts';

const bindings = bindingsOf(defaultShortcuts);
const mailbox: KeyContext = { screen: 'mailbox', focus: 'list', over: 'nothing', singleKeys: true };

/** The shortcuts that count in a context. */
function shortcuts(context: Partial<KeyContext>): string[] {
  return bindings.filter((binding) => countsIn(binding, { ...mailbox, ...context })).map(({ shortcut }) => shortcut);
}

afterEach(() => document.body.replaceChildren());

describe('where shortcuts count', () => {
  it('all do in the message list', () => expect(shortcuts({})).toHaveLength(bindings.length));

  it('only those without characters, and for every screen, do while something is typed', () => {
    expect(shortcuts({ focus: 'field' }).sort()).toEqual(
      [
        ...['mod+k', 'mod+/', 'mod+,', 'F5', 'mod+r', 'mod+w', 'mod+q', 'mod+n'],
        ...['mod+shift+f', 'mod+1', 'mod+2', 'mod+3'],
        ...['mod+f', 'F3', 'mod+g', 'shift+F3', 'mod+shift+g'],
      ].sort(),
    );
  });

  it('leave Enter, arrows and Ctrl+A to whatever has the focus outside the list', () => {
    const native = ['Enter', 'shift+ArrowDown', 'shift+ArrowUp', 'mod+a'];
    for (const shortcut of native) {
      expect(shortcuts({}), shortcut).toContain(shortcut);
      expect(shortcuts({ focus: 'elsewhere' }), shortcut).not.toContain(shortcut);
      expect(shortcuts({ focus: 'folders' }), shortcut).not.toContain(shortcut);
    }
    expect(shortcuts({ focus: 'elsewhere' })).toHaveLength(bindings.length - native.length);
  });

  it('do nothing to messages from the sidebar, where Delete would look as if it were about the folder', () => {
    const there = shortcuts({ focus: 'folders' });
    for (const shortcut of ['Delete', 'shift+Delete', '#', 'e', 'u', 's', '!', 'v', 'x', '* a', 'mod+shift+m']) {
      expect(there, shortcut).not.toContain(shortcut);
    }
    expect(there).toEqual(expect.arrayContaining(['j', 'k', 'g i', 'z', 'F2', 'mod+shift+n', 'Escape', 'mod+k']));
  });

  it('are none in dialogs and menus, but the palette’s own closes it, and the window can be closed', () => {
    expect(shortcuts({ over: 'dialog' }).sort()).toEqual(['mod+q', 'mod+w']);
    expect(shortcuts({ over: 'palette', focus: 'field' }).sort()).toEqual(['mod+k', 'mod+q', 'mod+w']);
  });

  it('are those of every screen in setup, and also lead back to folders from the settings', () => {
    const everywhere = ['mod+k', '?', 'mod+/', 'mod+,', 'F5', 'mod+r', 'mod+w', 'mod+q'];
    expect(shortcuts({ screen: 'setup' }).sort()).toEqual(everywhere.sort());
    expect(shortcuts({ screen: 'settings' })).toEqual(expect.arrayContaining([...everywhere, 'g i', 'g #']));
    expect(shortcuts({ screen: 'settings' })).not.toContain('Delete');
    expect(shortcuts({ screen: 'starting' }).sort()).toEqual(['mod+q', 'mod+w']);
  });

  it('lose their single keys when those are turned off (WCAG 2.1.4)', () => {
    const left = shortcuts({ singleKeys: false });
    expect(left).toEqual(expect.arrayContaining(['Delete', 'Enter', 'Escape', 'F5', 'F2', 'mod+k', 'shift+ArrowDown']));
    for (const shortcut of ['j', 'e', '#', '?', 'shift+i', 'g i', '* a']) expect(left).not.toContain(shortcut);
  });
});

describe('the focus', () => {
  it.each([
    ['<input id="x">', 'field'],
    ['<input id="x" type="search">', 'field'],
    ['<textarea id="x"></textarea>', 'field'],
    ['<select id="x"></select>', 'field'],
    ['<div contenteditable="true"><b id="x"></b></div>', 'field'],
    ['<div data-pane="list"><input id="x"></div>', 'field'],
    ['<input id="x" type="checkbox">', 'elsewhere'],
    ['<button id="x"></button>', 'elsewhere'],
    ['<section data-pane="list"><div role="listbox" id="x"></div></section>', 'list'],
    ['<section data-pane="list"><div role="listbox"><i id="x"></i></div></section>', 'list'],
    ['<section data-pane="list"><button id="x"></button></section>', 'elsewhere'],
    ['<div role="tree" data-pane="folders"><div role="treeitem" id="x"></div></div>', 'folders'],
  ])('in %s is %s', (html, focus) => {
    document.body.innerHTML = html;
    const target = document.querySelector('#x');
    expect(target && focusOf(target)).toBe(focus);
  });

  it('is the list’s when nothing has it', () => expect(focusOf(document.body)).toBe('list'));

  it('is shut in by dialogs and menus', () => {
    expect(isDialogOpen(document)).toBe(false);
    for (const role of ['dialog', 'alertdialog', 'menu']) {
      document.body.innerHTML = `<div role="${role}"></div>`;
      expect(isDialogOpen(document), role).toBe(true);
    }
  });
});
