import type { SetupHint } from '../../shared/texts/setup.en.ts';

/** What is known of a provider: its addresses, its servers, and what its servers take for a password. */
export interface ProviderPreset {
  /** A proper name, the same in every language. */
  readonly name: string;
  /** Domains whose addresses are the provider's own. */
  readonly domains: readonly string[];
  /** Domains that the mail exchangers lie in, of the provider and of the domains that it hosts. */
  readonly exchangers: readonly string[];
  /** `host:port`; 587 is STARTTLS, all else implicit TLS. */
  readonly imap: string;
  readonly smtp: string;
  /** `app_password`: the account's own password is refused. */
  readonly method: 'password' | 'app_password';
  /** What to know before a password is typed. */
  readonly hint: SetupHint | null;
  /** Where the app password is made, or IMAP is switched on; https. */
  readonly helpUrl: string | null;
}

/** Servers and ways as the providers document them (seen November 2026). */
export const providerPresets: readonly ProviderPreset[] = [
  {
    name: 'Gmail',
    domains: ['gmail.com', 'googlemail.com'],
    exchangers: ['google.com', 'googlemail.com'],
    imap: 'imap.gmail.com:993',
    smtp: 'smtp.gmail.com:465',
    method: 'app_password',
    hint: 'gmail',
    helpUrl: 'https://myaccount.google.com/apppasswords',
  },
  {
    name: 'iCloud',
    domains: ['icloud.com', 'me.com', 'mac.com'],
    exchangers: ['mail.icloud.com'],
    imap: 'imap.mail.me.com:993',
    smtp: 'smtp.mail.me.com:587',
    method: 'app_password',
    hint: 'icloud',
    helpUrl: 'https://account.apple.com/account/manage',
  },
  {
    name: 'Yahoo',
    domains: [
      ...['yahoo.com', 'yahoo.co.uk', 'yahoo.co.in', 'yahoo.ca', 'yahoo.com.au', 'yahoo.com.br', 'yahoo.de'],
      ...['yahoo.fr', 'yahoo.it', 'yahoo.es', 'ymail.com', 'rocketmail.com', 'myyahoo.com'],
    ],
    exchangers: ['yahoodns.net'],
    imap: 'imap.mail.yahoo.com:993',
    smtp: 'smtp.mail.yahoo.com:465',
    method: 'app_password',
    hint: 'yahoo',
    helpUrl: 'https://login.yahoo.com/account/security',
  },
  {
    name: 'AOL',
    domains: ['aol.com', 'aol.de', 'aol.co.uk', 'aol.fr', 'aim.com'],
    exchangers: [],
    imap: 'imap.aol.com:993',
    smtp: 'smtp.aol.com:465',
    method: 'app_password',
    hint: 'aol',
    helpUrl: 'https://login.aol.com/account/security',
  },
  {
    name: 'Fastmail',
    domains: ['fastmail.com', 'fastmail.fm', 'messagingengine.com', 'sent.com'],
    exchangers: ['messagingengine.com'],
    imap: 'imap.fastmail.com:993',
    smtp: 'smtp.fastmail.com:465',
    method: 'app_password',
    hint: 'fastmail',
    helpUrl: 'https://app.fastmail.com/settings/security',
  },
  {
    name: 'GMX',
    domains: ['gmx.de', 'gmx.net', 'gmx.at', 'gmx.ch', 'gmx.eu', 'gmx.org', 'gmx.info'],
    exchangers: ['gmx.net'],
    imap: 'imap.gmx.net:993',
    smtp: 'mail.gmx.net:465',
    method: 'password',
    hint: 'gmx',
    helpUrl: 'https://hilfe.gmx.net/pop-imap/einschalten.html',
  },
  {
    name: 'GMX',
    domains: ['gmx.com', 'gmx.us', 'gmx.co.uk', 'gmx.fr', 'gmx.es'],
    exchangers: ['gmx.com'],
    imap: 'imap.gmx.com:993',
    smtp: 'mail.gmx.com:465',
    method: 'password',
    hint: 'gmx',
    helpUrl: 'https://support.gmx.com/pop-imap/toggle.html',
  },
  {
    name: 'WEB.DE',
    domains: ['web.de', 'email.de'],
    exchangers: ['web.de'],
    imap: 'imap.web.de:993',
    smtp: 'smtp.web.de:587',
    method: 'password',
    hint: 'webde',
    helpUrl: 'https://hilfe.web.de/pop-imap/einschalten.html',
  },
  {
    name: 'mailbox.org',
    domains: ['mailbox.org'],
    exchangers: ['mailbox.org'],
    imap: 'imap.mailbox.org:993',
    smtp: 'smtp.mailbox.org:465',
    method: 'password',
    hint: 'mailboxorg',
    helpUrl: null,
  },
  {
    name: 'Posteo',
    domains: ['posteo.de', 'posteo.net', 'posteo.org', 'posteo.eu', 'posteo.at', 'posteo.ch'],
    exchangers: ['posteo.de'],
    imap: 'posteo.de:993',
    smtp: 'posteo.de:465',
    method: 'password',
    hint: null,
    helpUrl: null,
  },
  {
    name: 'T-Online',
    domains: ['t-online.de', 'magenta.de'],
    exchangers: ['t-online.de'],
    imap: 'secureimap.t-online.de:993',
    smtp: 'securesmtp.t-online.de:465',
    method: 'app_password',
    hint: 'tonline',
    helpUrl: 'https://account.idm.telekom.com/account-manager/',
  },
  {
    name: 'IONOS',
    domains: ['online.de', 'onlinehome.de'],
    exchangers: ['ionos.de', 'kundenserver.de'],
    imap: 'imap.ionos.de:993',
    smtp: 'smtp.ionos.de:465',
    method: 'password',
    hint: null,
    helpUrl: null,
  },
  {
    name: 'STRATO',
    domains: [],
    exchangers: ['rzone.de'],
    imap: 'imap.strato.de:993',
    smtp: 'smtp.strato.de:465',
    method: 'password',
    hint: null,
    helpUrl: null,
  },
];

