import type { IdentitySettings } from '../../shared/mail.ts';
import { texts } from '../../shared/texts/texts.ts';
import { TextField } from '../components/text-field.tsx';
import type { FieldErrors } from './fields.ts';

interface IdentityFieldsProps {
  readonly value: IdentitySettings;
  readonly onChange: (value: IdentitySettings) => void;
  readonly errors: FieldErrors<'clientId' | 'tenant' | 'loginHost'>;
}

/** The two values an administrator hands over. */
export function RegistrationFields({ value, onChange, errors }: IdentityFieldsProps) {
  const words = texts().setup.fields;
  return (
    <>
      <TextField
        label={words.clientId}
        mono
        value={value.clientId}
        onChange={(clientId) => onChange({ ...value, clientId })}
        error={errors.clientId ?? null}
        hint={words.clientIdHint}
      />
      <TextField
        label={words.tenant}
        mono
        value={value.tenant}
        onChange={(tenant) => onChange({ ...value, tenant })}
        error={errors.tenant ?? null}
        hint={words.tenantHint}
      />
    </>
  );
}

/** Where to sign in; another host only for national clouds and tests. */
export function LoginHostField({ value, onChange, errors }: IdentityFieldsProps) {
  return (
    <TextField
      label={texts().setup.fields.loginHost}
      mono
      value={value.loginHost}
      onChange={(loginHost) => onChange({ ...value, loginHost })}
      error={errors.loginHost ?? null}
      hint={texts().setup.fields.loginHostHint}
    />
  );
}
