import { domainToASCII } from 'node:url';
import type { ServerEndpoint, SetupDefaults, SetupSuggestion } from '../../shared/mail.ts';
import { isMicrosoftHost, liesIn } from '../../shared/mail-hosts.ts';
import { microsoft } from '../auth/microsoft.ts';
import type { Discovery } from '../discovery/discover.ts';
import type { FoundServers } from '../discovery/found-servers.ts';
import type { Clock } from '../platform/clock.ts';
import type { MailExchangers } from '../platform/mail-exchangers.ts';
import { endpointOf } from './presets.ts';
import { filterExchangers, type MicrosoftPreset, microsoftPresets, providerPresets } from './provider-presets.ts';

/** How many domains' exchangers are remembered. */
const mostDomains = 50;
/** For all questions about one address together, milliseconds. */
const timeBoxMs = 5_000;

/**
 * What is likely right for an address: by its domain, else by the mail exchangers of the domain, else a guess by the usual names.
 * @param exchangers of the domain, lower case; empty when nobody was asked
 */
export function suggestSetup(
  address: string,
  defaults: SetupDefaults,
  exchangers: readonly string[] = [],
): SetupSuggestion {
  const domain = domainOf(address);
  const isOf = (preset: { readonly domains: readonly string[]; readonly exchangers: readonly string[] }) =>
    preset.domains.includes(domain) || exchangers.some((exchanger) => liesIn(exchanger, preset.exchangers));
  const cloud = microsoftPresets.find(isOf);
  if (cloud !== undefined) return atMicrosoft(address, defaults, cloud);
  const preset = providerPresets.find(isOf);
  const filtered = exchangers.some((exchanger) => liesIn(exchanger, filterExchangers));
  return {
    provider: filtered && preset === undefined ? microsoft.id : 'generic',
    name: preset?.name ?? null,
    isCertain: preset !== undefined,
    foundBy: preset === undefined ? 'guess' : preset.domains.includes(domain) ? 'domain' : 'exchanger',
    imap: endpointOf(preset?.imap ?? `imap.${domain}:993`),
    smtp: endpointOf(preset?.smtp ?? `smtp.${domain}:587`),
    username: null,
    foreignHosts: [],
    tenant: null,
    loginHost: null,
    identity: null,
    method: preset?.method ?? 'password',
    hint: preset?.hint ?? null,
    helpUrl: preset?.helpUrl ?? null,
  };
}

function atMicrosoft(
  address: string,
  { microsoft: configured }: SetupDefaults,
  { name, tenant, domains, cloud }: MicrosoftPreset,
): SetupSuggestion {
  // Servers and login host that Heron was started with count for the worldwide cloud.
  const { loginHost, imap, smtp } = cloud ?? {};
  return {
    provider: microsoft.id,
    name,
    isCertain: true,
    foundBy: domains.includes(domainOf(address)) ? 'domain' : 'exchanger',
    imap: imap === undefined ? configured.imap : endpointOf(imap),
    smtp: smtp === undefined ? configured.smtp : endpointOf(smtp),
    username: null,
    foreignHosts: [],
    tenant: configured.tenant === microsoft.tenants[0] ? tenant : null,
    loginHost: loginHost ?? null,
    identity: null,
    method: 'password',
    hint: null,
    helpUrl: null,
  };
}

/** The domain of an address, lower case. */
function domainOf(address: string): string {
  return address
    .slice(address.lastIndexOf('@') + 1)
    .trim()
    .toLowerCase();
}

