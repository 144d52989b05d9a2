import { act } from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { AppInfo, ViewId } from '../../shared/mail.ts';
import { success } from '../../shared/reply.ts';
import { setLanguage } from '../../shared/texts/texts.ts';
import { pressInList } from '../mailbox/list/row-keys.ts';
import { type ExampleMailbox, exampleFolder, exampleRow, replies, startMailbox } from '../mailbox/mailbox-example.ts';
import { useMailbox } from '../mailbox/mailbox-state.ts';
import { useAccounts } from '../stores/accounts.ts';
import { initialPreferences, usePreferencesStore } from '../stores/preferences.ts';
import { initialUi, useUi } from '../stores/ui.ts';
import { closeAll, settle, show } from '../testing/test-window.tsx';
import { CommandLayer } from './command-layer.tsx';
import { initialCommandsUi, useCommandsUi } from './commands-ui.ts';

let mailbox: ExampleMailbox;

/** Something like the mailbox around the layer. */
const surroundings = (
  <main>
    <div role="tree" data-pane="folders">
      <div role="treeitem" tabIndex={0} aria-selected="false">
        Inbox
      </div>
    </div>
    <section data-pane="list" tabIndex={-1}>
      <button type="button">Sync now</button>
      <div role="listbox" tabIndex={0} onKeyDown={pressInList} />
    </section>
    <section data-pane="reader" tabIndex={-1} />
    <input aria-label="Name" />
  </main>
);

const find = (selector: string): HTMLElement => {
  const found = document.querySelector<HTMLElement>(selector);
  if (!found) throw new Error(`Nothing is ${selector} in: ${document.body.textContent}`);
  return found;
};
const list = () => find('[role="listbox"]');
const dialog = () => document.querySelector('[role="dialog"]');
const options = () =>
  [...document.querySelectorAll('[role="dialog"] [role="option"]')].map((item) => item.textContent ?? '');
const cursor = () => useMailbox.getState().open?.list.cursor?.id;
const said = () => useCommandsUi.getState().announcement.text;

/** A key on what has the focus; tells whether Heron took it. */
async function key(name: string, more: KeyboardEventInit = {}): Promise<boolean> {
  const event = new KeyboardEvent('keydown', { key: name, bubbles: true, cancelable: true, ...more });
  await act(async () => (document.activeElement ?? document.body).dispatchEvent(event));
  await replies();
  return event.defaultPrevented;
}

async function search(text: string): Promise<void> {
  const input = find('[role="combobox"]');
  const setValue = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set;
  await act(async () => {
    setValue?.call(input, text);
    input.dispatchEvent(new Event('input', { bubbles: true }));
  });
  await replies();
}

const isClosed = () => dialog() === null && document.activeElement !== document.body;

/** Expects that the palette is closed, the focus is back, and the chosen command was run, all without a timer. */
async function closed(): Promise<void> {
  expect(isClosed()).toBe(true);
  await replies();
}

beforeEach(async () => {
  localStorage.clear();
  useCommandsUi.setState(initialCommandsUi, true);
  usePreferencesStore.setState(initialPreferences, true);
  useUi.setState({ ...initialUi, screen: { kind: 'mailbox' } }, true);
  mailbox = await startMailbox([exampleRow(3), exampleRow(2), exampleRow(1)]);
  mailbox.folders = [
    ...mailbox.folders,
    exampleFolder(4, 'Entwürfe für später', null),
    exampleFolder(5, 'Old', null, { depth: 1 }),
  ];
  mailbox.fake.emit('mail.foldersChanged', { accountId: mailbox.folders[0]?.accountId ?? ('' as never) });
  mailbox.fake.answers['mail.moveToRole'] = success({ count: 1, undoId: null });
  mailbox.fake.answers['app.setPreferences'] = success(null);
  await show(
    <>
      {surroundings}
      <CommandLayer />
    </>,
  );
  await replies();
  list().focus();
});
afterEach(async () => {
  await closeAll();
  mailbox.stop();
  setLanguage('en');
});

