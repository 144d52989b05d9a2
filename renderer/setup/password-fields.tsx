import { texts } from '../../shared/texts/texts.ts';
import { Select } from '../components/select.tsx';
import { TextField } from '../components/text-field.tsx';
import type { FieldErrors } from './fields.ts';

export interface PasswordDraft {
  readonly method: 'password' | 'app_password';
  readonly username: string;
  readonly password: string;
}

interface PasswordFieldsProps {
  readonly value: PasswordDraft;
  readonly onChange: (change: Partial<PasswordDraft>) => void;
  readonly errors: FieldErrors<'username' | 'password'>;
}

const methods = ['password', 'app_password'] as const;

/** User name and password. The focus starts in the password field, because the user name is filled in. */
export function PasswordFields({ value, onChange, errors }: PasswordFieldsProps) {
  const words = texts().setup.fields;
  return (
    <>
      <TextField
        dir="ltr"
        label={words.username}
        value={value.username}
        onChange={(username) => onChange({ username })}
        error={errors.username ?? null}
        maxLength={320}
      />
      <div className="grid grid-cols-[calc(var(--unit)*36)_minmax(0,1fr)] items-start gap-2">
        <Select
          label={words.method}
          value={value.method}
          options={methods.map((method) => ({ value: method, label: words.methods[method] }))}
          onChange={(method) => onChange({ method })}
        />
        <TextField
          data-first
          type="password"
          label={words.methods[value.method]}
          value={value.password}
          onChange={(password) => onChange({ password })}
          error={errors.password ?? null}
          maxLength={1024}
        />
      </div>
    </>
  );
}
