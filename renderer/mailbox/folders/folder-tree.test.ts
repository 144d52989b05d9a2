import { describe, expect, it } from 'vitest';
import type { FolderRole } from '../../../shared/mail.ts';
import { adaId, exampleFolder } from '../mailbox-example.ts';
import { accountsListed, firstFolder, foldersReceived, inSidebarOrder } from './folder-tree.ts';

const folder = (id: number, path: string, role: FolderRole | null = null, selectable = true) =>
  exampleFolder(id, path.split('/').at(-1) ?? path, role, { path, depth: path.split('/').length - 1, selectable });

const shown = (folders: ReturnType<typeof folder>[]) =>
  inSidebarOrder(folders).map((entry) => `${entry.level} ${entry.folder.path}`);

describe('the order of the sidebar', () => {
  it('has the special folders first, each with what lies beneath it, then the others as a tree', () => {
    const list = [
      folder(1, 'Archive', 'archive'),
      folder(2, 'Archive/2025'),
      folder(3, 'Deleted Items', 'trash'),
      folder(4, 'INBOX', 'inbox'),
      folder(5, 'INBOX/Projects'),
      folder(6, 'INBOX/Projects/Heron'),
      folder(7, 'Customers'),
      folder(8, 'Customers/Müller'),
      folder(9, 'Drafts', 'drafts'),
    ];
    expect(shown(list)).toEqual([
      '0 INBOX',
      '1 INBOX/Projects',
      '2 INBOX/Projects/Heron',
      '0 Drafts',
      '0 Archive',
      '1 Archive/2025',
      '0 Deleted Items',
      '0 Customers',
      '1 Customers/Müller',
    ]);
  });

  it('lifts nested special folders to the top, and drops a parent that is left with nothing', () => {
    const list = [
      folder(1, 'INBOX', 'inbox'),
      folder(2, '[Gmail]', null, false),
      folder(3, '[Gmail]/Drafts', 'drafts'),
      folder(4, '[Gmail]/Trash', 'trash'),
      folder(5, 'Work'),
    ];
    expect(shown(list)).toEqual(['0 INBOX', '0 [Gmail]/Drafts', '0 [Gmail]/Trash', '0 Work']);
    expect(shown([...list.slice(0, 4), folder(6, '[Gmail]/Important')])).toEqual([
      '0 INBOX',
      '0 [Gmail]/Drafts',
      '0 [Gmail]/Trash',
      '0 [Gmail]',
      '1 [Gmail]/Important',
    ]);
  });
});

describe('the folder lists', () => {
  it('keep the object of a folder that did not change, and forget removed accounts', () => {
    const first = foldersReceived(new Map(), adaId, [folder(1, 'INBOX', 'inbox'), folder(2, 'Work')]);
    const changed = { ...folder(1, 'INBOX', 'inbox'), unread: 3 };
    const second = foldersReceived(first, adaId, [changed, folder(2, 'Work')]);
    expect(second.get(adaId)?.folders?.[1]).toBe(first.get(adaId)?.folders?.[1]);
    expect(second.get(adaId)?.folders?.[0]?.unread).toBe(3);
    expect(accountsListed(second, [adaId])).toBe(second);
    expect(accountsListed(second, []).size).toBe(0);
  });

  it('open with the inbox, else with the first folder that can be opened', () => {
    expect(firstFolder([folder(2, 'Work'), folder(1, 'INBOX', 'inbox')])?.id).toBe(1);
    expect(firstFolder([folder(2, 'Parent', null, false), folder(3, 'Parent/Child')])?.id).toBe(3);
    expect(firstFolder([])).toBeUndefined();
  });
});
