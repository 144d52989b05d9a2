import type { ConnectionSecurity, FoundSignIn, IdentitySettings, ServerEndpoint } from '../../shared/mail.ts';
import { texts } from '../../shared/texts/texts.ts';

/** A server as it is being typed. */
export interface EndpointDraft {
  readonly host: string;
  readonly port: string;
  readonly security: ConnectionSecurity;
}

/** What is wrong with each field of a form, by the field's name; a field that is right is not in it. */
export type FieldErrors<Name extends string> = Partial<Record<Name, string>>;

/** A server to start typing from. */
export function endpointDraft({ host, port, security }: ServerEndpoint): EndpointDraft {
  return { host, port: String(port), security };
}

/** A typed server without its errors; call `endpointErrors` first. */
export function parsedEndpoint(draft: EndpointDraft): ServerEndpoint {
  return { host: draft.host.trim(), port: Number(draft.port), security: draft.security };
}

/** What is wrong with a typed server, by the rules of shared/input-schemas.ts. */
export function endpointErrors(draft: EndpointDraft): FieldErrors<'host' | 'port'> {
  const wrong = texts().rules;
  const errors: FieldErrors<'host' | 'port'> = {};
  const host = draft.host.trim();
  if (host === '') errors.host = wrong.noHost;
  else if (!/^(?!-)[\p{L}\p{N}.-]+$|^[0-9a-fA-F:]+$/u.test(host) || host.length > 253) {
    errors.host = wrong.host;
  }
  const port = draft.port.trim();
  if (!/^\d{1,5}$/.test(port) || Number(port) < 1 || Number(port) > 65535) {
    errors.port = wrong.port;
  }
  return errors;
}

const usualPorts = {
  imap: { tls: '993', starttls: '143' },
  smtp: { tls: '465', starttls: '587' },
} as const;

/** Changes the security. The port changes to the usual one for it, unless the user typed another port. */
export function securityChanged(
  draft: EndpointDraft,
  protocol: 'imap' | 'smtp',
  security: ConnectionSecurity,
): EndpointDraft {
  if (security === draft.security) return draft;
  const usual = usualPorts[protocol];
  const port = draft.port === usual[draft.security] ? usual[security] : draft.port;
  return { ...draft, security, port };
}

/** What is wrong with a mail address; null when nothing is. */
export function addressError(address: string): string | null {
  const trimmed = address.trim();
  if (trimmed === '') return texts().rules.noAddress;
  return /^[^\s@<>"]+@[^\s@<>"]+$/.test(trimmed) && trimmed.length <= 320 ? null : texts().rules.address;
}

/** A login host as people type it, as the origin that main takes. */
export function loginOrigin(text: string): string {
  const trimmed = text.trim();
  const withScheme = /^[a-z]+:\/\//i.test(trimmed) ? trimmed : `https://${trimmed}`;
  return URL.canParse(withScheme) ? new URL(withScheme).origin : trimmed;
}

/** The typed identity as main takes it. */
export function parsedIdentity(draft: IdentitySettings): IdentitySettings {
  const { options } = draft;
  return {
    clientId: draft.clientId.trim(),
    tenant: draft.tenant.trim(),
    loginHost: loginOrigin(draft.loginHost),
    ...(options === undefined ? {} : { options }),
  };
}

/** What is wrong with a typed identity. */
export function identityErrors(draft: IdentitySettings): FieldErrors<'clientId' | 'tenant' | 'loginHost'> {
  const { clientId, tenant, loginHost } = parsedIdentity(draft);
  const wrong = texts().rules;
  const errors: FieldErrors<'clientId' | 'tenant' | 'loginHost'> = {};
  if (clientId === '') errors.clientId = wrong.noClientId;
  else if (!/^[0-9a-zA-Z-]{1,64}$/.test(clientId)) {
    errors.clientId = wrong.clientId;
  }
  if (!/^[0-9a-zA-Z.-]{1,255}$/.test(tenant)) {
    errors.tenant = wrong.tenant;
  }
  if (!loginHost.startsWith('https://') || !URL.canParse(loginHost) || new URL(loginHost).origin !== loginHost) {
    errors.loginHost = wrong.loginHost;
  }
  return errors;
}

/** An OAuth2 or OpenID provider as it is being typed: by its own address, or by those of its two pages. */
export interface OpenIdDraft {
  readonly discovery: string;
  /** Null: `discovery` leads to them. */
  readonly endpoints: {
    readonly authorization: string;
    readonly token: string;
    readonly device: string | null;
    readonly issuer: string | null;
  } | null;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly scopes: string;
}

