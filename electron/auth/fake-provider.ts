import type { HttpRequest, HttpResponse, HttpTransport } from '../platform/net-client.ts';
import { TransportFailure } from '../platform/net-client.ts';
import type { TransportFault } from '../platform/net-faults.ts';

type RequestKind = 'discovery' | 'devicecode' | 'poll' | 'refresh';

/** The answer to the next request of a kind, in place of the usual one. */
export type Scripted =
  | { readonly fault: TransportFault }
  | { readonly status?: number; readonly body: unknown; readonly headers?: Record<string, string> };

/** An identity provider in memory, just enough for MSAL: device code and single-use refresh tokens. */
export interface FakeProvider {
  readonly transport: HttpTransport;
  readonly requests: { readonly kind: RequestKind; readonly form: URLSearchParams }[];
  count(kind: RequestKind): number;
  /** Queued, oldest first. */
  next(kind: RequestKind, ...answers: Scripted[]): void;
  /** The user who entered the code; null while none has. */
  approvedBy: string | null;
  lifeSeconds: number;
  pollSeconds: number;
  /** Awaited before a refresh is answered. */
  hold: Promise<void>;
  /** How often a refresh token was presented that was used already. */
  reused: number;
  /** Scopes that nobody consented to, at the device-code endpoint or the token endpoint. */
  readonly refusedScopes: { devicecode: string | null; token: string | null };
}

export const origin = 'https://login.test';

/** Microsoft's error body. */
export function refusal(error: string, code?: number, more: Record<string, unknown> = {}): Scripted {
  const description = code === undefined ? 'No.' : `AADSTS${code}: No. Trace ID: t`;
  const codes = code === undefined ? undefined : [code];
  return {
    status: 400,
    body: { error, error_description: description, error_codes: codes, correlation_id: 'corr-1', ...more },
  };
}

export function fakeProvider(): FakeProvider {
  const scripts: Record<RequestKind, Scripted[]> = { discovery: [], devicecode: [], poll: [], refresh: [] };
  const live = new Map<string, { address: string; scope: string }>();
  const codes = new Map<string, string>();
  let serial = 0;

  const provider: FakeProvider = {
    requests: [],
    count: (kind) => provider.requests.filter((request) => request.kind === kind).length,
    next: (kind, ...answers) => scripts[kind].push(...answers),
    approvedBy: null,
    lifeSeconds: 3600,
    pollSeconds: 0.005,
    hold: Promise.resolve(),
    reused: 0,
    refusedScopes: { devicecode: null, token: null },
    transport: async (request, signal) => {
      const form = new URLSearchParams(request.body ?? '');
      const kind = kindOf(request, form);
      provider.requests.push({ kind, form });
      if (signal.aborted) throw new TransportFailure('cancelled');
      if (kind === 'refresh') await provider.hold;
      const scripted = scripts[kind].shift();
      if (scripted !== undefined) return play(scripted);
      return play(answer(kind, form));
    },
  };

  function answer(kind: RequestKind, form: URLSearchParams): Scripted {
    const scope = form.get('scope') ?? '';
    switch (kind) {
      case 'discovery':
        return {
          body: {
            issuer: `${origin}/tenant/v2.0`,
            authorization_endpoint: `${origin}/common/oauth2/v2.0/authorize`,
            token_endpoint: `${origin}/common/oauth2/v2.0/token`,
            end_session_endpoint: `${origin}/common/oauth2/v2.0/logout`,
            jwks_uri: `${origin}/common/discovery/v2.0/keys`,
          },
        };
      case 'devicecode': {
        if (refuses(provider.refusedScopes.devicecode, scope)) return refusal('invalid_grant', 65001);
        serial += 1;
        codes.set(`device-${serial}`, scope);
        return {
          body: {
            user_code: `CODE${serial}`,
            device_code: `device-${serial}`,
            verification_uri: `${origin}/device`,
            expires_in: 900,
            interval: provider.pollSeconds,
          },
        };
      }
      case 'poll': {
        if (provider.approvedBy === null) return refusal('authorization_pending', 70016);
        if (refuses(provider.refusedScopes.token, scope)) return refusal('invalid_grant', 65001);
        return { body: grant(provider.approvedBy, codes.get(form.get('device_code') ?? '') ?? scope) };
      }
      default: {
        const token = live.get(form.get('refresh_token') ?? '');
        if (token === undefined) {
          provider.reused += 1;
          return refusal('invalid_grant', 70000, { suberror: 'bad_token' });
        }
        if (refuses(provider.refusedScopes.token, scope)) return refusal('invalid_grant', 65001);
        live.delete(form.get('refresh_token') ?? '');
        return { body: grant(token.address, scope) };
      }
    }
  }

  function grant(address: string, scope: string): Record<string, unknown> {
    serial += 1;
    live.set(`refresh-${serial}-CANARY`, { address, scope });
    const now = Math.floor(Date.now() / 1000);
    const claims = {
      iss: `${origin}/tenant/v2.0`,
      aud: 'client',
      sub: address,
      oid: `oid-${address}`,
      tid: 'tenant',
      preferred_username: address,
      name: address,
      iat: now,
      exp: now + 3600,
      ver: '2.0',
    };
    return {
      token_type: 'Bearer',
      access_token: `access-${serial}-CANARY`,
      refresh_token: `refresh-${serial}-CANARY`,
      expires_in: provider.lifeSeconds,
      refresh_in: Math.floor(provider.lifeSeconds / 2),
      scope: scope
        .split(' ')
        .filter((word) => word.startsWith('https:'))
        .join(' '),
      id_token: `${encode({ alg: 'none' })}.${encode(claims)}.`,
      client_info: encode({ uid: `oid-${address}`, utid: 'tenant' }),
    };
  }

  return provider;
}

function refuses(refused: string | null, scope: string): boolean {
  return refused !== null && scope.includes(refused);
}

function kindOf(request: HttpRequest, form: URLSearchParams): RequestKind {
  if (request.method === 'GET') return 'discovery';
  if (form.has('device_code')) return 'poll';
  return form.get('grant_type') === 'refresh_token' ? 'refresh' : 'devicecode';
}

function play(scripted: Scripted): HttpResponse {
  if ('fault' in scripted) throw new TransportFailure(scripted.fault);
  const body = typeof scripted.body === 'string' ? scripted.body : JSON.stringify(scripted.body);
  return { status: scripted.status ?? 200, headers: scripted.headers ?? {}, body };
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
