import { RadioGroup } from 'radix-ui';
import { useId } from 'react';

interface SegmentedProps<Value extends string> {
  readonly label: string;
  readonly value: Value;
  readonly options: readonly { readonly value: Value; readonly label: string }[];
  readonly onChange: (value: Value) => void;
}

/** A choice of one among a few short words, all visible; a choice takes effect at once. */
export function Segmented<Value extends string>({ label, value, options, onChange }: SegmentedProps<Value>) {
  const id = useId();
  const choose = (chosen: string) => {
    const option = options.find((candidate) => candidate.value === chosen);
    if (option) onChange(option.value);
  };
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <span id={id} className="text-small font-semibold text-muted">
        {label}
      </span>
      <RadioGroup.Root
        aria-labelledby={id}
        value={value}
        onValueChange={choose}
        orientation="horizontal"
        className="flex w-fit max-w-full flex-wrap gap-0.5 rounded-md border border-line-strong bg-surface p-0.5"
      >
        {options.map((option) => (
          <RadioGroup.Item
            key={option.value}
            value={option.value}
            className="min-h-7 rounded-sm px-3 hover:bg-hover data-[state=checked]:bg-accent data-[state=checked]:text-on-accent"
          >
            {option.label}
          </RadioGroup.Item>
        ))}
      </RadioGroup.Root>
    </div>
  );
}
