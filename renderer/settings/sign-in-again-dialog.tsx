import { useEffect } from 'react';
import type { AccountView } from '../../shared/mail.ts';
import { Dialog } from '../components/dialog.tsx';
import { endSignIn, startSignIn, useSignIn } from '../sign-in/sign-in.ts';
import { SignInPanel, signInTitle } from '../sign-in/sign-in-panel.tsx';
import { closeDialog, showSettings } from '../stores/ui.ts';
import { useCloseWhenSignedIn } from './use-close-when-signed-in.ts';

/** A new sign-in for an account that had signed in before; its stored mail is kept. */
export function SignInAgainDialog({ view }: { readonly view: AccountView }) {
  const run = useSignIn((store) => store.run);
  const accountId = view.account.id;

  useEffect(() => {
    void startSignIn({ purpose: 'sign_in_again', accountId });
    return endSignIn;
  }, [accountId]);
  useCloseWhenSignedIn(run);

  return (
    <Dialog open onClose={closeDialog} title={signInTitle(run)} description={view.account.address}>
      <SignInPanel
        run={run}
        address={view.account.address}
        actions={{ edit_registration: () => showSettings(accountId), edit_server: () => showSettings(accountId) }}
      />
    </Dialog>
  );
}
