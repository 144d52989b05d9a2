import { act } from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CallInput, CallName } from '../../shared/ipc.ts';
import type { AccountId } from '../../shared/mail.ts';
import { type AppError, failure, success } from '../../shared/reply.ts';
import type { Draft, DraftFileId, DraftId } from '../../shared/writing.ts';
import { noCopy } from '../testing/no-copy.ts';
import { button, closeAll, field, installBridge, press, pressKey, settle, show } from '../testing/test-window.tsx';
import { Composer } from './composer.tsx';
import {
  decide,
  edit,
  followDrafts,
  initialCompose,
  leaveComposer,
  moveToWindow,
  openDraft,
  save,
  send,
  startDraft,
  takeBack,
  takeWindowFor,
  useCompose,
} from './composers.ts';
import { DraftListPane } from './draft-list.tsx';
import { SendingBar } from './sending-bar.tsx';

const accountId = '11111111-1111-4111-8111-111111111111' as AccountId;
const id = '22222222-2222-4222-8222-222222222222' as DraftId;
const gone: AppError = { code: 'not_found', params: { reason: 'account_not_open' }, retryable: false };
const draft: Draft = {
  id,
  accountId,
  revision: 0,
  start: 'new',
  content: {
    from: { name: 'Ada', address: 'ada@contoso.test' },
    to: [],
    cc: [],
    bcc: [],
    subject: '',
    format: 'plain',
    body: '',
    quote: null,
    signature: null,
  },
  files: [],
  changedAt: 0,
  sending: null,
  other: null,
};

let fake: ReturnType<typeof installBridge>;
let stop: () => void;

const asked = <K extends CallName>(name: K): CallInput<K>[] =>
  fake.calls.filter((call) => call.name === name).map(({ input }) => input as CallInput<K>);
const shown = () => useCompose.getState().open.get(id);
const composer = () => document.querySelector('[data-composer]');

function Shown() {
  const open = useCompose((state) => (state.shown === null ? undefined : state.open.get(state.shown)));
  return open ? <Composer key={open.stored.id} draft={open} /> : <p>No composer</p>;
}

beforeEach(async () => {
  vi.useFakeTimers();
  localStorage.clear();
  useCompose.setState(initialCompose, true);
  let revision = 0;
  fake = installBridge({
    'drafts.list': success([]),
    'drafts.create': success(draft),
    'drafts.get': success(draft),
    'drafts.save': () => success({ revision: ++revision }),
    'drafts.setOpen': success(null),
    'drafts.openWindow': success(null),
    'drafts.write': success(null),
    'app.closeWindow': success(null),
    'app.pageSaved': success(null),
    'drafts.discard': success(null),
    'drafts.send': () => success({ kind: 'held', until: Date.now() + 10_000 }),
    'drafts.takeBack': success(draft),
    'drafts.retry': success(null),
    'drafts.removeFile': success(null),
    'addresses.complete': success([{ name: 'Grace Hopper', address: 'grace@contoso.test' }]),
  });
  stop = followDrafts();
  await act(async () => vi.advanceTimersByTimeAsync(0));
});
afterEach(async () => {
  stop();
  await closeAll();
  vi.useRealTimers();
});

