import { texts } from '../../../shared/texts/texts.ts';
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
  const words = texts().setup.fields;
  return (
    <fieldset className="grid grid-cols-[minmax(0,1fr)_calc(var(--unit)*19)_calc(var(--unit)*28)] items-start gap-2">
      <legend className="sr-only">{protocol === 'imap' ? words.incoming : words.outgoing}</legend>
      <TextField
        label={words.server(name)}
        value={value.host}
        onChange={(host) => onChange({ ...value, host })}
        error={errors.host ?? null}
      />
      <TextField
        label={words.port(name)}
        inputMode="numeric"
        value={value.port}
        onChange={(port) => onChange({ ...value, port })}
        error={errors.port ?? null}
      />
      <Select
        label={words.security(name)}
        value={value.security}
        options={securities}
        onChange={(security) => onChange(securityChanged(value, protocol, security))}
      />
    </fieldset>
  );
}
