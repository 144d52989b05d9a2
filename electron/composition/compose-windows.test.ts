import { describe, expect, it } from 'vitest';
import type { AccountId } from '../../shared/mail.ts';
import { type AppError, failure, success } from '../../shared/reply.ts';
import type { SidePage } from '../../shared/window-page.ts';
import type { Draft, DraftId, DraftSummary } from '../../shared/writing.ts';
import { composeWindows } from './compose-windows.ts';

const accountId = '11111111-1111-4111-8111-111111111111' as AccountId;
const id = (number: number) => `${number}2222222-2222-4222-8222-222222222222` as DraftId;
const full: AppError = { code: 'storage_failed', params: { reason: 'database' }, retryable: true };

function scene({ account = accountId as AccountId | null, fails = false, drafts = [] as DraftSummary[] } = {}) {
  const asked: unknown[] = [];
  const opened: SidePage[] = [];
  const said: unknown[] = [];
  let open = () => {};
  const accountsOpen = new Promise<void>((done) => {
    open = done;
  });
  const answers = {
    'drafts.create': { id: id(1) } as Draft,
    'drafts.setOpen': null,
    'drafts.takeBack': {} as Draft,
    'drafts.list': drafts,
  };
  const compose = composeWindows({
    call: async (name, input) => {
      asked.push([name, input]);
      return fails ? failure(full) : success(answers[name] as never);
    },
    accountsOpen,
    firstAccount: () => account,
    openWindow: (page) => opened.push(page),
    openMain: () => said.push('main'),
    report: (error) => said.push(error),
  });
  return { compose, asked, opened, said, open };
}

describe('a message in a window of its own', () => {
  it('is made once the accounts are there, by the first where none was named', async () => {
    const { compose, asked, opened, open } = scene();
    const written = compose.writeUnasked({ kind: 'new' });
    await Promise.resolve();
    expect(asked).toEqual([]);
    open();
    await written;
    expect(asked).toEqual([
      ['drafts.create', { accountId, start: { kind: 'new' } }],
      ['drafts.setOpen', { draftId: id(1), place: 'window' }],
    ]);
    expect(opened).toEqual([{ kind: 'compose', draftId: id(1) }]);
  });

  it('leads to the setup where there is no account, and to a notice where it fails', async () => {
    const none = scene({ account: null });
    await none.compose.writeUnasked({ kind: 'new' });
    expect([none.said, none.asked]).toEqual([['main'], []]);
    const failing = scene({ fails: true });
    failing.open();
    await failing.compose.writeUnasked({ kind: 'mailto', url: 'mailto:grace@contoso.test' });
    expect([failing.said, failing.opened]).toEqual([[full, 'main'], []]);
  });

  it('C1 comes back after a restart, unless it was closed, is shown elsewhere, or is on its way; once', async () => {
    const noCopy = { copy: { kind: 'none' }, inFolder: false, conflict: false } as const;
    const summary = { accountId, subject: '', to: [], changedAt: 0, sending: null, ...noCopy };
    const { compose, opened, open } = scene({
      drafts: [
        { ...summary, id: id(1), place: 'window' },
        { ...summary, id: id(2), place: 'window' },
        { ...summary, id: id(3), place: 'pane' },
        { ...summary, id: id(4), place: null },
        { ...summary, id: id(5), place: 'window', sending: { kind: 'sending' } },
      ],
    });
    open();
    await Promise.all([compose.restore(), compose.restore()]);
    expect(opened.map((page) => (page.kind === 'compose' ? page.draftId : null))).toEqual([id(1), id(2)]);
  });

  it('is kept as closed when its window is', async () => {
    const { compose, asked } = scene();
    compose.closed({ kind: 'compose', draftId: id(1) });
    expect(asked).toEqual([['drafts.setOpen', { draftId: id(1), place: null }]]);
  });
});

describe('a message that the tray takes back', () => {
  it('leaves the outbox, and its composer opens', async () => {
    const { compose, asked, opened } = scene();
    await compose.takeBack(id(3));
    expect(asked).toEqual([
      ['drafts.takeBack', { draftId: id(3) }],
      ['drafts.setOpen', { draftId: id(3), place: 'window' }],
    ]);
    expect(opened).toEqual([{ kind: 'compose', draftId: id(3) }]);
  });

  it('that left already: the main window says so', async () => {
    const { compose, opened, said } = scene({ fails: true });
    await compose.takeBack(id(3));
    expect([opened, said]).toEqual([[], [full, 'main']]);
  });
});
