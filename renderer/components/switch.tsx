import { Switch as Primitive } from 'radix-ui';
import { type ReactNode, useId } from 'react';
import { classNames } from './class-names.ts';

interface SwitchControlProps {
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly disabled?: boolean;
}

interface SwitchProps extends SwitchControlProps {
  readonly label: string;
  /** What the setting means, or why it cannot be changed. */
  readonly hint?: ReactNode;
}

/** A setting that is on or off, with its label and hint; a change takes effect at once. */
export function Switch({ label, hint, ...control }: SwitchProps) {
  const id = useId();
  return (
    <div className="flex items-start gap-4">
      <div className="flex min-w-0 flex-1 flex-col">
        <label htmlFor={id} className={classNames('w-fit', control.disabled && 'text-muted')}>
          {label}
        </label>
        {hint && (
          <p id={`${id}-hint`} className="text-small text-pretty text-muted">
            {hint}
          </p>
        )}
      </div>
      <Control {...control} id={id} aria-describedby={hint ? `${id}-hint` : undefined} />
    </div>
  );
}

interface BareSwitchProps extends SwitchControlProps {
  /** The accessible name, for a switch whose visible label stands elsewhere. */
  readonly label: string;
}

/** The switch without a label and a hint. */
export function BareSwitch({ label, ...control }: BareSwitchProps) {
  return <Control {...control} aria-label={label} />;
}

interface ControlProps extends SwitchControlProps {
  readonly id?: string;
  readonly 'aria-label'?: string;
  readonly 'aria-describedby'?: string | undefined;
}

function Control({ checked, onChange, disabled = false, ...names }: ControlProps) {
  return (
    <Primitive.Root
      {...names}
      checked={checked}
      onCheckedChange={onChange}
      disabled={disabled}
      className={classNames(
        'h-5 w-9 shrink-0 rounded-full border border-line-strong bg-surface transition-colors enabled:hover:bg-hover disabled:opacity-50',
        'data-[state=checked]:border-accent data-[state=checked]:bg-accent enabled:data-[state=checked]:hover:bg-accent-hover',
        'forced-colors:data-[state=checked]:bg-[Highlight] forced-colors:data-[state=checked]:forced-color-adjust-none',
      )}
    >
      <Primitive.Thumb className="ms-0.5 block size-3.5 rounded-full bg-line-strong transition-transform duration-120 data-[state=checked]:translate-x-4 data-[state=checked]:bg-on-accent rtl:data-[state=checked]:-translate-x-4 forced-colors:bg-[ButtonText] forced-colors:data-[state=checked]:bg-[HighlightText]" />
    </Primitive.Root>
  );
}
