import type { IdentitySettings, ServerEndpoint } from './mail.ts';

/** Whom people of an organisation ask. */
export interface HelpDesk {
  readonly name: string;
  /** Null where there is none. */
  readonly mail: string | null;
  readonly phone: string | null;
  /** https. */
  readonly link: string | null;
}

/** How people of an organisation sign in, as its administrator wrote it down. Holds no secret. */
export interface OrganisationView {
  readonly name: string;
  /** Of the addresses that it is for, lower case. */
  readonly domains: readonly string[];
  readonly provider: 'microsoft365' | 'google' | 'openid' | 'password';
  /** Null with passwords. */
  readonly identity: IdentitySettings | null;
  /** What the password field takes. */
  readonly method: 'password' | 'app_password';
  /** What to sign in as: the whole address, or what stands before the @. */
  readonly username: 'address' | 'local_part';
  readonly imap: ServerEndpoint;
  readonly smtp: ServerEndpoint;
  readonly helpDesk: HelpDesk | null;
  /** The administrator of this computer has put it there; otherwise the user took it. */
  readonly managed: boolean;
  /** Where it comes from: a path, or an https address. */
  readonly from: string;
}

/** Whether an address is one of the organisation's. */
export function isOfOrganisation({ domains }: Pick<OrganisationView, 'domains'>, address: string): boolean {
  const domain = address
    .slice(address.lastIndexOf('@') + 1)
    .trim()
    .toLowerCase();
  return domains.includes(domain);
}
