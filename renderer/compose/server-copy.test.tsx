import { act } from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CallInput, CallName } from '../../shared/ipc.ts';
import type { AccountId, AccountView, MessageId } from '../../shared/mail.ts';
import { failure, success } from '../../shared/reply.ts';
import type { Draft, DraftCopyState, DraftId, DraftSummary } from '../../shared/writing.ts';
import { initialAccounts, useAccounts } from '../stores/accounts.ts';
import { noCopy } from '../testing/no-copy.ts';
import { closeAll, installBridge, press, settle, show } from '../testing/test-window.tsx';
import { Composer } from './composer.tsx';
import { followDrafts, initialCompose, isOnlyHere, openDraftMessage, useCompose } from './composers.ts';
import { DraftListPane } from './draft-list.tsx';
import { VersionsDialog } from './versions-dialog.tsx';

const accountId = '11111111-1111-4111-8111-111111111111' as AccountId;
const id = '22222222-2222-4222-8222-222222222222' as DraftId;
const messageId = 7 as MessageId;
const draft: Draft = {
  id,
  accountId,
  revision: 3,
  start: 'new',
  content: {
    from: { name: 'Ada', address: 'ada@contoso.test' },
    to: [],
    cc: [],
    bcc: [],
    subject: 'Minutes',
    format: 'plain',
    body: 'Mine',
    quote: null,
    signature: null,
  },
  files: [],
  changedAt: 0,
  sending: null,
  other: null,
};
const summary: DraftSummary = {
  id,
  accountId,
  subject: 'Minutes',
  to: [],
  changedAt: 0,
  sending: null,
  place: 'pane',
  ...noCopy,
};
const other = { at: 0, program: 'K-9 Mail', computer: '', accountId, messageId };

let fake: ReturnType<typeof installBridge>;
let stop: () => void;

const asked = <K extends CallName>(name: K): CallInput<K>[] =>
  fake.calls.filter((call) => call.name === name).map(({ input }) => input as CallInput<K>);
const words = (): string => document.body.textContent ?? '';
const tell = (changes: Partial<DraftSummary>): Promise<void> =>
  settle(() => fake.emit('drafts.changed', { drafts: [{ ...summary, ...changes }] }));

function Shown() {
  const open = useCompose((state) => (state.shown === null ? undefined : state.open.get(state.shown)));
  return open ? <Composer key={open.stored.id} draft={open} /> : <p>No composer</p>;
}

beforeEach(async () => {
  vi.useFakeTimers();
  useCompose.setState(initialCompose, true);
  useAccounts.setState(initialAccounts, true);
  fake = installBridge({
    'drafts.list': success([]),
    'drafts.get': success({ ...draft, other }),
    'drafts.openMessage': success(draft),
    'drafts.openWindow': success(null),
    'drafts.setOpen': success(null),
    'drafts.save': success({ revision: 4 }),
    'drafts.version': success({ subject: 'Minutes', to: [], text: 'Mine' }),
    'drafts.resolve': success({ ...draft, content: { ...draft.content, body: 'Theirs' } }),
    'mail.body': success({
      id: messageId,
      html: null,
      text: 'Theirs',
      truncated: false,
      attachments: [],
      remoteImages: 'ask',
    }),
    'addresses.complete': success([]),
  });
  stop = followDrafts();
  await act(async () => vi.advanceTimersByTimeAsync(0));
});
afterEach(async () => {
  stop();
  await closeAll();
  vi.useRealTimers();
});

