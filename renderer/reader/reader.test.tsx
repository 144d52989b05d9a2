import { act } from 'react';
import { afterEach, describe, expect, it } from 'vitest';
import { create } from 'zustand';
import type { AccountId, MessageHeader, MessageId, ShownBody } from '../../shared/mail.ts';
import { failure, success } from '../../shared/reply.ts';
import { setLanguage } from '../../shared/texts/texts.ts';
import type { FakeAnswers } from '../testing/fake-bridge.ts';
import { button, closeAll, installBridge, press, settle, show } from '../testing/test-window.tsx';
import { isBodiless } from './blank-message.tsx';
import { BlockedBar } from './blocked-bar.tsx';
import { Reader } from './reader.tsx';
import type { ReaderAction } from './reader-actions.ts';
import { showOf } from './reader-view.ts';

const accountId = '11111111-1111-4111-8111-111111111111' as AccountId;
const messageId = 7 as MessageId;
const header: MessageHeader = {
  id: messageId,
  folderId: 1 as MessageHeader['folderId'],
  subject: 'Hello',
  from: [{ name: 'Ada', address: 'ada@contoso.test' }],
  to: [{ name: 'Grace', address: 'grace@contoso.test' }],
  cc: [],
  replyTo: [],
  sentAt: null,
  receivedAt: Date.UTC(2026, 10, 17, 8, 5),
  messageIdHeader: null,
  size: 1000,
  unfetched: null,
  seen: true,
  flagged: false,
  answered: false,
  forwarded: false,
  markedDeleted: false,
  attachments: [],
};
const body: ShownBody = {
  id: messageId,
  html: null,
  text: 'Hello Grace',
  truncated: false,
  attachments: [],
  remoteImages: 'ask',
};
const useShown = create(() => ({ messageId }));

function ShownReader() {
  const shown = useShown((state) => state.messageId);
  return <Reader accountId={accountId} messageId={shown} folders={[]} onAction={() => undefined} />;
}

const said = () => document.body.textContent ?? '';

async function open(answers: FakeAnswers = {}, actions: ReaderAction[] = []) {
  const fake = installBridge({ 'mail.header': success(header), 'mail.body': success(body), ...answers });
  await show(
    <Reader
      accountId={accountId}
      messageId={messageId}
      folders={[]}
      onAction={(action) => void actions.push(action)}
    />,
  );
  return fake;
}

afterEach(async () => {
  await closeAll();
  setLanguage('en');
});

