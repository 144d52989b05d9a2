import { useState } from 'react';
import { texts } from '../../../shared/texts/texts.ts';
import { Button } from '../../components/button.tsx';
import { Disclosure } from '../../components/disclosure.tsx';
import { Phrase } from '../../components/phrase.tsx';
import { endpointErrors, identityErrors } from '../fields.ts';
import { LoginHostField, RegistrationFields } from '../identity-fields.tsx';
import { OtherKind } from '../other-kind.tsx';
import { RegistrationGuide } from '../registration-guide.tsx';
import { ServerFields } from '../server-fields.tsx';
import { goBack, microsoftEntered, typed, useSetup } from '../setup-store.ts';
import { StepFrame } from '../step-frame.tsx';

/** Before the sign-in: what happens next, and the values that an administrator may have handed over. */
export function MicrosoftStep() {
  const { address, identity, microsoftImap } = useSetup((state) => state.draft);
  const words = texts().setup;
  const [asked, setAsked] = useState(false);
  // Decided once, so that typing the client ID does not remove its field.
  const [guided] = useState(identity.clientId === '');
  const identityWrong = identityErrors(identity);
  const imapWrong = endpointErrors(microsoftImap);
  const errors = asked ? identityWrong : {};
  const fields = { value: identity, errors, onChange: (value: typeof identity) => typed({ identity: value }) };
  const advancedWrong = Boolean(identityWrong.loginHost ?? imapWrong.host ?? imapWrong.port);
  const signIn = (way: 'browser' | 'code') => {
    setAsked(true);
    if (Object.keys({ ...identityWrong, ...imapWrong }).length === 0) void microsoftEntered(way);
  };
  return (
    <StepFrame
      title={words.microsoft.title}
      lead={
        <Phrase
          text={words.microsoft.lead}
          parts={{
            address: (
              <b data-selectable dir="ltr" className="text-text">
                {address.trim()}
              </b>
            ),
          }}
        />
      }
      onSubmit={() => signIn('browser')}
      onBack={goBack}
      buttons={
        <>
          <Button onClick={() => signIn('code')}>{words.browser.useCode}</Button>
          <Button variant="primary" type="submit" {...(guided ? {} : { 'data-first': true })}>
            {words.browser.start}
          </Button>
        </>
      }
    >
      {guided && (
        <>
          <p>{words.microsoft.registrationFirst}</p>
          <RegistrationGuide />
          <RegistrationFields {...fields} />
        </>
      )}
      <Disclosure
        key={String(asked && advancedWrong)}
        label={words.advanced}
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
      <div className="-mx-3.25">
        <OtherKind />
      </div>
    </StepFrame>
  );
}
