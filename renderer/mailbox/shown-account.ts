import type { AccountId } from '../../shared/mail.ts';
import { useAccounts } from '../stores/accounts.ts';
import { useMailbox } from './mailbox-state.ts';

/** The account whose mail the panes show: that of the open folder, or the first one as long as no folder is open. */
export function useShownAccountId(): AccountId | undefined {
  const openId = useMailbox((state) => state.open?.accountId);
  const firstId = useAccounts(({ accounts }) => accounts?.[0]?.account.id);
  return openId ?? firstId;
}
