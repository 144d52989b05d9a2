import type { ServerEndpoint } from '../../shared/mail.ts';
import type { ServiceRecord, ServiceRecords } from '../platform/service-records.ts';
import { domainOf, type FoundServers, hostOf } from './found-servers.ts';

/** Services of mail (RFC 6186 section 3, RFC 8314 section 5.1), the ones that are encrypted from the beginning first. */
const services = {
  imap: [
    ['_imaps._tcp', 'tls'],
    ['_imap._tcp', 'starttls'],
  ],
  smtp: [
    ['_submissions._tcp', 'tls'],
    ['_submission._tcp', 'starttls'],
  ],
} as const;

/** The servers that a domain's SRV records name; null where they name no IMAP server. */
export async function askForServices(
  address: string,
  recordsOf: ServiceRecords,
  signal: AbortSignal,
): Promise<FoundServers | null> {
  const domain = domainOf(address);
  if (domain === null) return null;
  const endpoint = async (kind: keyof typeof services): Promise<ServerEndpoint | null> => {
    const found = await Promise.all(
      services[kind].map(async ([name, security]) => {
        const record = preferred(await recordsOf(`${name}.${domain}`, signal));
        return record === null ? null : { ...record, security };
      }),
    );
    return found.find((each) => each !== null) ?? null;
  };
  const [imap, smtp] = await Promise.all([endpoint('imap'), endpoint('smtp')]);
  return imap === null ? null : { source: 'srv', imap, smtp, username: address };
}

/** The record to use (RFC 2782): lowest priority, then highest weight. A target of "." says that there is no such service. */
function preferred(records: readonly ServiceRecord[]): { readonly host: string; readonly port: number } | null {
  const [first] = records.toSorted((a, b) => a.priority - b.priority || b.weight - a.weight);
  if (first === undefined) return null;
  const host = hostOf(first.name);
  return host === null || first.port < 1 || first.port > 65_535 ? null : { host, port: first.port };
}
