import type { IdentitySettings } from '../../shared/mail.ts';
import type { IdentityProvider } from './identity-provider.ts';
import { openIdBrowserFlow } from './openid-browser.ts';
import { openIdDeviceCode } from './openid-device-code.ts';
import { readGrant, withoutTokens } from './openid-grant.ts';
import { OpenIdTokens } from './openid-tokens.ts';

const shared = {
  tenants: [],
  // All that is asked for is the mail server's.
  resourceOf: () => 'mail',
  pageVerdict: null,
  adminConsent: null,
  sendUrl: null,
  isGrant: (text: string) => readGrant(text) !== null,
  signedOut: withoutTokens,
  clientSecretOf: (text: string) => readGrant(text)?.clientSecret ?? null,
  connect: (options: ConstructorParameters<typeof OpenIdTokens>[0]) => new OpenIdTokens(options),
} as const;

const gmailScopes = () => ['https://mail.google.com/'];

/**
 * Google, for Gmail and Workspace: the user's or organisation's own client of the type "Desktop app", whose secret Google itself does not
 * take for one. A refresh token comes only with `access_type=offline`, and again only with `prompt=consent`. Google's device flow does not
 * offer the scope of mail.
 * @param discovery the issuer; another one in tests
 */
export function googleProvider(
  discovery = 'https://accounts.google.com',
  mailHosts: readonly string[] = ['imap.gmail.com', 'smtp.gmail.com', 'imap.googlemail.com', 'smtp.googlemail.com'],
): IdentityProvider {
  const withDiscovery = (identity: IdentitySettings): IdentitySettings => ({ ...identity, options: { discovery } });
  const flow = openIdBrowserFlow({
    redirectHost: '127.0.0.1',
    scopes: gmailScopes,
    parameters: { access_type: 'offline', prompt: 'consent' },
    letsChoose: true,
  });
  return {
    ...shared,
    id: 'google',
    name: 'Google',
    loginHosts: [new URL(discovery).origin],
    scopes: gmailScopes,
    mailHosts: () => mailHosts,
    signIn: {
      browser: {
        ...flow,
        begin: (options, ...rest) => flow.begin({ ...options, identity: withDiscovery(options.identity) }, ...rest),
      },
      deviceCode: null,
    },
    connect: (options) => new OpenIdTokens({ ...options, identity: { ...options.identity, options: { discovery } } }),
  };
}

/**
 * Any provider that follows OAuth2 or OpenID Connect. Everything about it is in the identity's options: `discovery`, or
 * the endpoints; `scopes`, separated by blanks; `mailHosts`, the servers that its tokens may go to.
 */
export function openIdProvider(): IdentityProvider {
  const words = (text: string | undefined) => (text ?? '').split(/\s+/).filter((word) => word !== '');
  const scopes = ({ options }: IdentitySettings) => words(options?.['scopes']);
  return {
    ...shared,
    id: 'openid',
    name: 'OAuth2',
    loginHosts: [],
    scopes,
    mailHosts: ({ options }) => words(options?.['mailHosts']).map((host) => host.toLowerCase()),
    signIn: {
      browser: openIdBrowserFlow({ redirectHost: '127.0.0.1', scopes, parameters: {} }),
      deviceCode: openIdDeviceCode(scopes),
    },
  };
}
