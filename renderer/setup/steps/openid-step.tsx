import { useState } from 'react';
import { texts } from '../../../shared/texts/texts.ts';
import { Button } from '../../components/button.tsx';
import { Disclosure } from '../../components/disclosure.tsx';
import { TextField } from '../../components/text-field.tsx';
import { type OpenIdDraft, openIdErrors } from '../fields.ts';
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
  const registered = draft.registered && draft.providerName !== null;
  const title = registered
    ? texts().organisation.openWith(draft.providerName ?? '')
    : google
      ? words.openId.googleTitle
      : words.openId.title;
  const wrong = openIdErrors(openId, google);
  const errors = asked ? wrong : {};
  const change = (part: Partial<OpenIdDraft>) => typed({ openId: { ...openId, ...part } });
  const signIn = (way: 'browser' | 'code') => {
    setAsked(true);
    if (Object.keys(wrong).length === 0) void openIdEntered(way);
  };
  const fields = (
    <>
      {!google && (
        <TextField
          {...(registered ? {} : { 'data-first': true })}
          label={words.openId.discovery}
          mono
          value={openId.discovery}
          onChange={(discovery) => change({ discovery })}
          error={errors.discovery ?? null}
          hint={words.openId.discoveryHint}
        />
      )}
      <TextField
        {...(google && !registered ? { 'data-first': true } : {})}
        label={words.fields.clientId}
        mono
        value={openId.clientId}
        onChange={(clientId) => change({ clientId })}
        error={errors.clientId ?? null}
        hint={words.openId.clientIdHint}
      />
      <TextField
        label={words.openId.clientSecret}
        type="password"
        value={openId.clientSecret}
        onChange={(clientSecret) => change({ clientSecret })}
        hint={words.openId.clientSecretHint}
        maxLength={1024}
      />
      {!google && (
        <TextField
          label={words.openId.scopes}
          mono
          value={openId.scopes}
          onChange={(scopes) => change({ scopes })}
          error={errors.scopes ?? null}
          hint={words.openId.scopesHint}
        />
      )}
    </>
  );
  return (
    <StepFrame
      title={title}
      lead={registered ? <bdi>{draft.address.trim()}</bdi> : google ? words.openId.googleLead : words.openId.lead}
      onSubmit={() => signIn('browser')}
      onBack={goBack}
      buttons={
        <>
          {!google && <Button onClick={() => signIn('code')}>{words.browser.useCode}</Button>}
          <Button variant="primary" type="submit" {...(registered ? { 'data-first': true } : {})}>
            {words.browser.start}
          </Button>
        </>
      }
    >
      {registered ? <Disclosure label={words.advanced}>{fields}</Disclosure> : fields}
    </StepFrame>
  );
}
