import type { Account, AccountId, AccountView } from '../../shared/mail.ts';
import type { Reply } from '../../shared/reply.ts';
import { call } from '../bridge.ts';
import { useAccounts } from '../stores/accounts.ts';

/** The properties of an account that exist only in Heron, not on its server. */
type AccountLook = Pick<Account, 'label' | 'colour' | 'notify'>;

/** What an account is called: its name in Heron, else its address. */
export function accountName({ label, address }: Pick<Account, 'label' | 'address'>): string {
  return label.trim() || address;
}

/** The ids with one of them moved to `place` (0 is the first); the same array when it is there already. */
export function movedTo(ids: readonly AccountId[], id: AccountId, place: number): readonly AccountId[] {
  const others = ids.filter((other) => other !== id);
  const to = Math.max(0, Math.min(others.length, place));
  return ids.indexOf(id) === to ? ids : [...others.slice(0, to), id, ...others.slice(to)];
}

/** The accounts in the order of `ids`; accounts that `ids` does not name come last, in their old order. */
export function inOrder(accounts: readonly AccountView[], ids: readonly AccountId[]): readonly AccountView[] {
  const placeOf = ({ account }: AccountView) => {
    const place = ids.indexOf(account.id);
    return place < 0 ? ids.length : place;
  };
  return accounts.toSorted((left, right) => placeOf(left) - placeOf(right));
}

/** Reorders the accounts: shown at once, and reverted when main cannot save it. */
export async function reorderAccounts(accountIds: readonly AccountId[]): Promise<Reply<null>> {
  const before = idsOf(useAccounts.getState().accounts);
  arrange(accountIds);
  const reply = await call('accounts.reorder', { accountIds: [...accountIds] });
  if (!reply.ok) arrange(before);
  return reply;
}

/** Changes an account's name, colour or notifications: shown at once, and reverted when main cannot save it. */
export async function setLook(account: Account, change: Partial<AccountLook>): Promise<Reply<null>> {
  const { label, colour, notify } = account;
  const look = { label, colour, notify, ...change };
  dress(account.id, look);
  const reply = await call('accounts.setLook', { accountId: account.id, ...look });
  if (!reply.ok) dress(account.id, { label, colour, notify });
  return reply;
}

/** Changes the name that others see; main saves it with the servers as they are. */
export function setDisplayName(account: Account, displayName: string): Promise<Reply<null>> {
  const { id: accountId, imap, smtp, connectionTimeoutSeconds } = account;
  return call('accounts.update', { accountId, displayName, imap, smtp, connectionTimeoutSeconds });
}

function idsOf(accounts: readonly AccountView[] | null): readonly AccountId[] {
  return (accounts ?? []).map(({ account }) => account.id);
}

function arrange(ids: readonly AccountId[]): void {
  useAccounts.setState(({ accounts }) => ({ accounts: accounts && inOrder(accounts, ids) }));
}

function dress(accountId: AccountId, look: AccountLook): void {
  useAccounts.setState(({ accounts }) => ({
    accounts:
      accounts?.map((view) =>
        view.account.id === accountId ? { ...view, account: { ...view.account, ...look } } : view,
      ) ?? null,
  }));
}