describe('keys', () => {
  it('move through the list, and act on its messages', async () => {
    for (const [name, id] of [
      ['ArrowDown', 3],
      ['ArrowDown', 2],
      ['j', 1],
      ['j', 1],
      ['k', 2],
      ['Home', 3],
      ['End', 1],
      ['PageUp', 3],
    ] as const) {
      expect(await key(name), name).toBe(true);
      expect(cursor(), name).toBe(id);
    }
    await key('e');
    expect(mailbox.called('mail.moveToRole')).toMatchObject([{ messageIds: [3], role: 'archive' }]);
  });

  it('that move are the list’s when the focus is nowhere', async () => {
    list().blur();
    expect(document.activeElement).toBe(document.body);
    expect(await key('ArrowDown')).toBe(true);
    expect(cursor()).toBe(3);
    expect(document.activeElement).toBe(list());
  });

  it('in the sidebar leave the messages alone, but lead to them', async () => {
    await key('ArrowDown');
    find('[role="treeitem"]').focus();
    expect(await key('Delete')).toBe(false);
    expect(await key('ArrowDown')).toBe(false);
    expect(mailbox.called('mail.moveToRole')).toEqual([]);
    await key('j');
    expect(cursor()).toBe(2);
    expect(document.activeElement).toBe(list());
  });

  it('belong to fields and buttons where those need them', async () => {
    find('input').focus();
    for (const name of ['j', 'Delete', 'Home', 'Enter', '?', '#']) expect(await key(name), name).toBe(false);
    expect(await key('z', { ctrlKey: true })).toBe(false);
    expect(await key('a', { ctrlKey: true })).toBe(false);
    find('button').focus();
    expect(await key('Enter')).toBe(false);
    expect(await key('ArrowDown')).toBe(false);
    expect(cursor()).toBeUndefined();
  });

  it('are not taken from an input method, nor twice', async () => {
    expect(await key('j', { isComposing: true })).toBe(false);
    list().addEventListener('keydown', (event) => event.preventDefault(), { once: true });
    await key('j');
    expect(cursor()).toBeUndefined();
  });

  it('held down go on moving, but do not empty the folder', async () => {
    await key('ArrowDown');
    await key('j', { repeat: true });
    expect(cursor()).toBe(2);
    expect(await key('Delete', { repeat: true })).toBe(true);
    expect(mailbox.called('mail.moveToRole')).toEqual([]);
  });

  it('show a sequence that waits, and forget it', async () => {
    await key('g');
    expect(useCommandsUi.getState().sequence).toBe('G');
    expect(find('[aria-hidden="true"] bdi').textContent).toBe('G …');
    await key('#', { shiftKey: true });
    expect(useCommandsUi.getState().sequence).toBeNull();
    expect(useMailbox.getState().open?.folderId).toBe(2);
    await key('g');
    await key('Escape');
    expect(useCommandsUi.getState().sequence).toBeNull();
  });

  it('of characters do nothing when they are turned off, the others do', async () => {
    await key('ArrowDown');
    const { preferences } = initialPreferences;
    await settle(() => usePreferencesStore.setState({ preferences: { ...preferences, singleKeyShortcuts: false } }));
    expect(await key('e')).toBe(false);
    expect(await key('?')).toBe(false);
    expect(await key('g')).toBe(false);
    expect(await key('ArrowDown')).toBe(true);
    await key('Delete');
    expect(mailbox.called('mail.moveToRole')).toMatchObject([{ messageIds: [2], role: 'trash' }]);
  });

  it('on a Mac are Cmd and Backspace', async () => {
    useAccounts.setState({ info: { platform: 'darwin' } as AppInfo });
    await key('ArrowDown');
    expect(await key('k', { ctrlKey: true })).toBe(false);
    await key('Backspace');
    expect(mailbox.called('mail.moveToRole')).toMatchObject([{ messageIds: [3], role: 'trash' }]);
    await key('k', { metaKey: true });
    expect(dialog()).not.toBeNull();
  });

  it('say why they do nothing', async () => {
    await key('e');
    expect(said()).not.toBe('');
    expect(find('[role="status"]').textContent).toBe(said());
  });

  it('give the focus to panes, and Escape brings it back', async () => {
    await key('1', { ctrlKey: true });
    expect(document.activeElement).toBe(find('[role="treeitem"]'));
    await key('3', { ctrlKey: true });
    expect(document.activeElement).toBe(find('[data-pane="reader"]'));
    await key('Escape');
    expect(document.activeElement).toBe(list());
  });
});

