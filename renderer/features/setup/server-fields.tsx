import { Select } from '../../components/select.tsx';
import { TextField } from '../../components/text-field.tsx';
import { type EndpointDraft, type FieldErrors, securityChanged } from './fields.ts';

interface ServerFieldsProps {
  readonly protocol: 'imap' | 'smtp';
  readonly value: EndpointDraft;
  readonly onChange: (value: EndpointDraft) => void;
  readonly errors: FieldErrors<'host' | 'port'>;
}

const securities = [
  { value: 'tls', label: 'TLS' },
  { value: 'starttls', label: 'STARTTLS' },
] as const;

/** Name, port and security of one server. Their labels carry the protocol, so that two of them on one page are told apart. */
export function ServerFields({ protocol, value, onChange, errors }: ServerFieldsProps) {
  const name = protocol.toUpperCase();
  return (
    <fieldset className="grid grid-cols-[minmax(0,1fr)_76px_112px] items-start gap-2">
      <legend className="sr-only">{protocol === 'imap' ? 'Incoming mail' : 'Outgoing mail'}</legend>
      <TextField
        label={`${name} server`}
        value={value.host}
        onChange={(host) => onChange({ ...value, host })}
        error={errors.host ?? null}
      />
      <TextField
        label={`${name} port`}
        inputMode="numeric"
        value={value.port}
        onChange={(port) => onChange({ ...value, port })}
        error={errors.port ?? null}
      />
      <Select
        label={`${name} security`}
        value={value.security}
        options={securities}
        onChange={(security) => onChange(securityChanged(value, protocol, security))}
      />
    </fieldset>
  );
}
