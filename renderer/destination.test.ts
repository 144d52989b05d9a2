import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AccountId, AccountView, Destination, FolderId, MessageId } from '../shared/mail.ts';
import { success } from '../shared/reply.ts';
import { initialCompose, useCompose } from './compose/composers.ts';
import { followDestinations, goToFirstDestination } from './destination.ts';
import { initialAccounts, useAccounts } from './stores/accounts.ts';
import { initialUi, useUi } from './stores/ui.ts';
import { installBridge } from './testing/test-window.tsx';

const accountId = 'one' as AccountId;
const gone = 'gone' as AccountId;

beforeEach(() => {
  useUi.setState({ screen: { kind: 'mailbox' }, dialog: null });
  useAccounts.setState({ ...initialAccounts, accounts: [{ account: { id: accountId } } as AccountView] });
});
afterEach(() => {
  useUi.setState(initialUi);
  useAccounts.setState(initialAccounts);
  useCompose.setState(initialCompose, true);
});

async function goTo(destination: Destination | null) {
  installBridge({ 'app.takeDestination': success(destination) });
  await goToFirstDestination();
  return useUi.getState();
}

describe('destinations', () => {
  it('lead to the settings, to an account and to its sign-in', async () => {
    expect((await goTo({ kind: 'settings' })).screen).toEqual({ kind: 'settings', page: 'accounts' });
    expect((await goTo({ kind: 'account', accountId })).screen).toEqual({ kind: 'settings', page: accountId });
    expect((await goTo({ kind: 'mailbox' })).screen).toEqual({ kind: 'mailbox' });
    expect((await goTo({ kind: 'sign_in', accountId })).dialog).toEqual({ kind: 'sign_in', accountId });
  });

  it('lead to the outbox, from wherever the window is', async () => {
    useUi.setState({ screen: { kind: 'settings', page: 'about' }, dialog: null });
    expect((await goTo({ kind: 'outbox' })).screen).toEqual({ kind: 'mailbox' });
    expect(useCompose.getState().list).toBe('outbox');
  });

  it('change nothing where there are none, or where the account is gone', async () => {
    const before = useUi.getState();
    expect(await goTo(null)).toBe(before);
    expect(await goTo({ kind: 'account', accountId: gone })).toBe(before);
    expect(await goTo({ kind: 'sign_in', accountId: gone })).toBe(before);
    expect(await goTo({ kind: 'message', accountId: gone, folderId: 1 as FolderId, messageId: 1 as MessageId })).toBe(
      before,
    );
  });

  it('do not lead out of the first setup into an empty mailbox', async () => {
    useAccounts.setState({ accounts: [] });
    useUi.setState({ screen: { kind: 'setup', canLeave: false }, dialog: null });
    expect((await goTo({ kind: 'mailbox' })).screen.kind).toBe('setup');
  });

  it('come from main at any time', () => {
    const { emit } = installBridge({});
    const stop = followDestinations();
    emit('app.goTo', { destination: { kind: 'account', accountId } });
    stop();
    expect(useUi.getState().screen).toEqual({ kind: 'settings', page: accountId });
  });
});
