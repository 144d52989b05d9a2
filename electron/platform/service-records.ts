import { Resolver } from 'node:dns/promises';
import { publicName } from './mail-exchangers.ts';

/** One SRV record (RFC 2782). */
export interface ServiceRecord {
  /** The target; empty or "." where there is no such service. */
  readonly name: string;
  readonly port: number;
  readonly priority: number;
  readonly weight: number;
}

/** Finds the records of a service of a domain, for example `_imaps._tcp.contoso.com`; none where none are heard of before the signal. */
export type ServiceRecords = (service: string, signal: AbortSignal) => Promise<readonly ServiceRecord[]>;

const most = 20;

/**
 * Asks the system's name servers. Only a domain that can be public is told.
 * @param servers other name servers, as `Resolver.setServers` takes them
 */
export function serviceRecords(servers?: readonly string[]): ServiceRecords {
  return async (service, signal) => {
    const name = publicName(service);
    if (name === null || signal.aborted) return [];
    const resolver = new Resolver({ tries: 1 });
    if (servers !== undefined) resolver.setServers(servers);
    const cancel = () => resolver.cancel();
    signal.addEventListener('abort', cancel, { once: true });
    try {
      return (await resolver.resolveSrv(name)).slice(0, most);
    } catch {
      // No such service, no network, no answer in time.
      return [];
    } finally {
      signal.removeEventListener('abort', cancel);
    }
  };
}
