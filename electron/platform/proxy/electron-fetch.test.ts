import { describe, expect, it } from 'vitest';
import { fetchTransport, TransportFailure } from '../net-client.ts';
import { electronFetch, type MakeRequest } from './electron-fetch.ts';
import type { ProxyCredentials } from './route.ts';

const proxy = { host: 'proxy.test', port: 3128, isProxy: true };
const right = { username: 'ada', password: 'CANARY' };
const request = { method: 'POST', url: 'https://login.test/token', headers: { a: 'b' }, body: 'x=y' } as const;
const never = new AbortController().signal;

/** Electron's `net` behind a proxy that wants a password, in memory. */
function net(known: ProxyCredentials | null, asks = { ...proxy }) {
  const log: string[] = [];
  const make: MakeRequest = (options, listeners) => ({
    send: (body) => {
      log.push(`${options.method} ${options.url} ${body}`);
      const answer = (username?: string, password?: string): void => {
        log.push(`answered ${username}`);
        if (username === right.username && password === right.password) {
          const body = (async function* () {
            yield Buffer.from('{"ok"');
            yield Buffer.from(':1}');
          })();
          listeners.response({ status: 200, headers: { Date: 'now', 'Set-Cookie': ['a', 'b'] }, body });
        } else listeners.login(asks, answer);
      };
      listeners.login(asks, answer);
    },
    abort: () => log.push('aborted'),
  });
  const challenges: string[] = [];
  const fetch = electronFetch(make, {
    credentialsFor: async () => known,
    challenged: ({ host, port }, refused) => void challenges.push(`${host}:${port} ${refused}`),
  });
  return { transport: fetchTransport(fetch), log, challenges };
}

async function faultOf(attempt: Promise<unknown>) {
  const cause = await attempt.catch((error: unknown) => error);
  return cause instanceof TransportFailure ? cause.fault : cause;
}

describe('a request behind a proxy that wants a password', () => {
  it('goes through with the one that is known', async () => {
    const { transport, log, challenges } = net(right);
    expect(await transport(request, never)).toEqual({
      status: 200,
      headers: { date: 'now', 'set-cookie': 'a, b' },
      body: '{"ok":1}',
    });
    expect(log).toEqual(['POST https://login.test/token x=y', 'answered ada']);
    expect(challenges).toEqual([]);
  });

  it('ends where none is known, or the known one is refused: it is sent once', async () => {
    const none = net(null);
    expect(await faultOf(none.transport(request, never))).toBe('proxy_password');
    expect(none.challenges).toEqual(['proxy.test:3128 false']);
    const wrong = net({ ...right, password: 'other' });
    expect(await faultOf(wrong.transport(request, never))).toBe('proxy_password');
    expect(wrong.challenges).toEqual(['proxy.test:3128 true']);
    expect(wrong.log).toEqual(['POST https://login.test/token x=y', 'answered ada', 'aborted']);
  });

  it('gives it to no server', async () => {
    const { transport, log, challenges } = net(right, { ...proxy, isProxy: false });
    expect(await faultOf(transport(request, never))).toBe('lost');
    expect([log.at(-1), challenges]).toEqual(['aborted', []]);
  });

  it('is given up with its signal', async () => {
    const { transport } = net(right);
    expect(await faultOf(transport(request, AbortSignal.abort()))).toBe('cancelled');
  });
});
