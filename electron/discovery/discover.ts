import type { Clock } from '../platform/clock.ts';
import { publicName } from '../platform/mail-exchangers.ts';
import type { HttpTransport } from '../platform/net-client.ts';
import type { ServiceRecords } from '../platform/service-records.ts';
import { autoconfigPages, readAutoconfig } from './autoconfig.ts';
import { domainOf, type FoundServers } from './found-servers.ts';
import { askForServices } from './mail-services.ts';
import { mailboxHost } from './microsoft-autodiscover.ts';

export interface DiscoveryPorts {
  /** HTTPS only, and no redirects. */
  readonly transport: HttpTransport;
  readonly services: ServiceRecords;
  readonly clock: Clock;
}

/** Looks for the servers of an address; whatever is not answered within `withinMs` counts as not there. */
export interface Discovery {
  /** What the domain itself says. Null: nothing that can be used, or not in time. */
  servers(address: string, withinMs: number): Promise<FoundServers | null>;
  /** Which host has a mailbox, as Microsoft says; only for an address whose mail goes there. */
  microsoftHost(address: string, withinMs: number): Promise<string | null>;
}

/** Asks the domain of an address, and nobody else, where its mailboxes are. */
export function discovery({ transport, services, clock }: DiscoveryPorts): Discovery {
  const boxed = async <T>(withinMs: number, ask: (signal: AbortSignal) => Promise<T>): Promise<T> => {
    const box = new AbortController();
    const disarm = clock.after(withinMs, () => box.abort());
    try {
      return await ask(box.signal);
    } finally {
      disarm();
      box.abort();
    }
  };
  const page = async (url: string, address: string, signal: AbortSignal): Promise<FoundServers | null> => {
    try {
      const { status, body } = await transport({ method: 'GET', url, headers: { accept: 'text/xml' } }, signal);
      return status === 200 ? readAutoconfig(body, address) : null;
    } catch {
      // No such host, no answer in time, a redirect, too much of an answer.
      return null;
    }
  };
  return {
    servers: (address, withinMs) => {
      if (publicName(domainOf(address) ?? '') === null) return Promise.resolve(null);
      return boxed(withinMs, async (signal) => {
        // All are asked at once; a later one counts where those before it have nothing.
        const asked = [
          ...autoconfigPages(address).map((url) => page(url, address, signal)),
          askForServices(address, services, signal),
        ];
        for (const each of asked) {
          const found = await each;
          if (found !== null) return found;
        }
        return null;
      });
    },
    microsoftHost: (address, withinMs) => boxed(withinMs, (signal) => mailboxHost(address, transport, signal)),
  };
}
