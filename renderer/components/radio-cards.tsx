import { RadioGroup } from 'radix-ui';
import { useId } from 'react';

interface RadioCardsProps<Value extends string> {
  readonly label: string;
  readonly value: Value;
  readonly options: readonly { readonly value: Value; readonly label: string; readonly detail: string }[];
  readonly onChange: (value: Value) => void;
}

/**
 * A choice of one option where each option needs a sentence. Enter submits the form; `data-first` is on the chosen
 * option.
 */
export function RadioCards<Value extends string>({ label, value, options, onChange }: RadioCardsProps<Value>) {
  const id = useId();
  const choose = (chosen: string) => {
    const option = options.find((candidate) => candidate.value === chosen);
    if (option) onChange(option.value);
  };
  return (
    <RadioGroup.Root aria-label={label} value={value} onValueChange={choose} className="flex flex-col gap-2">
      {options.map((option) => (
        <RadioGroup.Item
          key={option.value}
          value={option.value}
          aria-label={option.label}
          aria-describedby={`${id}-${option.value}`}
          {...(option.value === value ? { 'data-first': true } : {})}
          onKeyDown={(event) => {
            // A browser does not submit the form when Enter is pressed on a radio that is a button, so it is done here.
            if (event.key === 'Enter') event.currentTarget.form?.requestSubmit();
          }}
          className="group flex items-start gap-3 rounded-md border border-line-strong p-3 text-start hover:bg-hover data-[state=checked]:border-accent data-[state=checked]:bg-accent-soft"
        >
          <span className="mt-0.5 flex size-4 shrink-0 items-center justify-center rounded-full border border-line-strong bg-surface group-data-[state=checked]:border-accent">
            <RadioGroup.Indicator className="size-2 rounded-full bg-accent forced-colors:bg-[Highlight]" />
          </span>
          <span className="flex min-w-0 flex-col">
            <span className="font-semibold">{option.label}</span>
            <span id={`${id}-${option.value}`} className="text-muted">
              {option.detail}
            </span>
          </span>
        </RadioGroup.Item>
      ))}
    </RadioGroup.Root>
  );
}
