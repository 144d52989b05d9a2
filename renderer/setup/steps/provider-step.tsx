import type { SetupProvider } from '../../../shared/mail.ts';
import { texts } from '../../../shared/texts/texts.ts';
import { Button } from '../../components/button.tsx';
import { RadioCards } from '../../components/radio-cards.tsx';
import { goBack, goTo, typed, useSetup } from '../setup-store.ts';
import { StepFrame } from '../step-frame.tsx';

/** Asks for the mailbox's provider; the one that main suggests for the address is preselected. */
export function ProviderStep() {
  const provider = useSetup((state) => state.draft.provider);
  const address = useSetup((state) => state.draft.address);
  const words = texts().setup;
  const choices: readonly { value: SetupProvider; label: string; detail: string }[] = [
    { value: 'microsoft365', label: words.provider.microsoft, detail: words.provider.microsoftDetail },
    { value: 'generic', label: words.provider.other, detail: words.provider.otherDetail },
  ];
  return (
    <StepFrame
      title={words.provider.title}
      lead={
        <span data-selectable dir="ltr">
          {address.trim()}
        </span>
      }
      onSubmit={() => goTo(provider === 'microsoft365' ? 'microsoft' : 'imap')}
      onBack={goBack}
      buttons={
        <Button variant="primary" type="submit">
          {words.continue}
        </Button>
      }
    >
      <RadioCards
        label={words.provider.label}
        value={provider}
        options={choices}
        onChange={(chosen) => typed({ provider: chosen })}
      />
    </StepFrame>
  );
}