export type OpenIdField = 'discovery' | 'authorization' | 'token' | 'clientId' | 'scopes';

/** What is wrong with a typed provider. Google's address and scope are known. */
export function openIdErrors(draft: OpenIdDraft, isGoogle: boolean): FieldErrors<OpenIdField> {
  const wrong = texts().rules;
  const errors: FieldErrors<OpenIdField> = {};
  if (!/^[\x21-\x7e]{1,255}$/.test(draft.clientId.trim())) errors.clientId = wrong.noClientId;
  if (isGoogle) return errors;
  const isPage = (text: string) => URL.canParse(text.trim()) && new URL(text.trim()).protocol === 'https:';
  const { discovery, endpoints } = draft;
  if (endpoints === null && !isPage(discovery)) errors.discovery = wrong.discovery;
  if (endpoints !== null && !isPage(endpoints.authorization)) errors.authorization = wrong.discovery;
  if (endpoints !== null && !isPage(endpoints.token)) errors.token = wrong.discovery;
  if (draft.scopes.trim() === '') errors.scopes = wrong.noScopes;
  return errors;
}

/** A provider to start typing from. */
export const noOpenId: OpenIdDraft = {
  discovery: '',
  endpoints: null,
  clientId: '',
  clientSecret: '',
  scopes: '',
};

/** What the fields of an OAuth2 registration hold for one that is known; its secret is not told. */
export function openIdDraft({ clientId, options = {} }: IdentitySettings): OpenIdDraft {
  const { discovery = '', scopes = '', authorizationEndpoint, tokenEndpoint } = options;
  const { deviceEndpoint: device = null, issuer = null } = options;
  const endpoints =
    authorizationEndpoint === undefined || tokenEndpoint === undefined
      ? null
      : { authorization: authorizationEndpoint, token: tokenEndpoint, device, issuer };
  return { ...noOpenId, clientId, discovery, scopes, endpoints: discovery === '' ? endpoints : null };
}

/** What the fields hold of a provider that a domain names. */
export function foundOpenId({ authorizationEndpoint, tokenEndpoint, issuer, scopes }: FoundSignIn): OpenIdDraft {
  return {
    ...noOpenId,
    scopes,
    endpoints: { authorization: authorizationEndpoint, token: tokenEndpoint, device: null, issuer },
  };
}

/**
 * The typed provider as main takes it for a sign-in. A token goes to the servers that it was entered for (Q3).
 * @param redirect the form of the redirect that the registration names; undefined: the usual one
 */
export function parsedOpenId(
  draft: OpenIdDraft,
  isGoogle: boolean,
  { imap, smtp }: { readonly imap: ServerEndpoint; readonly smtp: ServerEndpoint },
  redirect?: string,
): { readonly provider: string; readonly identity: IdentitySettings; readonly clientSecret?: string } {
  const { endpoints } = draft;
  const discovery = draft.discovery.trim();
  const pages: Readonly<Record<string, string>> =
    endpoints === null
      ? { discovery }
      : {
          authorizationEndpoint: endpoints.authorization.trim(),
          tokenEndpoint: endpoints.token.trim(),
          ...(endpoints.device === null ? {} : { deviceEndpoint: endpoints.device }),
          ...(endpoints.issuer === null ? {} : { issuer: endpoints.issuer }),
        };
  const own = { ...pages, scopes: draft.scopes.trim(), mailHosts: `${imap.host} ${smtp.host}` };
  const options = { ...(isGoogle ? {} : own), ...(redirect === undefined ? {} : { redirect }) };
  const place = endpoints === null ? discovery : endpoints.authorization.trim();
  const loginHost = isGoogle ? 'https://accounts.google.com' : new URL(place).origin;
  const clientSecret = draft.clientSecret.trim();
  return {
    provider: isGoogle ? 'google' : 'openid',
    identity: { clientId: draft.clientId.trim(), tenant: '', loginHost, options },
    ...(clientSecret === '' ? {} : { clientSecret }),
  };
}

/** Whether the typed provider may have a sign-in by a code: of one that is named by its pages that page is known, or there is none. */
export function mayHaveCodes({ endpoints }: OpenIdDraft, isGoogle: boolean): boolean {
  return !isGoogle && (endpoints === null || endpoints.device !== null);
}

/** What is wrong with a user name and a password. */
export function credentialErrors(username: string, password: string): FieldErrors<'username' | 'password'> {
  const wrong = texts().rules;
  const errors: FieldErrors<'username' | 'password'> = {};
  if (username.trim() === '') errors.username = wrong.noUsername;
  if (password === '') errors.password = wrong.noPassword;
  return errors;
}
