import { describe, expect, it } from 'vitest';
import type { AccountId, ConnectionState, Folder } from '../../../shared/mail.ts';
import { foldersReceived } from '../folders/folder-tree.ts';
import { adaId, exampleFolder } from '../mailbox-example.ts';
import { type AccountsListId, folderOpened, initialMailbox, type OpenList, openChanged } from '../mailbox-state.ts';
import { accountsView, foldersOver, unreadOver } from './accounts-lists.ts';
import { accountsPhase } from './list-phase.ts';

const graceId = '22222222-2222-4222-8222-222222222222' as AccountId;
const graces = (...folders: Folder[]): Folder[] => folders.map((folder) => ({ ...folder, accountId: graceId }));
const adas = [
  exampleFolder(1, 'INBOX', 'inbox', { total: 9, unread: 2 }),
  exampleFolder(2, 'Sent', 'sent', { total: 4 }),
  exampleFolder(3, 'Projects', null, { total: 4, unread: 3 }),
  exampleFolder(4, 'Spam', 'junk', { total: 7, unread: 7 }),
  exampleFolder(5, 'Bin', 'trash', { total: 1, unread: 1 }),
];
const both = foldersReceived(
  foldersReceived(new Map(), adaId, adas),
  graceId,
  // Gmail: what is in the inbox is in "All Mail" as well.
  graces(
    exampleFolder(1, 'INBOX', 'inbox', { total: 5, unread: 4 }),
    exampleFolder(2, '[Gmail]/All Mail', 'all', { total: 90, unread: 6 }),
    exampleFolder(3, '[Gmail]/Starred', 'flagged', { total: 2, unread: 1 }),
  ),
);

describe('what a list over accounts is made of', () => {
  it('is folders of a role, or a search of everything, and what is searched for besides', () => {
    expect(accountsView('inboxes', '')).toEqual({ source: 'inbox', text: '' });
    expect(accountsView('sent', 'lamp')).toEqual({ source: 'sent', text: 'lamp' });
    expect(accountsView('unread', '')).toEqual({ source: 'everything', text: 'is:unread' });
    expect(accountsView('attachments', 'cat or dog')).toEqual({
      source: 'everything',
      text: 'has:attachment cat or dog',
    });
  });

  it('counts unread mail as the lists show it: without junk and trash, and Gmail’s once', () => {
    expect([unreadOver(both, 'inboxes'), unreadOver(both, 'unread'), unreadOver(both, 'sent')]).toEqual([6, 11, 0]);
    expect(foldersOver(both, 'sent')?.map(({ accountId }) => accountId)).toEqual([adaId]);
    const waiting = new Map(both).set(graceId, { folders: null, error: null });
    expect([foldersOver(waiting, 'inboxes'), unreadOver(waiting, 'inboxes')]).toEqual([null, 0]);
  });
});

describe('what is shown of a list over accounts without messages', () => {
  const opened = (over: AccountsListId): OpenList => {
    const state = folderOpened(initialMailbox, { over });
    const ready = openChanged(state, state.open?.run ?? 0, (open) => ({
      ...open,
      view: { kind: 'ready', viewId: 'v' as never },
      list: { ...open.list, revision: 1, latest: 1 },
    }));
    if (ready.open === null) throw new Error('It is open.');
    return ready.open;
  };
  const offline: ConnectionState = {
    kind: 'offline',
    error: { code: 'not_found', params: { reason: 'account' }, retryable: true },
    retryAt: null,
  };
  const never = adas.map((folder) => ({ ...folder, syncState: 'never' as const }));

  it('is that it is empty once its folders are here, and until then that they come or cannot', () => {
    expect(accountsPhase(opened('inboxes'), adas, [offline])).toBe('empty');
    expect(accountsPhase(opened('inboxes'), never, [offline, { kind: 'online' }])).toBe('loading');
    expect(accountsPhase(opened('inboxes'), never, [offline, offline])).toBe('not_downloaded');
    expect(accountsPhase(opened('inboxes'), null, [{ kind: 'connecting' }])).toBe('loading');
    expect(accountsPhase(opened('sent'), [], [{ kind: 'online' }])).toBe('empty');
  });

  it('does not wait for folders that nobody opens where the list is a search', () => {
    const some = [...adas.slice(0, 1), ...never.slice(1)];
    expect(accountsPhase(opened('unread'), some, [{ kind: 'online' }])).toBe('empty');
    expect(accountsPhase(opened('inboxes'), some, [{ kind: 'online' }])).toBe('loading');
    expect(accountsPhase(opened('unread'), never, [offline])).toBe('not_downloaded');
  });
});
