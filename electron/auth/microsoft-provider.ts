import { consentGuidance } from './auth-guidance.ts';
import { signInByDeviceCode } from './device-code.ts';
import type { IdentityProvider } from './identity-provider.ts';
import { mailHostsOf, mailScopes, microsoft } from './microsoft.ts';
import { isTokenCache, MsalTokens } from './msal-tokens.ts';

/**
 * Microsoft 365 and Outlook.com, by MSAL.
 * @param configuredMailHosts mail servers that whoever set this Heron up named beside Microsoft's own
 */
export function microsoftProvider(configuredMailHosts: readonly string[]): IdentityProvider {
  return {
    ...microsoft,
    scopes: ({ loginHost }, purpose) => [mailScopes(loginHost)[purpose]],
    resourceOf: (scope) => (URL.canParse(scope) ? new URL(scope).origin : ''),
    mailHosts: ({ loginHost }) => [...mailHostsOf(loginHost), ...configuredMailHosts.map((host) => host.toLowerCase())],
    signIn: { deviceCode: signInByDeviceCode },
    adminConsent: consentGuidance,
    isGrant: isTokenCache,
    connect: (options) => new MsalTokens(options),
  };
}
