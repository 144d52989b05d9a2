import { act } from 'react';
import { afterEach, describe, expect, it } from 'vitest';
import { failure, success } from '../../../shared/reply.ts';
import { setLanguage } from '../../../shared/texts/texts.ts';
import { usePreferencesStore } from '../../stores/preferences.ts';
import { button, closeAll, field, press, pressKey, submit, type } from '../../testing/test-window.tsx';
import { adaId, type ExampleMailbox, exampleFolder, replies } from '../mailbox-example.ts';
import { all, openScreen, resetLayout, said, threeHundredRows, treeItem } from '../mailbox-screen-example.tsx';
import { useMailbox } from '../mailbox-state.ts';
import { recall } from '../memory.ts';
import { deleteFolder, emptyFolder, markFolderSeen, newFolderIn, renameFolder } from './folder-actions.ts';

let mailbox: ExampleMailbox;
afterEach(async () => {
  await closeAll();
  mailbox.stop();
  resetLayout();
  setLanguage('en');
  document.documentElement.dir = '';
});

const tree = [
  exampleFolder(1, 'INBOX', 'inbox', { total: 300, unread: 1 }),
  exampleFolder(2, 'Deleted Items', 'trash', { total: 31 }),
  exampleFolder(3, 'Customers', null, { path: 'Customers', unread: 1, total: 4 }),
  exampleFolder(4, 'Ada', null, { path: 'Customers/Ada', depth: 1, unread: 2, total: 4 }),
  exampleFolder(5, 'Old', null, { path: 'Customers/Ada/Old', depth: 2, unread: 4 }),
  exampleFolder(6, 'Travel', null),
];
const names = () => all('treeitem').map((item) => item.getAttribute('aria-label'));
const statuses = () => all('status').map((status) => status.textContent);

async function openTree(): Promise<void> {
  mailbox = await openScreen();
  mailbox.folders = tree;
  await act(async () => mailbox.fake.emit('mail.foldersChanged', { accountId: adaId }));
  await replies();
}

describe('the tree of folders', () => {
  it('opens and closes by arrow keys; a closed folder counts what is unread inside (U1)', async () => {
    await openTree();
    treeItem(/^Customers/)?.focus();
    expect(treeItem(/^Customers/)?.getAttribute('aria-expanded')).toBe('true');
    await pressKey('ArrowRight');
    expect(document.activeElement?.getAttribute('aria-label')).toBe('Ada, 2 unread');
    await pressKey('ArrowLeft');
    await pressKey('ArrowLeft');
    await pressKey('ArrowLeft');
    expect(names()).toEqual(['Inbox, 1 unread', 'Deleted Items', 'Customers, 7 unread', 'Travel']);
    expect(document.activeElement?.getAttribute('aria-expanded')).toBe('false');
    await pressKey('ArrowRight');
    // A folder that was closed inside it stays closed.
    expect(names()).toContain('Ada, 6 unread');
  });

  it('changes the arrows’ sides in a window that is read from the right', async () => {
    await openTree();
    document.documentElement.dir = 'rtl';
    treeItem(/^Customers/)?.focus();
    await pressKey('ArrowRight');
    expect(names()).toContain('Customers, 7 unread');
    await pressKey('ArrowLeft');
    expect(names()).toHaveLength(6);
  });

  it('has no buttons among its items, only beside it (axe: aria-required-children)', async () => {
    await openTree();
    for (const found of all('tree')) expect([...found.children].every((child) => child.role === 'treeitem')).toBe(true);
  });
});

