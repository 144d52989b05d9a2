import type { MessageRow } from '../../../shared/mail.ts';
import type { AccountColour } from '../../../shared/preferences.ts';
import { useAccounts, useColour } from '../../stores/accounts.ts';

/** In a list over accounts: the name and the colour of a row's account. */
export function useRowAccount(
  row: MessageRow | undefined,
): { readonly name: string; readonly colour: AccountColour | undefined } | null {
  const accountId = row?.accountId;
  const colour = useColour(accountId);
  const name = useAccounts(({ accounts }) => {
    const account = accounts?.find((view) => view.account.id === accountId)?.account;
    return account && (account.label || account.address);
  });
  return name === undefined ? null : { name, colour };
}

/** The colour of a row's account, slim at the row's start; the row's name says the account in words. */
export function AccountMark({ colour }: { readonly colour: AccountColour | undefined }) {
  if (colour === undefined) return null;
  return (
    <span
      aria-hidden="true"
      className="absolute inset-y-1 start-0.5 w-0.75 rounded-full"
      style={{ background: `var(--account-${colour})` }}
    />
  );
}
