import { describe, expect, it } from 'vitest';
import type { Folder, FolderRole } from '../../../shared/mail.ts';
import { foldersReceived } from '../folders/folder-tree.ts';
import { emptyList } from '../list/rows.ts';
import { adaId, exampleFolder, exampleRow } from '../mailbox-example.ts';
import { folderOpened, initialMailbox, type MailboxState, openChanged, placeOfTarget } from '../mailbox-state.ts';
import { oneChosen, rowToggled } from '../selection/selection.ts';
import { commandAvailability } from './availability.ts';

const folders = [
  exampleFolder(1, 'INBOX', 'inbox', { total: 3, unread: 1 }),
  exampleFolder(2, 'Deleted Items', 'trash', { total: 2 }),
  exampleFolder(3, 'Spam', 'junk'),
  exampleFolder(4, 'Customers', null),
  exampleFolder(5, 'Ada', null, { depth: 1 }),
];

/** A folder is open, with the cursor on its first row unless there is none. */
function opened(role: FolderRole | null, rows = 3): MailboxState {
  const lists = foldersReceived(new Map(), adaId, folders);
  const folder = folders.find((known) => known.role === role);
  const state = folderOpened({ ...initialMailbox, lists }, folder ?? exampleFolder(9, 'Gone', null));
  const page = Array.from({ length: rows }, (_, index) => exampleRow(9 - index));
  const list = { ...emptyList, revision: 1, latest: 1, total: rows, pages: new Map([[0, page]]) };
  return openChanged(state, state.open?.run ?? 0, (open) =>
    rows > 0 ? oneChosen({ ...open, list }, 0) : { ...open, list },
  );
}

/** Those of the given commands that can be run. */
function possible(state: MailboxState): string[] {
  return Object.entries(commandAvailability(state))
    .filter(([, reason]) => reason === null)
    .map(([command]) => command);
}

describe('what can be done', () => {
  it('is hardly anything before a folder is open, and each reason is a sentence', () => {
    const available = commandAvailability(initialMailbox);
    // Ctrl+F leads to the search of the list then.
    expect(possible(initialMailbox)).toEqual(['find_in_message', 'back_to_list']);
    for (const [command, reason] of Object.entries(available)) {
      if (reason !== null) expect(reason, command).toMatch(/^[A-Z].+\.$/);
    }
  });

  it('names the right reason while a folder is filled for the first time', () => {
    const state = opened('inbox', 0);
    expect(commandAvailability(state).select_all).toBe('There are no messages here.');
    const filling = exampleFolder(1, 'INBOX', 'inbox', { syncState: 'never' });
    const lists = foldersReceived(new Map(), adaId, [filling]);
    expect(commandAvailability({ ...state, lists }).select_all).toBe(
      'The messages of this folder are still on their way.',
    );
    expect(commandAvailability({ ...state, open: null }).select_all).toBe('No folder is open.');
  });

  it('is everything about messages in the inbox, but nothing that belongs elsewhere', () => {
    const available = commandAvailability(opened('inbox'));
    for (const command of [
      'toggle_seen',
      'toggle_flag',
      'archive',
      'trash',
      'junk',
      'move',
      'delete_forever',
    ] as const) {
      expect(available[command], command).toBeNull();
    }
    expect(available.not_junk).toBe('This is not the junk folder.');
    expect(available.select_none).toBe('No message is selected.');
    expect(available.empty_folder).toBe('Only trash and junk can be emptied.');
    expect(available.rename_folder).toBe('A special folder keeps its name and place.');
    expect(available.mark_folder_seen).toBeNull();
  });

  it('depends on the folder: junk is given back there, and the trash asks before it deletes', () => {
    const junk = commandAvailability(opened('junk'));
    expect([junk.not_junk, junk.junk]).toEqual([null, 'Already in Spam']);
    const trash = commandAvailability(opened('trash'));
    expect([trash.trash, trash.empty_folder]).toEqual([null, null]);
    expect(commandAvailability(opened('junk')).empty_folder).toBe('There are no messages here.');
  });

  it('B11: where all mail is the archive, what is in it is archived already', () => {
    const all = exampleFolder(6, '[Gmail]/Alle Nachrichten', 'all', { total: 3 });
    const inbox = exampleFolder(1, 'INBOX', 'inbox', { total: 3 });
    const archive = exampleFolder(7, 'Archive', 'archive');
    const inAll = (others: readonly Folder[]): MailboxState => {
      const before = opened('inbox');
      const lists = foldersReceived(new Map(), adaId, [...others, all]);
      return { ...before, lists, open: before.open && { ...before.open, ...placeOfTarget(all) } };
    };
    expect(commandAvailability(inAll([inbox])).archive).toMatch(/^Already in /);
    expect(commandAvailability(inAll([inbox])).go_archive).toBeNull();
    expect(commandAvailability(inAll([inbox, archive])).archive).toBeNull();
    expect(commandAvailability(inAll([inbox])).trash).toBeNull();
  });

  it('is nothing about messages where there are none', () => {
    const available = commandAvailability(opened('inbox', 0));
    expect(available.archive).toBe('No message is selected.');
    expect(available.select_all).toBe('There are no messages here.');
  });

  it('keeps a folder with folders in it', () => {
    const state = opened(null);
    expect(commandAvailability(state).delete_folder).toBe('Delete or move the folders in it first.');
    const child = folderOpened(state, folders[4] ?? exampleFolder(5, 'Ada', null));
    expect(commandAvailability(child).delete_folder).toBeNull();
  });

  it('gives up a selection only when there is one', () => {
    const state = opened('inbox');
    const several = openChanged(state, state.open?.run ?? 0, (open) => rowToggled(open, 2));
    expect(commandAvailability(several).select_none).toBeNull();
  });

  it('goes to the special folders that the account has', () => {
    const available = commandAvailability(opened('inbox'));
    expect([available.go_trash, available.go_drafts]).toEqual([null, 'This account has no folder “Drafts”.']);
  });
});
