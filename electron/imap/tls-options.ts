import { createSecureContext, rootCertificates, type SecureContext } from 'node:tls';
import { domainToASCII } from 'node:url';

/** Reading some 150 root certificates takes tens of milliseconds, so one context serves all connections with the same extra authorities. */
let cached: { readonly extraCa: string; readonly context: SecureContext } | null = null;

/**
 * The certificate authorities that TLS trusts: Node's built-in ones and the extra ones (S2).
 *
 * @param extraCa PEM of additional authorities, or null
 */
export function secureContext(extraCa: string | null): SecureContext | undefined {
  if (extraCa === null) return undefined;
  if (cached?.extraCa !== extraCa) {
    cached = { extraCa, context: createSecureContext({ ca: [...rootCertificates, extraCa], minVersion: 'TLSv1.2' }) };
  }
  return cached.context;
}

/** A host name in its ASCII form (punycode), as DNS and certificates use it; an IP address stays unchanged. */
export function asciiHost(host: string): string {
  return /^[\x20-\x7e]*$/.test(host) ? host : domainToASCII(host) || host;
}
