import type { ComponentProps, ReactNode } from 'react';
import { classNames } from './class-names.ts';
import { controlClass, Field } from './field.tsx';

interface TextFieldProps extends Omit<ComponentProps<'input'>, 'id' | 'value' | 'onChange'> {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly hint?: ReactNode;
  readonly error?: string | null;
  /** For identifiers and codes. */
  readonly mono?: boolean;
}

/** One line of text with its label, hint and error. */
export function TextField({ label, value, onChange, hint, error, mono = false, className, ...rest }: TextFieldProps) {
  return (
    <Field label={label} hint={hint} error={error ?? null}>
      {(control) => (
        <input
          type="text"
          spellCheck={false}
          autoComplete="off"
          autoCapitalize="off"
          {...(mono ? { dir: 'ltr' } : {})}
          {...rest}
          {...control}
          value={value}
          onChange={(event) => onChange(event.target.value)}
          // Addresses and names keep their own direction, but stand where the window's text begins.
          className={classNames(controlClass, 'rtl:text-right', mono && 'font-mono text-small', className)}
        />
      )}
    </Field>
  );
}
