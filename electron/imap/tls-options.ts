import { createSecureContext, rootCertificates, type SecureContext } from 'node:tls';
import { domainToASCII } from 'node:url';

/** Reading some 150 root certificates takes tens of milliseconds, so one context serves all connections with the same extra authorities. */
let cached: { readonly extraCa: string; readonly context: SecureContext } | null = null;

/**
 * What TLS trusts: Node's built-in authorities, and the extra ones added to them; nothing is ever taken away (S2).
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

/** An international name as DNS and certificates know it; an address stays as it is. */
export function asciiHost(host: string): string {
  return /^[\x20-\x7e]*$/.test(host) ? host : domainToASCII(host) || host;
}
