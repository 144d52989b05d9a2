import { act } from 'react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TagUse, UndoId } from '../../../shared/mail.ts';
import { success } from '../../../shared/reply.ts';
import { closeAll, pressKey } from '../../testing/test-window.tsx';
import { foldersReceived } from '../folders/folder-tree.ts';
import { adaId, type ExampleMailbox, exampleFolder, replies } from '../mailbox-example.ts';
import { openScreen, resetLayout, said } from '../mailbox-screen-example.tsx';
import { useMailbox } from '../mailbox-state.ts';
import { commandAvailability } from './availability.ts';
import { selectIndex, toggleSelectionAt } from './message-actions.ts';
import { openTagPicker, toggleTagSelection, untagSelection } from './tagging.ts';
import { undoLast } from './undo.ts';

let mailbox: ExampleMailbox;
let known: readonly TagUse[];
let hasRoom: boolean;

beforeEach(async () => {
  localStorage.clear();
  mailbox = await openScreen();
  known = [
    { tag: '$Label4', count: 2 },
    { tag: 'Q3_plan', count: 0 },
    { tag: 'travel', count: 1 },
  ];
  hasRoom = true;
  let undoable = 0;
  mailbox.fake.answers['mail.tagsOf'] = ({ messageIds }) =>
    success({ messages: messageIds.length, tags: known, hasRoom });
  mailbox.fake.answers['mail.setTag'] = ({ messageIds }) => {
    undoable += 1;
    return success({ count: messageIds.length, undoId: `6d1f0c1e-0000-4000-8000-00000000000${undoable}` as UndoId });
  };
  mailbox.fake.answers['mail.undo'] = success({ undone: 1, late: 0 });
  await act(async () => {
    selectIndex(1);
    toggleSelectionAt(2);
  });
});

afterEach(async () => {
  await closeAll();
  mailbox.stop();
  resetLayout();
});

const options = () => [
  ...(document.querySelectorAll<HTMLElement>('[role="listbox"][aria-label="Tags"] [role="option"]') ?? []),
];
const offered = () => options().map((option) => [option.textContent, option.getAttribute('aria-checked')]);
const open = async (): Promise<void> => {
  await act(async () => void openTagPicker());
  await replies();
};
const choose = async (name: string): Promise<void> => {
  await act(async () =>
    options()
      .find(({ textContent }) => textContent === name)
      ?.click(),
  );
  await replies();
};
const input = (): HTMLInputElement => {
  const found = document.querySelector<HTMLInputElement>('[role="combobox"][aria-label="Find or add a tag"]');
  if (found === null) throw new Error(`No picker in: ${said()}`);
  return found;
};
const type = async (text: string): Promise<void> => {
  const setValue = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set;
  await act(async () => {
    setValue?.call(input(), text);
    input().dispatchEvent(new Event('input', { bubbles: true }));
  });
};
const both = { accountId: adaId, messageIds: [299, 298] };

describe('the tag picker', () => {
  it('has Thunderbird’s tags by their names and then the others, and says which the messages have', async () => {
    await open();
    expect(said()).toContain('Tags of 2 messages');
    expect(offered()).toEqual([
      ['Important', 'false'],
      ['Work', 'false'],
      ['Personal', 'false'],
      ['To do', 'true'],
      ['Later', 'false'],
      ['Q3_plan', 'false'],
      ['travel', 'mixed'],
    ]);
  });

  it('gives a tag that some lack, takes one that all have, and offers to undo it', async () => {
    await open();
    await choose('travel');
    expect(said()).toContain('2 messages tagged travel');
    await open();
    await choose('To do');
    expect(said()).toContain('Tag To do removed from 2 messages');
    expect(mailbox.called('mail.setTag')).toEqual([
      { ...both, tag: 'travel', on: true },
      { ...both, tag: '$Label4', on: false },
    ]);
    await act(async () => await undoLast());
    expect(mailbox.called('mail.undo')).toEqual([{ accountId: adaId, undoId: '6d1f0c1e-0000-4000-8000-000000000002' }]);
  });

  it.each([
    ['tra', ['travel', 'New tag “tra”']],
    ['TRAVEL', ['travel']],
    ['wich', ['Important', 'New tag “wich”']],
    ['später', ['Later']],
    ['q3 plan', ['Q3_plan']],
    ['label4', ['New tag “label4”']],
  ])('narrows to what is called %j: %j', async (typed, names) => {
    await open();
    await type(typed);
    expect(offered().map(([name]) => name)).toEqual(names);
  });

  it('makes a keyword of a new name and shows it before it is given', async () => {
    await open();
    await type('Büro Köln');
    expect(offered()).toEqual([['New tag “Buero_Koeln”', null]]);
    expect(said()).toContain('without blanks and accents');
    input().focus();
    await pressKey('Enter');
    await replies();
    expect(mailbox.called('mail.setTag')).toEqual([{ ...both, tag: 'Buero_Koeln', on: true }]);
  });

  it.each([
    ['日本', 'Latin letters'],
    ['Junk', 'for themselves'],
    ['x'.repeat(101), 'at most 100 characters'],
  ])('says why %j can be no tag', async (typed, reason) => {
    await open();
    await type(typed);
    expect([offered(), said().includes(reason)]).toEqual([[], true]);
  });

  it('says so where there is no room for a new one', async () => {
    hasRoom = false;
    await open();
    await type('new');
    expect([offered(), said().includes('Heron keeps 31 different tags')]).toEqual([[], true]);
  });
});

describe('the keys of tags', () => {
  it('give one of Thunderbird’s tags where one of the messages lacks it, else take it', async () => {
    await act(async () => await toggleTagSelection('$label4'));
    await act(async () => await toggleTagSelection('$label1'));
    expect(mailbox.called('mail.setTag')).toEqual([
      { ...both, tag: '$label4', on: false },
      { ...both, tag: '$label1', on: true },
    ]);
  });

  it('take all tags in one step of undo', async () => {
    await act(async () => await untagSelection());
    expect(mailbox.called('mail.setTag')).toEqual([
      { ...both, tag: '$Label4', on: false },
      { ...both, tag: 'travel', on: false },
    ]);
    expect(said()).toContain('Tags removed from 2 messages');
    await act(async () => await undoLast());
    expect(mailbox.called('mail.undo')).toHaveLength(2);
    known = [];
    await act(async () => await untagSelection());
    expect(mailbox.called('mail.setTag')).toHaveLength(2);
    expect(said()).toContain('No tags to remove');
  });

  it('say why where the server keeps no tags, and ask for nothing', async () => {
    const folders = [exampleFolder(1, 'INBOX', 'inbox', { keptTags: [] })];
    await act(async () => useMailbox.setState((state) => ({ lists: foldersReceived(state.lists, adaId, folders) })));
    const available = commandAvailability(useMailbox.getState());
    for (const command of ['tag', 'tag_important', 'untag'] as const) {
      expect(available[command]).toBe(
        'The server keeps no tags in this folder. Neither you nor Heron can change that.',
      );
    }
    expect(available.toggle_flag).toBeNull();
  });
});
