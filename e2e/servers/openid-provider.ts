/** A certified OpenID provider (oidc-provider), so that Heron's sign-in is judged by somebody else's reading of the standards. */
import { once } from 'node:events';
import { createServer as createHttpServer, type Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import Provider, { type Configuration, type KoaContextWithOIDC } from 'oidc-provider';
import type { Leaf } from './test-ca.ts';

interface OpenIdStandInOptions {
  readonly leaf: Leaf;
  /** Like Google: a secret is wanted at the token endpoint, and a refresh token comes only with `access_type=offline`. */
  readonly googleLike?: boolean;
  /** The origin that the provider goes by, where requests come to it by a proxy; otherwise it is its own address. */
  readonly issuer?: string;
  /** How far the provider's clock seems to be from this computer's, as its Date fields tell it; milliseconds. */
  readonly clockOffsetMs?: number;
  /** Asks the person on a page; otherwise whoever comes is let through. */
  readonly asks?: boolean;
}

/** A running provider and its controls. */
export interface OpenIdStandIn {
  readonly issuer: string;
  /** Its port on this computer. */
  readonly port: number;
  /** Where Dovecot asks about tokens, plain HTTP on loopback. */
  readonly introspectionUrl: string;
  /** Who is signed in in the browser. */
  signInAs(address: string): void;
  /** A person enters a device code and approves. */
  approve(userCode: string): Promise<void>;
  /** How many refresh tokens were redeemed, and how many of them had been used before. */
  readonly counters: { refreshes: number; refused: number };
  stop(): Promise<void>;
}

export const openIdClient = 'heron-desktop';
export const openIdSecret = 'CANARY7f3a-installed-app';

async function listen(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** Starts the provider on 127.0.0.1. The scope of mail is `mail`; for a Google-like one it is Google's. */
export async function startOpenIdStandIn(options: OpenIdStandInOptions): Promise<OpenIdStandIn> {
  const { leaf, googleLike = false, asks = false, clockOffsetMs = 0 } = options;
  let signedIn = '';
  let handle: ReturnType<Provider['callback']> = async () => undefined;
  const secure = createHttpsServer({ cert: leaf.cert, key: leaf.key }, (request, response) => {
    if (clockOffsetMs !== 0) response.setHeader('date', new Date(Date.now() + clockOffsetMs).toUTCString());
    void handle(request, response);
  });
  const port = await listen(secure);
  const issuer = options.issuer ?? `https://localhost:${port}`;
  const stand = { counters: { refreshes: 0, refused: 0 } };
  const scope = googleLike ? 'https://mail.google.com/' : 'mail';
  const configuration: Configuration = {
    clients: [
      {
        client_id: openIdClient,
        application_type: 'native',
        redirect_uris: ['http://127.0.0.1'],
        response_types: ['code'],
        grant_types: ['authorization_code', 'refresh_token', 'urn:ietf:params:oauth:grant-type:device_code'],
        ...(googleLike
          ? { client_secret: openIdSecret, token_endpoint_auth_method: 'client_secret_post' }
          : { token_endpoint_auth_method: 'none' }),
      },
    ],
    scopes: ['openid', 'email', scope, ...(googleLike ? [] : ['offline_access'])],
    claims: { openid: ['sub'], email: ['email'] },
    conformIdTokenClaims: false,
    extraParams: ['access_type'],
    features: { deviceFlow: { enabled: true }, devInteractions: { enabled: false } },
    findAccount: async (_context, sub) => ({ accountId: sub, claims: async () => ({ sub, email: sub }) }),
    interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
    issueRefreshToken: async (_context, _client, code) =>
      googleLike
        ? code.kind === 'AuthorizationCode' && offline.has(code.grantId ?? '')
        : code.scopes.has('offline_access'),
    rotateRefreshToken: true,
    ttl: {
      AccessToken: 3600,
      DeviceCode: 600,
      Grant: 3600,
      IdToken: 3600,
      Interaction: 600,
      RefreshToken: 3600,
      Session: 3600,
    },
    cookies: { keys: ['test'] },
  };
  /** Grants whose authorization asked for `access_type=offline`. */
  const offline = new Set<string>();
  const provider = new Provider(issuer, configuration);
  const consent = async (clientId: string, asked: string): Promise<string> => {
    const grant = new provider.Grant({ accountId: signedIn, clientId });
    grant.addOIDCScope(asked);
    return grant.save();
  };
  provider.use(async (context: KoaContextWithOIDC, next: () => Promise<void>) => {
    if (!context.path.startsWith('/interaction/')) return next();
    if (asks && context.query['allowed'] === undefined) {
      context.type = 'html';
      context.body = `<!doctype html><title>Sign in</title><form><p>${signedIn}</p><button name="allowed">Allow</button></form>`;
      return;
    }
    const { prompt, params } = await provider.interactionDetails(context.req, context.res);
    const text = (name: string) => (typeof params[name] === 'string' ? params[name] : '');
    const login = { accountId: signedIn };
    const grantId = prompt.name === 'consent' ? await consent(text('client_id'), text('scope')) : undefined;
    if (grantId !== undefined && text('access_type') === 'offline') offline.add(grantId);
    const result = grantId === undefined ? { login } : { consent: { grantId } };
    await provider.interactionFinished(context.req, context.res, result, { mergeWithLastSubmission: true });
    context.respond = false;
  });
  provider.on('grant.success', (context) => {
    if (context.oidc.params?.['grant_type'] === 'refresh_token') stand.counters.refreshes += 1;
  });
  provider.on('grant.error', (context) => {
    if (context.oidc.params?.['grant_type'] === 'refresh_token') stand.counters.refused += 1;
  });
  handle = provider.callback();

  const plain = createHttpServer((request, response) => {
    const token = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? '';
    void provider.AccessToken.find(token).then((found) => {
      const active = found?.isValid === true && found.scopes.has(scope);
      response.setHeader('content-type', 'application/json');
      response.end(
        JSON.stringify(
          active ? { active, username: found.accountId, scope: [...found.scopes].join(' ') } : { active: false },
        ),
      );
    });
  });
  const plainPort = await listen(plain);

  return Object.assign(stand, {
    issuer,
    port,
    introspectionUrl: `http://127.0.0.1:${plainPort}/introspect`,
    signInAs: (address: string) => {
      signedIn = address;
    },
    approve: async (userCode: string) => {
      const code = await provider.DeviceCode.findByUserCode(userCode.replaceAll('-', ''), {});
      if (code === undefined) throw new Error(`No device code ${userCode}`);
      const asked = String(code.params?.['scope'] ?? '');
      Object.assign(code, {
        accountId: signedIn,
        grantId: await consent(openIdClient, asked),
        authTime: Math.floor(Date.now() / 1000),
        scope: asked,
        claims: {},
      });
      await code.save();
    },
    stop: async () => {
      for (const server of [secure, plain]) {
        const closed = once(server, 'close');
        server.close();
        server.closeAllConnections();
        await closed;
      }
    },
  });
}