describe('the reader', () => {
  it('shows a message and offers what can be done with it', async () => {
    const actions: ReaderAction[] = [];
    await open({}, actions);
    expect(said()).toContain('Hello Grace');
    for (const name of ['Archive', 'Move to trash', 'Mark as junk', 'Add star', 'Mark as unread', 'Move to folder…']) {
      await press(name);
    }
    expect(actions).toEqual(['archive', 'trash', 'junk', 'toggle_flag', 'mark_unseen', 'move']);
  });

  it('B18 strikes the subject through where the message is marked as deleted, and says so', async () => {
    await open({ 'mail.header': success({ ...header, markedDeleted: true }) });
    const subject = document.querySelector('.line-through');
    expect(subject?.textContent).toBe(`${header.subject}, marked as deleted`);
  });

  it('says that a message was answered and forwarded', async () => {
    await open();
    expect(said()).not.toMatch(/answered|forwarded/);
    await closeAll();
    await open({ 'mail.header': success({ ...header, answered: true, forwarded: true }) });
    const signs = [...document.querySelectorAll('[title=answered], [title=forwarded]')];
    expect(signs.map(({ textContent }) => textContent)).toEqual(['answered', 'forwarded']);
  });

  it.each([
    ['en', 'Tags', ['Important', 'art & b&apw-ro', 'Projekt']],
    ['de', 'Schlagwörter', ['Wichtig', 'art & b&apw-ro', 'Projekt']],
  ] as const)('shows tags by their names (%s)', async (language, name, names) => {
    setLanguage(language);
    await open();
    expect(document.querySelector(`ul[aria-label=${name}]`)).toBeNull();
    await closeAll();
    await open({ 'mail.header': success({ ...header, tags: ['$Label1', 'art & b&apw-ro', '$LabelProjekt'] }) });
    const chips = [...document.querySelectorAll(`ul[aria-label=${name}] li`)];
    expect(chips.map(({ textContent }) => textContent)).toEqual(names);
    expect(chips[0]?.querySelector('[data-colour]')?.getAttribute('data-colour')).toBe('red');
  });

  it('Ctrl+A selects the text of the message alone, and nothing of the next one', async () => {
    installBridge({ 'mail.header': success(header), 'mail.body': ({ messageId: id }) => success({ ...body, id }) });
    useShown.setState({ messageId });
    await show(<ShownReader />);
    button('Archive').focus();
    const press = new KeyboardEvent('keydown', { key: 'a', ctrlKey: true, bubbles: true, cancelable: true });
    await settle(() => document.activeElement?.dispatchEvent(press));
    expect(press.defaultPrevented).toBe(true);
    expect(getSelection()?.toString()).toBe('Hello Grace');
    await settle(() => useShown.setState({ messageId: 8 as MessageId }));
    expect(getSelection()?.toString()).toBe('');
    // What was selected by other means goes as well.
    getSelection()?.selectAllChildren(document.body);
    await settle(() => useShown.setState({ messageId }));
    expect(getSelection()?.rangeCount).toBe(0);
  });

  it('shows the header’s fields decoded, and as they came; the next message shows its text again', async () => {
    const fields = [{ name: 'Subject', value: 'Grüße' }];
    const raw = 'Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=';
    const fake = installBridge({
      'mail.header': success(header),
      'mail.body': success(body),
      'mail.headers': success({ raw, fields, truncated: false }),
      'app.copyText': success(null),
    });
    useShown.setState({ messageId });
    await show(<ShownReader />);
    await settle(() => showOf(messageId, 'headers'));
    expect(said()).toContain('Grüße');
    expect(said()).not.toContain(raw);
    await press('The header as it came');
    expect(said()).toContain(raw);
    await press('Copy headers');
    expect(fake.calls.at(-1)).toEqual({ name: 'app.copyText', input: { text: raw } });
    await settle(() => useShown.setState({ messageId: 8 as MessageId }));
    await settle(() => useShown.setState({ messageId }));
    expect(said()).toContain('Hello Grace');
  });

  it('keeps the focus on a tool while the next message comes', async () => {
    const fake = installBridge({ 'mail.header': success(header), 'mail.body': success(body) });
    await show(<ShownReader />);
    const archive = button('Archive');
    await act(async () => archive.focus());
    fake.answers['mail.header'] = 'never';
    await settle(() => useShown.setState({ messageId: 8 as MessageId }));
    expect(document.querySelector('h2')).toBeNull();
    expect(document.activeElement).toBe(archive);
  });

  it.each([
    ['an empty message', 'Subject: x\r\n\r\n', '', 'This message is empty', false],
    ['a message of white space', 'Subject: x\n\n \r\n\t\n', ' \n', 'This message is empty', false],
    [
      'a message whose boundary never comes',
      'Content-Type: multipart/mixed; boundary=a\r\n\r\n--b\r\n\r\nHello',
      '',
      'This message has no readable text',
      true,
    ],
    ['a message without a text', 'Subject: x\r\n\r\nHello', null, 'This message has no readable text', true],
  ])('says so of %s', async (_name, source, text, words, canSeeSource) => {
    await open({
      'mail.body': success({ ...body, text }),
      'mail.source': success({ source, truncated: false }),
    });
    expect(said()).toContain(words);
    if (canSeeSource) {
      await press('Show the source');
      expect(document.querySelector('pre')?.textContent).toBe(source);
    } else {
      expect(said()).not.toContain('Show the source');
    }
  });

  it('does not guess while the source cannot be had', async () => {
    await open({
      'mail.body': success({ ...body, text: null }),
      'mail.source': failure({ code: 'offline', params: { reason: 'computer' }, retryable: true }),
    });
    expect(said()).toContain('This message has no text');
  });

  it('speaks German', async () => {
    setLanguage('de');
    await open({ 'mail.header': success({ ...header, subject: ' ', from: [], to: [] }) });
    for (const words of ['Kein Betreff', 'Kein Absender', 'Keine Empfänger angegeben']) expect(said()).toContain(words);
    expect(button('Als ungelesen markieren')).toBeDefined();
  });
});

