import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AccountId, Folder, FolderId, MessageId, ThreadMessage } from '../../../shared/mail.ts';
import { success } from '../../../shared/reply.ts';
import { mailboxActions } from '../../commands/mailbox-commands.ts';
import { installBridge } from '../../testing/test-window.tsx';
import { initialMailbox, useMailbox } from '../mailbox-state.ts';
import { besideRefreshed, showBeside } from './beside.ts';
import { moveSelectionToRole } from './message-actions.ts';

const accountId = '11111111-1111-4111-8111-111111111111' as AccountId;
const message: ThreadMessage = {
  ...{ id: 6 as MessageId, subject: 'Re: The boat', snippet: '', folderId: 1 as FolderId, folderName: 'Inbox' },
  ...{ from: { name: 'Grace', address: 'g@x.test' }, to: { name: '', address: 'ada@x.test' }, receivedAt: 1 },
  ...{ seen: true, flagged: false, answered: false, forwarded: false, markedDeleted: false },
  ...{ hasAttachments: false, unfetched: false },
};

function folder(id: number, role: Folder['role']): Folder {
  return {
    ...{ id: id as FolderId, accountId, path: `${id}`, name: `${id}`, depth: 0, namespace: 'personal', role },
    ...{
      unlistedLevels: '',
      selectable: true,
      total: 9,
      unread: 0,
      trouble: null,
      unfetched: 0,
      proof: { kind: 'unknown' },
      syncState: 'complete',
    },
  };
}

let calls: ReturnType<typeof installBridge>['calls'];

beforeEach(() => {
  const done = success({ count: 1, undoId: null });
  const nothing = success(null);
  calls = installBridge({ 'mail.moveToRole': done, 'mail.setSeen': done, 'mail.openWindow': nothing }).calls;
  useMailbox.setState(initialMailbox, true);
  const lists = new Map([[accountId, { folders: [folder(1, 'inbox'), folder(2, 'archive')], error: null }]]);
  useMailbox.setState({ lists, reading: { accountId, messageId: 9 as MessageId } } as never);
  showBeside(accountId, message);
});
afterEach(() => useMailbox.setState(initialMailbox, true));

describe('a message that is shown from a conversation', () => {
  it('is what a key or the palette opens in a window, and not the message of the list', () => {
    mailboxActions.open_in_window();
    expect(calls).toEqual([{ name: 'mail.openWindow', input: { accountId, messageId: 6 } }]);
  });

  it('is what is archived, and the reader goes back to the message of the list', async () => {
    await moveSelectionToRole('archive');
    expect(calls).toEqual([{ name: 'mail.moveToRole', input: { accountId, messageIds: [6], role: 'archive' } }]);
    expect(useMailbox.getState().beside).toBeNull();
  });

  it('is left alone where its folder is not known, and so is what the list has selected', async () => {
    useMailbox.setState({ lists: new Map() });
    await moveSelectionToRole('trash');
    expect(calls).toEqual([]);
  });

  it('goes when it is no part of the conversation any more', () => {
    besideRefreshed([{ ...message, flagged: true }]);
    expect(useMailbox.getState().beside?.message.flagged).toBe(true);
    besideRefreshed([]);
    expect(useMailbox.getState().beside).toBeNull();
  });
});
