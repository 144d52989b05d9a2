import { Select } from '../../components/select.tsx';
import { TextField } from '../../components/text-field.tsx';
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

const methods = [
  { value: 'password', label: 'Password' },
  { value: 'app_password', label: 'App password' },
] as const;

/** User name and password. The password's field is where the typing begins, because the rest is known. */
export function PasswordFields({ value, onChange, errors }: PasswordFieldsProps) {
  return (
    <>
      <TextField
        label="User name"
        value={value.username}
        onChange={(username) => onChange({ username })}
        error={errors.username ?? null}
        maxLength={320}
      />
      <div className="grid grid-cols-[144px_minmax(0,1fr)] items-start gap-2">
        <Select
          label="Sign in with"
          value={value.method}
          options={methods}
          onChange={(method) => onChange({ method })}
        />
        <TextField
          data-first
          type="password"
          label={value.method === 'password' ? 'Password' : 'App password'}
          value={value.password}
          onChange={(password) => onChange({ password })}
          error={errors.password ?? null}
          maxLength={1024}
        />
      </div>
    </>
  );
}
