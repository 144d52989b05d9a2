import { Building2, FolderInput } from 'lucide-react';
import { useState } from 'react';
import type { AccountView } from '../../../shared/mail.ts';
import { texts } from '../../../shared/texts/texts.ts';
import { Banner } from '../../components/banner.tsx';
import { Button } from '../../components/button.tsx';
import { TextField } from '../../components/text-field.tsx';
import { Notices } from '../../diagnosis/notices.tsx';
import { useAccounts } from '../../stores/accounts.ts';
import { useOrganisation } from '../../stores/organisation.ts';
import { addressError } from '../fields.ts';
import { HeronMark } from '../heron-mark.tsx';
import { isSuggested } from '../setup-flow.ts';
import { addressEntered, addressTyped, goTo, typed, useSetup } from '../setup-store.ts';
import { StepFrame } from '../step-frame.tsx';

interface AddressStepProps {
  readonly first: boolean;
  readonly onLeave: (() => void) | undefined;
}

/** Whether a mailbox is in Heron already. Case is ignored, as main does. */
function isAdded(accounts: readonly AccountView[] | null, address: string): boolean {
  const wanted = address.trim().toLowerCase();
  return accounts?.some(({ account }) => account.address.toLowerCase() === wanted) ?? false;
}

/** Asks for the address of the mailbox; says what it tells, and at once when the mailbox is in Heron already. */
export function AddressStep({ first, onLeave }: AddressStepProps) {
  const address = useSetup((state) => state.draft.address);
  const displayName = useSetup((state) => state.draft.displayName);
  const found = useSetup((state) => (isSuggested(state) ? state.draft.providerName : null));
  const isThere = useAccounts((state) => isAdded(state.accounts, address));
  const organisation = useOrganisation((state) => state.organisation);
  const [asked, setAsked] = useState(false);
  const [looking, setLooking] = useState(false);
  const error = addressError(address);
  const words = texts().setup;
  const next = async () => {
    setAsked(true);
    if (error !== null || isThere) return;
    setLooking(true);
    await addressEntered();
  };
  return (
    <StepFrame
      mark={first && <HeronMark />}
      title={first ? words.address.welcome : words.address.add}
      lead={first ? words.address.introduction : words.address.question}
      onSubmit={() => void next()}
      onBack={onLeave}
      backLabel={words.cancel}
      buttons={
        <Button variant="primary" type="submit" busy={looking}>
          {words.continue}
        </Button>
      }
    >
      <Notices shape="box" urgent={true} />
      {organisation !== null && (
        <Banner tone="quiet" icon={Building2}>
          {texts().organisation.inUse(organisation.name)}
        </Banner>
      )}
      <TextField
        data-first
        label={words.fields.address}
        type="email"
        value={address}
        onChange={addressTyped}
        hint={found === null ? undefined : words.address.found(found)}
        error={isThere ? words.address.isThere : asked ? error : null}
        placeholder={organisation === null ? words.fields.addressExample : `you@${organisation.domains[0]}`}
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
      <div className="-mx-3.25 flex flex-col items-start">
        <Button variant="quiet" icon={FolderInput} onClick={() => goTo('move_in')}>
          {texts().moving.open}
        </Button>
        {organisation === null && (
          <Button variant="quiet" icon={Building2} onClick={() => goTo('organisation')}>
            {texts().organisation.open}
          </Button>
        )}
      </div>
    </StepFrame>
  );
}
