import type { ServerEndpoint, SetupDefaults, SetupSuggestion } from '../../shared/mail.ts';
import type { AppError } from '../../shared/reply.ts';
import type { WantedValue } from '../../shared/texts/fault-words.en.ts';
import { graphOriginOf, microsoft } from '../auth/microsoft.ts';
import type { MailExchangers } from '../platform/mail-exchangers.ts';
import { filterExchangers, liesIn, microsoftPresets, providerPresets } from './provider-presets.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** How many domains' exchangers are remembered. */
const mostDomains = 50;

/**
 * What new accounts start from. `common` as tenant takes work, school and personal accounts alike, so it fits whatever address is
 * typed; an app that is registered for one organisation needs MICROSOFT_TENANT_ID (else AADSTS50194, which says so).
 * @returns the defaults, and a notice for each variable whose value cannot be used
 */
export function readSetupDefaults(environment: Environment): {
  defaults: SetupDefaults;
  /** The origin of Microsoft Graph. */
  graph: string;
  notices: AppError[];
} {
  const notices: AppError[] = [];
  const take = <T>(name: string, fallback: string, parse: (text: string) => T | null, wanted: WantedValue): T => {
    const text = environment[name]?.trim() ?? '';
    const value = parse(text === '' ? fallback : text);
    if (value !== null) return value;
    const params = { reason: 'variable', name, value: text.slice(0, 80), wanted } as const;
    notices.push({ code: 'invalid_input', params, retryable: false });
    const standard = parse(fallback);
    if (standard === null) throw new Error(`Bad default for ${name}`);
    return standard;
  };
  const matching = (pattern: RegExp) => (text: string) => (pattern.test(text) ? text : null);
  const configured = {
    clientId: take('MICROSOFT_CLIENT_ID', '', matching(/^[0-9a-zA-Z-]{0,64}$/), 'client_id'),
    tenant: take('MICROSOFT_TENANT_ID', microsoft.tenants[0], matching(/^[0-9a-zA-Z.-]{1,255}$/), 'tenant'),
    loginHost: take('HERON_MICROSOFT_AUTHORITY', microsoft.loginHosts[0] ?? '', parseOrigin, 'address'),
    imap: take('HERON_MICROSOFT_IMAP', 'outlook.office365.com:993', parseEndpoint, 'server'),
    smtp: take('HERON_MICROSOFT_SMTP', 'smtp.office365.com:587', parseEndpoint, 'server'),
  };
  const graph = take('HERON_MICROSOFT_GRAPH', graphOriginOf(configured.loginHost), parseOrigin, 'address');
  return { defaults: { microsoft: configured }, graph, notices };
}

/**
 * What is likely right for an address: by its domain, else by the mail exchangers of the domain, else a guess by the usual names.
 * @param exchangers of the domain, lower case; empty when nobody was asked
 */
export function suggestSetup(
  address: string,
  { microsoft: configured }: SetupDefaults,
  exchangers: readonly string[] = [],
): SetupSuggestion {
  const domain = domainOf(address);
  const isOf = (preset: { readonly domains: readonly string[]; readonly exchangers: readonly string[] }) =>
    preset.domains.includes(domain) || exchangers.some((exchanger) => liesIn(exchanger, preset.exchangers));
  const cloud = microsoftPresets.find(isOf);
  if (cloud !== undefined) {
    // Servers and login host that Heron was started with count for the worldwide cloud.
    const { loginHost, imap, smtp } = cloud.cloud ?? {};
    return {
      provider: microsoft.id,
      name: cloud.name,
      isCertain: true,
      isPersonal: cloud.domains.includes(domain),
      imap: imap === undefined ? configured.imap : endpointOf(imap),
      smtp: smtp === undefined ? configured.smtp : endpointOf(smtp),
      tenant: configured.tenant === microsoft.tenants[0] ? cloud.tenant : null,
      loginHost: loginHost ?? null,
      method: 'password',
      hint: null,
      helpUrl: null,
    };
  }
  const preset = providerPresets.find(isOf);
  const filtered = exchangers.some((exchanger) => liesIn(exchanger, filterExchangers));
  return {
    provider: filtered && preset === undefined ? microsoft.id : 'generic',
    name: preset?.name ?? null,
    isCertain: preset !== undefined,
    isPersonal: preset?.domains.includes(domain) ?? false,
    imap: endpointOf(preset?.imap ?? `imap.${domain}:993`),
    smtp: endpointOf(preset?.smtp ?? `smtp.${domain}:587`),
    tenant: null,
    loginHost: null,
    method: preset?.method ?? 'password',
    hint: preset?.hint ?? null,
    helpUrl: preset?.helpUrl ?? null,
  };
}

/** The domain of an address, lower case. */
function domainOf(address: string): string {
  return address
    .slice(address.lastIndexOf('@') + 1)
    .trim()
    .toLowerCase();
}

/**
 * Looks an address up: the presets, and for other domains their mail exchangers, each domain once. Answers within the
 * time that the look-up has.
 */
export function addressLookUp(
  defaults: SetupDefaults,
  exchangersOf: MailExchangers,
): (address: string) => Promise<SetupSuggestion> {
  const asked = new Map<string, Promise<readonly string[]>>();
  return async (address) => {
    const known = suggestSetup(address, defaults);
    if (known.isCertain) return known;
    const domain = domainOf(address);
    const answer = asked.get(domain) ?? exchangersOf(domain);
    asked.set(domain, answer);
    const exchangers = await answer;
    // The network may be there the next time.
    if (exchangers.length === 0 || asked.size > mostDomains) asked.delete(domain);
    return suggestSetup(address, defaults, exchangers);
  };
}

/** Reads `host:port` or `[::1]:port`. 143 and 587 are where STARTTLS lives (RFC 3501, RFC 6409); all else is implicit TLS (RFC 8314). */
export function parseEndpoint(text: string): ServerEndpoint | null {
  const match = /^(?:\[([0-9a-fA-F:]+)\]|((?!-)[\p{L}\p{N}.-]{1,253})):(\d{1,5})$/u.exec(text.trim());
  const host = match?.[1] ?? match?.[2];
  const port = Number(match?.[3]);
  if (host === undefined || port < 1 || port > 65535) return null;
  return { host, port, security: port === 587 || port === 143 ? 'starttls' : 'tls' };
}

function endpointOf(text: string): ServerEndpoint {
  const endpoint = parseEndpoint(text);
  if (endpoint !== null) return endpoint;
  // The domain is not a valid host name; the form shows it with an error.
  const [host = '', port] = text.split(':');
  return { host, port: Number(port) || 993, security: port === '587' ? 'starttls' : 'tls' };
}

function parseOrigin(text: string): string | null {
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  const plain = url.username === '' && url.password === '' && url.pathname === '/' && url.search === '';
  return url.protocol === 'https:' && plain ? url.origin : null;
}
