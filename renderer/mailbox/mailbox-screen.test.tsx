import { act } from 'react';
import { afterEach, describe, expect, it } from 'vitest';
import type { MessageId } from '../../shared/mail.ts';
import { endReached, offerScrolling } from '../reader/message-scroll.ts';
import { usePreferencesStore } from '../stores/preferences.ts';
import { closeAll, heading, pressKey } from '../testing/test-window.tsx';
import { adaId, type ExampleMailbox, exampleRow, replies } from './mailbox-example.ts';
import {
  all,
  list,
  openScreen,
  resetLayout,
  said,
  selected,
  threeHundredRows,
  treeItem,
} from './mailbox-screen-example.tsx';
import { useMailbox } from './mailbox-state.ts';

let mailbox: ExampleMailbox;
const open = async (...input: Parameters<typeof openScreen>): Promise<void> => {
  mailbox = await openScreen(...input);
};
afterEach(async () => {
  await closeAll();
  mailbox.stop();
  resetLayout();
});

describe('the list', () => {
  it('has only what is visible in the document, each row with its name and place', async () => {
    await open();
    expect(all('option').length).toBeLessThan(40);
    const first = all('option')[0];
    expect(first?.getAttribute('aria-label')).toMatch(/^Sender 300, Message 300, .+, unread$/);
    expect(first?.getAttribute('aria-posinset')).toBe('1');
    expect(first?.getAttribute('aria-setsize')).toBe('300');
    expect(heading()).toBe('Inbox');
    expect(document.title).toBe('Inbox (1) – ada@contoso.test – Heron');
  });

  it('says in each row how many there are, also when older mail comes below what is shown', async () => {
    await open();
    const before = all('option');
    const since = useMailbox.getState().open?.list.revision ?? 0;
    const { view } = useMailbox.getState().open ?? {};
    if (view?.kind !== 'ready') throw new Error('No list is open.');
    await act(async () =>
      mailbox.fake.emit('mail.viewChanged', {
        viewId: view.viewId,
        revision: since + 1,
        total: 4_000,
        changed: { since, newest: 1 as MessageId },
      }),
    );
    expect(all('option')).toEqual(before);
    expect(before.map((option) => option.getAttribute('aria-setsize'))).toEqual(before.map(() => '4000'));
  });

  it.each(['comfortable', 'compact'] as const)(
    'B18 strikes a message that is marked as deleted through, and does not show it as unread (%s)',
    async (density) => {
      await open([{ ...exampleRow(2, false), snippet: 'Hello', markedDeleted: true }, exampleRow(1, false)]);
      await act(async () =>
        usePreferencesStore.setState(({ preferences }) => ({ preferences: { ...preferences, density } })),
      );
      const [marked, other] = all('option');
      expect(marked?.getAttribute('aria-label')).toMatch(/^Sender 2, Message 2, .+, marked as deleted$/);
      const struck = (option: Element | undefined) =>
        [...(option?.querySelectorAll('.line-through') ?? [])].map(({ textContent }) => textContent);
      expect(struck(marked)).toEqual(['Sender 2', 'Message 2', 'Hello']);
      expect(struck(other)).toEqual([]);
      const looksUnread = (option: Element | undefined) =>
        option?.querySelector('.font-semibold:not([aria-hidden]), .bg-accent') !== null;
      expect([looksUnread(marked), looksUnread(other)]).toEqual([false, true]);
    },
  );

  it.each([
    [{ answered: true }, ['lucide-reply'], 'answered'],
    [{ forwarded: true }, ['lucide-forward'], 'forwarded'],
    [{ answered: true, forwarded: true }, ['lucide-reply', 'lucide-forward'], 'answered, forwarded'],
  ])('shows and says of a message: %j', async (marks, signs, words) => {
    await open([{ ...exampleRow(2), ...marks }, exampleRow(1)]);
    const [marked, other] = all('option');
    const signsOf = (option: Element | undefined) =>
      [...(option?.querySelectorAll('svg') ?? [])].flatMap(({ classList }) =>
        [...classList].filter((name) => signs.includes(name)),
      );
    expect(signsOf(marked)).toEqual(signs);
    expect(signsOf(other)).toEqual([]);
    expect(marked?.getAttribute('aria-label')?.endsWith(`, ${words}`)).toBe(true);
    expect(other?.getAttribute('aria-label')).not.toMatch(/answered|forwarded/);
  });

  it('shows tags as dots, of three at most, and says all of them', async () => {
    const tags = ['$label1', '$label4', 'art', 'zebra'];
    await open([{ ...exampleRow(3), tags }, { ...exampleRow(2), tags: ['$Label2'] }, exampleRow(1)]);
    const colours = all('option').map((option) =>
      [...option.querySelectorAll('[data-colour]')].map((dot) => dot.getAttribute('data-colour')),
    );
    expect(colours).toEqual([['red', 'blue', expect.any(String)], ['amber'], []]);
    const [several, one, none] = all('option').map((option) => option.getAttribute('aria-label') ?? '');
    expect(several).toMatch(/, tagged Important, To do, art, zebra$/);
    expect(one).toMatch(/, tagged Work$/);
    expect(none).not.toContain('tagged');
    expect(all('option')[0]?.querySelector('[title]')?.getAttribute('title')).toBe(
      'tagged Important, To do, art, zebra',
    );
  });

  it('is moved through by keyboard, the focus staying on the list (U1)', async () => {
    await open();
    list()?.focus();
    for (const [key, id] of [
      ['ArrowDown', 300],
      ['ArrowDown', 299],
      ['j', 298],
      ['k', 299],
      ['ArrowUp', 300],
      ['End', 1],
      ['Home', 300],
    ] as const) {
      await pressKey(key);
      await replies();
      expect(useMailbox.getState().open?.list.cursor?.id, key).toBe(id);
    }
    expect(document.activeElement).toBe(list());
    expect(selected().map((option) => option.id)).toEqual([list()?.getAttribute('aria-activedescendant')]);
  });

  it('Space scrolls the message that is shown, and opens one that is not', async () => {
    await open();
    list()?.focus();
    await pressKey('ArrowDown');
    await replies();
    const scrolled: [number, boolean][] = [];
    const withdraw = offerScrolling((...how) => void scrolled.push(how));
    await act(async () => useMailbox.setState({ reading: null }));
    await pressKey(' ');
    expect(scrolled).toEqual([]);
    expect(mailbox.called('mail.setSeen')).toEqual([{ accountId: adaId, messageIds: [300], seen: true }]);
    await pressKey(' ');
    await pressKey(' ', { shiftKey: true });
    await pressKey(' ', { repeat: true });
    expect(scrolled).toEqual([
      [0.9, true],
      [-0.9, true],
      [0.9, false],
    ]);
    withdraw();
  });

  it('goes to the next unread message, from the end of the one before it too', async () => {
    await open();
    list()?.focus();
    const unread = all('option').findIndex((row) => /, unread/.test(row.getAttribute('aria-label') ?? ''));
    expect(unread).toBe(0);
    await pressKey('ArrowDown');
    await pressKey('End');
    await replies();
    await pressKey('n');
    await replies();
    const { open: opened } = useMailbox.getState();
    expect(opened?.list.cursor?.index).toBe(0);
    expect(mailbox.called('mail.nextUnread').map((input) => Reflect.get(Object(input), 'start'))).toEqual([300, 0]);
    await pressKey('End');
    await replies();
    await act(async () => endReached());
    await replies();
    expect(useMailbox.getState().open?.list.cursor?.index).toBe(0);
    // It is the only one.
    await pressKey('n');
    await replies();
    expect(useMailbox.getState().announcement.text).toBe('There is nothing unread here.');
  });

  it('opens on a click, marks it as read, and gives the keyboard to the list', async () => {
    await open();
    const row = all('option')[0];
    await act(async () => {
      row?.dispatchEvent(new MouseEvent('mousedown', { bubbles: true, cancelable: true }));
      row?.click();
    });
    expect(document.activeElement).toBe(list());
    expect(mailbox.called('mail.setSeen')).toEqual([{ accountId: adaId, messageIds: [300], seen: true }]);
    expect(mailbox.called('mail.header')).toContainEqual({ accountId: adaId, messageId: 300 });
  });

  it('takes U and Delete from anywhere but the sidebar, inputs and dialogs', async () => {
    await open();
    list()?.focus();
    await pressKey('ArrowDown');
    await pressKey('u');
    expect(mailbox.called('mail.setSeen')).toHaveLength(1);
    treeItem(/^Inbox/)?.focus();
    await pressKey('Delete');
    const input = document.body.appendChild(document.createElement('input'));
    input.focus();
    await pressKey('Delete');
    input.remove();
    expect(mailbox.called('mail.moveToRole')).toEqual([]);
    list()?.focus();
    await pressKey('Delete');
    await replies();
    expect(mailbox.called('mail.moveToRole')).toEqual([{ accountId: adaId, messageIds: [300], role: 'trash' }]);
    expect(all('status').map((status) => status.textContent)).toContain('Message moved to Deleted Items');
    expect(selected()[0]?.getAttribute('aria-label')).toMatch(/Message 299/);
  });

  it('lets the reader take its place in a narrow window, and Escape bring it back', async () => {
    await open(threeHundredRows, true);
    list()?.focus();
    await pressKey('ArrowDown');
    await pressKey('ArrowDown');
    expect(document.querySelector('[aria-label="Reader"]')).toBeNull();
    await pressKey('Enter');
    expect(document.activeElement?.getAttribute('aria-label')).toBe('Reader');
    await pressKey('Escape');
    expect(document.querySelector('[aria-label="Reader"]')).toBeNull();
    expect(document.activeElement).toBe(list());
    expect(selected()[0]?.getAttribute('aria-label')).toMatch(/Message 299/);
  });
});

describe('the sidebar', () => {
  it('is a tree with one tab stop, moved through by arrows and opened with Enter (U1)', async () => {
    await open();
    expect(all('treeitem').map((item) => item.getAttribute('aria-label'))).toEqual([
      'Inbox, 1 unread',
      'Deleted Items',
      'Empty',
    ]);
    expect(all('treeitem').map((item) => item.tabIndex)).toEqual([0, -1, -1]);
    treeItem(/^Inbox/)?.focus();
    await pressKey('ArrowDown');
    await pressKey('ArrowDown');
    expect(document.activeElement?.getAttribute('aria-label')).toBe('Empty');
    expect(all('treeitem').map((item) => item.tabIndex)).toEqual([-1, -1, 0]);
    await pressKey('Enter');
    await replies();
    expect(said()).toContain('No messages in Empty');
    expect(heading()).toBe('Empty');
  });
});
