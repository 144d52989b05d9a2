import type { Clock } from './clock.ts';
import type { HttpResponse, HttpTransport } from './net-client.ts';

/** Beyond this a clock counts as wrong: identity providers and Kerberos allow five minutes. */
const toleranceMs = 5 * 60_000;

/** How far this computer's clock is from that of the servers that it talks to. */
export class ClockOffset {
  #ms: number | null = null;

  /** What has to be added to this computer's clock, milliseconds; null: no server has told its time yet. */
  get ms(): number | null {
    return this.#ms;
  }

  /** The same where the clock is so far off that what it says of certificates cannot be believed, else null. */
  get wrongBy(): number | null {
    return this.#ms !== null && Math.abs(this.#ms) >= toleranceMs ? this.#ms : null;
  }

  /** A transport whose answers tell the time. */
  learn(transport: HttpTransport, clock: Pick<Clock, 'now'>): HttpTransport {
    return async (request, signal) => {
      const answer = await transport(request, signal);
      const at = timeOf(answer);
      if (at !== null) this.#ms = at - clock.now();
      return answer;
    };
  }
}

/** When a server made its answer, by its own clock (RFC 9110 section 6.6.1); null where it does not say, or the answer was kept on the way. */
export function timeOf({ headers }: Pick<HttpResponse, 'headers'>): number | null {
  const { date, age } = headers;
  if (date === undefined || age !== undefined || !/^\w{3}, \d\d \w{3} \d{4} [\d:]{8} GMT$/.test(date)) return null;
  const at = Date.parse(date);
  return Number.isNaN(at) ? null : at;
}
