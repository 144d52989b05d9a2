import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/** Azure's metadata service: an address like any other to IANA's registry. */
const azureMetadata = '168.63.129.16';
/** All that is global unicast of IPv6; ipaddr.js takes what nobody was given for unicast as well. */
const globalIpv6 = ipaddr.IPv6.parseCIDR('2000::/3');

/**
 * Whether an IP address is on the public internet, so that a request to it tells nothing to, and changes nothing in, the user's own network.
 * Which ranges of it are special is what ipaddr.js keeps of IANA's registries (RFC 6890); it has tunnels and translators (6to4, Teredo, NAT64),
 * behind which any IPv4 address can stand, among them.
 */
export function isPublicAddress(address: string): boolean {
  // A zone ("fe80::1%eth0") names a link of this computer. ipaddr.js alone would also read "127.1" and "0177.0.0.1".
  if (address.includes('%') || isIP(address) === 0 || address === azureMetadata) return false;
  const parsed = ipaddr.parse(address);
  const isGlobal = !(parsed instanceof ipaddr.IPv6) || parsed.match(globalIpv6);
  return isGlobal && parsed.range() === 'unicast';
}

/** Names of this computer and of its network: RFC 6761, 6762, 8375, 9476, ICANN's .internal, and what routers hand out. */
const localDomains = [
  'localhost',
  'local',
  'localdomain',
  'internal',
  'intranet',
  'private',
  'corp',
  'home',
  'lan',
  'home.arpa',
  'alt',
  'onion',
];

/** Whether a host, as a parsed URL has it, can be one of the public internet: an address, or a name with a dot under no local domain. */
export function isPublicHost(hostname: string): boolean {
  const host = hostname.toLowerCase().replace(/\.$/, '');
  if (host.startsWith('[')) return isPublicAddress(host.slice(1, -1));
  if (isIP(host) !== 0) return isPublicAddress(host);
  return host.includes('.') && !localDomains.some((domain) => host.endsWith(`.${domain}`));
}
