import type { IdentitySettings } from '../../shared/mail.ts';
import { consentGuidance } from './auth-guidance.ts';
import { signInByDeviceCode } from './device-code.ts';
import type { IdentityProvider } from './identity-provider.ts';
import { graphOriginOf, graphScope, mailAudiencesOf, mailHostsOf, mailScopes, microsoft } from './microsoft.ts';
import { microsoftBrowserFlow } from './microsoft-browser.ts';
import { signInByRefreshToken } from './msal-refresh-token.ts';
import { isTokenCache, MsalTokens } from './msal-tokens.ts';
import { microsoftPageVerdict } from './page-verdict.ts';

/** A login host that is none of Microsoft's, and its mail servers. */
export interface OwnLogin {
  readonly loginHost: string;
  readonly mailHosts: readonly string[];
}

/** Never more for Microsoft's own login hosts: a token of theirs opens mailboxes at Microsoft (Q3). */
function ownHosts(own: OwnLogin | null, { loginHost }: IdentitySettings): readonly string[] {
  const isOwn = own?.loginHost === loginHost && !microsoft.loginHosts.includes(loginHost);
  return isOwn ? own.mailHosts.map((host) => host.toLowerCase()) : [];
}

/**
 * Microsoft 365 and Outlook.com, by MSAL.
 * @param configuredMailHosts mail servers that whoever set this Heron up named beside Microsoft's own. They count for the login
 * host that was named with them, and for no other cloud (Q3); for every login host where none was named.
 * @param organisation the login host of the organisation's own, and the servers that its profile names for it
 * @param configuredGraph an origin that stands for Microsoft Graph at that login host; null: Microsoft's own
 */
export function microsoftProvider(
  configuredMailHosts: readonly string[],
  configuredLoginHost: string | null = null,
  configuredGraph: string | null = null,
  organisation: () => OwnLogin | null = () => null,
): IdentityProvider {
  const isConfigured = ({ loginHost }: IdentitySettings): boolean =>
    configuredLoginHost === null || configuredLoginHost === loginHost;
  return {
    ...microsoft,
    scopes: ({ loginHost }, purpose) => [purpose === 'graph' ? graphScope(loginHost) : mailScopes(loginHost)[purpose]],
    resourceOf: (scope) => (URL.canParse(scope) ? new URL(scope).origin : ''),
    mailAudiences: ({ loginHost }) => mailAudiencesOf(loginHost),
    mailHosts: (identity) => [
      ...mailHostsOf(identity.loginHost),
      ...(isConfigured(identity) ? configuredMailHosts.map((host) => host.toLowerCase()) : []),
      ...ownHosts(organisation(), identity),
    ],
    sendUrl: (identity) => {
      const own = isConfigured(identity) ? configuredGraph : null;
      return `${own ?? graphOriginOf(identity.loginHost)}/v1.0/me/sendMail`;
    },
    signIn: { browser: microsoftBrowserFlow, deviceCode: signInByDeviceCode },
    pageVerdict: microsoftPageVerdict,
    adminConsent: consentGuidance,
    isGrant: isTokenCache,
    connect: (options) => new MsalTokens(options),
    redeemRefreshToken: signInByRefreshToken,
  };
}
