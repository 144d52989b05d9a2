import { describe, expect, it } from 'vitest';
import { fakeSecretStore } from '../secret-store-fake.ts';
import { isProxyKey, ProxyPasswords } from './proxy-passwords.ts';

const proxy = { host: 'proxy.test', port: 3128 };
const place = { host: 'mail.test', port: 993 };

function passwords(rules = 'PROXY proxy.test:3128; DIRECT', secrets = fakeSecretStore()) {
  const asked: string[] = [];
  let entered = 0;
  const proxies = new ProxyPasswords({
    secrets,
    resolve: async (url) => {
      asked.push(url);
      return rules;
    },
    entered: () => {
      entered += 1;
    },
  });
  return { proxies, asked, secrets, entered: () => entered };
}

describe('the passwords of proxies', () => {
  it('are asked for once, kept for their own proxy, and sent with the ways through it', async () => {
    const { proxies, asked, secrets, entered } = passwords();
    expect(await proxies.find(place)).toEqual([{ via: 'http', ...proxy, credentials: null }, { via: 'direct' }]);
    expect(asked).toEqual(['https://mail.test:993/']);
    expect(proxies.question).toBeNull();
    proxies.challenged(proxy, false);
    expect(proxies.question).toEqual({ proxy: 'proxy.test:3128', refused: false });
    const answer = { username: 'ada', password: 'CANARY' };
    expect((await proxies.enter(answer)).ok).toBe(true);
    expect([proxies.question, entered()]).toEqual([null, 1]);
    expect((await proxies.find(place))[0]).toEqual({ via: 'http', ...proxy, credentials: answer });
    expect([...secrets.values.keys()].every(isProxyKey)).toBe(true);
    // After a restart, and for no other proxy.
    const later = passwords('PROXY proxy.test:3128; PROXY other.test:3128; PROXY proxy.test:8080', secrets);
    expect((await later.proxies.find(place)).map((route) => route.via !== 'direct' && route.credentials)).toEqual([
      answer,
      null,
      null,
    ]);
  });

  it('that were refused are not sent again, and the question says so until there are others', async () => {
    const { proxies } = passwords();
    proxies.challenged(proxy, false);
    await proxies.enter({ username: 'ada', password: 'wrong' });
    proxies.challenged(proxy, true);
    expect(await proxies.credentialsFor(proxy)).toBeNull();
    proxies.challenged(proxy, false);
    expect(proxies.question).toEqual({ proxy: 'proxy.test:3128', refused: true });
    await proxies.enter({ username: 'ada', password: 'right' });
    expect(await proxies.credentialsFor(proxy)).toEqual({ username: 'ada', password: 'right' });
  });

  it('answer nobody where no proxy asks, and a damaged entry is none', async () => {
    const { proxies, secrets } = passwords();
    expect(await proxies.enter({ username: 'ada', password: 'x' })).toMatchObject({
      ok: false,
      error: { code: 'not_found', params: { reason: 'proxy' } },
    });
    proxies.challenged(proxy, false);
    await proxies.enter({ username: 'ada', password: 'x' });
    for (const key of secrets.values.keys()) secrets.values.set(key, '{"kind":"proxy"');
    expect(await proxies.credentialsFor(proxy)).toBeNull();
  });

  it('an address of IPv6 is asked about as well', async () => {
    const { proxies, asked } = passwords('DIRECT');
    expect(await proxies.find({ host: '2001:db8::1', port: 993 })).toEqual([{ via: 'direct' }]);
    expect(asked).toEqual(['https://[2001:db8::1]:993/']);
  });
});
