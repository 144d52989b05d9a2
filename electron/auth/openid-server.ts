import * as oauth from 'oauth4webapi';
import type { IdentitySettings } from '../../shared/mail.ts';
import { type OpenIdHttp, parseJson } from './openid-http.ts';

/** A provider's server as its discovery document or the user names it, and how Heron presents itself there. */
export interface OpenIdServer {
  readonly as: oauth.AuthorizationServer;
  readonly client: oauth.Client;
  readonly auth: oauth.ClientAuth;
  /** It says who signed in by an ID token (OpenID Connect). */
  readonly isOpenId: boolean;
  /** How it calls itself is known, so that an answer can be told from another provider's (RFC 9207). */
  readonly knowsIssuer: boolean;
}

/**
 * An ID token comes straight from the token endpoint, so its times are not what it is judged by: a clock that is a day
 * off must not keep anybody out (T8). Seconds.
 */
const clockToleranceSeconds = 2 * 24 * 60 * 60;

const wellKnown = /\/\.well-known\/(openid-configuration|oauth-authorization-server)\/?$/;

/**
 * Finds the endpoints of an identity: by its option `discovery` (an issuer, or the address of its document; RFC 8414,
 * OpenID Connect Discovery), else by the options `authorizationEndpoint`, `tokenEndpoint`, `deviceEndpoint` and `issuer`.
 * Rejects when the document cannot be had or is not the issuer's.
 */
export async function findServer(
  identity: IdentitySettings,
  clientSecret: string | null,
  http: OpenIdHttp,
): Promise<OpenIdServer> {
  const { discovery } = identity.options ?? {};
  const as = discovery === undefined ? namedServer(identity) : await discover(discovery, http);
  const client: oauth.Client = { client_id: identity.clientId, [oauth.clockTolerance]: clockToleranceSeconds };
  return {
    as,
    client,
    auth: authOf(as, clientSecret),
    knowsIssuer: discovery !== undefined || identity.options?.['issuer'] !== undefined,
    isOpenId: as.userinfo_endpoint !== undefined || as.jwks_uri !== undefined,
  };
}

/**
 * A token endpoint's answer, without the ID token where it is not known how the provider calls itself: such a token cannot be judged, and whose
 * mailbox it is the access token shows. Anything else stays as it came.
 */
export async function withJudgeableIdToken({ knowsIssuer }: OpenIdServer, response: Response): Promise<Response> {
  if (knowsIssuer || !response.ok) return response;
  const text = await response.text();
  const { status, headers } = response;
  const answer = parseJson(text);
  const hasIdToken = typeof answer === 'object' && answer !== null && 'id_token' in answer;
  return new Response(hasIdToken ? JSON.stringify({ ...answer, id_token: undefined }) : text, { status, headers });
}

async function discover(address: string, http: OpenIdHttp): Promise<oauth.AuthorizationServer> {
  const isPlain = wellKnown.exec(address)?.[1] === 'oauth-authorization-server';
  const issuer = new URL(address.replace(wellKnown, ''));
  const algorithm = isPlain ? 'oauth2' : 'oidc';
  const answer = await oauth.discoveryRequest(issuer, { algorithm, [oauth.customFetch]: http.fetch });
  return oauth.processDiscoveryResponse(issuer, answer);
}

function namedServer({ loginHost, options = {} }: IdentitySettings): oauth.AuthorizationServer {
  return {
    issuer: options['issuer'] ?? loginHost,
    authorization_endpoint: options['authorizationEndpoint'],
    token_endpoint: options['tokenEndpoint'],
    device_authorization_endpoint: options['deviceEndpoint'],
  };
}

/** A public client, or one with the secret that the provider gives to installed programs (RFC 8252 section 8.5). */
function authOf(as: oauth.AuthorizationServer, clientSecret: string | null): oauth.ClientAuth {
  if (clientSecret === null) return oauth.None();
  const takesPost = as.token_endpoint_auth_methods_supported?.includes('client_secret_post') === true;
  return takesPost ? oauth.ClientSecretPost(clientSecret) : oauth.ClientSecretBasic(clientSecret);
}
