import { describe, expect, it } from 'vitest';
import { ClockOffset, timeOf } from './clock-offset.ts';
import type { HttpTransport } from './net-client.ts';

const now = Date.UTC(2026, 10, 29, 12);
const dayMs = 86_400_000;
const request = { method: 'GET', url: 'https://login.example/', headers: {} } as const;
const never = new AbortController().signal;
const answering =
  (headers: Record<string, string>): HttpTransport =>
  async () => ({ status: 200, headers, body: '' });

async function learned(headers: Record<string, string>): Promise<ClockOffset> {
  const offset = new ClockOffset();
  await offset.learn(answering(headers), { now: () => now })(request, never);
  return offset;
}

describe('the clock’s offset', () => {
  it.each([
    [dayMs, true],
    [-dayMs, true],
    [301_000, true],
    [-299_000, false],
    [0, false],
  ])('is learnt from a server’s Date: %d ms, wrong: %s', async (ms, isWrong) => {
    const offset = await learned({ date: new Date(now + ms).toUTCString() });
    expect([offset.ms, offset.wrongBy !== null]).toEqual([ms, isWrong]);
  });

  it('follows the last answer, and a clock that was set right', async () => {
    const offset = new ClockOffset();
    let wall = now - dayMs;
    const ask = offset.learn(answering({ date: new Date(now).toUTCString() }), { now: () => wall });
    await ask(request, never);
    expect(offset.wrongBy).toBe(offset.ms);
    wall = now;
    await ask(request, never);
    expect(offset.wrongBy).toBeNull();
  });

  it.each<Record<string, string>>([
    {},
    { date: 'yesterday' },
    { date: '2026-11-29T12:00:00Z' },
    { date: '0' },
    { date: 'Sun, 29 Foo 2026 12:00:00 GMT' },
    // An answer that a proxy has kept tells when it was made, not what time it is.
    { date: 'Sat, 28 Nov 2026 12:00:00 GMT', age: '86400' },
  ])('is not learnt from %j', async (headers) => {
    expect(timeOf({ headers })).toBeNull();
    expect((await learned(headers)).ms).toBeNull();
  });
});
