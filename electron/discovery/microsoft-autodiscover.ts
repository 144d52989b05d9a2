import { z } from 'zod';
import type { HttpTransport } from '../platform/net-client.ts';
import { hostOf } from './found-servers.ts';

const answer = z.object({ Url: z.string().max(2_048) });

/** Where Microsoft's worldwide cloud says which server has a mailbox. It takes no sign-in. */
const service = 'https://autodiscover-s.outlook.com/autodiscover/autodiscover.json/v1.0';

/**
 * Asks Microsoft which host has a mailbox (Autodiscover v2). To be asked only of an address whose mail goes to Microsoft anyway, as its mail
 * exchangers say.
 * @returns the host, lower case; null where nothing is said
 */
export async function mailboxHost(
  address: string,
  transport: HttpTransport,
  signal: AbortSignal,
): Promise<string | null> {
  const url = `${service}/${encodeURIComponent(address)}?Protocol=ActiveSync`;
  try {
    const { status, body } = await transport({ method: 'GET', url, headers: { accept: 'application/json' } }, signal);
    if (status !== 200) return null;
    const { Url } = answer.parse(JSON.parse(body));
    const found = URL.canParse(Url) ? new URL(Url) : null;
    return found?.protocol === 'https:' ? hostOf(found.hostname) : null;
  } catch {
    return null;
  }
}