describe('a draft', () => {
  beforeEach(() => startDraft(accountId, { kind: 'new' }));

  it('C1 is saved after a pause, once, with everything typed', async () => {
    edit(id, { subject: 'O' });
    await vi.advanceTimersByTimeAsync(500);
    edit(id, { subject: 'Offer' });
    await vi.advanceTimersByTimeAsync(500);
    expect(asked('drafts.save')).toEqual([]);
    await vi.advanceTimersByTimeAsync(500);
    expect(asked('drafts.save').map(({ content, revision }) => [content.subject, revision])).toEqual([['Offer', 0]]);
    expect(shown()?.saving).toBe('saved');
  });

  it('C1 is saved at once when the window loses the focus', async () => {
    edit(id, { body: 'x' });
    window.dispatchEvent(new Event('blur'));
    await vi.advanceTimersByTimeAsync(0);
    expect(asked('drafts.save')).toHaveLength(1);
  });

  it('changed while it is being saved is saved again, on top of the new revision', async () => {
    edit(id, { body: 'one' });
    const first = save(id);
    edit(id, { body: 'two' });
    await first;
    expect(shown()?.saving).toBe('waiting');
    expect(shown()?.content.body).toBe('two');
    await save(id);
    expect(asked('drafts.save').map(({ content, revision }) => [content.body, revision])).toEqual([
      ['one', 0],
      ['two', 1],
    ]);
  });

  it('that cannot be saved stays open with what was typed, and is not closed', async () => {
    fake.answers['drafts.save'] = failure(gone);
    edit(id, { body: 'precious' });
    expect(await leaveComposer()).toBe(false);
    expect(useCompose.getState().shown).toBe(id);
    expect(shown()?.content.body).toBe('precious');
    expect(shown()?.error).toEqual(gone);
  });

  it('is saved before it is sent, and closes when the outbox has it', async () => {
    edit(id, { body: 'x' });
    await send(id, null);
    expect(fake.calls.map(({ name }) => name).slice(-3)).toEqual(['drafts.save', 'drafts.send', 'drafts.setOpen']);
    expect(asked('drafts.send')).toEqual([{ draftId: id, revision: 1, at: null }]);
    expect(useCompose.getState().shown).toBeNull();
    expect(useCompose.getState().justSent).toBe(id);
  });

  it('that the outbox refuses stays, with the reason', async () => {
    fake.answers['drafts.send'] = failure(gone);
    await send(id, null);
    expect(shown()?.error).toEqual(gone);
    await takeBack(id);
    expect(asked('drafts.openWindow')).toEqual([{ draftId: id }]);
  });

  it('makes room for another one, saved', async () => {
    edit(id, { body: 'first' });
    const other = { ...draft, id: '33333333-3333-4333-8333-333333333333' as DraftId };
    fake.answers['drafts.get'] = success(other);
    await openDraft(other.id);
    expect(asked('drafts.save')).toHaveLength(1);
    expect(useCompose.getState().shown).toBe(other.id);
  });

  it('is shown again after a restart, unless it is on its way', async () => {
    stop();
    useCompose.setState(initialCompose, true);
    const summary = {
      id,
      accountId,
      subject: '',
      to: [],
      changedAt: 0,
      sending: null,
      place: 'pane' as const,
      ...noCopy,
    };
    fake.answers['drafts.list'] = success([{ ...summary, sending: { kind: 'sending' } }]);
    stop = followDrafts();
    await vi.advanceTimersByTimeAsync(0);
    expect(useCompose.getState().shown).toBeNull();
    stop();
    fake.answers['drafts.list'] = success([summary]);
    stop = followDrafts();
    await vi.advanceTimersByTimeAsync(0);
    expect(useCompose.getState().shown).toBe(id);
    await leaveComposer();
    expect(asked('drafts.setOpen').map(({ place }) => place)).toEqual(['pane', 'pane', null]);
    stop();
    useCompose.setState(initialCompose, true);
    fake.answers['drafts.list'] = success([{ ...summary, place: null }]);
    stop = followDrafts();
    await vi.advanceTimersByTimeAsync(0);
    expect(useCompose.getState().shown).toBeNull();
  });
});

