import { act, useState } from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { FolderId, ViewId } from '../../shared/mail.ts';
import { failure, success } from '../../shared/reply.ts';
import { adaId, type ExampleMailbox, exampleRow, replies, startMailbox } from '../mailbox/mailbox-example.ts';
import { useMailbox } from '../mailbox/mailbox-state.ts';
import { initialSearch, useSearch } from '../mailbox/search/search.ts';
import { closeAll, settle, show } from '../testing/test-window.tsx';
import type { PaletteEntry } from './palette-entries.ts';
import { useFoundMail } from './palette-mail.ts';

let mailbox: ExampleMailbox;
let found: readonly PaletteEntry[] | null = null;
let setQuery: (query: string) => void;
const typeQuery = (query: string) => settle(() => setQuery(query));

function Typed() {
  const [query, set] = useState('');
  setQuery = set;
  found = useFoundMail(query);
  return null;
}

beforeEach(async () => {
  mailbox = await startMailbox([exampleRow(2), exampleRow(1)]);
  const { answers } = mailbox.fake;
  const ofFolders = answers['mail.rows'];
  Object.assign(answers, {
    'mail.openSearch': success({ viewId: 'results' as ViewId, revision: 1, total: 1 }),
    'mail.rows': (input: { readonly viewId: ViewId }) =>
      input.viewId === 'results'
        ? success({ revision: 1, total: 1, rows: [{ ...exampleRow(900), folderId: 2 as FolderId }] })
        : typeof ofFolders === 'function' && (ofFolders as (value: unknown) => unknown)(input),
    'addresses.complete': success([
      { name: 'Grace Hopper', address: 'grace@contoso.test' },
      { name: 'G. Hopper', address: 'Grace@contoso.test' },
    ]),
  });
  vi.useFakeTimers();
  await show(<Typed />);
});
afterEach(async () => {
  vi.useRealTimers();
  await closeAll();
  mailbox.stop();
  useSearch.setState(initialSearch, true);
});

const pause = () => act(async () => void vi.advanceTimersByTime(150));

describe('people and messages in the palette', () => {
  it('are looked for when the typing pauses, once, and closed again', async () => {
    for (const query of ['g', 'gr', 'gra', 'grace']) await typeQuery(query);
    expect([found, mailbox.called('addresses.complete').length, mailbox.called('mail.openSearch').length]).toEqual([
      null,
      0,
      0,
    ]);
    await pause();
    await replies();
    expect(mailbox.called('mail.openSearch')).toEqual([{ accountId: adaId, folderId: null, text: 'grace' }]);
    expect(mailbox.called('mail.closeView')).toContainEqual({ viewId: 'results' });
    // Two spellings of an address are one person.
    expect(found?.map(({ kind, label }) => [kind, label])).toEqual([
      ['people', 'G. Hopper'],
      ['messages', 'Message 900'],
    ]);
    await typeQuery('');
    expect(found).toEqual([]);
  });

  it('leads to the message in its folder, and to what somebody wrote', async () => {
    await typeQuery('grace');
    await pause();
    await replies();
    const [person, message] = found ?? [];
    await act(async () => message?.run());
    await replies();
    expect(useMailbox.getState().open?.list.cursor?.id).toBe(900);
    await act(async () => person?.run());
    expect(useSearch.getState().text).toBe('from:Grace@contoso.test');
  });

  it('are not there where main finds nothing', async () => {
    const refused = failure({ code: 'not_found', params: { reason: 'account_not_open' }, retryable: true });
    Object.assign(mailbox.fake.answers, { 'mail.openSearch': refused, 'addresses.complete': refused });
    await typeQuery('grace');
    await pause();
    await replies();
    expect(found).toEqual([]);
  });
});
