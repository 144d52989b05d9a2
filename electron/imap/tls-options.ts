import { isIP } from 'node:net';
import { type ConnectionOptions, createSecureContext, type SecureContext } from 'node:tls';
import { domainToASCII } from 'node:url';
import type { ServerEndpoint } from '../../shared/mail.ts';
import { trustedAuthorities } from '../platform/trust.ts';

/** Reading some 150 root certificates takes tens of milliseconds, so one context serves all connections with the same extra authorities. */
let cached: { readonly extraCa: string | null; readonly context: SecureContext | undefined } | null = null;

/**
 * The certificate authorities that TLS trusts (`trustedAuthorities`, S2); undefined where they are Node's own.
 *
 * @param extraCa PEM of additional authorities, or null
 */
function secureContext(extraCa: string | null): SecureContext | undefined {
  if (cached === null || cached.extraCa !== extraCa) {
    const ca = trustedAuthorities(extraCa);
    cached = { extraCa, context: ca && createSecureContext({ ca, minVersion: 'TLSv1.2' }) };
  }
  return cached.context;
}

/** How TLS is spoken with a server: certificates are always checked (S2). */
export function tlsOptions(endpoint: Pick<ServerEndpoint, 'host'>, extraCa: string | null): ConnectionOptions {
  const host = asciiHost(endpoint.host);
  const context = secureContext(extraCa);
  return {
    host,
    minVersion: 'TLSv1.2',
    rejectUnauthorized: true,
    // RFC 6066 section 3: an IP address is no server name.
    ...(isIP(host) === 0 ? { servername: host } : {}),
    ...(context === undefined ? {} : { secureContext: context }),
  };
}

/** A host name in its ASCII form (punycode), as DNS and certificates use it; an IP address stays unchanged. */
export function asciiHost(host: string): string {
  return /^[\x20-\x7e]*$/.test(host) ? host : domainToASCII(host) || host;
}
