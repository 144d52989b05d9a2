import type { AccountView } from '../../shared/mail.ts';
import { showDetails, showDialog } from '../stores/ui.ts';

/** Leads to where the registration of an account's sign-in is entered. */
export function editRegistration({ account, identity }: AccountView): void {
  if (identity !== null) showDialog({ kind: 'switch_to_oauth2', accountId: account.id });
  else showDetails(account.id);
}
