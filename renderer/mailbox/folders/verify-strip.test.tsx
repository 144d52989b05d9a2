import { act } from 'react';
import { afterEach, describe, expect, it } from 'vitest';
import type { FolderVerification } from '../../../shared/mail.ts';
import { success } from '../../../shared/reply.ts';
import { setLanguage } from '../../../shared/texts/texts.ts';
import { closeAll, press } from '../../testing/test-window.tsx';
import { adaId, type ExampleMailbox, exampleFolder, exampleRow, replies } from '../mailbox-example.ts';
import { openScreen, resetLayout, said } from '../mailbox-screen-example.tsx';

let mailbox: ExampleMailbox;
afterEach(async () => {
  setLanguage('en');
  await closeAll();
  mailbox.stop();
  resetLayout();
});

const nothing = { missing: 0, gone: 0, flags: 0, others: 0, counts: false };

/** The open inbox, whose comparison stands so. */
async function openInbox(verification: FolderVerification): Promise<void> {
  mailbox = await openScreen([exampleRow(1)]);
  mailbox.fake.answers['mail.endVerifying'] = success(null);
  mailbox.fake.answers['mail.verifyFolder'] = success(null);
  mailbox.folders = [exampleFolder(1, 'INBOX', 'inbox', { total: 1, verification })];
  await act(async () => mailbox.fake.emit('mail.foldersChanged', { accountId: adaId }));
  await replies();
}

describe('a folder that is compared with its server', () => {
  it('says how far that is, and can be stopped', async () => {
    await openInbox({ kind: 'running', compared: 12_000, total: 812_004 });
    expect(said()).toContain('Comparing with the server: 12,000 of 812,004 messages');
    await press('Stop');
    expect(mailbox.called('mail.endVerifying')).toEqual([{ accountId: adaId, folderId: 1 }]);
  });

  it.each<[FolderVerification, string]>([
    [{ kind: 'done', at: 1, compared: 812_004, mended: nothing }, 'Everything agrees: 812,004 messages.'],
    [
      { kind: 'done', at: 1, compared: 9, mended: { ...nothing, missing: 3, gone: 2, flags: 5 } },
      '3 messages were missing, 2 messages were gone, 5 messages had other flags: mended.',
    ],
    [
      { kind: 'done', at: 1, compared: 9, mended: { ...nothing, others: 1, counts: true } },
      '1 message was stored wrongly, the number of messages was wrong: mended.',
    ],
  ])('says what it mended, and what was compared', async (verification, words) => {
    await openInbox(verification);
    expect(said()).toContain(words);
    expect(said()).toContain('one message in a hundred');
  });

  it('says why it failed, and tries again', async () => {
    await openInbox({ kind: 'failed', error: { code: 'internal', params: { reason: 'syncing' }, retryable: true } });
    expect(said()).toContain('This folder could not be verified.');
    await press('Try again');
    expect(mailbox.called('mail.verifyFolder')).toEqual([{ accountId: adaId, folderId: 1 }]);
  });
});
