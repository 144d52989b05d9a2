import type { ServerEndpoint, SetupDefaults } from '../../shared/mail.ts';
import type { AppError } from '../../shared/reply.ts';
import type { WantedValue } from '../../shared/texts/fault-words.en.ts';
import { graphOriginOf, microsoft } from '../auth/microsoft.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * What new accounts start from. `common` as tenant takes work, school and personal accounts alike, so it fits whatever address is
 * typed; an app that is registered for one organisation needs MICROSOFT_TENANT_ID (else AADSTS50194, which says so).
 * @returns the defaults, and a notice for each variable whose value cannot be used
 */
export function readSetupDefaults(environment: Environment): {
  defaults: SetupDefaults;
  /** The origin of Microsoft Graph. */
  graph: string;
  notices: AppError[];
} {
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
  const graph = take('HERON_MICROSOFT_GRAPH', graphOriginOf(configured.loginHost), parseOrigin, 'address');
  return { defaults: { microsoft: configured }, graph, notices };
}

/** Reads `host:port` or `[::1]:port`. 143 and 587 are where STARTTLS lives (RFC 3501, RFC 6409); all else is implicit TLS (RFC 8314). */
export function parseEndpoint(text: string): ServerEndpoint | null {
  const match = /^(?:\[([0-9a-fA-F:]+)\]|((?!-)[\p{L}\p{N}.-]{1,253})):(\d{1,5})$/u.exec(text.trim());
  const host = match?.[1] ?? match?.[2];
  const port = Number(match?.[3]);
  if (host === undefined || port < 1 || port > 65535) return null;
  return { host, port, security: port === 587 || port === 143 ? 'starttls' : 'tls' };
}

/** A server of the presets or of a typed domain, which may be no valid host name: the form shows it with an error. */
export function endpointOf(text: string): ServerEndpoint {
  const endpoint = parseEndpoint(text);
  if (endpoint !== null) return endpoint;
  const [host = '', port] = text.split(':');
  return { host, port: Number(port) || 993, security: port === '587' ? 'starttls' : 'tls' };
}

function parseOrigin(text: string): string | null {
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  const plain = url.username === '' && url.password === '' && url.pathname === '/' && url.search === '';
  return url.protocol === 'https:' && plain ? url.origin : null;
}
