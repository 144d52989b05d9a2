import type { CustomFetchOptions } from 'oauth4webapi';
import type { IdentitySettings } from '../../shared/mail.ts';
import type { Clock } from '../platform/clock.ts';
import { timeOf } from '../platform/clock-offset.ts';
import { type HttpTransport, TransportFailure } from '../platform/net-client.ts';
import { protocolError, translateFailure } from './auth-errors.ts';
import type { TranslatedFailure } from './identity-provider.ts';
import { type ProviderFailure, readFailure } from './provider-failure.ts';

interface OpenIdHttpOptions {
  readonly transport: HttpTransport;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/**
 * `fetch` for oauth4webapi over Heron's transport, which knows the system's proxy and authorities. Like `MsalNetwork` it
 * keeps why the last request failed, so that all providers' failures are judged alike (T6). One operation at a time.
 */
export class OpenIdHttp {
  /** Why the last request failed; null when it did not. */
  failure: ProviderFailure | null = null;
  /** When the last answer came, by each of this computer's clocks. */
  received = { monotonic: 0, wall: 0 };
  readonly #options: OpenIdHttpOptions;

  constructor(options: OpenIdHttpOptions) {
    this.#options = options;
  }

  readonly fetch = async (url: string, request: CustomFetchOptions<string, unknown>): Promise<Response> => {
    const { transport, clock, signal } = this.#options;
    this.failure = null;
    const body = request.body instanceof URLSearchParams ? request.body.toString() : undefined;
    const method = request.method === 'POST' ? 'POST' : 'GET';
    try {
      const answer = await transport({ method, url, headers: request.headers, body }, signal);
      this.received = { monotonic: clock.monotonic(), wall: clock.now() };
      const parsed = parseJson(answer.body);
      const isError = typeof parsed === 'object' && parsed !== null && 'error' in parsed;
      if (answer.status !== 200 || isError) {
        this.failure = readFailure(answer.status, parsed, answer.headers['retry-after'], timeOf(answer) ?? clock.now());
      }
      return new Response(answer.body, { status: answer.status, headers: { ...answer.headers } });
    } catch (cause) {
      this.failure = { kind: 'transport', fault: cause instanceof TransportFailure ? cause.fault : 'lost' };
      throw cause;
    }
  };

  /** Translates what oauth4webapi threw: the recorded failure, else an answer that it did not take. */
  translate(cause: unknown, identity: IdentitySettings): TranslatedFailure {
    if (this.failure !== null) return translateFailure(this.failure, identity, 'any');
    const code: unknown = typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : null;
    const word = typeof code === 'string' && /^[\w.-]{1,80}$/.test(code) ? code : 'unknown';
    return { error: protocolError(word, identity), consequence: 'later' };
  }
}

/** What a body says; undefined where it is no JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
