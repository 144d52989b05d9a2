import { act } from 'react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { UndoId } from '../../../shared/mail.ts';
import { failure, success } from '../../../shared/reply.ts';
import { undoWindowMs } from '../../../shared/undo.ts';
import { useAccounts } from '../../stores/accounts.ts';
import { closeAll, press, pressKey } from '../../testing/test-window.tsx';
import { commandAvailability } from '../actions/availability.ts';
import { selectAll } from '../actions/message-actions.ts';
import { quickMs } from '../actions/undo-stack.ts';
import { openFolder } from '../list/open-view.ts';
import { inListOrder } from '../list/row-key.ts';
import { adaId, type ExampleMailbox, exampleRow, replies } from '../mailbox-example.ts';
import { all, list, openScreen, resetLayout, said, selected } from '../mailbox-screen-example.tsx';
import { useMailbox } from '../mailbox-state.ts';

let mailbox: ExampleMailbox;
const open = async (...input: Parameters<typeof openScreen>): Promise<void> => {
  mailbox = await openScreen(...input);
};
afterEach(async () => {
  await closeAll();
  mailbox.stop();
  resetLayout();
  vi.useRealTimers();
});

const ids = () => [...(useMailbox.getState().open?.selection.ids ?? [])].sort(inListOrder);
const cursor = () => useMailbox.getState().open?.list.cursor?.id;
const statuses = () => all('status').map((status) => status.textContent);

async function key(name: string, modifiers: KeyboardEventInit = {}): Promise<void> {
  await act(async () => {
    (document.activeElement ?? document.body).dispatchEvent(
      new KeyboardEvent('keydown', { key: name, bubbles: true, cancelable: true, ...modifiers }),
    );
  });
  await replies();
}

async function click(row: number, modifiers: MouseEventInit = {}): Promise<void> {
  await act(async () => {
    all('option')[row]?.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true, ...modifiers }));
  });
  await replies();
}

describe('selecting', () => {
  it('says that several can be selected, which are, and how many', async () => {
    await open();
    expect(list()?.getAttribute('aria-multiselectable')).toBe('true');
    await click(1);
    await click(3, { shiftKey: true });
    await click(6, { ctrlKey: true });
    expect(ids()).toEqual([299, 298, 297, 294]);
    expect(selected().map((row) => row.getAttribute('data-message'))).toEqual(['299', '298', '297', '294']);
    expect(statuses()).toContain('4 selected');
    expect(said()).toContain('4 of 300 selected');
    expect(said()).toContain('4 messages selected');
    await click(0);
    expect(ids()).toEqual([]);
    expect(selected()).toHaveLength(1);
  });

  it('is done by keyboard alone: Shift with arrows and ends, X, Ctrl+Space, Ctrl+A, Escape (U1)', async () => {
    await open();
    list()?.focus();
    await key('ArrowDown');
    await key('ArrowDown', { shiftKey: true });
    await key('ArrowDown', { shiftKey: true });
    expect(ids()).toEqual([300, 299, 298]);
    await key('ArrowUp', { shiftKey: true });
    expect(ids()).toEqual([300, 299]);
    await key('Escape');
    expect(ids()).toEqual([]);
    expect(document.activeElement).toBe(list());
    await key('x');
    await key('j');
    await key('j');
    await key('x');
    expect(ids()).toEqual([299, 297]);
    await key('ArrowDown', { ctrlKey: true });
    await key(' ', { ctrlKey: true });
    expect(ids()).toEqual([299, 297, 296]);
    await key('a', { ctrlKey: true });
    expect(ids()).toHaveLength(300);
    await key('ArrowDown');
    expect(ids()).toEqual([]);
  });

  it('asks main for what lies between the anchor and a row far away', async () => {
    const many = Array.from({ length: 2500 }, (_, index) => exampleRow(2500 - index));
    await open(many);
    list()?.focus();
    await key('ArrowDown');
    await key('End', { shiftKey: true });
    expect(mailbox.called('mail.ids')).toEqual([
      { viewId: 'view-1', start: 0, count: 1000 },
      { viewId: 'view-1', start: 1000, count: 1000 },
      { viewId: 'view-1', start: 2000, count: 500 },
    ]);
    expect(ids()).toHaveLength(2500);
  });

  it('selects no more than ten thousand of a large folder, and says so', async () => {
    const huge = Array.from({ length: 10_500 }, (_, index) => exampleRow(10_500 - index));
    await open(huge);
    await act(async () => selectAll());
    await replies();
    expect(ids()).toHaveLength(10_000);
    expect(said()).toContain('The newest 10,000 of 10,500 messages are selected.');
    expect(said()).toContain('Heron selects no more than 10,000 messages at once.');
  });

  it('waits for a selection that is still being asked for before it acts on it', async () => {
    await open(Array.from({ length: 1500 }, (_, index) => exampleRow(1500 - index)));
    list()?.focus();
    await key('ArrowDown');
    const working = mailbox.fake.answers['mail.ids'];
    let answer = (): void => {};
    const gate = new Promise<void>((resolve) => (answer = resolve));
    mailbox.fake.answers['mail.ids'] = async (input) => {
      await gate;
      return typeof working === 'function'
        ? working(input)
        : failure({ code: 'internal', params: { reason: 'unforeseen' }, retryable: false });
    };
    await key('End', { shiftKey: true });
    await key('e');
    expect(mailbox.called('mail.moveToRole')).toEqual([]);
    answer();
    await replies();
    expect(mailbox.called('mail.moveToRole')).toMatchObject([
      { role: 'archive', messageIds: { length: 1000 } },
      { role: 'archive', messageIds: { length: 500 } },
    ]);
  });
});

