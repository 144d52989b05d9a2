import type { ServerEndpoint } from '../../shared/mail.ts';
import { type AppError, assertNever } from '../../shared/reply.ts';
import { ProxyFailure } from '../platform/proxy/route.ts';

/** What a proxy answered in place of a connection to the server; null when the error is about something else. */
export function proxyError(error: unknown, endpoint: ServerEndpoint): AppError | null {
  if (!(error instanceof ProxyFailure)) return null;
  const { reason, proxy, status } = error;
  const server = `${endpoint.host}:${endpoint.port}`;
  switch (reason) {
    case 'password':
      return { code: 'proxy_password_wanted', params: { reason: 'asked' }, retryable: false };
    case 'refused':
      return { code: 'proxy_failed', params: { reason, proxy, server, status: status ?? 0 }, retryable: true };
    case 'method':
    case 'unreachable':
      return { code: 'proxy_failed', params: { reason, proxy }, retryable: true };
    default:
      return assertNever(reason);
  }
}
