import type { AccountId } from '../../shared/mail.ts';
import { hasBanner } from '../diagnosis/account-banner.tsx';
import { useAccounts } from '../stores/accounts.ts';
import { useMailbox } from './mailbox-state.ts';

/**
 * The account whose state stands above the mail: that of the open folder; in a list over accounts the first one that does not work until
 * somebody acts. The first one as long as nothing is open.
 */
export function useShownAccountId(): AccountId | undefined {
  const openId = useMailbox((state) => state.open?.accountId);
  const isOver = useMailbox((state) => state.open?.over != null);
  const troubledId = useAccounts(({ accounts }) => accounts?.find(hasBanner)?.account.id);
  const firstId = useAccounts(({ accounts }) => accounts?.[0]?.account.id);
  return openId ?? (isOver ? troubledId : undefined) ?? firstId;
}
