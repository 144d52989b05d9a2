import { describe, expect, it } from 'vitest';
import { fakeClock } from '../platform/clock-fake.ts';
import type { HttpTransport } from '../platform/net-client.ts';
import { MsalNetwork } from './msal-network.ts';
import { OpenIdHttp } from './openid-http.ts';
import type { ProviderFailure } from './provider-failure.ts';

const dayMs = 86_400_000;
const never = new AbortController().signal;
const url = 'https://login.example/token';

/** How long a busy provider asks to wait, whose clock is off by `offsetMs`; null: its answer has no Date. */
async function waitsOf(offsetMs: number | null): Promise<readonly (number | null | undefined)[]> {
  const clock = fakeClock(Date.UTC(2026, 10, 29, 12));
  const theirs = clock.now() + (offsetMs ?? 0);
  const transport: HttpTransport = async () => ({
    status: 503,
    headers: {
      'retry-after': new Date(theirs + 90_000).toUTCString(),
      ...(offsetMs === null ? {} : { date: new Date(theirs).toUTCString() }),
    },
    body: '{}',
  });
  const options = { transport, clock, signal: never };
  const openId = new OpenIdHttp(options);
  await openId.fetch(url, { method: 'POST', headers: {}, body: new URLSearchParams(), redirect: 'manual' });
  const msal = new MsalNetwork(options);
  await msal.sendPostRequestAsync(url, { body: 'grant_type=refresh_token' }).catch(() => undefined);
  const waitOf = (failure: ProviderFailure | null) => (failure?.kind === 'busy' ? failure.retryAfterMs : undefined);
  return [waitOf(openId.failure), waitOf(msal.failure)];
}

describe('T8 a provider that asks to wait until a date', () => {
  it.each([0, dayMs, -dayMs, null])('is taken by its own clock, which is %s ms off', async (offsetMs) => {
    expect(await waitsOf(offsetMs)).toEqual([90_000, 90_000]);
  });
});