describe('the palette', () => {
  it('opens from a field too, names itself, and gives the focus back when it closes', async () => {
    find('input').focus();
    await key('k', { ctrlKey: true });
    expect(document.activeElement?.getAttribute('role')).toBe('combobox');
    expect(dialog()?.textContent).toContain('Command palette');
    await key('k', { ctrlKey: true });
    await closed();
    expect(document.activeElement).toBe(find('main input'));
    await key('k', { ctrlKey: true });
    await key('Escape');
    await closed();
    expect(document.activeElement).toBe(find('main input'));
  });

  it('lists what can be done, with its shortcut, and every account and folder with its place', async () => {
    await key('k', { ctrlKey: true });
    const all = options();
    expect(all).toContain('Go to inboxG then I');
    expect(all).toContain('ada@contoso.test');
    expect(all).toContain('OldEntwürfe für später / ada@contoso.test');
    expect(all).toContain('Settings: Privacy');
    expect(all).toContain('Theme: dark');
    expect(all).not.toContain('Theme: as the system');
    expect(all.some((text) => text.startsWith('Archive'))).toBe(false);
    expect(find('[role="dialog"] [role="option"]').getAttribute('aria-selected')).toBe('true');
    expect(find('[role="combobox"]').getAttribute('aria-activedescendant')).toBe(
      find('[role="dialog"] [role="option"]').id,
    );
  });

  it('finds a folder without case and accents, and opens it with Enter', async () => {
    await key('k', { ctrlKey: true });
    await search('ENTWURFE spat');
    expect(options()[0]).toContain('Entwürfe für später');
    expect(document.activeElement?.getAttribute('role')).toBe('combobox');
    await key('Enter');
    await closed();
    expect(useMailbox.getState().open?.folderId).toBe(4);
    expect(document.activeElement).toBe(list());
  });

  it('runs a command where the focus was before, and lists it first the next time', async () => {
    await key('ArrowDown');
    await key('k', { ctrlKey: true });
    await search('archive');
    await key('Enter');
    await closed();
    expect(mailbox.called('mail.moveToRole')).toMatchObject([{ messageIds: [3], role: 'archive' }]);
    await key('k', { ctrlKey: true });
    expect(options()[0]).toContain('Archive');
    expect(dialog()?.textContent).toContain('Recent');
  });

  it('shows what cannot be done only when it is searched, with the reason, and stays open', async () => {
    await key('k', { ctrlKey: true });
    await search('resume');
    expect(options()).toEqual(['Resume syncingSyncing is not paused.']);
    await key('Enter');
    expect(dialog()).not.toBeNull();
    expect(said()).toBe('Syncing is not paused.');
  });

  it('says that nothing was found, in words and aloud', async () => {
    await key('k', { ctrlKey: true });
    vi.useFakeTimers();
    mailbox.fake.answers['addresses.complete'] = success([]);
    mailbox.fake.answers['mail.openSearch'] = success({ viewId: 'none' as ViewId, revision: 1, total: 0 });
    await search('qqqq');
    expect(options()).toEqual([]);
    // People and mail may still be found.
    expect(dialog()?.textContent).not.toContain('Nothing found');
    await act(async () => void vi.advanceTimersByTime(150));
    vi.useRealTimers();
    await replies();
    expect(dialog()?.textContent).toContain('Nothing found for “qqqq”');
    expect(dialog()?.querySelector('[role="status"]')?.textContent).toBe('0 results');
  });

  it('switches theme and language', async () => {
    await key('k', { ctrlKey: true });
    await search('theme dark');
    await key('Enter');
    await closed();
    await key('k', { ctrlKey: true });
    await search('deutsch');
    await key('Enter');
    await closed();
    expect(mailbox.called('app.setPreferences')).toEqual([{ theme: 'dark' }, { language: 'de' }]);
  });

  it('takes no shortcut but its own while it is open', async () => {
    await key('ArrowDown');
    await key('k', { ctrlKey: true });
    await key('Delete');
    await key('e');
    await key('z', { ctrlKey: true });
    expect(mailbox.called('mail.moveToRole')).toEqual([]);
    expect(said()).toBe('');
  });
});

describe('the list of shortcuts', () => {
  it('opens on "?", says how single keys are switched off, and can be searched', async () => {
    await key('?', { shiftKey: true });
    expect(dialog()?.textContent).toContain('can be switched off');
    const lines = () => [...document.querySelectorAll('[role="dialog"] dt')].map((line) => line.textContent);
    expect(lines()).toEqual(expect.arrayContaining(['Archive', 'Command palette', 'Go to inbox', 'Move by a page']));
    expect(document.activeElement).toBe(find('[role="dialog"] input'));
    const input = find('[role="dialog"] input');
    const setValue = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set;
    await act(async () => {
      setValue?.call(input, 'ctrl+k');
      input.dispatchEvent(new Event('input', { bubbles: true }));
    });
    expect(lines()).toEqual(['Command palette']);
    await key('Escape');
    await closed();
    expect(document.activeElement).toBe(list());
  });

  it('speaks German and names German keys', async () => {
    setLanguage('de');
    await key('?');
    expect(dialog()?.textContent).toContain('Tastenkürzel');
    const keys = [...document.querySelectorAll('[role="dialog"] kbd')].map((cap) => cap.textContent);
    expect(keys).toEqual(expect.arrayContaining(['Strg', 'Umschalt', 'Entf', 'Esc', '↑', 'Bild auf', 'Pos1']));
    expect(keys).not.toContain('Ctrl');
  });
});
