/** Whether a host lies in one of the domains. All in lower case. */
export function liesIn(host: string, domains: readonly string[]): boolean {
  return domains.some((domain) => host === domain || host.endsWith(`.${domain}`));
}

/** Domains of Microsoft's own clouds. */
const microsoftDomains = ['office365.com', 'office.com', 'outlook.com', 'office365.us', 'outlook.cn', 'live.com'];

/** Whether a mail server is Microsoft's, as far as its name tells. */
export function isMicrosoftHost(host: string): boolean {
  return liesIn(host.trim().toLowerCase(), microsoftDomains);
}

/** Whether an IMAP server is Gmail's, whose OAuth2 Heron knows. */
export function isGoogleHost(host: string): boolean {
  return /^imap\.(gmail|googlemail)\.com$/.test(host.trim().toLowerCase());
}
