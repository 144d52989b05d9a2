import { success } from '../../shared/reply.ts';
import type { MainCalls } from '../engine/contract.ts';
import { fetchTransport, type HttpTransport, nodeHttpsTransport } from '../platform/net-client.ts';
import { setRoutes } from '../platform/proxy/connect-tcp.ts';
import { electronFetch, type MakeRequest } from '../platform/proxy/electron-fetch.ts';
import { ProxyPasswords } from '../platform/proxy/proxy-passwords.ts';
import type { CallHandlers } from '../platform/rpc.ts';
import type { SecretStore } from '../platform/secret-store.ts';

export interface NetworkOptions {
  /** `net.request` in the session that only OAuth2 uses. */
  readonly request: MakeRequest;
  /** What the system's settings say of the way to a URL: Chromium's `resolveProxy`. */
  readonly resolveProxy: (url: string) => Promise<string>;
  readonly secrets: SecretStore;
  /** PEM of HERON_EXTRA_CA; null where it is not set. */
  readonly extraCa: string | null;
  /** The user entered the password of a proxy. */
  readonly entered: () => void;
}

/** Main's way to the network: by the system's proxies, whose passwords the vault keeps. */
export function createNetwork({ request, resolveProxy, secrets, extraCa, entered }: NetworkOptions): {
  readonly proxies: ProxyPasswords;
  readonly transportFor: (deadlineMs?: number) => HttpTransport;
} {
  const proxies = new ProxyPasswords({ secrets, resolve: resolveProxy, entered });
  setRoutes({
    find: (place) => proxies.find(place),
    challenged: async (proxy, refused) => proxies.challenged(proxy, refused),
  });
  const fetch = electronFetch(request, proxies);
  return {
    proxies,
    transportFor: (deadlineMs) =>
      extraCa === null ? fetchTransport(fetch, deadlineMs) : nodeHttpsTransport(extraCa, deadlineMs),
  };
}

/** The engine's questions about proxies. */
export function proxyCalls(proxies: ProxyPasswords): Pick<CallHandlers<MainCalls>, 'proxy.find' | 'proxy.challenged'> {
  return {
    'proxy.find': async (place) => success(await proxies.find(place)),
    'proxy.challenged': async ({ proxy, refused }) => {
      proxies.challenged(proxy, refused);
      return success(null);
    },
  };
}