describe('acting on several', () => {
  it('moves them all, and goes to the next message', async () => {
    await open();
    await click(2);
    await click(4, { shiftKey: true });
    await press('ArchiveE');
    await replies();
    expect(mailbox.called('mail.moveToRole')).toEqual([
      { accountId: adaId, messageIds: [298, 297, 296], role: 'archive' },
    ]);
    expect(ids()).toEqual([]);
    expect(cursor()).toBe(295);
    expect(statuses()).toContain('3 messages archived');
  });

  it('marks all as read when one is unread, and keeps them selected', async () => {
    await open();
    await click(1);
    await click(0, { shiftKey: true });
    await key('u');
    expect(mailbox.called('mail.setSeen')).toEqual([{ accountId: adaId, messageIds: [300, 299], seen: true }]);
    expect(ids()).toEqual([300, 299]);
  });

  it('keeps what main refused, and says why', async () => {
    await open();
    mailbox.fake.answers['mail.moveToRole'] = failure({
      code: 'disk_full',
      params: { reason: 'mail' },
      retryable: true,
    });
    await click(2);
    await key('e');
    expect(said()).toContain('There is no space left on the disk');
    expect(useMailbox.getState().open?.list.leaving.size).toBe(0);
  });

  it('asks before it deletes for good, and the focus goes back to the list', async () => {
    await open();
    mailbox.fake.answers['mail.delete'] = success({ count: 1, undoId: null });
    list()?.focus();
    await click(2);
    await key('Delete', { shiftKey: true });
    expect(said()).toContain('Delete this message forever?');
    await press('Keep');
    expect(document.activeElement).toBe(list());
    expect(mailbox.called('mail.delete')).toEqual([]);
    await key('Delete', { shiftKey: true });
    await press('Delete message');
    await replies();
    expect(mailbox.called('mail.delete')).toEqual([{ accountId: adaId, messageIds: [298] }]);
    expect(statuses()).toContain('Message deleted');
  });

  it('moves to a folder that is found by typing', async () => {
    await open();
    mailbox.fake.answers['mail.move'] = success({ count: 1, undoId: null });
    list()?.focus();
    await click(2);
    await key('v');
    const field = document.querySelector<HTMLInputElement>('[role="combobox"]');
    expect(document.activeElement).toBe(field);
    await pressKey('Enter');
    expect(mailbox.called('mail.move')).toEqual([]);
    const setValue = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set;
    await act(async () => {
      setValue?.call(field, 'emp');
      field?.dispatchEvent(new Event('input', { bubbles: true }));
    });
    await pressKey('Enter');
    await replies();
    expect(mailbox.called('mail.move')).toEqual([{ accountId: adaId, messageIds: [298], folderId: 3 }]);
  });
});

