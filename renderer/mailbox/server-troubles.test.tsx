import { act } from 'react';
import { afterEach, describe, expect, it } from 'vitest';
import type { ServerTrouble } from '../../shared/mail.ts';
import { type AppError, success } from '../../shared/reply.ts';
import { setLanguage } from '../../shared/texts/texts.ts';
import { closeAll, press } from '../testing/test-window.tsx';
import { adaId, type ExampleMailbox, exampleFolder, exampleRow, replies } from './mailbox-example.ts';
import { all, openScreen, resetLayout, said, treeItem } from './mailbox-screen-example.tsx';

const refusal: AppError = {
  code: 'server_refused',
  params: { reason: 'command', server: 'imap.contoso.test:993', said: 'Mailbox cannot be opened' },
  retryable: false,
};
const trouble = (): ServerTrouble => ({ error: refusal, retryAt: Date.now() + 4 * 60_000 });

let mailbox: ExampleMailbox;
afterEach(async () => {
  setLanguage('en');
  await closeAll();
  mailbox.stop();
  resetLayout();
});

/** The inbox with these facts, and its rows. */
async function openInbox(
  more: Parameters<typeof exampleFolder>[3],
  rows = [exampleRow(2), exampleRow(1)],
): Promise<void> {
  mailbox = await openScreen(rows);
  mailbox.fake.answers['mail.tryAgain'] = success(null);
  mailbox.folders = [exampleFolder(1, 'INBOX', 'inbox', { total: rows.length, ...more })];
  await act(async () => mailbox.fake.emit('mail.foldersChanged', { accountId: adaId }));
  await replies();
}

const skeletons = (): number => document.querySelectorAll('[data-pane="list"] .animate-skeleton').length;

describe('what the server refuses', () => {
  it('B3 a folder that was never opened says why in the place of its messages, without skeletons', async () => {
    await openInbox({ trouble: trouble(), syncState: 'never', total: 80 }, []);
    expect(skeletons()).toBe(0);
    expect(said()).toContain('This folder could not be opened.');
    expect(said()).toContain('imap.contoso.test:993 says: “Mailbox cannot be opened”.');
    expect(said()).toMatch(/Heron tries again at \d{1,2}:\d\d/);
    await press('Try again');
    expect(mailbox.called('mail.tryAgain')).toEqual([{ accountId: adaId, folderId: 1 }]);
  });

  it('B3 the messages of a folder that is refused now stay to be read, below what the server said', async () => {
    await openInbox({ trouble: trouble() });
    expect(all('option')).toHaveLength(2);
    expect(said()).toContain('This folder could not be opened.');
    await press('Try again');
    expect(mailbox.called('mail.tryAgain')).toHaveLength(1);
  });

  it('B3 the sidebar marks the folder, also for screen readers', async () => {
    await openInbox({ trouble: trouble(), unread: 3 });
    expect(treeItem(/Inbox, 3 unread, Could not be opened/)).toBeDefined();
    expect(document.querySelector('[data-folder="1"] [title="Could not be opened"]')).not.toBeNull();
  });

  it('B3b counts the messages that could not be fetched, and shows each as a row without a sender, subject or date', async () => {
    const stub = { ...exampleRow(2), subject: '', receivedAt: null, unfetched: true };
    await openInbox({ unfetched: 2 }, [stub, exampleRow(1)]);
    expect(said()).toContain('2 messages could not be fetched.');
    const row = all('option')[0];
    expect(row?.getAttribute('aria-label')).toBe('Not fetched, This message could not be fetched');
    expect(row?.textContent).not.toContain('No subject');
    await press('Try again');
    expect(mailbox.called('mail.tryAgain')).toEqual([{ accountId: adaId, folderId: 1 }]);
  });

  it('shows nothing of all this while the server refuses nothing', async () => {
    await openInbox({});
    expect(said()).not.toContain('could not be');
    expect(treeItem(/^Inbox$/)).toBeDefined();
  });

  it('says it in German', async () => {
    setLanguage('de');
    await openInbox({ unfetched: 1 });
    expect(said()).toContain('1 Nachricht konnte nicht abgerufen werden.');
  });
});
