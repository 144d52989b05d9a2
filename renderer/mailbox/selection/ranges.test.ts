import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { MessageId } from '../../../shared/mail.ts';
import { failure, type Reply, success } from '../../../shared/reply.ts';
import { extendSelection, moveSelectionToRole, selectAll, selectIndex } from '../actions/message-actions.ts';
import { openFolder } from '../list/open-view.ts';
import { type ExampleMailbox, exampleRow, replies, startMailbox } from '../mailbox-example.ts';
import { useMailbox } from '../mailbox-state.ts';

type Ids = Reply<{ readonly revision: number; readonly messageIds: MessageId[] }>;

const rows = Array.from({ length: 300 }, (_, index) => exampleRow(300 - index));
const open = () => useMailbox.getState().open;
const selected = () => [...(open()?.selection.ids ?? [])];
const moved = () => mailbox.called('mail.moveToRole');

let mailbox: ExampleMailbox;
/** Resolves the pending `mail.ids` call; the test decides when. */
let answer: (reply: Ids) => void;

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  mailbox = await startMailbox(rows);
  selectIndex(0);
});
afterEach(() => {
  mailbox.stop();
  vi.useRealTimers();
});

function holdIds(): void {
  mailbox.fake.answers['mail.ids'] = () =>
    new Promise((resolve) => {
      answer = (reply) => resolve(reply);
    });
}

async function answerWith(ids: readonly number[]): Promise<void> {
  answer(success({ revision: 1, messageIds: ids as MessageId[] }));
  await replies();
}

async function openTrash(): Promise<void> {
  const trash = mailbox.folders[1];
  if (trash) await openFolder(trash);
  await replies();
}

describe('a range that main is asked for', () => {
  it('selects nothing in another folder that is opened meanwhile', async () => {
    holdIds();
    extendSelection(250);
    await replies();
    await openTrash();
    await answerWith([300, 299, 298]);
    expect(open()?.folderId).toBe(2);
    expect(selected()).toEqual([]);
  });

  it('starts at its anchor, also when main knows of mail that is not in the list yet', async () => {
    mailbox.rows.set(1, [exampleRow(301), ...rows]);
    extendSelection(250);
    await replies();
    expect(selected()).not.toContain(301);
    expect(selected()).toContain(300);
  });
});

describe('an action on a selection that is still being asked for', () => {
  it('moves nothing of another folder that is opened meanwhile', async () => {
    holdIds();
    selectAll();
    void moveSelectionToRole('archive');
    await openTrash();
    selectIndex(0);
    await answerWith([300, 299]);
    expect(moved()).toEqual([]);
  });

  it('moves nothing when another row is chosen meanwhile; an action on that row does not wait', async () => {
    holdIds();
    selectAll();
    void moveSelectionToRole('archive');
    selectIndex(5);
    void moveSelectionToRole('junk');
    await replies();
    await answerWith([300, 299]);
    expect(moved()).toMatchObject([{ role: 'junk', messageIds: [295] }]);
  });

  it('moves nothing when the selection cannot be known', async () => {
    holdIds();
    extendSelection(250);
    void moveSelectionToRole('trash');
    await replies();
    answer(failure({ code: 'internal', params: { reason: 'unforeseen' }, retryable: true }));
    await replies();
    expect(useMailbox.getState().refused?.code).toBe('internal');
    expect(moved()).toEqual([]);
  });

  it('moves all of it once it is known', async () => {
    holdIds();
    selectAll();
    void moveSelectionToRole('archive');
    await answerWith([300, 299, 298]);
    expect(moved()).toMatchObject([{ messageIds: [300, 299, 298] }]);
  });
});
