import type { Account, AuthMethod, IdentitySettings } from '../../shared/mail.ts';
import type { LeftOut, MovingNote } from '../../shared/moving.ts';

/** A secret that stands in the other program's file. It goes into the vault if the user wants the account, and nowhere else. */
export type IncomingSecret =
  | { readonly kind: 'password'; readonly password: string }
  | { readonly kind: 'refresh_token'; readonly refreshToken: string };

/** An account as another program has it, in Heron's terms. */
export interface IncomingAccount
  extends Pick<Account, 'address' | 'displayName' | 'imap' | 'smtp' | 'provider'>,
    Partial<Pick<Account, 'label' | 'colour' | 'notify' | 'writing' | 'sending' | 'connectionTimeoutSeconds'>> {
  readonly method: AuthMethod;
  readonly username: string;
  /** For OAuth2, and there always. `username`: who signed in there. */
  readonly identity: (IdentitySettings & { readonly username: string | null }) | null;
  readonly secret: IncomingSecret | null;
  readonly notes: readonly MovingNote[];
}

/** What a file holds. */
export interface IncomingAccounts {
  readonly accounts: readonly IncomingAccount[];
  readonly leftOut: readonly LeftOut[];
}

/** More than this is no mailbox collection of a person; the settings take no more either. */
export const mostAccounts = 500;

/** Keeps the first of several accounts with one address, and no more than the settings take. */
export function withoutDoubles({ accounts, leftOut }: IncomingAccounts): IncomingAccounts {
  const seen = new Set<string>();
  const kept: IncomingAccount[] = [];
  const left: LeftOut[] = [...leftOut];
  for (const account of accounts) {
    const key = account.address.toLowerCase();
    if (seen.has(key)) left.push({ name: account.address, reason: 'twice' });
    else if (kept.length === mostAccounts) left.push({ name: account.address, reason: 'too_many' });
    else kept.push(account);
    seen.add(key);
  }
  return { accounts: kept, leftOut: left };
}
