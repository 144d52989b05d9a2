import { useEffect } from 'react';
import type { AccountView } from '../../shared/mail.ts';
import { texts } from '../../shared/texts/texts.ts';
import { Dialog } from '../components/dialog.tsx';
import { editRegistration } from '../diagnosis/edit-registration.ts';
import { endSignIn, startSignIn, useSignIn } from '../sign-in/sign-in.ts';
import { SignInPanel, signInTitle } from '../sign-in/sign-in-panel.tsx';
import { closeDialog, showDetails } from '../stores/ui.ts';
import { useCloseWhenSignedIn } from './use-close-when-signed-in.ts';

interface SignInAgainDialogProps {
  readonly view: AccountView;
  /** `allow_graph`: it grants sending through Microsoft Graph as well. */
  readonly purpose: 'sign_in_again' | 'allow_graph';
}

/** A new sign-in for an account that had signed in before; its stored mail is kept. */
export function SignInAgainDialog({ view, purpose }: SignInAgainDialogProps) {
  const run = useSignIn((store) => store.run);
  const accountId = view.account.id;

  useEffect(() => {
    void startSignIn({ purpose, accountId });
    return endSignIn;
  }, [accountId, purpose]);
  useCloseWhenSignedIn(run);

  return (
    <Dialog open onClose={closeDialog} title={signInTitle(run)} description={view.account.address}>
      {purpose === 'allow_graph' && <p className="text-pretty text-muted">{texts().settings.sending.allowLead}</p>}
      <SignInPanel
        run={run}
        address={view.account.address}
        actions={{ edit_registration: () => editRegistration(view), edit_server: () => showDetails(accountId) }}
      />
    </Dialog>
  );
}
