import { domainToASCII } from 'node:url';
import type { FoundSignIn, ServerEndpoint } from '../../shared/mail.ts';

/** Who told of the servers: the domain's own configuration page, or its name servers. */
type DiscoverySource = 'autoconfig' | 'srv';

/** The servers of an address, as its domain tells them. Anybody may have written them, so the user sees them before a password is sent. */
export interface FoundServers {
  readonly source: DiscoverySource;
  readonly imap: ServerEndpoint;
  /** Null where nothing is said of sending. */
  readonly smtp: ServerEndpoint | null;
  /** What to sign in as. */
  readonly username: string;
  /** Where people sign in by OAuth2; left out where nothing is said of it that Heron can use. */
  readonly signIn?: FoundSignIn;
}

const hostName = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/;

/** A host name in its ASCII form, lower case; null for what is none. Addresses of computers are none: no certificate is valid for them. */
export function hostOf(text: string): string | null {
  // What follows a host in an address would be cut off, not refused.
  if (!/^[\p{L}\p{N}\p{M}.-]+$/u.test(text.trim())) return null;
  const name = domainToASCII(text.trim().replace(/\.$/, '')).toLowerCase();
  return hostName.test(name) && !/^[\d.]+$/.test(name) ? name : null;
}

/** The part of an address after its "@", in its ASCII form; null where it is no host name. */
export function domainOf(address: string): string | null {
  return hostOf(address.slice(address.lastIndexOf('@') + 1));
}
