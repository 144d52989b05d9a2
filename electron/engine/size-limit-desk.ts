import type { SizeLimit } from '../../shared/writing.ts';
import { serverName } from '../imap/imap-errors.ts';
import type { EngineAccount } from '../mail/engine-account.ts';
import type { SizeLimits } from '../outbox/size-limits.ts';
import type { Clock } from '../platform/clock.ts';
import { graphName, graphSizeLimit } from '../smtp/graph-errors.ts';
import type { AskSizeLimit } from '../smtp/size-limit.ts';

export interface SizeLimitDeskOptions {
  readonly stored: Pick<SizeLimits, 'get' | 'save'>;
  readonly ask: AskSizeLimit;
  readonly extraCa: string | null;
  readonly isPaused: () => boolean;
  readonly clock: Clock;
}

type To = Pick<EngineAccount, 'smtp' | 'sending' | 'connectionTimeoutSeconds'>;

/** How long an answer is not asked for again, in milliseconds. */
const freshMs = 60 * 60_000;

/** What accounts' servers take at most: known before anything is sent, since a server tells it without a sign-in (RFC 1870). */
export class SizeLimitDesk {
  readonly #options: SizeLimitDeskOptions;
  readonly #stopping = new AbortController();
  /** When each server was asked last, by the monotonic clock. */
  readonly #askedAt = new Map<string, number>();
  readonly #asking = new Map<string, Promise<number | null>>();

  constructor(options: SizeLimitDeskOptions) {
    this.#options = options;
  }

  /** What is known without asking. */
  known({ smtp, sending }: To): SizeLimit {
    if (sending === 'graph') return { server: graphName, octets: graphSizeLimit };
    const server = serverName(smtp);
    return { server, octets: this.#options.stored.get(server) };
  }

  /** The limit; the server is asked where it was not for a while. */
  async of(to: To): Promise<SizeLimit> {
    const { clock } = this.#options;
    const known = this.known(to);
    const askedAt = this.#askedAt.get(known.server);
    const isFresh = askedAt !== undefined && clock.monotonic() - askedAt < freshMs;
    return isFresh ? known : await this.askAgain(to);
  }

  /** The limit as the server names it now; the former one where it cannot be asked. */
  async askAgain(to: To): Promise<SizeLimit> {
    const { isPaused, stored } = this.#options;
    const known = this.known(to);
    if (to.sending === 'graph' || isPaused() || this.#stopping.signal.aborted) return known;
    const octets = await this.#ask(known.server, to);
    if (octets === null) return known;
    if (!this.#stopping.signal.aborted) stored.save(known.server, octets);
    return { server: known.server, octets };
  }

  /** The server said so while a message was sent. */
  save(server: string, octets: number): void {
    this.#options.stored.save(server, octets);
    this.#askedAt.set(server, this.#options.clock.monotonic());
  }

  stop(): void {
    this.#stopping.abort();
  }

  #ask(server: string, { smtp: endpoint, connectionTimeoutSeconds: timeoutSeconds }: To): Promise<number | null> {
    const running = this.#asking.get(server);
    if (running !== undefined) return running;
    const { ask, extraCa, clock } = this.#options;
    const asking = ask({ endpoint, timeoutSeconds, extraCa }, this.#stopping.signal)
      .then((octets) => {
        if (octets !== null) this.#askedAt.set(server, clock.monotonic());
        return octets;
      })
      .finally(() => this.#asking.delete(server));
    this.#asking.set(server, asking);
    return asking;
  }
}