describe('dropping messages', () => {
  it('takes them to another folder of the account, and nowhere else', async () => {
    await openTree();
    mailbox.fake.answers['mail.move'] = success({ count: 1, undoId: null });
    const drag = (item: HTMLElement | undefined, name: string): boolean => {
      const event = Object.assign(new Event(name, { bubbles: true, cancelable: true }), { dataTransfer: {} });
      item?.dispatchEvent(event);
      return event.defaultPrevented;
    };
    const row = all('option')[2];
    await act(async () =>
      row?.dispatchEvent(
        Object.assign(new Event('dragstart', { bubbles: true, cancelable: true }), {
          dataTransfer: { setData() {}, setDragImage() {} },
        }),
      ),
    );
    expect(useMailbox.getState().drag).toMatchObject({ keys: [298] });
    expect(drag(treeItem(/^Inbox/), 'dragover')).toBe(false);
    expect(drag(treeItem(/^Travel/), 'dragover')).toBe(true);
    await act(async () => void drag(treeItem(/^Travel/), 'drop'));
    await replies();
    expect(mailbox.called('mail.move')).toEqual([{ accountId: adaId, messageIds: [298], folderId: 6 }]);
    expect(useMailbox.getState().drag).toBeNull();
    expect(statuses()).toContain('Message moved to Travel');
  });
});

describe('folder actions', () => {
  it('make a folder where it is wanted, and say why it cannot be made', async () => {
    await openTree();
    await act(async () => newFolderIn(adaId, tree[2] ?? null));
    await submit();
    expect(said()).toContain('Enter a name.');
    await type('Name', 'Ada');
    await submit();
    expect(said()).toContain('There is a folder of this name already.');
    expect(mailbox.called('mail.createFolder')).toEqual([]);
    mailbox.fake.answers['mail.createFolder'] = failure({
      code: 'server_refused',
      params: { reason: 'change', said: 'Quota exceeded.' },
      retryable: false,
    });
    await type('Name', ' Grace ');
    await submit();
    await replies();
    expect(said()).toContain('Quota exceeded.');
    mailbox.fake.answers['mail.createFolder'] = success(null);
    await submit();
    await replies();
    expect(mailbox.called('mail.createFolder').at(-1)).toEqual({ accountId: adaId, parentId: 3, name: 'Grace' });
    expect(all('dialog')).toEqual([]);
    expect(statuses()).toContain('Folder Grace created');
  });

  it('are about the folder as it is now, also where a menu was open before (U1)', async () => {
    await openTree();
    const openMenu = async (): Promise<void> => {
      await act(async () =>
        treeItem(/^(Travel|Trips)/)?.dispatchEvent(
          new MouseEvent('contextmenu', { bubbles: true, cancelable: true, button: 2 }),
        ),
      );
    };
    await openMenu();
    await pressKey('Escape');
    expect(all('menu')).toEqual([]);
    mailbox.folders = tree.map((folder) => (folder.id === 6 ? { ...folder, name: 'Trips', path: 'Trips' } : folder));
    await act(async () => mailbox.fake.emit('mail.foldersChanged', { accountId: adaId }));
    await replies();
    await openMenu();
    const item = all('menuitem').find(({ textContent }) => textContent === 'Delete folder…');
    await act(async () => item?.click());
    await replies();
    expect(all('dialog').map(({ textContent }) => textContent)).toEqual([
      expect.stringContaining('Delete the folder Trips?'),
    ]);
  });

  it('rename a folder, starting from its name', async () => {
    await openTree();
    mailbox.fake.answers['mail.renameFolder'] = success(null);
    await act(async () => renameFolder(tree[5]));
    expect(field('Name').value).toBe('Travel');
    await type('Name', 'Trips');
    await submit();
    await replies();
    expect(mailbox.called('mail.renameFolder')).toEqual([{ accountId: adaId, folderId: 6, name: 'Trips' }]);
  });

  it('ask before they empty or delete, and leave special folders and parents alone', async () => {
    await openTree();
    mailbox.fake.answers['mail.emptyFolder'] = success({ count: 31, undoId: null });
    await act(async () => emptyFolder(tree[0]));
    await act(async () => deleteFolder(tree[0]));
    await act(async () => deleteFolder(tree[2]));
    await act(async () => renameFolder(tree[1]));
    expect(all('dialog')).toEqual([]);
    await act(async () => emptyFolder(tree[1]));
    expect(said()).toContain('31 messages will be deleted forever, on the server too.');
    await press('Empty Deleted Items');
    expect(mailbox.called('mail.emptyFolder')).toEqual([{ accountId: adaId, folderId: 2 }]);
    mailbox.fake.answers['mail.deleteFolder'] = failure({
      code: 'server_refused',
      params: { reason: 'change', said: 'Quota exceeded.' },
      retryable: false,
    });
    await act(async () => deleteFolder(tree[5]));
    await press('Delete folder');
    await replies();
    expect(said()).toContain('Quota exceeded.');
    expect(button('Keep').disabled).toBe(false);
  });

  it('mark a whole folder as read, with a way back', async () => {
    await openTree();
    mailbox.fake.answers['mail.setFolderSeen'] = success({ count: 2, undoId: 'u' as never });
    await act(async () => markFolderSeen(tree[3]));
    await replies();
    expect(mailbox.called('mail.setFolderSeen')).toEqual([{ accountId: adaId, folderId: 4 }]);
    expect(said()).toContain('2 messages in Ada marked as read');
  });
});

