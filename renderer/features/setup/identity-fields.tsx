import type { IdentitySettings } from '../../../shared/mail.ts';
import { TextField } from '../../components/text-field.tsx';
import type { FieldErrors } from './fields.ts';

interface IdentityFieldsProps {
  readonly value: IdentitySettings;
  readonly onChange: (value: IdentitySettings) => void;
  readonly errors: FieldErrors<'clientId' | 'tenant' | 'loginHost'>;
}

/** The two values an administrator hands over. */
export function RegistrationFields({ value, onChange, errors }: IdentityFieldsProps) {
  return (
    <>
      <TextField
        label="Client ID"
        mono
        value={value.clientId}
        onChange={(clientId) => onChange({ ...value, clientId })}
        error={errors.clientId ?? null}
        hint="“Application (client) ID” of the app registration."
      />
      <TextField
        label="Tenant"
        mono
        value={value.tenant}
        onChange={(tenant) => onChange({ ...value, tenant })}
        error={errors.tenant ?? null}
        hint="“Directory (tenant) ID”, a domain, or common if the registration allows every organisation."
      />
    </>
  );
}

/** Where to sign in; another host only for national clouds and tests. */
export function LoginHostField({ value, onChange, errors }: IdentityFieldsProps) {
  return (
    <TextField
      label="Login host"
      mono
      value={value.loginHost}
      onChange={(loginHost) => onChange({ ...value, loginHost })}
      error={errors.loginHost ?? null}
      hint="Other than login.microsoftonline.com only in national clouds."
    />
  );
}