describe('isBodiless', () => {
  it.each(['', 'Subject: x', 'Subject: x\r\n', 'Subject: x\r\n\r\n', '\r\n\r\n', '\n \n'])('%j is', (source) => {
    expect(isBodiless(source)).toBe(true);
  });
  it.each(['Subject: x\n\nHello', '\nHello', 'Subject: x\r\n\r\n\r\n--a'])('%j is not', (source) => {
    expect(isBodiless(source)).toBe(false);
  });
});

describe('H4: the bar about images', () => {
  const mail = { remote: { images: 3, others: 1 }, trackers: 1 };
  const place = { accountId, messageId, sender: 'ada@contoso.test' };

  it('offers to show them, once or always', async () => {
    let asked = 0;
    const fake = installBridge({ 'mail.allowImages': success(null) });
    await show(<BlockedBar {...place} mail={mail} remoteImages="ask" onChanged={() => void asked++} />);
    expect(said()).toContain('3 remote images and 1 other remote item blocked.');
    await press('Show images');
    expect(fake.calls).toEqual([{ name: 'mail.allowImages', input: { accountId, messageId, scope: 'message' } }]);
    expect(asked).toBe(1);
    await act(async () => {
      button('More about images').dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
    });
    const item = document.querySelector<HTMLElement>('[role="menuitem"]');
    expect(item?.textContent).toBe('Always show from ada@contoso.test');
    await act(async () => item?.click());
    expect(fake.calls.at(-1)?.input).toEqual({ accountId, messageId, scope: 'sender' });
  });

  it('says why they cannot be', async () => {
    const error = { code: 'disk_full', params: { reason: 'mail' }, retryable: true } as const;
    installBridge({ 'mail.allowImages': failure(error) });
    await show(<BlockedBar {...place} mail={mail} remoteImages="ask" onChanged={() => expect.fail()} />);
    await press('Show images');
    expect(said()).toContain('There is no space left on the disk, so Heron could not save.');
    expect(button('Show images')).toBeDefined();
  });

  it.each([
    ['images are off', mail, 'never'],
    ['all are trackers', { remote: { images: 2, others: 0 }, trackers: 2 }, 'ask'],
    ['only other things are remote', { remote: { images: 0, others: 2 }, trackers: 0 }, 'ask'],
  ] as const)('offers nothing where %s', async (_name, own, remoteImages) => {
    await show(<BlockedBar {...place} mail={own} remoteImages={remoteImages} onChanged={() => undefined} />);
    expect(said()).toContain('blocked.');
    expect(document.querySelector('button')).toBeNull();
  });

  it('offers no sender where there is not exactly one', async () => {
    await show(<BlockedBar {...place} sender={null} mail={mail} remoteImages="ask" onChanged={() => undefined} />);
    expect([...document.querySelectorAll('button')].map(({ textContent }) => textContent)).toEqual(['Show images']);
  });

  it('says that they are shown, and offers to hide them or to show them always', async () => {
    let asked = 0;
    const fake = installBridge({ 'mail.allowImages': success(null), 'mail.blockImages': success(null) });
    await show(<BlockedBar {...place} mail={mail} remoteImages="allowed" onChanged={() => void asked++} />);
    expect(said()).toContain('Images are shown. 1 tracking image stays blocked. 1 other remote item stays blocked.');
    await press('Always from this sender');
    expect(fake.calls.at(-1)).toEqual({ name: 'mail.allowImages', input: { accountId, messageId, scope: 'sender' } });
    await press('Hide images');
    expect(fake.calls.at(-1)).toEqual({ name: 'mail.blockImages', input: { accountId, messageId } });
    expect(asked).toBe(2);
    await closeAll();
    await show(<BlockedBar {...place} sender={null} mail={mail} remoteImages="allowed" onChanged={() => undefined} />);
    expect([...document.querySelectorAll('button')].map(({ textContent }) => textContent)).toEqual(['Hide images']);
  });

  it('says what stays blocked where the sender is always allowed, and nothing where nothing is', async () => {
    await show(<BlockedBar {...place} mail={mail} remoteImages="always" onChanged={() => undefined} />);
    expect(said()).toContain('1 tracking image stays blocked. 1 other remote item stays blocked.');
    expect(said()).not.toContain('Images are shown');
    await closeAll();
    const shown = { remote: { images: 2, others: 0 }, trackers: 0 };
    await show(<BlockedBar {...place} mail={shown} remoteImages="always" onChanged={() => undefined} />);
    expect(said()).toBe('');
  });
});
