import { useState } from 'react';
import type { AppError } from '../../../shared/reply.ts';
import { texts } from '../../../shared/texts/texts.ts';
import { call } from '../../bridge.ts';
import { Button } from '../../components/button.tsx';
import { RadioCards } from '../../components/radio-cards.tsx';
import { SharedMailboxFailed } from '../../diagnosis/shared-mailbox-failed.tsx';
import { useAccounts } from '../../stores/accounts.ts';
import { personOf, signInFor } from '../../stores/shared-sign-ins.ts';
import { showDialog } from '../../stores/ui.ts';
import { goBack, ownSignIn, signedIn, useSetup } from '../setup-store.ts';
import { StepFrame } from '../step-frame.tsx';

/** Asks whether the mailbox is opened with a sign-in of the same organisation that is in Heron already. */
export function SignedInStep() {
  const address = useSetup((state) => state.draft.address.trim());
  const displayName = useSetup((state) => state.draft.displayName.trim());
  const accounts = useAccounts((state) => state.accounts);
  // The account that is being added has the same domain, so it is chosen once.
  const [owner] = useState(() => signInFor(accounts ?? [], address));
  const [choice, setChoice] = useState<'there' | 'own'>('there');
  const [trying, setTrying] = useState(false);
  const [error, setError] = useState<AppError | null>(null);
  const words = texts().accounts.signedIn;
  if (owner === null) return null;
  const person = personOf(owner);
  const accountId = owner.account.id;

  const add = async () => {
    if (choice === 'own') return ownSignIn();
    if (trying) return;
    setTrying(true);
    setError(null);
    const reply = await call('accounts.addShared', { accountId, address, displayName });
    setTrying(false);
    if (reply.ok) signedIn(reply.value.accountId);
    else setError(reply.error);
  };
  return (
    <StepFrame
      title={words.title}
      lead={
        <span data-selectable dir="ltr">
          {address}
        </span>
      }
      onSubmit={() => void add()}
      onBack={goBack}
      buttons={
        <Button variant="primary" type="submit" busy={trying}>
          {trying ? texts().accounts.shared.trying : texts().setup.continue}
        </Button>
      }
    >
      <RadioCards
        label={words.label}
        value={choice}
        options={[
          { value: 'there', label: words.there(person), detail: words.thereDetail },
          { value: 'own', label: words.own, detail: words.ownDetail },
        ]}
        onChange={setChoice}
      />
      {error && (
        <SharedMailboxFailed
          error={error}
          mailbox={address}
          person={person}
          provider={owner.account.provider}
          actions={{ retry: () => void add(), sign_in: () => showDialog({ kind: 'sign_in', accountId }) }}
        />
      )}
    </StepFrame>
  );
}
