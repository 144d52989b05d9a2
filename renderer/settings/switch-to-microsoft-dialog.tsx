import { type SubmitEvent, useEffect, useId, useState } from 'react';
import type { AccountView } from '../../shared/mail.ts';
import { texts } from '../../shared/texts/texts.ts';
import { call } from '../bridge.ts';
import { Button } from '../components/button.tsx';
import { Dialog } from '../components/dialog.tsx';
import { Disclosure } from '../components/disclosure.tsx';
import { endpointDraft, endpointErrors, identityErrors, parsedEndpoint, parsedIdentity } from '../setup/fields.ts';
import { LoginHostField, RegistrationFields } from '../setup/identity-fields.tsx';
import { ServerFields } from '../setup/server-fields.tsx';
import { initialSetup } from '../setup/setup-flow.ts';
import { endSignIn, type SignInRun, startSignIn, useSignIn } from '../sign-in/sign-in.ts';
import { SignInPanel, signInTitle } from '../sign-in/sign-in-panel.tsx';
import { closeDialog } from '../stores/ui.ts';
import { useCloseWhenSignedIn } from './use-close-when-signed-in.ts';
import { unchanged } from './words.ts';

/** Switches a password account to OAuth2; the mailbox and its stored mail stay the same. */
export function SwitchToMicrosoftDialog({ view }: { readonly view: AccountView }) {
  const { account } = view;
  const run = useSignIn((store) => store.run);
  const [identity, setIdentity] = useState(initialSetup.draft.identity);
  const [imap, setImap] = useState(endpointDraft(account.imap));
  const [asked, setAsked] = useState(false);
  const formId = useId();
  const words = texts().settings.dialogs;
  const identityWrong = identityErrors(identity);
  const imapWrong = endpointErrors(imap);

  // As it was when the dialog opened: the switch itself gives the account another one.
  const [own] = useState(view.identity);
  useEffect(() => {
    // A registration that is to be mended is shown as it is.
    if (own?.provider === 'microsoft365' && own.clientId !== '') {
      setIdentity({ clientId: own.clientId, tenant: own.tenant, loginHost: own.loginHost });
      return endSignIn;
    }
    let gone = false;
    void call('accounts.defaults', undefined).then((reply) => {
      if (!gone && reply.ok) {
        const { clientId, tenant, loginHost } = reply.value.microsoft;
        setIdentity({ clientId, tenant, loginHost });
      }
    });
    return () => {
      gone = true;
      endSignIn();
    };
  }, [own]);
  useCloseWhenSignedIn(run);

  const signIn = (way: 'browser' | 'code') => {
    setAsked(true);
    if (Object.keys({ ...identityWrong, ...imapWrong }).length > 0) return;
    void startSignIn({
      purpose: 'switch_to_oauth2',
      way,
      accountId: account.id,
      identity: parsedIdentity(identity),
      imap: parsedEndpoint(imap),
      smtp: account.smtp,
    });
  };

  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    signIn('browser');
  };

  if (run.kind !== 'idle') {
    return (
      <Dialog open onClose={closeDialog} title={signInTitle(run)} description={account.address}>
        <SignInPanel
          run={run}
          address={account.address}
          actions={{ edit_registration: endSignIn, edit_server: endSignIn, close: endSignIn }}
        />
        {hasEnded(run) && <p className="text-muted">{unchanged(view)}</p>}
      </Dialog>
    );
  }
  const fields = { value: identity, onChange: setIdentity, errors: asked ? identityWrong : {} };
  return (
    <Dialog
      open
      onClose={closeDialog}
      title={words.microsoft.title}
      description={words.microsoft.lead(account.address)}
      footer={
        <>
          <Button onClick={closeDialog}>{words.cancel}</Button>
          <Button onClick={() => signIn('code')}>{texts().setup.browser.useCode}</Button>
          <Button variant="primary" type="submit" form={formId}>
            {texts().setup.browser.start}
          </Button>
        </>
      }
    >
      <form id={formId} noValidate aria-label={words.microsoft.form} onSubmit={submit} className="flex flex-col gap-3">
        <RegistrationFields {...fields} />
        <Disclosure
          key={String(asked)}
          label={texts().setup.advanced}
          defaultOpen={asked && Boolean(identityWrong.loginHost ?? imapWrong.host ?? imapWrong.port)}
        >
          <LoginHostField {...fields} />
          <ServerFields protocol="imap" value={imap} onChange={setImap} errors={asked ? imapWrong : {}} />
        </Disclosure>
      </form>
    </Dialog>
  );
}

function hasEnded(run: SignInRun): boolean {
  if (run.kind === 'refused') return true;
  return run.kind === 'running' && ['declined', 'expired', 'blocked', 'failed', 'cancelled'].includes(run.state.kind);
}
