import { act } from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { FolderId, SearchReport, ViewId } from '../../../shared/mail.ts';
import { failure, success } from '../../../shared/reply.ts';
import { rowHeight, usePreferencesStore } from '../../stores/preferences.ts';
import { button, closeAll, heading, press, pressKey } from '../../testing/test-window.tsx';
import { type ExampleMailbox, exampleRow, replies } from '../mailbox-example.ts';
import { all, list, openScreen, resetLayout, said, threeHundredRows, treeItem } from '../mailbox-screen-example.tsx';
import { useMailbox } from '../mailbox-state.ts';
import { initialSearch, useSearch } from './search.ts';

const report: SearchReport = {
  found: 2,
  isMore: false,
  messages: 300,
  searched: 300,
  withText: 40,
  files: 0,
  fromServer: 1,
  notHere: 3,
  meant: null,
};
const results = [
  { ...exampleRow(12), subject: 'Minutes of March', folderId: 1 as FolderId },
  { ...exampleRow(11, false), subject: 'Other minutes', folderId: 2 as FolderId, foundOnServer: true },
];
let mailbox: ExampleMailbox;
let searches: { text: string; folderId: number | null }[];

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  useSearch.setState(initialSearch, true);
  mailbox = await openScreen();
  searches = [];
  const { answers } = mailbox.fake;
  const rowsOfFolders = answers['mail.rows'];
  if (typeof rowsOfFolders !== 'function') throw new Error('The example has rows.');
  answers['mail.openSearch'] = ({ text, folderId, first }) => {
    searches.push({ text, folderId });
    const found = results.filter(({ subject }) => subject.toLowerCase().includes(text.toLowerCase()));
    const viewId = `search ${text}` as ViewId;
    const view = { viewId, revision: 1, total: found.length };
    const rows = { revision: 1, total: found.length, rows: found.slice(0, first?.count) };
    return success({ ...view, ...(first && { first: rows }) });
  };
  answers['mail.rows'] = (input) => {
    const text = /^search (.*)$/.exec(input.viewId)?.[1];
    if (text === undefined) return rowsOfFolders(input);
    const rows = results.filter(({ subject }) => subject.toLowerCase().includes(text.toLowerCase()));
    return success({ revision: 1, total: rows.length, rows });
  };
  answers['mail.searchReport'] = success(report);
  answers['addresses.complete'] = success([]);
  answers['mail.searchServer'] = success({ found: 1, refused: 1 });
});
afterEach(async () => {
  await closeAll();
  mailbox.stop();
  resetLayout();
  vi.useRealTimers();
});

const field = (): HTMLInputElement => {
  const found = document.querySelector<HTMLInputElement>('input[type="search"]');
  if (!found) throw new Error('There is no search field.');
  return found;
};
const search = async (text: string): Promise<void> => {
  await act(async () => {
    const { set } = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value') ?? {};
    set?.call(field(), text);
    field().dispatchEvent(new Event('input', { bubbles: true }));
  });
  await replies();
  // What was covered is asked for once the search is left as it is.
  await act(async () => vi.advanceTimersByTime(500));
  await replies();
};
const click = async (name: string): Promise<void> => {
  await press(name);
  await replies();
};
const names = () => all('option').map((option) => option.getAttribute('aria-label'));

