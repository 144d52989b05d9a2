import { useState } from 'react';
import type { AccountView } from '../../shared/mail.ts';
import { assertNever } from '../../shared/reply.ts';
import { texts } from '../../shared/texts/texts.ts';
import { AccountDiagnosis } from '../diagnosis/diagnosis-dialog.tsx';
import { useAccounts } from '../stores/accounts.ts';
import { type UiDialog, useUi } from '../stores/ui.ts';
import { PasswordDialog } from './password-dialog.tsx';
import { RemoveDialog } from './remove-dialog.tsx';
import { SharedMailboxDialog } from './shared-mailbox-dialog.tsx';
import { SignInAgainDialog } from './sign-in-again-dialog.tsx';
import { SignOutDialog } from './sign-out-dialog.tsx';
import { SwitchToOAuth2Dialog } from './switch-to-oauth2-dialog.tsx';

/** The question about an account that is asked over whatever screen is shown. */
export function AccountDialogs() {
  const dialog = useUi((state) => state.dialog);
  const view = useAccounts((state) => state.accounts?.find(({ account }) => account.id === dialog?.accountId));
  return dialog && view ? <OneDialog key={`${dialog.kind} ${dialog.accountId}`} dialog={dialog} view={view} /> : null;
}

/** Which one is decided when it opens: a sign-in that works gives the account the registration that it lacked, and has to be seen to its end. */
function SignInDialog({ view }: { readonly view: AccountView }) {
  // It came in from another program, and nobody has named a registration yet.
  const [lacksRegistration] = useState(view.identity?.clientId === '');
  const words = texts().settings.dialogs.password;
  if (lacksRegistration) return <SwitchToOAuth2Dialog view={view} />;
  return view.account.auth.method === 'oauth2' ? (
    <SignInAgainDialog view={view} purpose="sign_in_again" />
  ) : (
    <PasswordDialog view={view} title={words.again} submitLabel={words.signIn} />
  );
}

function OneDialog({ dialog, view }: { readonly dialog: UiDialog; readonly view: AccountView }) {
  const words = texts().settings.dialogs.password;
  switch (dialog.kind) {
    case 'sign_in':
      return <SignInDialog view={view} />;
    case 'allow_graph':
      return <SignInAgainDialog view={view} purpose="allow_graph" />;
    case 'add_shared':
      return <SharedMailboxDialog view={view} />;
    case 'diagnose':
      return <AccountDiagnosis view={view} />;
    case 'switch_to_oauth2':
      return <SwitchToOAuth2Dialog view={view} />;
    case 'switch_to_password':
      return <PasswordDialog view={view} title={words.switch} submitLabel={words.tryAndSwitch} />;
    case 'sign_out':
      return <SignOutDialog view={view} />;
    case 'remove':
      return <RemoveDialog view={view} />;
    default:
      return assertNever(dialog);
  }
}
