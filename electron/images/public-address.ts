import { BlockList, isIP } from 'node:net';

/** IPv4 that is not somebody's web server on the internet: IANA's special-purpose registry (RFC 6890), multicast, and Azure's metadata address. */
const specialIpv4 = blockList('ipv4', [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['168.63.129.16', 32],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
]);

/** All that is global unicast of IPv6. Outside lie loopback, link-local, unique local, multicast, IPv4-mapped addresses and NAT64. */
const globalIpv6 = blockList('ipv6', [['2000::', 3]]);
/** Within it: protocol assignments with Teredo and ORCHID, documentation, and 6to4, behind which any IPv4 address can stand. */
const specialIpv6 = blockList('ipv6', [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
]);

/** Whether an IP address is on the public internet, so that a request to it tells nothing to, and changes nothing in, the user's own network. */
export function isPublicAddress(address: string): boolean {
  // A zone ("fe80::1%eth0") names a link of this computer.
  if (address.includes('%')) return false;
  const family = isIP(address);
  if (family === 4) return !specialIpv4.check(address, 'ipv4');
  return family === 6 && globalIpv6.check(address, 'ipv6') && !specialIpv6.check(address, 'ipv6');
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

function blockList(family: 'ipv4' | 'ipv6', subnets: readonly (readonly [string, number])[]): BlockList {
  const list = new BlockList();
  for (const [address, prefix] of subnets) list.addSubnet(address, prefix, family);
  return list;
}
