import { afterEach, describe, expect, it } from 'vitest';
import { create } from 'zustand';
import type { AccountId, FolderId, MessageHeader, MessageId, ShownBody, ThreadMessage } from '../../shared/mail.ts';
import { success } from '../../shared/reply.ts';
import { setLanguage } from '../../shared/texts/texts.ts';
import { useOpening } from '../stores/opening.ts';
import { closeAll, installBridge, press, settle, show } from '../testing/test-window.tsx';
import { conversationSteps } from './conversation-keys.ts';
import { Reader } from './reader.tsx';
import type { ReaderAction } from './reader-actions.ts';

const accountId = '11111111-1111-4111-8111-111111111111' as AccountId;
const inbox = 1 as FolderId;
const sent = 2 as FolderId;

function row(id: number, more: Partial<ThreadMessage> = {}): ThreadMessage {
  return {
    ...{ id: id as MessageId, subject: 'Re: The boat', snippet: `Words ${id}`, folderId: inbox, folderName: 'Inbox' },
    ...{ from: { name: `Writer ${id}`, address: `w${id}@x.test` }, to: { name: '', address: 'ada@x.test' } },
    ...{ seen: true, flagged: false, answered: false, forwarded: false, markedDeleted: false },
    ...{ receivedAt: Date.UTC(2026, 10, id), hasAttachments: false, unfetched: false },
    ...more,
  };
}

function headerOf(id: MessageId): MessageHeader {
  return {
    ...{ id, folderId: inbox, subject: 'Re: The boat', from: [{ name: `Writer ${id}`, address: `w${id}@x.test` }] },
    ...{
      to: [],
      cc: [],
      replyTo: [],
      sentAt: null,
      receivedAt: Date.UTC(2026, 10, id),
      messageIdHeader: null,
      size: 1,
    },
    ...{ seen: true, flagged: false, answered: false, forwarded: false, markedDeleted: false },
    ...{ unfetched: null, attachments: [] },
  };
}

function bodyOf(id: MessageId): ShownBody {
  const text = `All words of ${id}\n\n> What was quoted`;
  return { id, html: null, text, truncated: false, attachments: [], remoteImages: 'ask' };
}

interface Opened {
  readonly fake: ReturnType<typeof installBridge>;
  readonly did: unknown[];
}

async function open(messages: readonly ThreadMessage[], at: number): Promise<Opened> {
  const fake = installBridge({
    'mail.header': ({ messageId }) => success(headerOf(messageId)),
    'mail.body': ({ messageId }) => success(bodyOf(messageId)),
    'app.openingMessage': success(null),
    'app.messageShown': success(null),
  });
  const did: unknown[] = [];
  await show(
    <Reader
      accountId={accountId}
      messageId={at as MessageId}
      folders={[]}
      onAction={(action: ReaderAction) => void did.push(action)}
      conversation={{
        messages,
        chosen: null,
        choose: (message) => void did.push(['choose', message?.id ?? null]),
        onSeen: () => undefined,
        onOpening: ({ id }) => void did.push(['opening', id]),
      }}
    />,
  );
  await settle();
  return { fake, did };
}

const useKnown = create(() => ({ messages: [] as readonly ThreadMessage[] }));

/** Of a conversation that becomes known after its message was shown. */
function Growing() {
  const messages = useKnown((state) => state.messages);
  const nothing = (): void => undefined;
  return (
    <Reader
      accountId={accountId}
      messageId={2 as MessageId}
      folders={[]}
      onAction={nothing}
      conversation={{ messages, chosen: null, choose: nothing, onSeen: nothing, onOpening: nothing }}
    />
  );
}

const items = () => [...document.querySelectorAll('ol > li')].map((item) => item.textContent ?? '');
const bodies = ({ fake }: Opened) =>
  fake.calls.flatMap(({ name, input }) => (name === 'mail.body' ? [(input as { messageId: number }).messageId] : []));

afterEach(async () => {
  await closeAll();
  setLanguage('en');
  useOpening.setState({ stopped: null, plain: null });
});

