import { useEffect } from 'react';
import { useSignIn } from '../../sign-in/sign-in.ts';
import { SignInPanel, signInTitle } from '../../sign-in/sign-in-panel.tsx';
import { failedSignIn, SetupDiagnosis } from '../setup-diagnosis.tsx';
import { goBack, goBackTo, signedIn, useSetup } from '../setup-store.ts';
import { StepFrame } from '../step-frame.tsx';

/** Shows the sign-in under way, in the browser or with a code, until the user has signed in. */
export function SignInStep() {
  const form = useSetup((state) => (state.before.includes('openid') ? 'openid' : 'microsoft'));
  const run = useSignIn((store) => store.run);
  const address = useSetup((state) => state.draft.address.trim());
  const accountId = run.kind === 'running' && run.state.kind === 'succeeded' ? run.state.accountId : null;

  const failed = failedSignIn(run, form);

  useEffect(() => {
    if (accountId) signedIn(accountId);
  }, [accountId]);

  return (
    <StepFrame title={signInTitle(run)} onBack={goBack}>
      <SignInPanel
        run={run}
        address={address}
        actions={{
          edit_registration: () => goBackTo(form),
          edit_server: () => goBackTo(form),
          edit_address: () => goBackTo('address'),
          close: () => goBackTo(form),
        }}
      />
      {failed && <SetupDiagnosis about={failed} />}
    </StepFrame>
  );
}
