import { texts } from '../../shared/texts/texts.ts';
import { Button } from '../components/button.tsx';
import { TextField } from '../components/text-field.tsx';
import type { FieldErrors, OpenIdDraft, OpenIdField } from './fields.ts';

interface OpenIdFieldsProps {
  readonly value: OpenIdDraft;
  readonly onChange: (value: OpenIdDraft) => void;
  readonly errors: FieldErrors<OpenIdField>;
  /** Google's address and scope are known. */
  readonly isGoogle: boolean;
  /** The first field is where typing begins. */
  readonly isFirst?: boolean;
  /** A secret that stays where none is typed. */
  readonly keepsSecret?: boolean;
}

/** The registration at an OAuth2 or OpenID provider. */
export function OpenIdFields(props: OpenIdFieldsProps) {
  const { value, onChange, errors, isGoogle, isFirst = false, keepsSecret = false } = props;
  const words = texts().setup;
  const { endpoints } = value;
  // What is not shown goes with the pages that it was found with: a secret is never sent to a former provider's address.
  const unseen = { device: null, issuer: null };
  const change = (part: Partial<OpenIdDraft>) => onChange({ ...value, ...part });
  return (
    <>
      {!isGoogle && endpoints !== null && (
        <>
          <TextField
            label={words.openId.authorization}
            mono
            value={endpoints.authorization}
            onChange={(authorization) => change({ endpoints: { ...endpoints, ...unseen, authorization } })}
            error={errors.authorization ?? null}
            hint={words.openId.authorizationHint}
          />
          <TextField
            label={words.openId.token}
            mono
            value={endpoints.token}
            onChange={(token) => change({ endpoints: { ...endpoints, ...unseen, token } })}
            error={errors.token ?? null}
            hint={words.openId.tokenHint}
          />
          <Button className="self-start" onClick={() => change({ endpoints: null })}>
            {words.openId.byDiscovery}
          </Button>
        </>
      )}
      {!isGoogle && endpoints === null && (
        <TextField
          {...(isFirst ? { 'data-first': true } : {})}
          label={words.openId.discovery}
          mono
          value={value.discovery}
          onChange={(discovery) => change({ discovery })}
          error={errors.discovery ?? null}
          hint={words.openId.discoveryHint}
        />
      )}
      <TextField
        {...((isGoogle || endpoints !== null) && isFirst ? { 'data-first': true } : {})}
        label={words.fields.clientId}
        mono
        value={value.clientId}
        onChange={(clientId) => change({ clientId })}
        error={errors.clientId ?? null}
        hint={words.openId.clientIdHint}
      />
      <TextField
        label={words.openId.clientSecret}
        type="password"
        value={value.clientSecret}
        onChange={(clientSecret) => change({ clientSecret })}
        hint={keepsSecret ? words.openId.clientSecretKept : words.openId.clientSecretHint}
        maxLength={1024}
      />
      {!isGoogle && (
        <TextField
          label={words.openId.scopes}
          mono
          value={value.scopes}
          onChange={(scopes) => change({ scopes })}
          error={errors.scopes ?? null}
          hint={words.openId.scopesHint}
        />
      )}
    </>
  );
}
