import type { AccountView } from '../../shared/mail.ts';

/**
 * Providers where one person's sign-in opens no other mailbox: Google's tokens are good for their own address only.
 */
const oneMailboxEach: ReadonlySet<string> = new Set(['google']);

/** Whether the sign-in of an account may open further mailboxes at its servers. */
export function opensOthers({ account, identity }: AccountView): boolean {
  return account.auth.method === 'oauth2' && identity !== null && !oneMailboxEach.has(identity.provider);
}

/** Who signed in for an account, by the name that the provider gave. */
export function personOf({ account, identity }: AccountView): string {
  return identity?.username ?? account.address;
}

/** The other accounts that an account's sign-in opens. */
export function alsoOpened(
  accounts: readonly AccountView[],
  { account, identity }: AccountView,
): readonly AccountView[] {
  return identity === null
    ? []
    : accounts.filter((other) => other.identity?.id === identity.id && other.account.id !== account.id);
}

/** Accounts by their addresses, as a list in a sentence. */
export function addressesOf(views: readonly AccountView[]): readonly string[] {
  return views.map(({ account }) => account.address);
}

function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1).toLowerCase();
}

/** The account whose sign-in may open the mailbox of an address: one of the same domain. The first of each identity counts. */
export function signInFor(accounts: readonly AccountView[], address: string): AccountView | null {
  const domain = domainOf(address.trim());
  const isNear = (view: AccountView) =>
    [view.account.address, personOf(view)].some((name) => domainOf(name) === domain);
  return accounts.find((view) => opensOthers(view) && isNear(view)) ?? null;
}
