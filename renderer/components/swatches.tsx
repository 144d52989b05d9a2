import { Ban, Check } from 'lucide-react';
import { RadioGroup } from 'radix-ui';
import { useId } from 'react';
import { type AccountColour, accountColours } from '../../shared/preferences.ts';
import { Icon } from './icon.tsx';
import { Tooltip } from './tooltip.tsx';

interface SwatchesProps {
  readonly label: string;
  readonly value: AccountColour | null;
  readonly onChange: (value: AccountColour | null) => void;
  readonly names: Readonly<Record<AccountColour, string>>;
  readonly noneName: string;
}

/** The colours that an account can have, and none. */
export function Swatches({ label, value, onChange, names, noneName }: SwatchesProps) {
  const id = useId();
  const options = [
    { colour: null, name: noneName },
    ...accountColours.map((colour) => ({ colour, name: names[colour] })),
  ];
  return (
    <div className="flex flex-col gap-1">
      <span id={id} className="text-small font-semibold text-muted">
        {label}
      </span>
      <RadioGroup.Root
        aria-labelledby={id}
        value={value ?? 'none'}
        onValueChange={(chosen) => onChange(accountColours.find((colour) => colour === chosen) ?? null)}
        orientation="horizontal"
        className="-ms-1 flex flex-wrap"
      >
        {options.map(({ colour, name }) => (
          <Tooltip key={colour ?? 'none'} text={name}>
            <RadioGroup.Item
              value={colour ?? 'none'}
              aria-label={name}
              data-colour={colour ?? 'none'}
              className="group flex size-7 items-center justify-center rounded-full focus-visible:-outline-offset-2"
            >
              {/* Styled by aria-checked: the tooltip around it overwrites data-state with its own state. */}
              <span
                className="flex size-5 items-center justify-center rounded-full border border-line-strong text-muted group-aria-checked:outline-2 group-aria-checked:outline-offset-1 group-aria-checked:outline-text"
                style={colour ? { background: `var(--account-${colour})`, borderColor: 'transparent' } : {}}
              >
                {colour === null ? (
                  <Icon icon={Ban} size={12} />
                ) : (
                  <RadioGroup.Indicator className="text-surface">
                    <Icon icon={Check} size={12} />
                  </RadioGroup.Indicator>
                )}
              </span>
            </RadioGroup.Item>
          </Tooltip>
        ))}
      </RadioGroup.Root>
    </div>
  );
}
