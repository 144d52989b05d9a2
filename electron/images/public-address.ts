import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/** Azure's metadata service, which IANA's registry does not mark as special. */
const azureMetadata = '168.63.129.16';
/** IPv6's global unicast range; ipaddr.js also counts unassigned ranges as unicast. */
const globalIpv6 = ipaddr.IPv6.parseCIDR('2000::/3');

/**
 * Whether an IP address is on the public internet, so that a request to it neither reveals nor changes anything in the
 * user's own network. ipaddr.js keeps IANA's special ranges (RFC 6890). They include tunnels and translators (6to4,
 * Teredo, NAT64), behind which any IPv4 address may be.
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

/**
 * Whether a parsed URL's host can be on the public internet: a public address, or a name with a dot that is under no
 * local domain.
 */
export function isPublicHost(hostname: string): boolean {
  const host = hostname.toLowerCase().replace(/\.$/, '');
  if (host.startsWith('[')) return isPublicAddress(host.slice(1, -1));
  if (isIP(host) !== 0) return isPublicAddress(host);
  return host.includes('.') && !localDomains.some((domain) => host.endsWith(`.${domain}`));
}
