import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { ProxyQuestion } from '../../../shared/proxy-question.ts';
import { failure, type Reply, success } from '../../../shared/reply.ts';
import type { SecretStore } from '../secret-store.ts';
import { nameOf, type OpenRoute, type Place, type ProxyCredentials, type ProxyRoute, routesOf } from './route.ts';

interface ProxyPasswordsOptions {
  readonly secrets: SecretStore;
  /** What the system's settings say of a URL, as Chromium's `resolveProxy` writes it. */
  readonly resolve: (url: string) => Promise<string>;
  /** The user entered a password: whatever waits for it can be tried again. */
  readonly entered: () => void;
}

const stored = z.object({
  kind: z.literal('proxy'),
  proxy: z.string().min(1),
  username: z.string(),
  password: z.string(),
});

const keyStart = 'proxy-';

/** Whether a key of the vault is a proxy's password. */
export function isProxyKey(key: string): boolean {
  return key.startsWith(keyStart);
}

/**
 * The system's proxies and the passwords for them, kept in the vault as accounts' are, one for each proxy (Q3): the engine's connections, the
 * sign-ins and Chromium's requests take them from here. One that a proxy refused is not sent again before the user entered another one.
 */
export class ProxyPasswords {
  readonly #options: ProxyPasswordsOptions;
  readonly #refused = new Set<string>();
  #question: ProxyQuestion | null = null;

  constructor(options: ProxyPasswordsOptions) {
    this.#options = options;
  }

  /** The proxy that asked last and got nothing that it takes; null where none is waiting. */
  get question(): ProxyQuestion | null {
    return this.#question;
  }

  /**
   * The ways to a place, as the system has them for a web server at the same port: no system knows proxies for mail. An address cannot be asked
   * for where it is none of a URL, and then the way is direct.
   */
  async find(place: Place): Promise<readonly OpenRoute[]> {
    const url = `https://${nameOf(place)}/`;
    const rules = URL.canParse(url) ? await this.#options.resolve(url) : 'DIRECT';
    const found: OpenRoute[] = [];
    for (const route of routesOf(rules)) {
      found.push(route.via === 'direct' ? route : withCredentials(route, await this.credentialsFor(route)));
    }
    return found;
  }

  /** What a proxy is asked with; null where nothing is known that it takes. */
  async credentialsFor(proxy: Place): Promise<ProxyCredentials | null> {
    const name = nameOf(proxy);
    if (this.#refused.has(name)) return null;
    const kept = await this.#options.secrets.read(keyOf(name), (text) => readStored(text) !== null);
    const entry = kept.ok && kept.value !== null ? readStored(kept.value) : null;
    return entry?.proxy === name ? { username: entry.username, password: entry.password } : null;
  }

  /** A proxy wants a user and a password. @param refused it did not take those that it was sent */
  challenged(proxy: Place, refused: boolean): void {
    const name = nameOf(proxy);
    if (refused) this.#refused.add(name);
    this.#question = { proxy: name, refused: this.#refused.has(name) };
  }

  /** The user's answer to the question. Errors: not_found (nobody asks any more), disk_full, storage_failed, secret_not_saved. */
  async enter({ username, password }: ProxyCredentials): Promise<Reply<null>> {
    const proxy = this.#question?.proxy;
    if (proxy === undefined) return failure({ code: 'not_found', params: { reason: 'proxy' }, retryable: false });
    const text = JSON.stringify({ kind: 'proxy', proxy, username, password } satisfies z.infer<typeof stored>);
    const saved = await this.#options.secrets.write(keyOf(proxy), text);
    if (!saved.ok) return saved;
    this.#refused.delete(proxy);
    this.#question = null;
    this.#options.entered();
    return success(null);
  }
}

function withCredentials(route: ProxyRoute, credentials: ProxyCredentials | null): OpenRoute {
  const { via, host, port } = route;
  return via === 'http' || via === 'https' ? { via, host, port, credentials } : { via, host, port, credentials };
}

function keyOf(name: string): string {
  return `${keyStart}${createHash('sha256').update(name).digest('hex').slice(0, 32)}`;
}

function readStored(text: string): z.infer<typeof stored> | null {
  try {
    return stored.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    // The parser's error is dropped, because it quotes the text.
    return null;
  }
}
