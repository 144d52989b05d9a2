import type { IdentitySettings } from '../../shared/mail.ts';
import type { MailPurpose } from '../mail/credentials.ts';

/** The delegated permissions that a mailbox needs, all of one resource (else AADSTS700022). */
interface MailScopes {
  readonly imap: string;
  readonly smtp: string;
}

/** One of Microsoft's clouds: its login host, the resource of its mail permissions, its IMAP and SMTP servers, and its Graph. */
interface Cloud {
  readonly loginHost: string;
  /** Former or further login hosts of the same cloud. */
  readonly otherLoginHosts?: readonly string[];
  readonly resource: string;
  readonly mailHosts: readonly string[];
  /** The origin of Microsoft Graph, which is a resource of its own. */
  readonly graph: string;
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
  graph: 'https://graph.microsoft.com',
};

/** The worldwide cloud first. The national clouds have not been tested against. */
const clouds: readonly Cloud[] = [
  worldwide,
  {
    loginHost: 'https://login.partner.microsoftonline.cn',
    otherLoginHosts: ['https://login.chinacloudapi.cn'],
    resource: 'https://partner.outlook.cn',
    mailHosts: ['partner.outlook.cn', 'smtp.partner.outlook.cn'],
    graph: 'https://microsoftgraph.chinacloudapi.cn',
  },
  {
    loginHost: 'https://login.microsoftonline.us',
    resource: 'https://outlook.office365.us',
    // The last one is the Department of Defense's.
    mailHosts: ['outlook.office365.us', 'smtp.office365.us', 'outlook-dod.office365.us'],
    graph: 'https://graph.microsoft.us',
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

/** The permission to send through Microsoft Graph. Its token is good for nothing at the mail servers, and theirs is not good for Graph. */
export function graphScope(loginHost: string): string {
  return `${cloudOf(loginHost).graph}/Mail.Send`;
}

/** The origin of Microsoft Graph in the cloud with this login host. */
export function graphOriginOf(loginHost: string): string {
  return cloudOf(loginHost).graph;
}

/** How a token for mail names what it is for: by the permissions' resource, another name of it, or Exchange Online's own client ID. */
export function mailAudiencesOf(loginHost: string): readonly string[] {
  const { resource, mailHosts } = cloudOf(loginHost);
  return [resource, ...mailHosts.map((host) => `https://${host}`), '00000002-0000-0ff1-ce00-000000000000'];
}

/** The mail servers of the cloud with this login host. */
export function mailHostsOf(loginHost: string): readonly string[] {
  return cloudOf(loginHost).mailHosts;
}

/** The authority of an identity, as MSAL wants it. */
export function authorityOf(identity: IdentitySettings): string {
  return `${identity.loginHost}/${identity.tenant}`;
}

/** The permissions that an administrator approves: those for mail, or the one for Microsoft Graph. */
export function permissionsFor(loginHost: string, purpose: MailPurpose): readonly string[] {
  const { imap, smtp } = mailScopes(loginHost);
  return [...(purpose === 'graph' ? [graphScope(loginHost)] : [imap, smtp]), 'offline_access'];
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