describe('a conversation in the reader', () => {
  it('opens the unread and the newest, asks for no other text, and names folder, star and files of the lines', async () => {
    const opened = await open(
      [
        row(1, { folderId: sent, folderName: 'Sent', flagged: true, hasAttachments: true }),
        ...[row(2, { seen: false }), row(3), row(4)],
      ],
      2,
    );
    expect(items()[0]).toMatch(/Writer 1.*Words 1.*flagged.*has attachments.*Sent/);
    expect(items()[1]).toContain('All words of 2');
    expect(items()[2]).toMatch(/^.*Writer 3Words 3/);
    expect(items()[3]).toContain('All words of 4');
    expect(bodies(opened).sort()).toEqual([2, 4]);
    expect(document.body.textContent).toContain('4 messages');
  });

  it('folds the quoted text of each, and shows it when it is asked for', async () => {
    await open([row(1), row(2)], 2);
    expect(items()[1]).toContain('•••');
    expect(items()[1]).not.toContain('What was quoted');
    await press('Quoted text');
    expect(items()[1]).toContain('What was quoted');
  });

  it('opens a line in its place and makes it what keys are about; folded again, it is that no more', async () => {
    const { did } = await open([row(1), row(2)], 2);
    await settle(() => document.querySelector<HTMLButtonElement>('ol > li button')?.click());
    expect(items()[0]).toContain('All words of 1');
    expect(items()[1]).toContain('All words of 2');
    expect(did).toContainEqual(['choose', 1]);
    await settle(() => conversationSteps()?.foldAll());
    expect(items()[0]).not.toContain('All words of 1');
    await settle(() => conversationSteps()?.openAll());
    expect(items()[0]).toContain('All words of 1');
    await settle(() => conversationSteps()?.step(-1));
    expect(did.at(-1)).toEqual(['choose', 1]);
  });

  it('does what a message’s own header offers to it alone, and what the toolbar files to all', async () => {
    const { did } = await open([row(1), row(2)], 2);
    did.length = 0;
    await settle(() =>
      document.querySelector<HTMLButtonElement>('li[data-message="2"] button[aria-label="Add star"]')?.click(),
    );
    expect(did).toEqual([['choose', 2], 'toggle_flag']);
    await press('Archive');
    expect(did.slice(2)).toEqual([['choose', null], 'archive']);
  });

  it('R3 opens one alone after Heron ended while it showed them', async () => {
    useOpening.setState({ stopped: { accountId, messageId: 1 as MessageId, path: 'INBOX', since: 1 } });
    const opened = await open([row(1, { seen: false }), row(2, { seen: false }), row(3)], 2);
    expect(bodies(opened)).toEqual([2]);
  });

  it('R3 asks for no text of the one that Heron ended at', async () => {
    useOpening.setState({ stopped: { accountId, messageId: 2 as MessageId, path: 'INBOX', since: 1 } });
    const opened = await open([row(1, { seen: false }), row(2, { seen: false })], 2);
    expect(bodies(opened)).toEqual([]);
    expect(items()[1]).toContain('Heron stopped while showing this message');
  });

  it('R3 tells of each before it is drawn', async () => {
    const { did } = await open([row(1, { seen: false }), row(2)], 1);
    expect(did).toContainEqual(['opening', 1]);
    expect(did).toContainEqual(['opening', 2]);
  });

  it('leaves the message that was shown first as it is when the others are known', async () => {
    installBridge({
      'mail.header': ({ messageId }) => success(headerOf(messageId)),
      'mail.body': ({ messageId }) => success(bodyOf(messageId)),
    });
    await show(<Growing />);
    const region = () => document.querySelector('[data-scrolls-message]');
    const before = region();
    expect(document.querySelectorAll('ol > li')).toHaveLength(1);
    await settle(() => useKnown.setState({ messages: [row(2), row(3)] }));
    expect(document.querySelectorAll('ol > li')).toHaveLength(2);
    expect(region()).toBe(before);
  });

  it('says it in German', async () => {
    setLanguage('de');
    await open(
      [1, 2, 3, 4, 5, 6].map((id) => row(id)),
      6,
    );
    expect(items()[0]).toBe('3 weitere Nachrichten');
  });
});
