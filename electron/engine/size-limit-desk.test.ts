import { describe, expect, it } from 'vitest';
import { fakeClock } from '../platform/clock-fake.ts';
import type { SizeLimitQuestion } from '../smtp/size-limit.ts';
import { SizeLimitDesk } from './size-limit-desk.ts';

const to = { smtp: { host: 'smtp.test', port: 465, security: 'tls' }, connectionTimeoutSeconds: 30 } as const;
const server = 'smtp.test:465';

function desk(answers: (number | null)[]) {
  const stored = new Map<string, number>();
  const asked: SizeLimitQuestion[] = [];
  const clock = fakeClock();
  const state = { paused: false };
  const limits = new SizeLimitDesk({
    stored: { get: (name) => stored.get(name) ?? null, save: (name, octets) => void stored.set(name, octets) },
    ask: async (question) => {
      asked.push(question);
      return answers.shift() ?? null;
    },
    extraCa: null,
    isPaused: () => state.paused,
    clock,
  });
  return { limits, asked, clock, stored, state };
}

describe('the size limit of a server', () => {
  it('is asked once, kept, and asked again after an hour', async () => {
    const { limits, asked, clock, stored } = desk([25_000_000, 50_000_000]);
    expect(await Promise.all([limits.of(to), limits.of(to)])).toEqual(Array(2).fill({ server, octets: 25_000_000 }));
    expect(await limits.of(to)).toEqual({ server, octets: 25_000_000 });
    expect(asked).toHaveLength(1);
    await clock.advance(3_600_000);
    expect(await limits.of(to)).toEqual({ server, octets: 50_000_000 });
    expect(stored.get(server)).toBe(50_000_000);
  });

  it('is the former one where the server cannot be asked, and is asked for the next time', async () => {
    const { limits, asked, state } = desk([25_000_000, null, null, 30_000_000]);
    await limits.of(to);
    expect(await limits.askAgain(to)).toEqual({ server, octets: 25_000_000 });
    state.paused = true;
    expect(await limits.askAgain(to)).toEqual({ server, octets: 25_000_000 });
    expect(asked).toHaveLength(2);
    const unknown = desk([null, 70_000]);
    expect(await unknown.limits.of(to)).toEqual({ server, octets: null });
    expect(await unknown.limits.of(to)).toEqual({ server, octets: 70_000 });
  });

  it('is the service’s own with Microsoft Graph, and nobody is asked', async () => {
    const { limits, asked } = desk([1]);
    expect(await limits.of({ ...to, sending: 'graph' })).toEqual({ server: 'Microsoft Graph', octets: 3_000_000 });
    expect(asked).toEqual([]);
  });
});
