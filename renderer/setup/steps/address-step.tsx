import { useState } from 'react';
import { texts } from '../../../shared/texts/texts.ts';
import { Button } from '../../components/button.tsx';
import { TextField } from '../../components/text-field.tsx';
import { Notices } from '../../diagnosis/notices.tsx';
import { addressError } from '../fields.ts';
import { HeronMark } from '../heron-mark.tsx';
import { addressEntered, typed, useSetup } from '../setup-store.ts';
import { StepFrame } from '../step-frame.tsx';

interface AddressStepProps {
  readonly first: boolean;
  readonly onLeave: (() => void) | undefined;
}

/** Asks for the address of the mailbox. */
export function AddressStep({ first, onLeave }: AddressStepProps) {
  const address = useSetup((state) => state.draft.address);
  const displayName = useSetup((state) => state.draft.displayName);
  const [asked, setAsked] = useState(false);
  const error = addressError(address);
  const words = texts().setup;
  const next = () => {
    setAsked(true);
    if (error === null) void addressEntered();
  };
  return (
    <StepFrame
      mark={first && <HeronMark />}
      title={first ? words.address.welcome : words.address.add}
      lead={first ? words.address.introduction : words.address.question}
      onSubmit={next}
      onBack={onLeave}
      backLabel={words.cancel}
      buttons={
        <Button variant="primary" type="submit">
          {words.continue}
        </Button>
      }
    >
      <Notices shape="box" urgent={true} />
      <TextField
        data-first
        label={words.fields.address}
        type="email"
        value={address}
        onChange={(value) => typed({ address: value })}
        error={asked ? error : null}
        placeholder={words.fields.addressExample}
        dir="ltr"
      />
      <TextField
        dir="auto"
        label={words.fields.displayName}
        value={displayName}
        onChange={(value) => typed({ displayName: value })}
        hint={words.fields.displayNameHint}
        maxLength={200}
      />
    </StepFrame>
  );
}
