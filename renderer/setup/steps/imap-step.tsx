import { useState } from 'react';
import { texts } from '../../../shared/texts/texts.ts';
import { Button } from '../../components/button.tsx';
import { Disclosure } from '../../components/disclosure.tsx';
import { credentialErrors, endpointErrors } from '../fields.ts';
import { PasswordFields } from '../password-fields.tsx';
import { ServerFields } from '../server-fields.tsx';
import { goBack, testConnection, typed, useSetup } from '../setup-store.ts';
import { StepFrame } from '../step-frame.tsx';

/** User name, password and servers of a mailbox that is not Microsoft's. */
export function ImapStep() {
  const draft = useSetup((state) => state.draft);
  const [asked, setAsked] = useState(false);
  const words = texts().setup;
  const credentialsWrong = credentialErrors(draft.username, draft.password);
  const imapWrong = endpointErrors(draft.imap);
  const smtpWrong = endpointErrors(draft.smtp);
  const smtpIsWrong = Object.keys(smtpWrong).length > 0;
  const next = () => {
    setAsked(true);
    if (Object.keys({ ...credentialsWrong, ...imapWrong, ...smtpWrong }).length === 0) void testConnection();
  };
  return (
    <StepFrame
      title={words.imap.title}
      lead={
        draft.hint === null ? (
          <span data-selectable dir="ltr">
            {draft.address.trim()}
          </span>
        ) : (
          words.hints[draft.hint]
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
    </StepFrame>
  );
}
