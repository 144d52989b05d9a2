import { RadioGroup } from 'radix-ui';
import type { Provider } from '../../../../shared/mail.ts';
import { Button } from '../../../components/button.tsx';
import { goBack, goTo, typed, useSetup } from '../setup-store.ts';
import { StepFrame } from '../step-frame.tsx';

const choices: readonly { value: Provider; name: string; detail: string }[] = [
  {
    value: 'microsoft365',
    name: 'Microsoft 365',
    detail: 'Work, school or Outlook.com. You sign in on Microsoft’s own page; Heron never sees the password.',
  },
  {
    value: 'generic',
    name: 'Other IMAP server',
    detail: 'Any other provider or your own server, with a password or an app password.',
  },
];

/** Where the mailbox is; what main takes the address for is chosen already. */
export function ProviderStep() {
  const provider = useSetup((state) => state.draft.provider);
  const address = useSetup((state) => state.draft.address);
  const choose = (value: string) => {
    const choice = choices.find((candidate) => candidate.value === value);
    if (choice) typed({ provider: choice.value });
  };
  return (
    <StepFrame
      title="Where is this mailbox?"
      lead={<span data-selectable>{address.trim()}</span>}
      onSubmit={() => goTo(provider === 'microsoft365' ? 'microsoft' : 'imap')}
      onBack={goBack}
      buttons={
        <Button variant="primary" type="submit">
          Continue
        </Button>
      }
    >
      <RadioGroup.Root
        aria-label="Kind of mailbox"
        value={provider}
        onValueChange={choose}
        className="flex flex-col gap-2"
      >
        {choices.map(({ value, name, detail }) => (
          <RadioGroup.Item
            key={value}
            value={value}
            aria-label={name}
            aria-describedby={`provider-${value}`}
            {...(value === provider ? { 'data-first': true } : {})}
            onKeyDown={(event) => {
              // A radio is a button to the browser: Enter would press it, and here it goes on.
              if (event.key === 'Enter') event.currentTarget.form?.requestSubmit();
            }}
            className="group flex items-start gap-3 rounded-md border border-line-strong p-3 text-start hover:bg-hover data-[state=checked]:border-accent data-[state=checked]:bg-accent-soft"
          >
            <span className="mt-0.5 flex size-4 shrink-0 items-center justify-center rounded-full border border-line-strong bg-surface group-data-[state=checked]:border-accent">
              <RadioGroup.Indicator className="size-2 rounded-full bg-accent" />
            </span>
            <span className="flex flex-col">
              <span className="font-semibold">{name}</span>
              <span id={`provider-${value}`} className="text-muted">
                {detail}
              </span>
            </span>
          </RadioGroup.Item>
        ))}
      </RadioGroup.Root>
    </StepFrame>
  );
}