describe('the composer', () => {
  beforeEach(async () => {
    await show(<Shown />);
    await settle(() => void startDraft(accountId, { kind: 'new' }));
  });

  async function typeIn(label: string, text: string): Promise<void> {
    const control = label === 'Message text' ? document.querySelector('textarea') : field(label);
    if (!control) throw new Error(label);
    const owner = control instanceof HTMLTextAreaElement ? HTMLTextAreaElement : HTMLInputElement;
    const setValue = Object.getOwnPropertyDescriptor(owner.prototype, 'value')?.set;
    await act(async () => {
      control.focus();
      setValue?.call(control, text);
      control.dispatchEvent(new Event('input', { bubbles: true }));
      await vi.advanceTimersByTimeAsync(0);
    });
  }
  const key = (name: string, more: KeyboardEventInit = {}) =>
    act(async () => {
      (document.activeElement ?? document.body).dispatchEvent(
        new KeyboardEvent('keydown', { key: name, bubbles: true, cancelable: true, ...more }),
      );
      await vi.advanceTimersByTimeAsync(0);
    });

  it('takes recipients by Enter, comma and completion, and gives the last one back', async () => {
    expect(document.activeElement).toBe(field('To'));
    await typeIn('To', 'alan@contoso.test');
    await settle(() => useCompose.setState({}));
    fake.answers['addresses.complete'] = success([]);
    await key('Escape');
    await key('Enter');
    expect(shown()?.content.to).toEqual([{ name: '', address: 'alan@contoso.test' }]);
    fake.answers['addresses.complete'] = success([{ name: 'Grace Hopper', address: 'grace@contoso.test' }]);
    await typeIn('To', 'gra');
    expect(document.querySelector('[role="option"]')?.textContent).toContain('Grace Hopper');
    await key('Tab');
    expect(shown()?.content.to.map(({ name }) => name)).toEqual(['', 'Grace Hopper']);
    await key('Backspace');
    expect(shown()?.content.to).toHaveLength(1);
  });

  it('sends to the address that is still being typed', async () => {
    fake.answers['addresses.complete'] = success([]);
    await settle(() => edit(id, { subject: 'x' }));
    await typeIn('To', 'grace@contoso.test');
    await key('Enter', { ctrlKey: true });
    expect(asked('drafts.save').at(-1)?.content.to).toEqual([{ name: '', address: 'grace@contoso.test' }]);
    expect(asked('drafts.send')).toHaveLength(1);
  });

  it('does not send without a recipient, and says so; nor to what is no address', async () => {
    await key('Enter', { ctrlKey: true });
    expect(document.body.textContent).toContain('Enter at least one recipient.');
    await settle(() => edit(id, { to: [{ name: '', address: 'grace at' }] }));
    await press('Send');
    expect(document.body.textContent).toContain('“grace at” is not an e-mail address.');
    expect(asked('drafts.send')).toEqual([]);
  });

  it('asks before a message without subject or with a forgotten file leaves', async () => {
    await settle(() => edit(id, { to: [{ name: '', address: 'grace@contoso.test' }], body: 'The plan is attached.' }));
    await press('Send');
    const dialog = document.querySelector('[role="dialog"]');
    expect(dialog?.textContent).toContain('no subject');
    expect(dialog?.textContent).toContain('no file is attached');
    await press('Keep writing');
    expect(asked('drafts.send')).toEqual([]);
    await press('Send');
    await press('Send anyway');
    await act(async () => vi.advanceTimersByTimeAsync(0));
    expect(asked('drafts.send')).toHaveLength(1);
    expect(composer()).toBeNull();
  });

  it('keeps line breaks out of the subject', async () => {
    await typeIn('Subject', 'a\r\nBcc: x@evil.test');
    expect(shown()?.content.subject).not.toMatch(/[\r\n]/);
  });

  it('asks before it throws a draft away', async () => {
    await press('Delete draft');
    expect(asked('drafts.discard')).toEqual([]);
    await press('Keep draft');
    expect(composer()).not.toBeNull();
    await press('Delete draft');
    const confirm = [...document.querySelectorAll('[role="dialog"] button')].find((each) =>
      each.textContent?.includes('Delete draft'),
    );
    await act(async () => {
      (confirm as HTMLButtonElement).click();
      await vi.advanceTimersByTimeAsync(0);
    });
    expect(asked('drafts.discard')).toEqual([{ draftId: id }]);
    expect(composer()).toBeNull();
  });

  it('closes with Escape and keeps the draft', async () => {
    await typeIn('Message text', 'Dear Grace');
    await pressKey('Escape');
    await act(async () => vi.advanceTimersByTimeAsync(0));
    expect(asked('drafts.save').at(-1)?.content.body).toBe('Dear Grace');
    expect(composer()).toBeNull();
  });

  it('C8 says that the words of an original are quoted whose design is too heavy', async () => {
    const quote = { attribution: 'Grace wrote:', html: null, text: 'One', sanitized: true };
    const said = 'The design of the original is too heavy to be sent along.';
    await settle(() => edit(id, { quote }));
    expect(composer()?.textContent).not.toContain(said);
    await settle(() => edit(id, { quote: { ...quote, reduced: true } }));
    expect(composer()?.textContent).toContain(said);
    await press('Leave out quoted message');
    expect(shown()?.content.quote).toBeNull();
  });

  it('shows the quoted original folded, and can leave it out or make it text', async () => {
    const quote = { attribution: 'Grace wrote:', html: null, text: 'One\nTwo', sanitized: true };
    await settle(() => edit(id, { quote }));
    expect(document.body.textContent).toContain('Grace wrote:');
    expect(document.body.textContent).not.toContain('Two');
    await press('Show quoted message');
    expect(document.body.textContent).toContain('Two');
    await press('Edit as text');
    expect(shown()?.content.body).toContain('> One\n> Two');
    expect(shown()?.content.quote).toBeNull();
  });

  it('lists the files and removes one', async () => {
    const file = {
      id: 'f' as DraftFileId,
      filename: 'plan.pdf',
      mimeType: 'application/pdf',
      size: 1200,
      contentId: null,
    };
    fake.answers['drafts.chooseFiles'] = success({
      files: [file],
      refused: [{ filename: 'gone.pdf', error: gone }],
    });
    await press('Attach files');
    expect(document.body.textContent).toContain('plan.pdf');
    expect(document.body.textContent).toContain('gone.pdf');
    await press('Remove plan.pdf');
    expect(document.body.textContent).not.toContain('plan.pdf');
  });
});

