import { EventEmitter } from 'node:events';
import { expect, it } from 'vitest';
import type { AccountId, MessageId } from '../../../shared/mail.ts';
import { pageAt, queryOf, type SidePage, type WindowPage } from '../../../shared/window-page.ts';
import type { DraftId } from '../../../shared/writing.ts';
import { SideWindows } from './side-windows.ts';

class FakeWindow extends EventEmitter {
  destroyed = false;
  isDestroyed = () => this.destroyed;
  close = () => {
    this.destroyed = true;
    this.emit('closed');
  };
}

const draft = (number: number): SidePage => ({
  kind: 'compose',
  draftId: `${number}1111111-1111-4111-8111-111111111111` as DraftId,
});

function scene() {
  const made: FakeWindow[] = [];
  const shown: FakeWindow[] = [];
  const others: number[] = [];
  const closed: [string, boolean][] = [];
  const sides = new SideWindows<FakeWindow>({
    create: (_page, beside) => {
      others.push(beside.length);
      const window = new FakeWindow();
      made.push(window);
      return window;
    },
    show: (window) => shown.push(window),
    closed: (page, last) => closed.push([queryOf(page), last]),
  });
  return { sides, made, shown, others, closed };
}

it('each page has one window, which comes to the front when it is asked for again', () => {
  const { sides, made, shown, others } = scene();
  sides.open(draft(1));
  sides.open(draft(2));
  sides.open(draft(1));
  expect([made.length, others]).toEqual([2, [0, 1]]);
  expect(shown).toEqual([made[0]]);
  expect(sides.all().map(({ page }) => page)).toEqual([draft(1), draft(2)]);
});

it('a closed window is told of, once, and whether it was the last; its page gets a new one', () => {
  const { sides, made, closed } = scene();
  sides.open(draft(1));
  sides.open(draft(2));
  made[0]?.close();
  expect(closed).toEqual([[queryOf(draft(1)), false]]);
  sides.open(draft(1));
  expect(made).toHaveLength(3);
  made[1]?.close();
  made[2]?.close();
  expect(closed.slice(1)).toEqual([
    [queryOf(draft(2)), false],
    [queryOf(draft(1)), true],
  ]);
  expect(sides.all()).toEqual([]);
});

it('a page is asked for by its address, and what is no page of a draft is the main window', () => {
  const main: WindowPage = { kind: 'main' };
  const letter: WindowPage = {
    kind: 'message',
    accountId: '11111111-1111-4111-8111-111111111111' as AccountId,
    messageId: 1882459629158404 as MessageId,
  };
  for (const page of [draft(1), letter, main]) expect(pageAt(queryOf(page))).toEqual(page);
  for (const query of [
    '?compose=',
    '?compose=../1',
    '?compose=1',
    '?other=1',
    '?',
    '?message=',
    '?message=1.2',
    `${queryOf(letter)}9999`,
  ])
    expect(pageAt(query)).toEqual(main);
});
