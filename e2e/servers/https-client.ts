/** HTTPS that trusts the test CA alone: for tests that call the identity provider, and as MSAL's transport. */
import { request as httpsRequest } from 'node:https';
import type { INetworkModule, NetworkResponse } from '@azure/msal-node';

/** An answer with its body as text. */
interface Answer {
  status: number;
  headers: Record<string, string>;
  text: string;
}

/** GET, or POST with a form or a body that is encoded already. No connection is kept. */
export function call(caPem: string, url: string, form?: Record<string, string> | string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const method = form === undefined ? 'GET' : 'POST';
    const request = httpsRequest(url, { ca: caPem, method, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('error', reject);
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        const headers = Object.entries(response.headers).map(([name, value]) => [name, String(value)]);
        const text = Buffer.concat(chunks).toString();
        resolve({ status: response.statusCode ?? 0, headers: Object.fromEntries(headers), text });
      });
    });
    request.on('error', reject);
    request.end(typeof form === 'string' ? form : form && new URLSearchParams(form).toString());
  });
}

/** A `system.networkClient` for MSAL. */
export function msalNetwork(caPem: string): INetworkModule {
  async function send<T>(url: string, body?: string): Promise<NetworkResponse<T>> {
    const { status, headers, text } = await call(caPem, url, body);
    return { status, headers, body: JSON.parse(text) };
  }
  return {
    sendGetRequestAsync: (url) => send(url),
    sendPostRequestAsync: (url, options) => send(url, options?.body ?? ''),
  };
}