/** One of Microsoft's clouds, as addresses and mail exchangers tell it. */
export interface MicrosoftPreset {
  readonly name: string;
  readonly domains: readonly string[];
  readonly exchangers: readonly string[];
  /** For accounts of people without an organisation; null: as Heron is set up. */
  readonly tenant: string | null;
  /** Null: as Heron is set up. A national cloud has servers of its own. */
  readonly cloud: { readonly loginHost: string; readonly imap: string; readonly smtp: string } | null;
}

/** The more particular ones first. The national clouds have not been tested against. */
export const microsoftPresets: readonly MicrosoftPreset[] = [
  {
    name: 'Outlook.com',
    domains: [
      ...['outlook.com', 'outlook.de', 'outlook.fr', 'outlook.es', 'outlook.it', 'outlook.at', 'outlook.co.uk'],
      ...['hotmail.com', 'hotmail.co.uk', 'hotmail.de', 'hotmail.fr', 'hotmail.it', 'hotmail.es'],
      ...['live.com', 'live.co.uk', 'live.de', 'live.fr', 'live.it', 'live.nl', 'msn.com', 'passport.com'],
    ],
    exchangers: ['olc.protection.outlook.com'],
    tenant: 'consumers',
    cloud: null,
  },
  {
    name: 'Microsoft 365 (21Vianet)',
    domains: [],
    exchangers: ['mail.protection.partner.outlook.cn'],
    tenant: null,
    cloud: {
      loginHost: 'https://login.partner.microsoftonline.cn',
      imap: 'partner.outlook.cn:993',
      smtp: 'smtp.partner.outlook.cn:587',
    },
  },
  {
    name: 'Microsoft 365 (US Government)',
    domains: [],
    exchangers: ['mail.protection.office365.us'],
    tenant: null,
    cloud: {
      loginHost: 'https://login.microsoftonline.us',
      imap: 'outlook.office365.us:993',
      smtp: 'smtp.office365.us:587',
    },
  },
  {
    name: 'Microsoft 365',
    domains: [],
    exchangers: ['mail.protection.outlook.com', 'mx.microsoft'],
    tenant: null,
    cloud: null,
  },
];

/**
 * Mail filters that stand before organisations' mailboxes. Behind them is Microsoft 365 more often than anything else, but
 * that is a guess, and the user is asked.
 */
export const filterExchangers: readonly string[] = [
  ...['pphosted.com', 'ppe-hosted.com', 'mimecast.com', 'mimecast.co.uk', 'messagelabs.com', 'barracudanetworks.com'],
  ...['hornetsecurity.com', 'antispameurope.com', 'iphmx.com', 'trendmicro.com', 'fortimail.com', 'retarus.com'],
];
