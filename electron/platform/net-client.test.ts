import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { type FetchLike, fetchTransport, nodeHttpsTransport, TransportFailure } from './net-client.ts';

const request = { method: 'POST', url: 'https://login.example/token', headers: { a: 'b' }, body: 'x=1' } as const;
const never = new AbortController().signal;

function answering(status: number, body: string, headers: Record<string, string> = {}): FetchLike {
  return async () => new Response(body, { status, headers });
}

async function faultIn(promise: Promise<unknown>): Promise<string> {
  const cause: unknown = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  return cause instanceof TransportFailure ? cause.fault : `not a TransportFailure: ${String(cause)}`;
}

describe('fetchTransport', () => {
  it('keeps the body and headers of an error', async () => {
    const transport = fetchTransport(answering(400, '{"error":"invalid_grant"}', { 'Retry-After': '3' }));
    const response = await transport(request, never);
    expect(response).toMatchObject({ status: 400, body: '{"error":"invalid_grant"}' });
    expect(response.headers['retry-after']).toBe('3');
  });

  it('sends no cookies and follows no redirect', async () => {
    const seen: unknown[] = [];
    const transport = fetchTransport(async (_url, options) => {
      seen.push([options.credentials, options.redirect, options.body]);
      return new Response('');
    });
    await transport(request, never);
    expect(seen).toEqual([['omit', 'error', 'x=1']]);
    expect(await faultIn(fetchTransport(answering(302, ''))(request, never))).toBe('redirected');
  });

  it('refuses anything but https before a byte leaves', async () => {
    const calls: string[] = [];
    const transport = fetchTransport(async (url) => {
      calls.push(url);
      return new Response('');
    });
    expect(await faultIn(transport({ ...request, url: 'http://login.example/token' }, never))).toBe('not_https');
    expect(await faultIn(transport({ ...request, url: 'login' }, never))).toBe('not_https');
    expect(calls).toEqual([]);
    expect(await faultIn(nodeHttpsTransport('')({ ...request, url: 'http://127.0.0.1/' }, never))).toBe('not_https');
  });

  it('stops reading after 1 MB', async () => {
    expect(await faultIn(fetchTransport(answering(200, 'x'.repeat(1_100_000)))(request, never))).toBe('too_large');
  });

  it('ends at its deadline and at a cancel', async () => {
    const hanging: FetchLike = (_url, { signal }) =>
      new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    expect(await faultIn(fetchTransport(hanging, 5)(request, never))).toBe('timeout');
    const cancel = new AbortController();
    const running = faultIn(fetchTransport(hanging)(request, cancel.signal));
    cancel.abort();
    expect(await running).toBe('cancelled');
    expect(await faultIn(fetchTransport(hanging)(request, cancel.signal))).toBe('cancelled');
  });

  it('N1 ends at its deadline although garbage was collected meanwhile', async () => {
    setFlagsFromString('--expose-gc');
    const collect: () => void = runInNewContext('gc');
    const hanging: FetchLike = (_url, { signal }) =>
      new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    const ended = faultIn(fetchTransport(hanging, 100)(request, new AbortController().signal));
    for (let turn = 0; turn < 5; turn += 1) {
      await new Promise((resolve) => setImmediate(resolve));
      collect();
    }
    expect(await ended).toBe('timeout');
  });

  it.each([
    ['net::ERR_INTERNET_DISCONNECTED', 'offline'],
    ['net::ERR_NAME_NOT_RESOLVED', 'dns'],
    ['net::ERR_CERT_AUTHORITY_INVALID', 'tls_untrusted'],
    ['net::ERR_CERT_COMMON_NAME_INVALID', 'tls_wrong_host'],
    ['net::ERR_CERT_DATE_INVALID', 'tls_expired'],
    ['net::ERR_SSL_PROTOCOL_ERROR', 'tls_failed'],
    ['net::ERR_CONNECTION_RESET', 'lost'],
    ['Attempted to redirect, but redirect policy was error', 'redirected'],
  ])('reads Chromium’s %s as %s', async (message, fault) => {
    expect(await faultIn(fetchTransport(() => Promise.reject(new Error(message)))(request, never))).toBe(fault);
  });

  it('reads Node’s error behind fetch’s', async () => {
    const cause = Object.assign(new Error('getaddrinfo'), { code: 'ENOTFOUND' });
    const transport = fetchTransport(() => Promise.reject(new TypeError('fetch failed', { cause })));
    expect(await faultIn(transport(request, never))).toBe('dns');
  });
});
