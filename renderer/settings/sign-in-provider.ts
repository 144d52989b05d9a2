import type { AccountView } from '../../shared/mail.ts';
import { isGoogleHost, isMicrosoftHost } from '../../shared/mail-hosts.ts';

/** The identity providers that a mailbox may sign in at, by their ids. */
export type OAuth2Provider = 'microsoft365' | 'google' | 'openid';

function isKnown(provider: string): provider is OAuth2Provider {
  return ['microsoft365', 'google', 'openid'].includes(provider);
}

/**
 * Whose sign-in a mailbox has, as far as its own sign-in or the name of its server tells; null: it may be anybody's.
 * @param microsoftHost a server that Heron was started with in the place of Microsoft's; null: not known
 */
export function signInOf({ account, identity }: AccountView, microsoftHost: string | null): OAuth2Provider | null {
  if (identity !== null && isKnown(identity.provider)) return identity.provider;
  const { host } = account.imap;
  if (isGoogleHost(host)) return 'google';
  return isMicrosoftHost(host) || host.toLowerCase() === microsoftHost?.toLowerCase() ? 'microsoft365' : null;
}

/** Whether the server has refused passwords in the way that only Microsoft's do. */
export function refusesPasswords({ status }: AccountView): boolean {
  const { connection } = status;
  return 'error' in connection && connection.error?.code === 'basic_auth_blocked';
}