describe('undo', () => {
  const undoable = (id: string) => success({ count: 3, undoId: id as UndoId });

  async function archiveThree(): Promise<void> {
    await open();
    mailbox.fake.answers['mail.moveToRole'] = undoable('first');
    mailbox.fake.answers['mail.undo'] = success({ undone: 3, late: 0 });
    await click(2);
    await click(4, { shiftKey: true });
    await key('e');
  }

  it('is offered in a status, and brings the messages back, selected, with the cursor on the first', async () => {
    await archiveThree();
    const rows = mailbox.rows.get(1) ?? [];
    await mailbox.tell(
      1,
      rows.filter(({ id }) => id !== 298 && id !== 297 && id !== 296),
    );
    expect(statuses().some((text) => text?.startsWith('3 messages archived'))).toBe(true);
    expect(cursor()).toBe(295);
    await key('z');
    await mailbox.tell(1, rows);
    expect(mailbox.called('mail.undo')).toEqual([{ accountId: adaId, undoId: 'first' }]);
    expect(cursor()).toBe(298);
    expect(ids()).toEqual([298, 297, 296]);
    expect(bar()?.textContent).toContain('Undone');
  });

  const bar = () => document.querySelector('[aria-label="What was just done"] fieldset');
  const pass = (ms: number) => act(async () => vi.advanceTimersByTime(ms));
  const clocks = { toFake: ['setTimeout', 'clearTimeout', 'Date'] } as const;
  const undone = () => mailbox.called('mail.undo').map((input) => Reflect.get(Object(input), 'undoId'));

  it('its bar is gone after ten seconds, but not while the pointer or the focus is on it; the key works for minutes', async () => {
    vi.useFakeTimers({ toFake: [...clocks.toFake] });
    await archiveThree();
    await pass(9_000);
    expect(bar()).not.toBeNull();
    const button = bar()?.querySelector('button');
    await act(async () => button?.focus());
    await pass(60_000);
    expect(bar()).not.toBeNull();
    await act(async () => button?.blur());
    await pass(1_001);
    expect(bar()).toBeNull();
    await key('z');
    expect(undone()).toEqual(['first']);
  });

  it('ends after five minutes, and says so visibly', async () => {
    vi.useFakeTimers({ toFake: [...clocks.toFake] });
    await archiveThree();
    await pass(undoWindowMs);
    await key('z');
    expect(undone()).toEqual([]);
    expect(bar()?.textContent).toContain('There is nothing to undo.');
    expect(bar()?.textContent).not.toContain('Undo');
  });

  it('says how many could not be brought back', async () => {
    await archiveThree();
    mailbox.fake.answers['mail.undo'] = success({ undone: 1, late: 2 });
    await key('z');
    expect(bar()?.textContent).toContain('2 messages stay where they are');
  });

  it('undoes quick repetitions together, and then what was done before them', async () => {
    vi.useFakeTimers({ toFake: [...clocks.toFake] });
    await archiveThree();
    await pass(60_000);
    for (const id of ['second', 'third', 'fourth']) {
      mailbox.fake.answers['mail.moveToRole'] = undoable(id);
      await key('Delete');
      await pass(1_000);
    }
    expect(bar()?.textContent).toContain('9 messages moved to');
    await key('z');
    expect(undone()).toEqual(['fourth', 'third', 'second']);
    expect(bar()?.textContent).toContain('Before that: 3 messages archived');
    await key('z');
    expect(undone().at(-1)).toBe('first');
    await key('z');
    expect(undone()).toHaveLength(4);
    expect(bar()?.textContent).toContain('There is nothing to undo.');
  });

  it('keeps slow or different actions apart', async () => {
    vi.useFakeTimers({ toFake: [...clocks.toFake] });
    await archiveThree();
    await pass(quickMs + 1);
    mailbox.fake.answers['mail.moveToRole'] = undoable('second');
    await key('e');
    mailbox.fake.answers['mail.moveToRole'] = undoable('third');
    await key('Delete');
    await key('z');
    expect(undone()).toEqual(['third']);
    await key('z');
    expect(undone()).toEqual(['third', 'second']);
  });

  it('outlasts another folder, and ends with its account', async () => {
    await archiveThree();
    const other = mailbox.folders[2];
    if (other) await act(async () => openFolder(other));
    await replies();
    expect(commandAvailability(useMailbox.getState()).undo).toBeNull();
    await act(async () => useAccounts.setState({ accounts: [] }));
    expect(commandAvailability(useMailbox.getState()).undo).toBe('There is nothing to undo.');
  });
});
