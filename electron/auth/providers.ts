import type { IdentitySettings } from '../../shared/mail.ts';

/** The delegated permissions that a mailbox needs, all of one resource (else AADSTS700022). */
export interface MailScopes {
  readonly imap: string;
  readonly smtp: string;
}

/** Mail resources by login host, where it is not the worldwide cloud's. Not yet tried against these clouds. */
const RESOURCES: Readonly<Record<string, string>> = {
  'https://login.partner.microsoftonline.cn': 'https://partner.outlook.cn',
  'https://login.microsoftonline.us': 'https://outlook.office365.us',
};

/** What is asked of Microsoft. MSAL adds `openid profile offline_access`. */
export function mailScopes(loginHost: string): MailScopes {
  const resource = RESOURCES[loginHost] ?? 'https://outlook.office.com';
  return { imap: `${resource}/IMAP.AccessAsUser.All`, smtp: `${resource}/SMTP.Send` };
}

/** The authority of an identity, as MSAL wants it. */
export function authorityOf(identity: IdentitySettings): string {
  return `${identity.loginHost}/${identity.tenant}`;
}

/** The page where an administrator approves the app for the organisation. `common` does not work there, `organizations` does. */
export function adminConsentUrl(identity: IdentitySettings): string {
  const tenant = identity.tenant === 'common' || identity.tenant === 'consumers' ? 'organizations' : identity.tenant;
  const { imap, smtp } = mailScopes(identity.loginHost);
  const url = new URL(`/${encodeURIComponent(tenant)}/v2.0/adminconsent`, identity.loginHost);
  url.search = new URLSearchParams({
    client_id: identity.clientId,
    scope: `${imap} ${smtp} offline_access`,
    redirect_uri: `${identity.loginHost}/common/oauth2/nativeclient`,
    state: 'heron',
  }).toString();
  return url.toString();
}