/** What a domain says of its servers, on top of the guess. Servers of known providers are recognised, whoever names them. */
export function withFoundServers(
  address: string,
  guess: SetupSuggestion,
  defaults: SetupDefaults,
  found: FoundServers,
): SetupSuggestion {
  // The worldwide cloud for organisations comes last, after the one for people with the same servers.
  const cloud = microsoftPresets.findLast(({ cloud }) => {
    const known = cloud === null ? defaults.microsoft.imap : endpointOf(cloud.imap);
    return known.host === found.imap.host && known.port === found.imap.port;
  });
  if (cloud !== undefined) return { ...atMicrosoft(address, defaults, cloud), foundBy: found.source };
  const preset = providerPresets.find(({ imap }) => endpointOf(imap).host === found.imap.host);
  const smtp = found.smtp ?? guess.smtp;
  return {
    ...guess,
    provider: 'generic',
    name: preset?.name ?? null,
    isCertain: true,
    foundBy: found.source,
    imap: found.imap,
    smtp,
    username: found.username,
    foreignHosts: preset === undefined ? foreignHosts(address, [found.imap, smtp]) : [],
    // Of a known provider Heron knows better.
    signIn: preset === undefined ? (found.signIn ?? null) : null,
    method: preset?.method ?? 'password',
    hint: preset?.hint ?? null,
    helpUrl: preset?.helpUrl ?? null,
  };
}

/**
 * What Microsoft says of a mailbox whose mail goes to Microsoft: the cloud that has it, or a server of the organisation itself, as in a hybrid.
 * @param host as `Discovery.microsoftHost` answers
 */
export function withMicrosoftHost(
  address: string,
  suggestion: SetupSuggestion,
  defaults: SetupDefaults,
  host: string,
): SetupSuggestion {
  const cloud = microsoftPresets.find((preset) => preset.cloud !== null && endpointOf(preset.cloud.imap).host === host);
  if (cloud !== undefined) return { ...atMicrosoft(address, defaults, cloud), foundBy: 'autodiscover' };
  if (isMicrosoftHost(host)) return suggestion;
  const imap: ServerEndpoint = { host, port: 993, security: 'tls' };
  const smtp: ServerEndpoint = { host, port: 587, security: 'starttls' };
  return {
    ...suggestSetup(address, defaults),
    isCertain: true,
    foundBy: 'autodiscover',
    imap,
    smtp,
    foreignHosts: foreignHosts(address, [imap, smtp]),
  };
}

/** The servers that lie outside the address's own domain, each once. */
function foreignHosts(address: string, servers: readonly ServerEndpoint[]): readonly string[] {
  const domain = domainToASCII(domainOf(address));
  const hosts = servers.map(({ host }) => host).filter((host) => !liesIn(host, [domain]));
  return [...new Set(hosts)];
}

export interface AddressLookUpPorts {
  readonly exchangersOf: MailExchangers;
  readonly discovery: Discovery;
  readonly clock: Clock;
}

/**
 * Looks an address up. While it is being typed: the presets, and for other domains their mail exchangers, each domain once. When it has been
 * entered (`thorough`): where these do not tell, what the domain itself says; and of Microsoft's mailboxes, which cloud has them. So
 * the address is told to nobody before the user has gone on with it. Answers within five seconds.
 */
export function addressLookUp(
  defaults: SetupDefaults,
  { exchangersOf, discovery, clock }: AddressLookUpPorts,
): (address: string, thorough: boolean) => Promise<SetupSuggestion> {
  const asked = new Map<string, Promise<readonly string[]>>();
  return async (address, thorough) => {
    const known = suggestSetup(address, defaults);
    if (known.isCertain) return known;
    const begun = clock.monotonic();
    const domain = domainOf(address);
    const answer = asked.get(domain) ?? exchangersOf(domain);
    asked.set(domain, answer);
    const exchangers = await answer;
    // The network may be there the next time.
    if (exchangers.length === 0 || asked.size > mostDomains) asked.delete(domain);
    const suggestion = suggestSetup(address, defaults, exchangers);
    if (!thorough) return suggestion;
    const left = Math.max(0, timeBoxMs - (clock.monotonic() - begun));
    if (suggestion.provider === microsoft.id && suggestion.isCertain) {
      const host = await discovery.microsoftHost(address.trim(), left);
      return host === null ? suggestion : withMicrosoftHost(address, suggestion, defaults, host);
    }
    if (suggestion.isCertain) return suggestion;
    const found = await discovery.servers(address.trim(), left);
    return found === null ? suggestion : withFoundServers(address, suggestion, defaults, found);
  };
}
