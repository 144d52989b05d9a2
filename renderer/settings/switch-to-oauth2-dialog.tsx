import { type SubmitEvent, useEffect, useId, useState } from 'react';
import type { AccountView, SetupDefaults } from '../../shared/mail.ts';
import { texts } from '../../shared/texts/texts.ts';
import { call } from '../bridge.ts';
import { Button } from '../components/button.tsx';
import { Dialog } from '../components/dialog.tsx';
import { Disclosure } from '../components/disclosure.tsx';
import { Segmented } from '../components/segmented.tsx';
import {
  endpointDraft,
  endpointErrors,
  identityErrors,
  mayHaveCodes,
  noOpenId,
  openIdDraft,
  openIdErrors,
  parsedEndpoint,
  parsedIdentity,
  parsedOpenId,
} from '../setup/fields.ts';
import { LoginHostField, RegistrationFields } from '../setup/identity-fields.tsx';
import { OpenIdFields } from '../setup/openid-fields.tsx';
import { ServerFields } from '../setup/server-fields.tsx';
import { initialSetup } from '../setup/setup-flow.ts';
import { endSignIn, type SignInRun, startSignIn, useSignIn } from '../sign-in/sign-in.ts';
import { SignInPanel, signInTitle } from '../sign-in/sign-in-panel.tsx';
import { closeDialog } from '../stores/ui.ts';
import { type OAuth2Provider, refusesPasswords, signInOf } from './sign-in-provider.ts';
import { useCloseWhenSignedIn } from './use-close-when-signed-in.ts';
import { unchanged } from './words.ts';

/** Switches a password account to OAuth2; the mailbox and its stored mail stay the same. */
export function SwitchToOAuth2Dialog({ view }: { readonly view: AccountView }) {
  // As it was when the dialog opened: the switch itself gives the account another sign-in.
  const [before] = useState(view);
  const defaults = useDefaults();
  useEffect(() => endSignIn, []);
  return defaults === undefined ? null : <Registration view={before} defaults={defaults} />;
}

/** What Heron was started with; undefined until main has answered. */
function useDefaults(): SetupDefaults['microsoft'] | null | undefined {
  const [defaults, setDefaults] = useState<SetupDefaults['microsoft'] | null>();
  useEffect(() => {
    let gone = false;
    void call('accounts.defaults', undefined).then((reply) => {
      if (!gone) setDefaults(reply.ok ? reply.value.microsoft : null);
    });
    return () => {
      gone = true;
    };
  }, []);
  return defaults;
}

interface RegistrationProps {
  readonly view: AccountView;
  readonly defaults: SetupDefaults['microsoft'] | null;
}

/** Which provider it is, the registration there, and its sign-in. */
function Registration({ view, defaults }: RegistrationProps) {
  const { account, identity: own } = view;
  const run = useSignIn((store) => store.run);
  useCloseWhenSignedIn(run);
  const known = signInOf(view, defaults?.imap.host ?? null);
  const [chosen, setChosen] = useState<OAuth2Provider>(known ?? (refusesPasswords(view) ? 'microsoft365' : 'openid'));
  // A registration that is to be mended is shown as it is.
  const mended = own !== null && own.clientId !== '' && own.provider === chosen ? own : null;
  const [identity, setIdentity] = useState(() => {
    const { clientId, tenant, loginHost } = mended ?? defaults ?? initialSetup.draft.identity;
    return { clientId, tenant, loginHost };
  });
  const [openId, setOpenId] = useState(() => (mended === null ? noOpenId : openIdDraft(mended)));
  const [imap, setImap] = useState(endpointDraft(account.imap));
  const [asked, setAsked] = useState(false);
  const formId = useId();
  const words = texts().settings.dialogs;
  const isMicrosoft = chosen === 'microsoft365';
  const isGoogle = chosen === 'google';
  const imapWrong = endpointErrors(imap);
  const identityWrong = isMicrosoft ? identityErrors(identity) : {};
  const openIdWrong = isMicrosoft ? {} : openIdErrors(openId, isGoogle);

  const signIn = (way: 'browser' | 'code') => {
    setAsked(true);
    if (Object.keys({ ...identityWrong, ...openIdWrong, ...imapWrong }).length > 0) return;
    const servers = { imap: parsedEndpoint(imap), smtp: account.smtp };
    const registration = isMicrosoft
      ? { identity: parsedIdentity(identity) }
      : parsedOpenId(openId, isGoogle, servers, mended?.options?.['redirect']);
    void startSignIn({ purpose: 'switch_to_oauth2', way, accountId: account.id, ...registration, ...servers });
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
      title={words.oauth2.titles[chosen]}
      description={words.oauth2.leads[chosen](account.address)}
      footer={
        <>
          <Button onClick={closeDialog}>{words.cancel}</Button>
          {(isMicrosoft || mayHaveCodes(openId, isGoogle)) && (
            <Button onClick={() => signIn('code')}>{texts().setup.browser.useCode}</Button>
          )}
          <Button variant="primary" type="submit" form={formId}>
            {texts().setup.browser.start}
          </Button>
        </>
      }
    >
      <form
        id={formId}
        noValidate
        aria-label={words.oauth2.titles[chosen]}
        onSubmit={submit}
        className="flex flex-col gap-3"
      >
        {known === null && <ProviderChoice value={chosen} onChange={setChosen} />}
        {isMicrosoft ? (
          <RegistrationFields {...fields} />
        ) : (
          <OpenIdFields
            value={openId}
            onChange={setOpenId}
            errors={asked ? openIdWrong : {}}
            isGoogle={isGoogle}
            keepsSecret={mended !== null}
          />
        )}
        {!isGoogle && (
          <Disclosure
            key={String(asked)}
            label={texts().setup.advanced}
            defaultOpen={asked && Object.keys({ ...imapWrong, ...withLoginHost(identityWrong) }).length > 0}
          >
            {isMicrosoft && <LoginHostField {...fields} />}
            <ServerFields protocol="imap" value={imap} onChange={setImap} errors={asked ? imapWrong : {}} />
          </Disclosure>
        )}
      </form>
    </Dialog>
  );
}

function withLoginHost({ loginHost }: ReturnType<typeof identityErrors>): object {
  return loginHost === undefined ? {} : { loginHost };
}

interface ProviderChoiceProps {
  readonly value: OAuth2Provider;
  readonly onChange: (value: OAuth2Provider) => void;
}

/** The servers do not tell who runs them. */
function ProviderChoice({ value, onChange }: ProviderChoiceProps) {
  const words = texts().settings.dialogs.oauth2;
  return (
    <Segmented
      label={words.where}
      value={value}
      options={[
        { value: 'openid', label: words.other },
        { value: 'microsoft365', label: texts().setup.provider.microsoft },
      ]}
      onChange={onChange}
    />
  );
}

function hasEnded(run: SignInRun): boolean {
  if (run.kind === 'refused') return true;
  return run.kind === 'running' && ['declined', 'expired', 'blocked', 'failed', 'cancelled'].includes(run.state.kind);
}
