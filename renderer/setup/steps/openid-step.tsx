import { useState } from 'react';
import { texts } from '../../../shared/texts/texts.ts';
import { Banner } from '../../components/banner.tsx';
import { Button } from '../../components/button.tsx';
import { Disclosure } from '../../components/disclosure.tsx';
import { mayHaveCodes, openIdErrors } from '../fields.ts';
import { OpenIdFields } from '../openid-fields.tsx';
import { isGoogle } from '../setup-flow.ts';
import { goBack, openIdEntered, typed, useSetup } from '../setup-store.ts';
import { StepFrame } from '../step-frame.tsx';

/** The registration at an OAuth2 or OpenID provider, for the servers that were entered before. */
export function OpenIdStep() {
  const draft = useSetup((state) => state.draft);
  const [asked, setAsked] = useState(false);
  const words = texts().setup;
  const { openId } = draft;
  const google = isGoogle(draft);
  // The organisation's profile names all of it.
  const { registered, providerName } = draft;
  const title = registered
    ? texts().organisation.openWith(providerName ?? '')
    : google
      ? words.openId.googleTitle
      : words.openId.title;
  const wrong = openIdErrors(openId, google);
  const signIn = (way: 'browser' | 'code') => {
    setAsked(true);
    if (Object.keys(wrong).length === 0) void openIdEntered(way);
  };
  const fields = (
    <OpenIdFields
      value={openId}
      onChange={(changed) => typed({ openId: changed })}
      errors={asked ? wrong : {}}
      isGoogle={google}
      isFirst={!registered}
    />
  );
  return (
    <StepFrame
      title={title}
      lead={registered ? <bdi>{draft.address.trim()}</bdi> : google ? words.openId.googleLead : words.openId.lead}
      onSubmit={() => signIn('browser')}
      onBack={goBack}
      buttons={
        <>
          {mayHaveCodes(openId, google) && <Button onClick={() => signIn('code')}>{words.browser.useCode}</Button>}
          <Button variant="primary" type="submit" {...(registered ? { 'data-first': true } : {})}>
            {words.browser.start}
          </Button>
        </>
      }
    >
      {openId.endpoints !== null && draft.foundBy === 'autoconfig' && !google && (
        <Banner tone="turn" title={words.openId.named(draft.address.trim().replace(/^.*@/, ''))}>
          {words.openId.namedCheck}
        </Banner>
      )}
      {registered ? <Disclosure label={words.advanced}>{fields}</Disclosure> : fields}
    </StepFrame>
  );
}
