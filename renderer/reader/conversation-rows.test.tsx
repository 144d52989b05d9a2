import { afterEach, describe, expect, it } from 'vitest';
import type { FolderId, MessageId, ThreadMessage } from '../../shared/mail.ts';
import { setLanguage } from '../../shared/texts/texts.ts';
import { closeAll, press, show } from '../testing/test-window.tsx';
import { ConversationRows } from './conversation-rows.tsx';

const inbox = 1 as FolderId;
const sent = 2 as FolderId;

function row(id: number, more: Partial<ThreadMessage> = {}): ThreadMessage {
  return {
    ...{ id: id as MessageId, subject: 'Re: The boat', snippet: `Words ${id}`, folderId: inbox, folderName: 'Inbox' },
    ...{ from: { name: `Writer ${id}`, address: `w${id}@x.test` }, to: { name: '', address: 'ada@x.test' } },
    ...{ receivedAt: Date.UTC(2026, 10, id), seen: true, flagged: false, answered: false, markedDeleted: false },
    ...{ hasAttachments: false, unfetched: false },
    ...more,
  };
}

const lines = () => [...document.querySelectorAll('li')].map((item) => item.textContent);

async function open(messages: readonly ThreadMessage[], side: 'earlier' | 'later'): Promise<ThreadMessage[]> {
  const shown: ThreadMessage[] = [];
  await show(
    <ConversationRows messages={messages} side={side} shownIn={inbox} onShow={(message) => void shown.push(message)} />,
  );
  return shown;
}

afterEach(async () => {
  await closeAll();
  setLanguage('en');
});

describe('the rows of a conversation', () => {
  it('names the folder where it is another one, what is unread, starred, and has files', async () => {
    const shown = await open(
      [row(1), row(2, { folderId: sent, folderName: 'Sent', seen: false, flagged: true, hasAttachments: true })],
      'earlier',
    );
    expect(document.querySelector('ol')?.getAttribute('aria-label')).toBe('Earlier in this conversation');
    expect(lines()[0]).toMatch(/Writer 1.*Words 1/);
    expect(lines()[0]).not.toContain('Inbox');
    expect(lines()[1]).toMatch(/Writer 2.*unread.*Words 2.*flagged.*has attachments.*Sent/);
    document.querySelectorAll<HTMLButtonElement>('li button')[1]?.click();
    expect(shown.map(({ id }) => id)).toEqual([2]);
  });

  it('folds what is far from the shown message, except what is unread, until it is asked for', async () => {
    const messages = [1, 2, 3, 4, 5, 6].map((id) => row(id, { seen: id !== 2 }));
    await open(messages, 'earlier');
    expect(lines()).toEqual(['3 earlier messages', ...[2, 5, 6].map((id) => expect.stringContaining(`Words ${id}`))]);
    await press('3 earlier messages');
    expect(lines()).toEqual([1, 2, 3, 4, 5, 6].map((id) => expect.stringContaining(`Words ${id}`)));
    await closeAll();
    await open(messages, 'later');
    expect(lines()).toEqual([...[1, 2].map((id) => expect.stringContaining(`Words ${id}`)), '4 later messages']);
  });

  it('folds no single message, and draws nothing for none', async () => {
    await open([row(1), row(2), row(3)], 'earlier');
    expect(lines()).toHaveLength(3);
    await closeAll();
    await open([], 'later');
    expect(document.querySelector('ol')).toBeNull();
  });

  it('says it in German', async () => {
    setLanguage('de');
    await open(
      [1, 2, 3, 4].map((id) => row(id)),
      'later',
    );
    expect(document.querySelector('ol')?.getAttribute('aria-label')).toBe('Später in dieser Unterhaltung');
    expect(lines().at(-1)).toBe('2 spätere Nachrichten');
  });
});
