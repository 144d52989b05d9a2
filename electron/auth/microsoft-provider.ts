import { consentGuidance } from './auth-guidance.ts';
import { signInByDeviceCode } from './device-code.ts';
import type { IdentityProvider } from './identity-provider.ts';
import { mailHostsOf, mailScopes, microsoft } from './microsoft.ts';
import { microsoftBrowserFlow } from './microsoft-browser.ts';
import { isTokenCache, MsalTokens } from './msal-tokens.ts';
import { microsoftPageVerdict } from './page-verdict.ts';

/**
 * Microsoft 365 and Outlook.com, by MSAL.
 * @param configuredMailHosts mail servers that whoever set this Heron up named beside Microsoft's own. They count for the login
 * host that was named with them, and for no other cloud (Q3); for every login host where none was named.
 */
export function microsoftProvider(
  configuredMailHosts: readonly string[],
  configuredLoginHost: string | null = null,
): IdentityProvider {
  return {
    ...microsoft,
    scopes: ({ loginHost }, purpose) => [mailScopes(loginHost)[purpose]],
    resourceOf: (scope) => (URL.canParse(scope) ? new URL(scope).origin : ''),
    mailHosts: ({ loginHost }) => {
      const counts = configuredLoginHost === null || configuredLoginHost === loginHost;
      return [...mailHostsOf(loginHost), ...(counts ? configuredMailHosts.map((host) => host.toLowerCase()) : [])];
    },
    signIn: { browser: microsoftBrowserFlow, deviceCode: signInByDeviceCode },
    pageVerdict: microsoftPageVerdict,
    adminConsent: consentGuidance,
    isGrant: isTokenCache,
    connect: (options) => new MsalTokens(options),
  };
}