describe('another language', () => {
  it('names special folders in it, unless somebody chose their name', async () => {
    setLanguage('de');
    mailbox = await openScreen();
    mailbox.folders = [
      ...tree.slice(0, 2),
      exampleFolder(7, 'Sent', 'sent'),
      exampleFolder(8, 'Meine Ablage', 'archive'),
    ];
    await act(async () => mailbox.fake.emit('mail.foldersChanged', { accountId: adaId }));
    await replies();
    expect(names()).toEqual(['Posteingang, 1 ungelesen', 'Gesendet', 'Meine Ablage', 'Papierkorb']);
  });
});

describe('an account', () => {
  it('hides its folders, and is still like that after a restart', async () => {
    mailbox = await openScreen();
    const fold = () => document.querySelector<HTMLElement>('fieldset [aria-expanded][aria-label$="ada@contoso.test"]');
    expect([fold()?.getAttribute('aria-label'), fold()?.getAttribute('aria-expanded')]).toEqual([
      'Hide the folders of ada@contoso.test',
      'true',
    ]);
    await act(async () => fold()?.click());
    expect([all('treeitem').length, fold()?.getAttribute('aria-expanded')]).toEqual([0, 'false']);
    window.dispatchEvent(new Event('pagehide'));
    expect(recall().collapsed).toEqual([`account ${adaId}`]);
    await act(async () => fold()?.click());
    expect(all('treeitem').length).toBeGreaterThan(0);
  });

  it('is a rail of icons in a narrow window, each named, and whole where that is wanted', async () => {
    mailbox = await openScreen(threeHundredRows, true);
    const isRail = () => document.querySelector('[data-rail]') !== null;
    expect(isRail()).toBe(true);
    expect(treeItem(/^Inbox, 1 unread/)?.getAttribute('title')).toContain('Inbox, 1 unread');
    const list = document.querySelector('[role=listbox]');
    await press('Show names');
    expect([isRail(), localStorage.getItem('heron-sidebar-names')]).toEqual([false, 'true']);
    expect(document.activeElement?.getAttribute('aria-label')).toBe('Icons only');
    await press('Icons only');
    expect(isRail()).toBe(true);
    expect(document.activeElement?.getAttribute('aria-label')).toBe('Show names');
    // The list was not made anew meanwhile.
    expect(document.querySelector('[role=listbox]')).toBe(list);
  });
});

describe('density', () => {
  it('draws one line a row when it is compact, at the height that the list counts with', async () => {
    mailbox = await openScreen();
    const height = () => all('option')[0]?.style.height;
    const before = height();
    await act(async () =>
      usePreferencesStore.setState(({ preferences }) => ({ preferences: { ...preferences, density: 'compact' } })),
    );
    expect([before, height()]).toEqual(['72px', '30px']);
    expect(all('option')[1]?.style.transform).toBe('translateY(30px)');
  });
});