describe('searching', () => {
  it('begins with the key, finds while it is typed, and says what was searched', async () => {
    await pressKey('/');
    expect(document.activeElement).toBe(field());
    await search('minutes');
    expect(searches.at(-1)).toEqual({ text: 'minutes', folderId: null });
    expect(names()).toHaveLength(2);
    // The rows came with the list: nothing has to wait behind what else is asked at each letter.
    expect(JSON.stringify(mailbox.called('mail.rows'))).not.toContain('"search');
    expect(names()[0]).toMatch(/^Sender 12, Minutes of March, .+, in Inbox$/);
    expect(names()[1]).toMatch(/in Deleted Items, found on the server, unread$/);
    expect(heading()).toBe('Inbox');
    expect(said()).toContain('2 found');
    expect(said()).toContain('300 messages searched, 40 with their text');
    expect([...document.querySelectorAll('mark')].map(({ textContent }) => textContent)).toEqual([
      'Minutes',
      'minutes',
    ]);
  });

  it('lists the results of the next letter in the same list, from its top, and draws anew only what differs', async () => {
    mailbox.fake.answers['mail.openSearch'] = ({ text, first }) => {
      const found = threeHundredRows.slice(text.length, 100);
      const rows = { revision: 1, total: found.length, rows: found.slice(0, first?.count) };
      return success({ viewId: `many ${text}` as ViewId, revision: 1, total: found.length, first: rows });
    };
    await search('m');
    const element = list();
    if (element === null) throw new Error('There is no list.');
    const shown = () => all('option').find((option) => option.getAttribute('data-message') === '296');
    const before = shown();
    const places = () => [before?.getAttribute('aria-posinset'), before?.getAttribute('aria-setsize')];
    expect(places()).toEqual(['4', '99']);
    await search('me');
    expect(shown()).toBe(before);
    expect(places()).toEqual(['3', '98']);
    await act(async () => {
      element.scrollTop = 80 * rowHeight(usePreferencesStore.getState().preferences);
      element.dispatchEvent(new Event('scroll'));
    });
    await pressKey('ArrowDown');
    await pressKey('ArrowDown');
    await replies();
    expect(shown()).toBeUndefined();
    expect(element.getAttribute('aria-activedescendant')).not.toBe(null);
    await search('mes');
    expect(list()).toBe(element);
    expect(element.scrollTop).toBe(0);
    expect(shown()?.getAttribute('aria-posinset')).toBe('2');
    expect(all('option').map((option) => option.getAttribute('aria-setsize'))).toEqual(all('option').map(() => '97'));
    expect(element.getAttribute('aria-activedescendant')).toBe(null);
  });

  it('goes to the results with Enter, also where something is suggested above them', async () => {
    mailbox.fake.answers['addresses.complete'] = success([{ name: 'Minna', address: 'minna@contoso.test' }]);
    await pressKey('/');
    await search('min');
    expect(all('option').map((option) => option.getAttribute('aria-label'))).toContain(
      'from:minna@contoso.test, Minna',
    );
    await pressKey('Enter');
    await replies();
    expect(document.activeElement).toBe(list());
  });

  it('goes to the results with Down, and back to the folder with Escape', async () => {
    await pressKey('/');
    await search('minutes');
    await pressKey('ArrowDown');
    await replies();
    expect(document.activeElement).toBe(list());
    expect(useMailbox.getState().reading?.messageId).toBe(12);
    await pressKey('Escape');
    await replies();
    expect(field().value).toBe('');
    expect(useMailbox.getState().open?.search).toBe(null);
    expect(useMailbox.getState().open?.list.total).toBe(300);
    expect(document.activeElement).toBe(list());
  });

  it('offers what was meant where nothing was found, by a click or Enter', async () => {
    mailbox.fake.answers['mail.searchReport'] = success({ ...report, found: 0, meant: 'Minutes' });
    for (const choose of [() => click('Did you mean “Minutes”?'), () => pressKey('Enter')]) {
      await pressKey('/');
      await search('minuets');
      expect(names()).toHaveLength(0);
      await choose();
      await replies();
      expect(field().value).toBe('Minutes');
      expect(names()).toHaveLength(2);
    }
  });

  it('ends with Escape where nothing was found, wherever the focus is', async () => {
    await search('zebra');
    field().blur();
    await pressKey('Escape');
    await replies();
    expect(field().value).toBe('');
  });

  it('ends with Escape in the field, and when another folder is opened', async () => {
    await search('minutes');
    await act(async () => field().focus());
    await pressKey('Escape');
    await replies();
    expect(useMailbox.getState().open?.search).toBe(null);
    await search('minutes');
    await act(async () => treeItem(/Empty/)?.click());
    await replies();
    expect(field().value).toBe('');
    expect(said()).toContain('No messages in Empty');
  });

  it('looks in the folder alone where that is wanted', async () => {
    await search('minutes');
    await click('Inbox');
    expect(searches.at(-1)).toEqual({ text: 'minutes', folderId: 1 });
    expect(names()[0]).not.toContain('in Inbox');
    expect(button('Inbox').getAttribute('aria-pressed')).toBe('true');
  });

  it('says that nothing was found, and keeps what was typed', async () => {
    await search('zebra');
    expect(said()).toContain('Nothing found for “zebra”');
    expect(field().value).toBe('zebra');
  });

  it('has the server search as well, and says what that came to', async () => {
    await search('minutes');
    await click('Search on server');
    expect(mailbox.called('mail.searchServer')).toEqual([{ viewId: 'search minutes' }]);
    expect(said()).toContain(
      'The server found 1 more. Downloading 3 more that it found. One folder could not be searched there.',
    );
    await search('other');
    expect(said()).toContain('messages searched');
  });

  it('says why the server could not be asked', async () => {
    const error = {
      code: 'connection_lost',
      params: { reason: 'lost', server: 'imap.contoso.test:993' },
      retryable: true,
    } as const;
    mailbox.fake.answers['mail.searchServer'] = failure(error);
    await search('minutes');
    await click('Search on server');
    expect(said()).toContain('imap.contoso.test');
    expect(useSearch.getState().server).toEqual({ kind: 'failed', error });
  });

  it('shows the results of what stands in the field, however late those before come', async () => {
    await act(async () => {
      for (const text of ['m', 'mi', 'min', 'o', 'oth']) useSearch.setState({ text });
    });
    await search('other');
    expect(names()).toHaveLength(1);
    expect(useMailbox.getState().open?.search?.text).toBe('other');
    // Each view but the last was closed.
    const opened = searches.length;
    expect(mailbox.called('mail.closeView').filter((input) => JSON.stringify(input).includes('search')).length).toBe(
      opened - 1,
    );
  });

  it('narrows the open list by a button, with and without a text, and shows all of it again', async () => {
    await click('Only unread');
    expect(searches.at(-1)).toEqual({ text: 'is:unread', folderId: 1 });
    expect(button('Only unread').getAttribute('aria-pressed')).toBe('true');
    expect(said()).toContain('No messages like that here');
    await search('minutes');
    expect(searches.at(-1)).toEqual({ text: 'is:unread minutes', folderId: null });
    await click('Only starred');
    expect(searches.at(-1)?.text).toBe('is:unread is:starred minutes');
    await click('Only unread');
    await click('Only starred');
    expect(searches.at(-1)?.text).toBe('minutes');
    await click('Only with attachments');
    await search('');
    expect(searches.at(-1)).toEqual({ text: 'has:attachment', folderId: 1 });
    await click('Show all messages');
    expect(useMailbox.getState().open).toMatchObject({ search: null, list: { total: 300 } });
    expect(button('Only with attachments').getAttribute('aria-pressed')).toBe('false');
  });

  it('keeps a search in the sidebar, and offers the last ones where nothing is typed', async () => {
    mailbox.fake.answers['app.setPreferences'] = success(null);
    await search('minutes');
    await click('Keep this search in the sidebar');
    expect(mailbox.called('app.setPreferences')).toEqual([{ savedSearches: ['minutes'] }]);
    await act(async () => treeItem(/Empty/)?.click());
    await replies();
    await act(async () => treeItem(/^minutes$/)?.click());
    await replies();
    expect(useMailbox.getState().open?.search?.text).toBe('minutes');
    await click('Take this search out of the sidebar');
    expect(treeItem(/^minutes$/)).toBeUndefined();
    await search('');
    await act(async () => field().focus());
    await replies();
    const offered = all('option').filter((option) => option.getAttribute('aria-label') === 'minutes, searched before');
    expect(offered).toHaveLength(1);
    await pressKey('ArrowDown');
    await pressKey('Enter');
    await replies();
    expect(field().value).toBe('minutes');
  });
});
