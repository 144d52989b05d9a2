import { useState } from 'react';
import { Button } from '../../../components/button.tsx';
import { TextField } from '../../../components/text-field.tsx';
import { Notices } from '../../diagnosis/notices.tsx';
import { addressError } from '../fields.ts';
import { HeronMark } from '../heron-mark.tsx';
import { addressEntered, typed, useSetup } from '../setup-store.ts';
import { StepFrame } from '../step-frame.tsx';

interface AddressStepProps {
  readonly first: boolean;
  readonly onLeave: (() => void) | undefined;
}

/** Whose mailbox it is. */
export function AddressStep({ first, onLeave }: AddressStepProps) {
  const address = useSetup((state) => state.draft.address);
  const displayName = useSetup((state) => state.draft.displayName);
  const [asked, setAsked] = useState(false);
  const error = addressError(address);
  const next = () => {
    setAsked(true);
    if (error === null) void addressEntered();
  };
  return (
    <StepFrame
      mark={first && <HeronMark />}
      title={first ? 'Welcome to Heron' : 'Add an account'}
      lead={
        first
          ? 'Heron reads the mail of Microsoft 365 and of any other IMAP server. Which mailbox do you want to open?'
          : 'Which mailbox do you want to open?'
      }
      onSubmit={next}
      onBack={onLeave}
      backLabel="Cancel"
      buttons={
        <Button variant="primary" type="submit">
          Continue
        </Button>
      }
    >
      <Notices shape="box" urgent={true} />
      <TextField
        data-first
        label="Email address"
        type="email"
        value={address}
        onChange={(value) => typed({ address: value })}
        error={asked ? error : null}
        placeholder="you@example.com"
      />
      <TextField
        label="Your name"
        value={displayName}
        onChange={(value) => typed({ displayName: value })}
        hint="As people see it when you write to them. You can leave it empty."
        maxLength={200}
      />
    </StepFrame>
  );
}
