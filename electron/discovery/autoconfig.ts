import type { FoundSignIn, ServerEndpoint } from '../../shared/mail.ts';
import { domainOf, type FoundServers, hostOf } from './found-servers.ts';
import { readXml, type XmlElement } from './xml-elements.ts';

/**
 * Where a domain keeps its configuration for mail programs (draft-ietf-mailmaint-autoconfig), the more particular page first. The address is
 * told to the domain's own server only.
 */
export function autoconfigPages(address: string): readonly string[] {
  const domain = domainOf(address);
  if (domain === null) return [];
  const query = `emailaddress=${encodeURIComponent(address)}`;
  return [
    `https://autoconfig.${domain}/mail/config-v1.1.xml?${query}`,
    `https://${domain}/.well-known/autoconfig/mail/config-v1.1.xml?${query}`,
  ];
}

/**
 * Reads a configuration. Of the servers the first of each kind counts that is encrypted from the beginning, else the first with STARTTLS; one
 * without encryption is never taken.
 * @returns null where it names no IMAP server that Heron can use
 */
export function readAutoconfig(text: string, address: string): FoundServers | null {
  const root = readXml(text);
  if (root?.name !== 'clientConfig') return null;
  const provider = root.children.find(({ name }) => name === 'emailProvider');
  if (provider === undefined) return null;
  const incoming = serversOf(provider, 'incomingServer', 'imap', address);
  const imap = best(incoming);
  if (imap === null) return null;
  const smtp = best(serversOf(provider, 'outgoingServer', 'smtp', address));
  const signIn = signInOf(root, address);
  const servers = { imap: imap.endpoint, smtp: smtp?.endpoint ?? null, username: imap.username };
  return { source: 'autoconfig', ...servers, ...(signIn === null ? {} : { signIn }) };
}

/** Where people sign in by OAuth2; null where that is not told in full, or by addresses that cannot be used. */
function signInOf(root: XmlElement, address: string): FoundSignIn | null {
  const element = root.children.find(({ name }) => name === 'oAuth2');
  const value = (name: string) =>
    filled(element?.children.find((each) => each.name === name)?.text.trim() ?? '', address);
  const authorizationEndpoint = pageOf(value('authURL'));
  const tokenEndpoint = pageOf(value('tokenURL'));
  const scopes = value('scope').split(/\s+/).join(' ');
  const areScopes = scopes.length <= 2048 && /^[\x20-\x7e]+$/.test(scopes);
  if (authorizationEndpoint === null || tokenEndpoint === null || !areScopes) return null;
  // Many write a bare host there, which is not how the provider calls itself.
  return { authorizationEndpoint, tokenEndpoint, issuer: pageOf(value('issuer')), scopes };
}

/** An https address without a query or a user, on a host with a name; null for any other text. */
function pageOf(text: string): string | null {
  if (text.length > 2048 || !URL.canParse(text)) return null;
  const { protocol, hostname, username, password, search, hash } = new URL(text);
  const isBare = [username, password, search, hash].every((part) => part === '');
  return protocol === 'https:' && isBare && hostOf(hostname) !== null ? text : null;
}

interface Server {
  readonly endpoint: ServerEndpoint;
  readonly username: string;
}

function best(servers: readonly Server[]): Server | null {
  return servers.find(({ endpoint }) => endpoint.security === 'tls') ?? servers[0] ?? null;
}

function serversOf(provider: XmlElement, element: string, type: string, address: string): Server[] {
  return provider.children.flatMap((child) => {
    if (child.name !== element || child.attributes['type'] !== type) return [];
    const value = (name: string) => child.children.find((each) => each.name === name)?.text.trim() ?? '';
    const host = hostOf(filled(value('hostname'), address));
    const port = /^\d{1,5}$/.test(value('port')) ? Number(value('port')) : 0;
    const security = securityOf(value('socketType'));
    if (host === null || port < 1 || port > 65_535 || security === null) return [];
    const username = filled(value('username'), address);
    const isUsable = username !== '' && username.length <= 320 && !/\p{Cc}/u.test(username);
    return [{ endpoint: { host, port, security }, username: isUsable ? username : address }];
  });
}

function securityOf(socketType: string): ServerEndpoint['security'] | null {
  if (socketType === 'SSL') return 'tls';
  return socketType === 'STARTTLS' ? 'starttls' : null;
}

/** Fills in the marks that a configuration has for parts of the address. */
function filled(text: string, address: string): string {
  const at = address.lastIndexOf('@');
  return text
    .replaceAll('%EMAILADDRESS%', () => address)
    .replaceAll('%EMAILLOCALPART%', () => address.slice(0, at))
    .replaceAll('%EMAILDOMAIN%', () => address.slice(at + 1));
}
