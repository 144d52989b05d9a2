import { ChevronDown } from 'lucide-react';
import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';
import { controlClass, Field } from './field.tsx';
import { Icon } from './icon.tsx';

interface SelectProps<Value extends string> {
  readonly label: string;
  readonly value: Value;
  readonly options: readonly { readonly value: Value; readonly label: string }[];
  readonly onChange: (value: Value) => void;
  readonly hint?: ReactNode;
  readonly disabled?: boolean;
}

/** A choice of one. The platform's own list, because it is what the system's users and screen readers know. */
export function Select<Value extends string>({
  label,
  value,
  options,
  onChange,
  hint,
  disabled = false,
}: SelectProps<Value>) {
  return (
    <Field label={label} hint={hint}>
      {(control) => (
        <div className="relative">
          <select
            {...control}
            value={value}
            disabled={disabled}
            onChange={(event) => {
              const chosen = options.find((option) => option.value === event.target.value);
              if (chosen) onChange(chosen.value);
            }}
            className={classNames(controlClass, 'appearance-none pe-7')}
          >
            {options.map((option) => (
              <option key={option.value} value={option.value}>
                {option.label}
              </option>
            ))}
          </select>
          <span className="pointer-events-none absolute end-2 top-2 text-muted">
            <Icon icon={ChevronDown} />
          </span>
        </div>
      )}
    </Field>
  );
}
