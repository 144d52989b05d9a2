import type { INetworkModule, NetworkRequestOptions, NetworkResponse } from '@azure/msal-node';
import type { Clock } from '../platform/clock.ts';
import { timeOf } from '../platform/clock-offset.ts';
import { type HttpResponse, type HttpTransport, TransportFailure } from '../platform/net-client.ts';
import type { TokenTiming } from './identity-provider.ts';
import { deviceCodeAnswer, discoveryAnswer, tokenAnswer } from './provider-answers.ts';
import { isPassing, type ProviderFailure, readFailure } from './provider-failure.ts';

interface MsalNetworkOptions {
  readonly transport: HttpTransport;
  readonly clock: Clock;
  /** Aborts all running requests. */
  readonly signal: AbortSignal;
  /** Called after each poll of a device code: whether the provider is unreachable just now. */
  readonly onPoll?: (outOfReach: boolean) => void;
}

/** RFC 8628 section 3.5: after slow_down the interval grows by five seconds for good. */
const slowDownMs = 5000;
const pending = { status: 400, headers: {}, body: { error: 'authorization_pending' } };

/**
 * The network module that MSAL uses. MSAL keeps only parts of an error, throws at `slow_down`, remembers a 5xx for a
 * minute, and removes refresh tokens by its own rules. So it never sees a failed answer: the failure is stored in
 * `failure`, and MSAL gets what looks like a network fault, so that its caches stay unchanged (T6). One instance serves
 * one operation at a time.
 */
export class MsalNetwork implements INetworkModule {
  /** Why the last request failed; null when it did not. */
  failure: ProviderFailure | null = null;
  /** The timing of the last token answer. */
  timing: TokenTiming | null = null;
  readonly #options: MsalNetworkOptions;
  #slowDownMs = 0;
  #pauseMs = 0;

  constructor(options: MsalNetworkOptions) {
    this.#options = options;
  }

  /** Forgets the results of the last operation. */
  reset(): void {
    this.failure = null;
    this.timing = null;
  }

  async sendGetRequestAsync<T>(url: string, options?: NetworkRequestOptions): Promise<NetworkResponse<T>> {
    const response = await this.#send('GET', url, options);
    return this.#accept(response, discoveryAnswer);
  }

  async sendPostRequestAsync<T>(url: string, options?: NetworkRequestOptions): Promise<NetworkResponse<T>> {
    const form = new URLSearchParams(options?.body ?? '');
    if (form.get('grant_type') === null) {
      return this.#accept(await this.#send('POST', url, options), deviceCodeAnswer);
    }
    if (form.has('device_code')) return this.#poll(url, options);
    return this.#acceptToken(await this.#send('POST', url, options));
  }

  /**
   * One poll of a device code (T7). A temporary failure is reported to MSAL as `authorization_pending`, so that it
   * polls until the code expires.
   */
  async #poll<T>(url: string, options?: NetworkRequestOptions): Promise<NetworkResponse<T>> {
    await this.#wait(this.#slowDownMs + this.#pauseMs);
    this.#pauseMs = 0;
    try {
      const answer = await this.#acceptToken<T>(await this.#send('POST', url, options));
      this.#options.onPoll?.(false);
      return answer;
    } catch (cause) {
      const { failure } = this;
      if (failure === null) throw cause;
      const word = failure.kind === 'refused' ? failure.refusal.word : '';
      if (word === 'slow_down') this.#slowDownMs += slowDownMs;
      if (failure.kind === 'busy') this.#pauseMs = failure.retryAfterMs ?? 0;
      if (word !== 'slow_down' && word !== 'authorization_pending' && !isPassing(failure)) throw cause;
      this.failure = null;
      this.#options.onPoll?.(failure.kind !== 'refused');
      return pending as NetworkResponse<T>;
    }
  }

  async #send(method: 'GET' | 'POST', url: string, options?: NetworkRequestOptions): Promise<HttpResponse> {
    this.failure = null;
    try {
      const { transport, signal } = this.#options;
      return await transport({ method, url, headers: options?.headers ?? {}, body: options?.body }, signal);
    } catch (cause) {
      const fault = cause instanceof TransportFailure ? cause.fault : 'lost';
      return this.#fail({ kind: 'transport', fault });
    }
  }

  #acceptToken<T>(response: HttpResponse): NetworkResponse<T> {
    const { clock } = this.#options;
    return this.#accept(response, (body) => {
      const answer = tokenAnswer(body);
      if (answer === null) return null;
      this.timing = { lifeMs: answer.expires_in * 1000, monotonic: clock.monotonic(), wall: clock.now() };
      return answer;
    });
  }

  #accept<T>(response: HttpResponse, read: (body: unknown) => object | null): NetworkResponse<T> {
    const { status, headers } = response;
    const body = parseJson(response.body);
    if (status !== 200 || (typeof body === 'object' && body !== null && 'error' in body)) {
      const now = timeOf(response) ?? this.#options.clock.now();
      return this.#fail(readFailure(status, body, headers['retry-after'], now));
    }
    const answer = read(body);
    if (answer === null) return this.#fail({ kind: 'protocol', detail: 'an incomplete answer' });
    return { status, headers: { ...headers }, body: answer as T };
  }

  #fail(failure: ProviderFailure): never {
    this.failure = failure;
    throw new Error(`The identity provider did not help: ${failure.kind}`);
  }

  async #wait(ms: number): Promise<void> {
    const { clock, signal } = this.#options;
    if (ms > 0) {
      await new Promise<void>((resolve) => {
        const done = () => {
          stop();
          signal.removeEventListener('abort', done);
          resolve();
        };
        const stop = clock.after(ms, done);
        signal.addEventListener('abort', done);
      });
    }
    if (signal.aborted) this.#fail({ kind: 'transport', fault: 'cancelled' });
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
