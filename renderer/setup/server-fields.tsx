import { texts } from '../../shared/texts/texts.ts';
import { Select } from '../components/select.tsx';
import { TextField } from '../components/text-field.tsx';
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
    <fieldset className="flex flex-wrap items-start gap-2">
      <legend className="sr-only">{protocol === 'imap' ? words.incoming : words.outgoing}</legend>
      <div className="min-w-0 flex-[1_1_calc(var(--unit)*44)]">
        <TextField
          dir="ltr"
          label={words.server(name)}
          value={value.host}
          onChange={(host) => onChange({ ...value, host })}
          error={errors.host ?? null}
        />
      </div>
      {/* An error about the port may extend below the security field. */}
      <div className="w-19 [&_[role=alert]]:w-49">
        <TextField
          dir="ltr"
          label={words.port(name)}
          inputMode="numeric"
          value={value.port}
          onChange={(port) => onChange({ ...value, port })}
          error={errors.port ?? null}
        />
      </div>
      <div className="w-28">
        <Select
          label={words.security(name)}
          value={value.security}
          options={securities}
          onChange={(security) => onChange(securityChanged(value, protocol, security))}
        />
      </div>
    </fieldset>
  );
}