describe('the composer', () => {
  beforeEach(async () => {
    await openDraftMessage(accountId, messageId);
    await show(<Shown />);
  });

  it('says where the copy is, and why there is none', async () => {
    const said = async (copy: DraftCopyState): Promise<string> => {
      await tell({ copy });
      return document.querySelector('footer span.text-small')?.textContent ?? '';
    };
    expect(await said({ kind: 'due' })).toBe('Saved');
    expect(await said({ kind: 'none' })).toBe('Saved');
    expect(await said({ kind: 'kept', at: new Date(2026, 10, 29, 12, 31).getTime() })).toMatch(
      /^Saved, also on the server \(12:31/,
    );
    expect(await said({ kind: 'kept', at: null })).toBe('Saved, also on the server');
    expect(await said({ kind: 'too_large' })).toContain('too large');
    const error = { code: 'draft_not_copied', params: { reason: 'quota', said: '' }, retryable: true } as const;
    expect(await said({ kind: 'refused', error })).toBe('Saved on this computer only');
    expect(words()).toContain('The mailbox is full');
    const account = { id: accountId, address: 'ada@contoso.test', displayName: 'Ada' };
    const view = { account, status: { connection: { kind: 'offline' } } } as unknown as AccountView;
    await settle(() => useAccounts.setState({ accounts: [view] }));
    expect(await said({ kind: 'due' })).toContain('once you are online');
  });

  it('C2 lets the user choose between two versions, and shows both', async () => {
    expect(words()).not.toContain('changed elsewhere');
    await tell({ conflict: true });
    expect(words()).toContain('This draft was changed elsewhere.');
    await press('Choose…');
    const texts = [...document.querySelectorAll<HTMLTextAreaElement>('[role="dialog"] textarea')];
    expect(texts.map((each) => [each.getAttribute('aria-label'), each.value])).toEqual([
      ['On this computer', 'Mine'],
      ['K-9 Mail', 'Theirs'],
    ]);
    expect(asked('mail.body')).toEqual([{ accountId, messageId, plain: true }]);
    await press('Use the other');
    expect(asked('drafts.resolve')).toEqual([{ draftId: id, keep: 'other' }]);
    expect(useCompose.getState().open.get(id)?.content.body).toBe('Theirs');
    await tell({ conflict: false });
    expect(words()).not.toContain('changed elsewhere');
  });

  it('keeps both where the choice cannot be carried out, and says why', async () => {
    fake.answers['drafts.resolve'] = failure({ code: 'offline', params: { reason: 'computer' }, retryable: true });
    await tell({ conflict: true });
    await press('Choose…');
    await press('Keep mine');
    expect(document.querySelector('[role="dialog"]')?.textContent).toContain('offline');
    expect(useCompose.getState().open.get(id)?.content.body).toBe('Mine');
  });
});

describe('earlier versions', () => {
  it('C3 are read before one of them is restored', async () => {
    await openDraftMessage(accountId, messageId);
    await show(<Shown />);
    fake.answers['drafts.versions'] = success([
      { revision: 3, savedAt: 0, words: 'Mine' },
      { revision: 2, savedAt: 0, words: 'Before' },
    ]);
    fake.answers['drafts.version'] = ({ revision }) =>
      success({ subject: 'Minutes', to: [], text: revision === 2 ? 'Before, in full' : 'Mine' });
    fake.answers['drafts.restore'] = success({ ...draft, content: { ...draft.content, body: 'Before, in full' } });
    await show(<VersionsDialog id={id} onClose={() => undefined} />);
    await settle();
    const text = () => document.querySelector<HTMLTextAreaElement>('[role="dialog"] textarea')?.value;
    expect(text()).toBe('Mine');
    const before = [...document.querySelectorAll<HTMLElement>('[aria-pressed]')].find((each) =>
      each.textContent?.includes('Before'),
    );
    await act(async () => before?.click());
    expect(text()).toBe('Before, in full');
    expect(asked('drafts.restore')).toEqual([]);
    await press('Restore');
    expect(asked('drafts.restore')).toEqual([{ draftId: id, revision: 2 }]);
    expect(useCompose.getState().open.get(id)?.content.body).toBe('Before, in full');
  });
});

describe('a message of the Drafts folder', () => {
  it('is written on where its composer is: in the window that has it, else here', async () => {
    await openDraftMessage(accountId, messageId);
    expect(useCompose.getState().shown).toBe(id);
    useCompose.setState(initialCompose, true);
    await tell({ place: 'window' });
    await openDraftMessage(accountId, messageId);
    expect(useCompose.getState().shown).toBeNull();
    expect(asked('drafts.openWindow')).toEqual([{ draftId: id }]);
  });

  it('that cannot be opened says so', async () => {
    fake.answers['drafts.openMessage'] = failure({ code: 'offline', params: { reason: 'computer' }, retryable: true });
    await openDraftMessage(accountId, messageId);
    expect(useCompose.getState().error?.code).toBe('offline');
  });

  it('stands for the draft: the list of drafts here has those that are nowhere else, and says which were changed elsewhere', async () => {
    await show(<DraftListPane list="drafts" />);
    await tell({ inFolder: true });
    expect(words()).toContain('No drafts');
    await tell({ conflict: true });
    expect(words()).toContain('Minutes');
    expect(words()).toContain('Changed elsewhere as well');
    expect(isOnlyHere({ ...summary, sending: { kind: 'sending' } })).toBe(false);
  });
});
