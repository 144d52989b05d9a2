import { success } from '../../../shared/reply.ts';
import type { ProxyPasswords } from '../../platform/proxy/proxy-passwords.ts';
import type { HandlersOf } from '../register.ts';

/** The password of the system's proxy, where one asks for it. */
export function proxyHandlers(proxies: Pick<ProxyPasswords, 'question' | 'enter'>): HandlersOf<'proxy'> {
  return {
    'proxy.question': async () => success(proxies.question),
    'proxy.enterPassword': (input) => proxies.enter(input),
  };
}