describe('a window for one draft', () => {
  it('shows it, closes with it, and has it saved before', async () => {
    await takeWindowFor(id);
    expect(useCompose.getState().shown).toBe(id);
    edit(id, { body: 'precious' });
    expect(await leaveComposer()).toBe(true);
    expect(fake.calls.map(({ name }) => name).slice(-2)).toEqual(['drafts.save', 'app.closeWindow']);
    expect(asked('drafts.setOpen')).toEqual([]);
  });

  it('saves when it is about to be closed, and says whether it could (C1)', async () => {
    await takeWindowFor(id);
    edit(id, { body: 'precious' });
    fake.emit('app.savePage', {});
    await vi.advanceTimersByTimeAsync(0);
    expect(fake.calls.map(({ name }) => name).slice(-2)).toEqual(['drafts.save', 'app.pageSaved']);
    fake.answers['drafts.save'] = failure(gone);
    edit(id, { body: 'more' });
    fake.emit('app.savePage', {});
    await vi.advanceTimersByTimeAsync(0);
    expect(asked('app.pageSaved')).toEqual([{ saved: true }, { saved: false }]);
  });

  it('takes over the composer of the pane, saved, and is brought to the front from the list', async () => {
    await startDraft(accountId, { kind: 'new' });
    edit(id, { body: 'x' });
    await moveToWindow(id);
    expect(fake.calls.map(({ name }) => name).slice(-2)).toEqual(['drafts.save', 'drafts.openWindow']);
    expect(useCompose.getState().shown).toBeNull();
    const summary = {
      id,
      accountId,
      subject: '',
      to: [],
      changedAt: 0,
      sending: null,
      place: 'window' as const,
      ...noCopy,
    };
    fake.emit('drafts.changed', { drafts: [summary] });
    await openDraft(id);
    expect(asked('drafts.openWindow')).toHaveLength(2);
    expect(useCompose.getState().shown).toBeNull();
  });
});

describe('the outbox', () => {
  const summary = { id, accountId, subject: 'Offer', to: [], changedAt: 0, place: null, ...noCopy };

  it('offers each state what helps', async () => {
    await show(<DraftListPane list="outbox" />);
    const offered = async (sending: Draft['sending']): Promise<string[]> => {
      await settle(() => fake.emit('drafts.changed', { drafts: [{ ...summary, sending }] }));
      return [...document.querySelectorAll('article button')].map((each) => each.textContent ?? '');
    };
    expect(await offered({ kind: 'held', until: 1 })).toEqual(['Do not send']);
    expect(await offered({ kind: 'scheduled', at: 1 })).toEqual(['Do not send']);
    expect(await offered({ kind: 'waiting', error: null, retryAt: null })).toEqual(['Try now', 'Do not send']);
    expect(await offered({ kind: 'sending' })).toEqual([]);
    expect(await offered({ kind: 'refused', error: gone, refused: [] })).toEqual(['Edit', 'Try now']);
    expect(await offered({ kind: 'uncertain', error: gone, lookedAt: null })).toEqual(['It was sent', 'Send again']);
    expect(document.body.textContent).toContain('Ask a recipient before you send it again.');
    await press('Send again');
    expect(asked('drafts.retry')).toEqual([{ draftId: id, decision: 'send_again' }]);
    await decide(id, 'was_sent');
    expect(asked('drafts.retry').at(-1)).toEqual({ draftId: id, decision: 'was_sent' });
  });

  it('has what was just sent taken back as long as it is held', async () => {
    await show(<SendingBar />);
    useCompose.setState({ justSent: id });
    await settle(() =>
      fake.emit('drafts.changed', { drafts: [{ ...summary, sending: { kind: 'held', until: Date.now() + 10_000 } }] }),
    );
    expect(document.body.textContent).toContain('Sending in 10 seconds');
    await press('Undo');
    await act(async () => vi.advanceTimersByTimeAsync(0));
    expect(asked('drafts.takeBack')).toEqual([{ draftId: id }]);
    expect(asked('drafts.openWindow')).toEqual([{ draftId: id }]);
    await settle(() => fake.emit('drafts.changed', { drafts: [{ ...summary, sending: { kind: 'sending' } }] }));
    expect(() => button('Undo')).toThrow();
  });
});
