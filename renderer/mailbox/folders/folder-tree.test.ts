import { describe, expect, it } from 'vitest';
import type { FolderId, FolderRole } from '../../../shared/mail.ts';
import { adaId, exampleFolder } from '../mailbox-example.ts';
import { accountsListed, firstFolder, folderName, foldersReceived, inSidebarOrder, treeRows } from './folder-tree.ts';

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

describe('a folder whose place is told in part', () => {
  it('B1: is drawn beside the special folder before it, not inside', () => {
    const list = [
      folder(1, 'INBOX', 'inbox'),
      folder(2, 'INBOX/Trash', 'trash'),
      folder(3, 'INBOX/Projects'),
      folder(4, 'INBOX/Projects/Heron'),
      exampleFolder(5, 'Inbox', null, { path: 'user/bob/Inbox', unlistedLevels: 'user/bob/' }),
    ];
    expect(shown(list)).toEqual([
      '0 INBOX',
      '1 INBOX/Projects',
      '2 INBOX/Projects/Heron',
      '0 INBOX/Trash',
      '0 user/bob/Inbox',
    ]);
    expect(list.map(folderName)).toEqual(['Inbox', 'Trash', 'Projects', 'Heron', 'user/bob/Inbox']);
  });
});

describe('any tree of folders', () => {
  /** A small generator of numbers that are the same in each run. */
  const random = (seed: number): ((below: number) => number) => {
    let state = seed;
    return (below) => {
      state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
      return Math.floor((state / 2_147_483_648) * below);
    };
  };

  it('is drawn with each folder that can be opened once, below its parent, or lifted with all that it contains', () => {
    const pick = random(9);
    for (let round = 0; round < 300; round += 1) {
      const roles: FolderRole[] = ['inbox', 'trash', 'archive', 'sent'];
      const parents = new Map<FolderId, FolderId | undefined>();
      const above: FolderId[] = [];
      const folders = Array.from({ length: pick(30) }, (_, index) => {
        const depth = pick(above.length + 1);
        const role = pick(5) === 0 ? (roles.pop() ?? null) : null;
        const made = exampleFolder(index, `F${index}`, role, { depth, selectable: role !== null || pick(4) > 0 });
        above.length = depth;
        parents.set(made.id, above.at(-1));
        above.push(made.id);
        return made;
      });
      const entries = inSidebarOrder(folders);
      const ids = treeRows(entries, new Set()).map(({ folder: { id } }) => id);
      expect(new Set(ids).size).toBe(ids.length);
      for (const { id, selectable } of folders) if (selectable) expect(ids).toContain(id);
      for (const [at, { folder: drawn, level }] of entries.entries()) {
        const drawnIn = entries.slice(0, at).findLast((entry) => entry.level < level);
        expect(drawnIn?.folder.id).toBe(level === 0 ? undefined : parents.get(drawn.id));
        expect(level).toBe(drawnIn === undefined ? 0 : drawnIn.level + 1);
        expect(level === 0).toBe(drawn.role !== null || parents.get(drawn.id) === undefined);
      }
    }
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
