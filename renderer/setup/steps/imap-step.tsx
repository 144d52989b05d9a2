import { ExternalLink } from 'lucide-react';
import { useState } from 'react';
import { texts } from '../../../shared/texts/texts.ts';
import { call } from '../../bridge.ts';
import { Button } from '../../components/button.tsx';
import { Disclosure } from '../../components/disclosure.tsx';
import { credentialErrors, endpointErrors } from '../fields.ts';
import { FoundServers } from '../found-servers.tsx';
import { OtherKind } from '../other-kind.tsx';
import { PasswordFields } from '../password-fields.tsx';
import { ServerFields } from '../server-fields.tsx';
import { goBack, goTo, testConnection, typed, useSetup } from '../setup-store.ts';
import { StepFrame } from '../step-frame.tsx';

/** User name, password and servers of a mailbox that is not Microsoft's. */
export function ImapStep() {
  const draft = useSetup((state) => state.draft);
  const [asked, setAsked] = useState(false);
  const words = texts().setup;
  const { helpUrl } = draft;
  const credentialsWrong = credentialErrors(draft.username, draft.password);
  const imapWrong = endpointErrors(draft.imap);
  const smtpWrong = endpointErrors(draft.smtp);
  const smtpIsWrong = Object.keys(smtpWrong).length > 0;
  const next = () => {
    setAsked(true);
    if (Object.keys({ ...credentialsWrong, ...imapWrong, ...smtpWrong }).length === 0) void testConnection();
  };
  const toOAuth2 = () => {
    setAsked(true);
    if (Object.keys({ ...imapWrong, ...smtpWrong }).length === 0) goTo('openid');
  };
  return (
    <StepFrame
      title={draft.providerName === null ? words.imap.title : words.imap.titleOf(draft.providerName)}
      lead={
        draft.hint === null ? (
          <span data-selectable dir="ltr">
            {draft.address.trim()}
          </span>
        ) : (
          <>
            {words.hints[draft.hint]}
            {helpUrl !== null && (
              <Button
                variant="quiet"
                icon={ExternalLink}
                className="-ms-3.25 mt-1 flex"
                onClick={() => void call('app.openExternal', { url: helpUrl })}
              >
                {draft.method === 'app_password' ? words.imap.makeAppPassword : words.imap.openSettings}
              </Button>
            )}
          </>
        )
      }
      onSubmit={next}
      onBack={goBack}
      buttons={
        <Button variant="primary" type="submit">
          {words.imap.test}
        </Button>
      }
    >
      <FoundServers />
      <PasswordFields value={draft} onChange={typed} errors={asked ? credentialsWrong : {}} />
      <ServerFields
        protocol="imap"
        value={draft.imap}
        onChange={(imap) => typed({ imap })}
        errors={asked ? imapWrong : {}}
      />
      <Disclosure key={String(asked && smtpIsWrong)} label={words.fields.outgoing} defaultOpen={asked && smtpIsWrong}>
        <ServerFields
          protocol="smtp"
          value={draft.smtp}
          onChange={(smtp) => typed({ smtp })}
          errors={asked ? smtpWrong : {}}
        />
      </Disclosure>
      <div className="-mx-3.25 flex flex-wrap justify-between">
        <Button variant="quiet" onClick={toOAuth2}>
          {words.openId.instead}
        </Button>
        <OtherKind />
      </div>
    </StepFrame>
  );
}
