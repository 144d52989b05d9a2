import { Resolver } from 'node:dns/promises';
import { domainToASCII } from 'node:url';

/** Finds the mail exchangers of a domain (RFC 5321 section 5.1), lower case, the preferred first; empty where there are none or none are heard of in time. */
export type MailExchangers = (domain: string) => Promise<readonly string[]>;

const timeBoxMs = 2_500;
/** Domains that no public name server knows (RFC 6761, RFC 6762). Asking would only tell it what is typed. */
const localEndings = ['test', 'example', 'invalid', 'localhost', 'local', 'onion', 'internal'];
const hostName = /^(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]*[a-z0-9])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9])?)+$/;
const most = 20;

/**
 * Asks the system's name servers for a domain's MX records. Nothing but the domain is told, and only one that can be
 * public. An answer may be anybody's: what is not a host name is left out, and the caller takes it for a hint only.
 * @param servers other name servers, as `Resolver.setServers` takes them
 */
export function mailExchangers(servers?: readonly string[], timeoutMs = timeBoxMs): MailExchangers {
  return async (domain) => {
    const name = publicName(domain);
    if (name === null) return [];
    const resolver = new Resolver({ timeout: timeoutMs, tries: 1 });
    if (servers !== undefined) resolver.setServers(servers);
    // A server that answers slowly, or points to others, may take longer than one attempt's time.
    const timer = setTimeout(() => resolver.cancel(), timeoutMs);
    try {
      const records = await resolver.resolveMx(name);
      return records
        .toSorted((a, b) => a.priority - b.priority)
        .map(({ exchange }) => exchange.toLowerCase().replace(/\.$/, ''))
        .filter((exchange) => hostName.test(exchange))
        .slice(0, most);
    } catch {
      // No such domain, no network, no answer in time: the user says where the mailbox is.
      return [];
    } finally {
      clearTimeout(timer);
    }
  };
}

/** The domain as name servers know it; null for one that is not complete or not public. */
export function publicName(domain: string): string | null {
  const name = domainToASCII(domain.trim()).toLowerCase();
  const ending = name.slice(name.lastIndexOf('.') + 1);
  if (!hostName.test(name) || !/^([a-z]{2,63}|xn--[a-z0-9-]+)$/.test(ending)) return null;
  return localEndings.includes(ending) ? null : name;
}
