import type { IdentitySettings } from '../../shared/mail.ts';

/** The delegated permissions that a mailbox needs, all of one resource (else AADSTS700022). */
interface MailScopes {
  readonly imap: string;
  readonly smtp: string;
}

/** One of Microsoft's clouds: its login host, the resource of its mail permissions, and its IMAP and SMTP servers. */
interface Cloud {
  readonly loginHost: string;
  /** Former or further login hosts of the same cloud. */
  readonly otherLoginHosts?: readonly string[];
  readonly resource: string;
  readonly mailHosts: readonly string[];
}

const worldwide: Cloud = {
  loginHost: 'https://login.microsoftonline.com',
  resource: 'https://outlook.office.com',
  mailHosts: [
    'outlook.office365.com',
    'outlook.office.com',
    'smtp.office365.com',
    // Used by personal accounts.
    'imap-mail.outlook.com',
    'smtp-mail.outlook.com',
  ],
};

/** The worldwide cloud first. The national clouds have not been tested against. */
const clouds: readonly Cloud[] = [
  worldwide,
  {
    loginHost: 'https://login.partner.microsoftonline.cn',
    otherLoginHosts: ['https://login.chinacloudapi.cn'],
    resource: 'https://partner.outlook.cn',
    mailHosts: ['partner.outlook.cn', 'smtp.partner.outlook.cn'],
  },
  {
    loginHost: 'https://login.microsoftonline.us',
    resource: 'https://outlook.office365.us',
    // The last one is the Department of Defense's.
    mailHosts: ['outlook.office365.us', 'smtp.office365.us', 'outlook-dod.office365.us'],
  },
];

/** The provider's data about Microsoft 365, which needs no request. */
export const microsoft = {
  id: 'microsoft365',
  name: 'Microsoft 365',
  loginHosts: clouds.map(({ loginHost }) => loginHost),
  tenants: ['common', 'organizations', 'consumers'],
} as const;

/** The scopes that Heron asks for. MSAL adds `openid profile offline_access`. */
export function mailScopes(loginHost: string): MailScopes {
  const { resource } = cloudOf(loginHost);
  return { imap: `${resource}/IMAP.AccessAsUser.All`, smtp: `${resource}/SMTP.Send` };
}

/** The mail servers of the cloud with this login host. */
export function mailHostsOf(loginHost: string): readonly string[] {
  return cloudOf(loginHost).mailHosts;
}

/** The authority of an identity, as MSAL wants it. */
export function authorityOf(identity: IdentitySettings): string {
  return `${identity.loginHost}/${identity.tenant}`;
}

/**
 * The page where an administrator approves all that the registration lists, for the organisation. Unlike `/v2.0/adminconsent` it needs
 * no redirect URI of its own, which the registration would have to name. `common` does not work there, `organizations` does.
 */
export function adminConsentUrl(identity: IdentitySettings): string {
  const tenant = identity.tenant === 'common' || identity.tenant === 'consumers' ? 'organizations' : identity.tenant;
  const url = new URL(`/${encodeURIComponent(tenant)}/adminconsent`, identity.loginHost);
  url.search = new URLSearchParams({ client_id: identity.clientId }).toString();
  return url.toString();
}

function cloudOf(loginHost: string): Cloud {
  const isOf = (cloud: Cloud): boolean =>
    cloud.loginHost === loginHost || cloud.otherLoginHosts?.includes(loginHost) === true;
  return clouds.find(isOf) ?? worldwide;
}
