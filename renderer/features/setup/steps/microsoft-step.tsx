import { useState } from 'react';
import { Button } from '../../../components/button.tsx';
import { Disclosure } from '../../../components/disclosure.tsx';
import { endpointErrors, identityErrors } from '../fields.ts';
import { LoginHostField, RegistrationFields } from '../identity-fields.tsx';
import { RegistrationGuide } from '../registration-guide.tsx';
import { ServerFields } from '../server-fields.tsx';
import { goBack, microsoftEntered, typed, useSetup } from '../setup-store.ts';
import { StepFrame } from '../step-frame.tsx';

/** Before the code: what happens next, and the values that an administrator may have handed over. */
export function MicrosoftStep() {
  const { address, identity, microsoftImap } = useSetup((state) => state.draft);
  const [asked, setAsked] = useState(false);
  // Decided once: typing the client ID must not take its field away.
  const [guided] = useState(identity.clientId === '');
  const identityWrong = identityErrors(identity);
  const imapWrong = endpointErrors(microsoftImap);
  const errors = asked ? identityWrong : {};
  const fields = { value: identity, errors, onChange: (value: typeof identity) => typed({ identity: value }) };
  const advancedWrong = Boolean(identityWrong.loginHost ?? imapWrong.host ?? imapWrong.port);
  const next = () => {
    setAsked(true);
    if (Object.keys({ ...identityWrong, ...imapWrong }).length === 0) void microsoftEntered();
  };
  return (
    <StepFrame
      title="Sign in to Microsoft 365"
      lead={
        <>
          Heron shows a short code. You enter it on Microsoft’s page and sign in there as{' '}
          <b data-selectable className="text-text">
            {address.trim()}
          </b>
          .
        </>
      }
      onSubmit={next}
      onBack={goBack}
      buttons={
        <Button variant="primary" type="submit" {...(guided ? {} : { 'data-first': true })}>
          Get a code
        </Button>
      }
    >
      {guided && (
        <>
          <p>
            Microsoft lets an application in only after somebody has registered it. No client ID is set here yet, so
            this has to happen first.
          </p>
          <RegistrationGuide />
          <RegistrationFields {...fields} />
        </>
      )}
      <Disclosure
        key={String(asked && advancedWrong)}
        label="Advanced"
        defaultOpen={asked && (advancedWrong || !guided)}
      >
        {!guided && <RegistrationFields {...fields} />}
        <LoginHostField {...fields} />
        <ServerFields
          protocol="imap"
          value={microsoftImap}
          onChange={(value) => typed({ microsoftImap: value })}
          errors={asked ? imapWrong : {}}
        />
      </Disclosure>
    </StepFrame>
  );
}
