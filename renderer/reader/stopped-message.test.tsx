import { act } from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { AccountId, MessageHeader, MessageId, OpeningMessage, ShownBody } from '../../shared/mail.ts';
import { success } from '../../shared/reply.ts';
import { followClosing, leftMessage, loadStopped, openingMessage, useOpening } from '../stores/opening.ts';
import type { FakeAnswers } from '../testing/fake-bridge.ts';
import { closeAll, installBridge, press, settle, show } from '../testing/test-window.tsx';
import { Reader } from './reader.tsx';

const accountId = '11111111-1111-4111-8111-111111111111' as AccountId;
const messageId = 7 as MessageId;
const stopped: OpeningMessage = { accountId, path: 'INBOX', messageId, since: 5 };
const header: MessageHeader = {
  id: messageId,
  folderId: 1 as MessageHeader['folderId'],
  subject: 'A bomb',
  from: [],
  to: [],
  cc: [],
  replyTo: [],
  sentAt: null,
  receivedAt: 0,
  messageIdHeader: null,
  size: 1,
  seen: true,
  flagged: false,
  answered: false,
  forwarded: false,
  markedDeleted: false,
  attachments: [],
  unfetched: null,
};
const body: ShownBody = {
  id: messageId,
  html: null,
  text: 'The words of it',
  truncated: false,
  attachments: [],
  remoteImages: 'ask',
};

const said = () => document.body.textContent ?? '';

/** The window starts; main says which message Heron ended at. */
async function start(message: OpeningMessage | null, answers: FakeAnswers = {}) {
  const fake = installBridge({
    'app.stoppedMessage': success(message),
    'app.openingMessage': success(null),
    'app.messageShown': success(null),
    'mail.header': success(header),
    'mail.body': success(body),
    ...answers,
  });
  await loadStopped();
  return {
    fake,
    inputsOf: (name: string) => fake.calls.filter((call) => call.name === name).map(({ input }) => input),
    open: () => show(<Reader accountId={accountId} messageId={messageId} folders={[]} onAction={() => undefined} />),
  };
}

beforeEach(() => {
  localStorage.clear();
  useOpening.setState({ stopped: null, plain: null });
  leftOver();
});
afterEach(async () => {
  await closeAll();
});

/** Forgets what an earlier test left. */
function leftOver(): void {
  installBridge({ 'app.messageShown': success(null) });
  leftMessage();
}

describe('R3 a message that Heron ended at', () => {
  it('is not shown, nor asked for, until the user wants it', async () => {
    const { open, inputsOf } = await start(stopped);
    await open();
    expect(said()).toContain('A bomb');
    expect(said()).toContain('Heron stopped while showing this message');
    expect(inputsOf('mail.body')).toEqual([]);
    openingMessage(stopped);
    expect(inputsOf('app.openingMessage')).toEqual([]);
    await press('Show anyway');
    expect(said()).toContain('The words of it');
    expect(inputsOf('mail.body')).toEqual([{ accountId, messageId, plain: false }]);
    expect(inputsOf('app.openingMessage')).toMatchObject([{ accountId, messageId, path: 'INBOX' }]);
  });

  it('is shown as plain text on request, and then as a whole', async () => {
    const { open, inputsOf } = await start(stopped);
    await open();
    await press('Show as plain text');
    expect(said()).toContain('Shown as plain text');
    expect(said()).toContain('The words of it');
    await press('Show anyway');
    expect(said()).not.toContain('plain text');
    expect(inputsOf('mail.body')).toMatchObject([{ plain: true }, { plain: false }]);
    expect(inputsOf('app.openingMessage')).toHaveLength(2);
  });

  it('is not taken for one when the window was closed as usual meanwhile', async () => {
    const before = await start(null);
    const stop = followClosing();
    openingMessage(stopped);
    window.dispatchEvent(new Event('pagehide'));
    stop();
    const [sent] = before.inputsOf('app.openingMessage');
    const { open, inputsOf } = await start(sent as OpeningMessage);
    await open();
    expect(said()).not.toContain('Heron stopped');
    expect(inputsOf('app.messageShown')).toEqual([{ accountId, messageId }]);
  });

  it('stays one when the window is closed while its notice is shown', async () => {
    await start(stopped);
    const stop = followClosing();
    window.dispatchEvent(new Event('pagehide'));
    stop();
    const { open } = await start(stopped);
    await open();
    expect(said()).toContain('Heron stopped');
  });

  it('leaves other messages alone', async () => {
    const { open, inputsOf } = await start({ ...stopped, messageId: 8 as MessageId });
    openingMessage({ accountId, path: 'INBOX', messageId });
    await open();
    expect(said()).toContain('The words of it');
    expect(inputsOf('app.openingMessage')).toMatchObject([{ messageId }]);
  });
});

describe('R3 a message that is opened', () => {
  it('counts as shown when the window still answers after it was drawn', async () => {
    const { open, inputsOf } = await start(null);
    openingMessage({ accountId, path: 'INBOX', messageId });
    await open();
    expect(inputsOf('app.messageShown')).toEqual([]);
    await act(async () => void vi.advanceTimersByTime(1_000));
    expect(inputsOf('app.messageShown')).toEqual([{ accountId, messageId }]);
  });

  it('does not count as shown while its text is on its way', async () => {
    const { open, inputsOf } = await start(null, { 'mail.body': 'never' });
    openingMessage({ accountId, path: 'INBOX', messageId });
    await open();
    await settle(() => void vi.advanceTimersByTime(100_000));
    expect(inputsOf('app.messageShown')).toEqual([]);
    leftMessage();
    expect(inputsOf('app.messageShown')).toEqual([{ accountId, messageId }]);
  });
});
