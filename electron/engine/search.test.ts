import { describe, expect, it } from 'vitest';
import type { ViewId } from '../../shared/mail.ts';
import { parseSearch } from '../../shared/search/query.ts';
import { until } from './engine-asker.ts';
import {
  accountId,
  folder,
  folders,
  goOffline,
  openFolder,
  refusal,
  rows,
  server,
  value,
  withEngine,
} from './engine-fixture.ts';
import { serverClauses } from './search-server.ts';

/** Clauses as one line: behind each other, their keys with "|". */
function shape(text: string): string {
  return serverClauses(parseSearch(text))
    .map((clause) => clause.map(({ not, place, words }) => `${not ? '-' : ''}${place}:${words}`).join('|'))
    .join(' ');
}

describe('what of a search the server is asked', () => {
  it.each([
    ['minutes march', 'text:minutes text:march'],
    ['"minutes of march"', 'text:minutes of march'],
    ['from:ada to:grace subject:"a b"', 'from:ada to:grace|cc:grace subject:a b'],
    ['cat or from:dog', 'text:cat|from:dog'],
    ['-draft cat', '-text:draft text:cat'],
    // Flags, dates and sizes are known here, and are looked at in the store.
    ['cat is:unread larger:5M before:2026 has:attachment in:archive', 'text:cat'],
    ['cat or is:unread', ''],
    ['cat is:answered -ist:weitergeleitet', 'text:cat flag:\\Answered -flag:$Forwarded'],
    ['cat or is:forwarded', ''],
    ['is:unread', ''],
    ['filename:report.pdf', 'text:report.pdf'],
    ['list:heron -liste:bugs', 'list:heron -list:bugs'],
    ['cat or list:heron account:ada', 'text:cat|list:heron'],
    ['tag:travel cat', 'flag:travel text:cat'],
    ['tag:Wichtig or keyword:$label2', 'flag:$label1|flag:Wichtig|flag:$label2'],
    ['-tag:work', '-flag:$label2 -flag:work'],
    ['-tag:"a b" cat', 'text:cat'],
    // No keyword is written so.
    ['tag:größe cat', ''],
    ['', ''],
  ])('%s', (text, wanted) => expect(shape(text)).toBe(wanted));
});

describe('a search as a list', () => {
  withEngine();

  const subjects = async (viewId: ViewId): Promise<string[]> => (await rows(viewId)).map(({ subject }) => subject);

  it('is opened, read, kept up to date and closed like a folder', async () => {
    await openFolder('INBOX', 3);
    server.deliver('INBOX', { subject: 'Minutes of March' });
    server.deliver('Sent Items', { subject: 'Minutes that were sent' });
    await value('mail.syncNow', { accountId });
    const inbox = await folder('INBOX');
    const { viewId } = await value('mail.openSearch', { accountId, folderId: inbox.id, text: 'minutes' });
    await until(async () => (await subjects(viewId)).length === 1);
    expect(await rows(viewId)).toMatchObject([{ subject: 'Minutes of March', folderId: inbox.id }]);
    expect(await value('mail.searchReport', { viewId })).toMatchObject({ found: 1, isMore: false, searched: 4 });
    const first = { count: 5, times: [Number.MIN_SAFE_INTEGER] };
    const withRows = await value('mail.openSearch', { accountId, folderId: inbox.id, text: 'minutes', first });
    expect(withRows).toMatchObject({ total: 1, first: { total: 1, rows: [{ subject: 'Minutes of March' }] } });
    const whole = await value('mail.openView', { accountId, folderId: inbox.id, first });
    expect(whole).toMatchObject({ total: 4, first: { total: 4, rows: { length: 4 }, notOlder: [4] } });
    await value('mail.openView', { accountId, folderId: (await folder('Sent Items')).id });
    const everywhere = await value('mail.openSearch', { accountId, folderId: null, text: 'minutes' });
    await until(async () => (await subjects(everywhere.viewId)).length === 2);
    await value('mail.closeView', { viewId });
    expect(await refusal('mail.rows', { viewId, start: 0, count: 1 })).toMatch(/not_found/);
  });

  it('takes what the server found as well, and counts what is not here', async () => {
    const first = await openFolder('INBOX', 0);
    server.deliver('INBOX', { subject: 'Plain', text: 'An unmistakable word', source: 'An unmistakable word' });
    await until(async () => (await rows(first)).length === 1);
    const inbox = await folder('INBOX');
    const { viewId } = await value('mail.openSearch', { accountId, folderId: inbox.id, text: 'unmistakable' });
    const before = (await rows(viewId)).length;
    expect(await value('mail.searchServer', { viewId })).toEqual({ found: 1 - before, refused: 0 });
    expect(await subjects(viewId)).toEqual(['Plain']);
    const nothing = await value('mail.openSearch', { accountId, folderId: inbox.id, text: 'is:unread' });
    expect(await value('mail.searchServer', { viewId: nothing.viewId })).toEqual({ found: 0, refused: 0 });
    expect(await refusal('mail.searchServer', { viewId: first })).toMatch(/not_found/);
  });

  it('downloads the folders in which the server found something, and lists that as it comes', async () => {
    await openFolder('INBOX', 1);
    server.addFolder('Later');
    server.deliver('Later', { subject: 'Plain', source: 'An unmistakable word' });
    await value('mail.syncNow', { accountId });
    await until(async () => (await folders()).some(({ path }) => path === 'Later'));
    const { viewId } = await value('mail.openSearch', { accountId, folderId: null, text: 'unmistakable' });
    expect(await value('mail.searchServer', { viewId })).toEqual({ found: 0, refused: 0 });
    await until(async () => (await rows(viewId)).length === 1);
    expect(await rows(viewId)).toMatchObject([{ subject: 'Plain', foundOnServer: true }]);
    expect(await value('mail.searchReport', { viewId })).toMatchObject({ fromServer: 1, notHere: 0 });
  });

  it('goes on where one folder is refused, and ends where the connection does', async () => {
    await openFolder('INBOX', 1);
    const { viewId } = await value('mail.openSearch', { accountId, folderId: null, text: 'unmistakable' });
    server.fail('search', {
      kind: 'error',
      error: { code: 'server_refused', params: { reason: 'other', text: 'No.' }, retryable: false } as never,
    });
    expect(await value('mail.searchServer', { viewId })).toMatchObject({ refused: 1 });
    await goOffline();
    expect(await refusal('mail.searchServer', { viewId })).not.toBe('no error');
  });
});
