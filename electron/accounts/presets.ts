import type { ServerEndpoint, SetupDefaults, SetupSuggestion } from '../../shared/mail.ts';
import type { AppError } from '../../shared/reply.ts';
import type { WantedValue } from '../../shared/texts/fault-words.en.ts';
import type { SetupHint } from '../../shared/texts/setup.en.ts';
import { microsoft } from '../auth/microsoft.ts';

type Environment = Readonly<Record<string, string | undefined>>;

interface Family {
  readonly domains: readonly string[];
  readonly imap: string;
  readonly smtp: string;
  readonly hint: SetupHint;
}

const microsoftDomains: ReadonlySet<string> = new Set([
  'outlook.com',
  'hotmail.com',
  'hotmail.co.uk',
  'hotmail.de',
  'hotmail.fr',
  'hotmail.it',
  'live.com',
  'live.co.uk',
  'live.de',
  'live.fr',
  'live.nl',
  'msn.com',
  'outlook.de',
  'outlook.fr',
  'outlook.es',
  'outlook.it',
]);

const families: readonly Family[] = [
  {
    domains: ['gmail.com', 'googlemail.com'],
    imap: 'imap.gmail.com:993',
    smtp: 'smtp.gmail.com:465',
    hint: 'gmail',
  },
  {
    domains: ['icloud.com', 'me.com', 'mac.com'],
    imap: 'imap.mail.me.com:993',
    smtp: 'smtp.mail.me.com:587',
    hint: 'icloud',
  },
  {
    domains: [
      'yahoo.com',
      'yahoo.co.uk',
      'yahoo.de',
      'yahoo.fr',
      'yahoo.it',
      'yahoo.es',
      'ymail.com',
      'rocketmail.com',
    ],
    imap: 'imap.mail.yahoo.com:993',
    smtp: 'smtp.mail.yahoo.com:465',
    hint: 'yahoo',
  },
  {
    domains: ['fastmail.com', 'fastmail.fm', 'messagingengine.com', 'sent.com'],
    imap: 'imap.fastmail.com:993',
    smtp: 'smtp.fastmail.com:465',
    hint: 'fastmail',
  },
];

/**
 * What new accounts start from. `common` as tenant takes work, school and personal accounts alike, so it fits whatever address is
 * typed; an app that is registered for one organisation needs MICROSOFT_TENANT_ID (else AADSTS50194, which says so).
 * @returns the defaults, and a notice for each variable whose value cannot be used
 */
export function readSetupDefaults(environment: Environment): { defaults: SetupDefaults; notices: AppError[] } {
  const notices: AppError[] = [];
  const take = <T>(name: string, fallback: string, parse: (text: string) => T | null, wanted: WantedValue): T => {
    const text = environment[name]?.trim() ?? '';
    const value = parse(text === '' ? fallback : text);
    if (value !== null) return value;
    const params = { reason: 'variable', name, value: text.slice(0, 80), wanted } as const;
    notices.push({ code: 'invalid_input', params, retryable: false });
    const standard = parse(fallback);
    if (standard === null) throw new Error(`Bad default for ${name}`);
    return standard;
  };
  const matching = (pattern: RegExp) => (text: string) => (pattern.test(text) ? text : null);
  const configured = {
    clientId: take('MICROSOFT_CLIENT_ID', '', matching(/^[0-9a-zA-Z-]{0,64}$/), 'client_id'),
    tenant: take('MICROSOFT_TENANT_ID', microsoft.tenants[0], matching(/^[0-9a-zA-Z.-]{1,255}$/), 'tenant'),
    loginHost: take('HERON_MICROSOFT_AUTHORITY', microsoft.loginHosts[0] ?? '', parseOrigin, 'address'),
    imap: take('HERON_MICROSOFT_IMAP', 'outlook.office365.com:993', parseEndpoint, 'server'),
    smtp: take('HERON_MICROSOFT_SMTP', 'smtp.office365.com:587', parseEndpoint, 'server'),
  };
  return { defaults: { microsoft: configured }, notices };
}

/** The likely servers of an address, from its domain alone; asks nobody. */
export function suggestSetup(address: string, defaults: SetupDefaults): SetupSuggestion {
  const domain = address
    .slice(address.lastIndexOf('@') + 1)
    .trim()
    .toLowerCase();
  if (microsoftDomains.has(domain)) {
    const { imap, smtp } = defaults.microsoft;
    return { provider: microsoft.id, imap, smtp, hint: null };
  }
  const family = families.find(({ domains }) => domains.includes(domain));
  return {
    provider: 'generic',
    imap: endpointOf(family?.imap ?? `imap.${domain}:993`),
    smtp: endpointOf(family?.smtp ?? `smtp.${domain}:587`),
    hint: family?.hint ?? null,
  };
}

/** Reads `host:port` or `[::1]:port`. 143 and 587 are where STARTTLS lives (RFC 3501, RFC 6409); all else is implicit TLS (RFC 8314). */
export function parseEndpoint(text: string): ServerEndpoint | null {
  const match = /^(?:\[([0-9a-fA-F:]+)\]|((?!-)[\p{L}\p{N}.-]{1,253})):(\d{1,5})$/u.exec(text.trim());
  const host = match?.[1] ?? match?.[2];
  const port = Number(match?.[3]);
  if (host === undefined || port < 1 || port > 65535) return null;
  return { host, port, security: port === 587 || port === 143 ? 'starttls' : 'tls' };
}

function endpointOf(text: string): ServerEndpoint {
  const endpoint = parseEndpoint(text);
  if (endpoint !== null) return endpoint;
  // The domain is not a valid host name; the form shows it with an error.
  const [host = '', port] = text.split(':');
  return { host, port: Number(port) || 993, security: port === '587' ? 'starttls' : 'tls' };
}

function parseOrigin(text: string): string | null {
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  const plain = url.username === '' && url.password === '' && url.pathname === '/' && url.search === '';
  return url.protocol === 'https:' && plain ? url.origin : null;
}
