import type { FetchLike } from '../net-client.ts';
import { TransportFailure } from '../net-client.ts';
import type { Place, ProxyCredentials } from './route.ts';

/** One request of Electron's `net`, not sent yet. */
interface RequestLike {
  send(body: string | undefined): void;
  abort(): void;
}

interface RequestOptions {
  readonly url: string;
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly redirect: 'error';
  readonly credentials: 'omit';
  readonly cache: 'no-store';
}

interface RequestListeners {
  response(answer: AnswerLike): void;
  error(cause: unknown): void;
  /** A server, or a proxy, wants a user and a password; without them the request goes on and fails. */
  login(who: Place & { readonly isProxy: boolean }, answer: (username?: string, password?: string) => void): void;
}

interface AnswerLike {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly body: AsyncIterable<Uint8Array>;
}

/** Makes a request in the session that only OAuth2 uses: `authRequest`. */
export type MakeRequest = (options: RequestOptions, listeners: RequestListeners) => RequestLike;

/** What is known of the system's proxies: `ProxyPasswords`. */
interface Proxies {
  credentialsFor(proxy: Place): Promise<ProxyCredentials | null>;
  challenged(proxy: Place, refused: boolean): void;
}

/**
 * `fetch` over Electron's `net.request`: unlike `session.fetch` it can answer a proxy that wants a user and a password, once. Where nothing is
 * known that the proxy takes, it rejects with a TransportFailure.
 */
export function electronFetch(request: MakeRequest, proxies: Proxies): FetchLike {
  return (url, { signal, body, ...options }) =>
    new Promise((resolve, reject) => {
      let sent = false;
      const finish = (): void => signal.removeEventListener('abort', abort);
      const stop = (cause: unknown): void => {
        finish();
        reject(cause);
        outgoing.abort();
      };
      const abort = (): void => stop(signal.reason);
      const outgoing = request(
        { url, ...options },
        {
          login: (who, answer) => {
            const known = who.isProxy && !sent ? proxies.credentialsFor(who) : Promise.resolve(null);
            known.then((credentials) => {
              if (credentials !== null) {
                sent = true;
                answer(credentials.username, credentials.password);
                return;
              }
              if (who.isProxy) proxies.challenged(who, sent);
              stop(new TransportFailure(who.isProxy ? 'proxy_password' : 'lost'));
            }, stop);
          },
          error: (cause) => {
            finish();
            reject(cause);
          },
          response: ({ status, headers, body: answered }) => {
            const chunks = answered[Symbol.asyncIterator]();
            resolve({
              status,
              headers: {
                forEach: (visit) => {
                  for (const [name, value] of Object.entries(headers)) visit([value].flat().join(', '), name);
                },
              },
              body: {
                getReader: () => ({
                  read: async () => {
                    const { done = false, value } = await chunks.next();
                    if (done) finish();
                    return { done, value };
                  },
                  cancel: async () => outgoing.abort(),
                }),
              },
            });
          },
        },
      );
      if (signal.aborted) return abort();
      signal.addEventListener('abort', abort, { once: true });
      outgoing.send(body);
    });
}
