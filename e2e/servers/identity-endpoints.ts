/** The OAuth endpoints: each takes a request's parameters and gives the answer that Microsoft would. */
import { randomBytes } from 'node:crypto';
import type { EventLog } from './event-log.ts';
import { answerWord, errorAnswer, type Failure, type HttpAnswer } from './identity-errors.ts';
import {
  addressKey,
  clientInfo,
  codeKey,
  consentKey,
  type Grants,
  idToken,
  issueTokens,
  newUserCode,
  pkceChallenge,
  resourceScopes,
  type TestUser,
} from './identity-grants.ts';

/** The numbers of `IdentityProvider.counters`. */
export interface Counters {
  deviceCodes: number;
  polls: number;
  tokens: number;
  refreshes: number;
  refusedRefreshes: number;
  reusedRefreshTokens: number;
  introspections: number;
  refusedIntrospections: number;
  requests: number;
}

/** What the provider reports; see README.md. */
export interface IdentityEvents {
  request: { method: string; path: string; endpoint?: string; userAgent?: string };
  devicecode: { userCode: string; clientId: string; tenant: string; scopes: string[] };
  decision: { userCode: string; approved: boolean; address?: string };
  poll: { userCode: string; answer: string };
  token: { grant: string; address: string; scopes: string[]; accessToken: string; refreshToken?: string };
  refresh: { address?: string; answer: string };
  introspect: { address?: string; active: boolean };
}

/** What tests may set while the provider runs. */
export interface Settings {
  canary: string;
  accessTokenLifetimeSeconds: number;
  deviceCodeLifetimeSeconds: number;
  pollIntervalSeconds: number;
  clockOffsetSeconds: number;
}

/** A claims challenge: the number that it is refused with, and the claims (OpenID Connect Core section 5.5). */
export interface Challenge {
  readonly aadsts: number;
  readonly claims: string;
}

/** Everything an endpoint needs. */
export interface Context {
  grants: Grants;
  settings: Settings;
  counters: Counters;
  log: EventLog<IdentityEvents>;
  clientIds: string[] | undefined;
  /** Scopes that are refused, and where. */
  refusals: Map<string, 'devicecode' | 'token'>;
  /** What a person's next sign-in has to ask for before any token is issued, by the person. */
  challenges: Map<string, Challenge>;
  slowDowns: number;
  authority: string;
  /** Where a person's browser finds the pages. */
  pagesOrigin: string;
  devicePageUrl: string;
  /** The server's clock, in ms. */
  now(): number;
  /** The failure set for this endpoint, if any; counts it as used. */
  takeFailure(endpoint: string): Failure | undefined;
}

/** The one resource whose tokens open a mailbox by IMAP. */
const imapScope = 'https://outlook.office.com/IMAP.AccessAsUser.All';

const refuse = (context: Context, aadsts: number) => errorAnswer({ aadsts }, new Date(context.now()));
const json = (body: object, status = 200): HttpAnswer => ({
  status,
  headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' },
  body: JSON.stringify(body),
});
/**
 * The refusal of a request that does not meet the person's challenge. A sign-in page that asked for the claims meets it for good.
 * @param asked the request's own claims
 */
function unmetChallenge(context: Context, address: string, asked: string | undefined): Challenge | undefined {
  const challenge = context.challenges.get(addressKey(address));
  if (challenge === undefined) return undefined;
  if (!includesJson(asked === undefined ? {} : JSON.parse(asked), JSON.parse(challenge.claims))) return challenge;
  context.challenges.delete(addressKey(address));
  return undefined;
}

/** Whether everything in `part` is in `whole` as well. */
function includesJson(whole: unknown, part: unknown): boolean {
  if (typeof part !== 'object' || part === null) return whole === part;
  return Object.entries(part).every(([name, value]) => includesJson(Reflect.get(Object(whole), name), value));
}

const scopesOf = (parameters: URLSearchParams) => (parameters.get('scope') ?? '').split(/\s+/).filter(Boolean);

function refusedScope(context: Context, scopes: string[], at: 'devicecode' | 'token'): boolean {
  const refused = [...context.refusals].filter(([, where]) => where === at).map(([scope]) => scope);
  return refused.some((scope) => scopes.some((asked) => asked.includes(scope)));
}

/** What is wrong with the request whatever its grant, or undefined. */
function refuseClient(context: Context, parameters: URLSearchParams): HttpAnswer | undefined {
  const clientId = parameters.get('client_id');
  if (!clientId) {
    return refuse(context, 90014);
  }
  if (context.clientIds && !context.clientIds.includes(clientId)) {
    return refuse(context, 700016);
  }
  return parameters.has('client_secret') ? refuse(context, 700025) : undefined;
}

function refuseScopes(context: Context, scopes: string[]): HttpAnswer | undefined {
  const origins = resourceScopes(scopes).map((scope) => scope.replace(/\/[^/]*$/, ''));
  return new Set(origins).size > 1 ? refuse(context, 700022) : undefined;
}

/** `/.well-known/openid-configuration` of a tenant. */
export function openidConfiguration(context: Context, tenant: string): HttpAnswer {
  const base = `${context.authority}/${tenant}`;
  const shared = ['common', 'organizations', 'consumers'].includes(tenant);
  return json({
    issuer: `${context.authority}/${shared ? '{tenantid}' : tenant}/v2.0`,
    authorization_endpoint: `${context.pagesOrigin}/${tenant}/oauth2/v2.0/authorize`,
    token_endpoint: `${base}/oauth2/v2.0/token`,
    device_authorization_endpoint: `${base}/oauth2/v2.0/devicecode`,
    end_session_endpoint: `${base}/oauth2/v2.0/logout`,
    jwks_uri: `${base}/discovery/v2.0/keys`,
    response_modes_supported: ['query'],
    response_types_supported: ['code'],
    subject_types_supported: ['pairwise'],
    id_token_signing_alg_values_supported: ['none'],
    code_challenge_methods_supported: ['S256'],
    scopes_supported: ['openid', 'profile', 'email', 'offline_access'],
  });
}

/** `/common/discovery/instance`, which MSAL asks for hosts that it was not told to know. */
export function instanceDiscovery(context: Context): HttpAnswer {
  const host = new URL(context.authority).host;
  return json({
    tenant_discovery_endpoint: `${context.authority}/common/v2.0/.well-known/openid-configuration`,
    'api-version': '1.1',
    metadata: [{ preferred_network: host, preferred_cache: host, aliases: [host] }],
  });
}

/** `/devicecode` (RFC 8628 3.1). */
export function deviceAuthorization(context: Context, tenant: string, parameters: URLSearchParams): HttpAnswer {
  const scopes = scopesOf(parameters);
  const refusal = refuseClient(context, parameters) ?? refuseScopes(context, scopes);
  if (refusal) {
    return refusal;
  }
  if (scopes.length === 0) {
    return refuse(context, 90014);
  }
  if (refusedScope(context, scopes, 'devicecode')) {
    return refuse(context, 65001);
  }
  const userCode = newUserCode(context.grants);
  const deviceCode = randomBytes(96).toString('base64url');
  const clientId = parameters.get('client_id') ?? '';
  const lifeSeconds = context.settings.deviceCodeLifetimeSeconds;
  const expiresAtMs = context.now() + lifeSeconds * 1000;
  context.grants.deviceCodes.set(userCode, {
    userCode,
    deviceCode,
    clientId,
    tenant,
    scopes,
    claims: parameters.get('claims') ?? undefined,
    expiresAtMs,
    state: 'pending',
  });
  context.counters.deviceCodes += 1;
  context.log.emit('devicecode', { userCode, clientId, tenant, scopes });
  const page = context.devicePageUrl;
  return json({
    user_code: userCode,
    device_code: deviceCode,
    verification_uri: page,
    expires_in: lifeSeconds,
    interval: context.settings.pollIntervalSeconds,
    message: `To sign in, use a web browser to open the page ${page} and enter the code ${userCode} to authenticate.`,
  });
}

/** Approves or declines a code; throws if there is none such. */
export function decide(context: Context, userCode: string, approvedBy: TestUser | undefined): void {
  const code = context.grants.deviceCodes.get(codeKey(userCode));
  if (code?.state !== 'pending') {
    throw new Error(`No pending device code ${userCode}`);
  }
  code.state = approvedBy ? 'approved' : 'declined';
  code.address = approvedBy?.address;
  const approved = approvedBy !== undefined;
  context.log.emit('decision', { userCode: code.userCode, approved, address: code.address });
}

function tokenAnswer(
  context: Context,
  grant: string,
  granted: { address: string; clientId: string; scopes: string[]; nonce?: string },
): HttpAnswer {
  const user = context.grants.users.get(addressKey(granted.address));
  if (!user) {
    return refuse(context, 50034);
  }
  const key = consentKey(granted.address, granted.clientId);
  const consented = context.grants.consents.get(key) ?? new Set<string>();
  const scopes = resourceScopes(granted.scopes);
  if (grant === 'refresh_token' && scopes.some((scope) => !consented.has(scope))) {
    return refuse(context, 65001);
  }
  context.grants.consents.set(key, new Set([...consented, ...scopes]));
  const lifeSeconds = context.settings.accessTokenLifetimeSeconds;
  const nowMs = context.now();
  const { access, refresh } = issueTokens(context.grants, granted, {
    canary: context.settings.canary,
    expiresAtMs: nowMs + lifeSeconds * 1000,
  });
  context.counters.tokens += 1;
  const tokens = { accessToken: access.token, refreshToken: refresh?.token };
  context.log.emit('token', { grant, address: user.address, scopes: access.scopes, ...tokens });
  const issuer = `${context.authority}/${user.tenantId}/v2.0`;
  return json({
    token_type: 'Bearer',
    // Microsoft names the permissions of Graph without their resource.
    scope: access.scopes.map((scope) => scope.replace(/^https:\/\/graph\.microsoft\.com\//, '')).join(' '),
    expires_in: lifeSeconds,
    ext_expires_in: lifeSeconds,
    access_token: access.token,
    ...(refresh ? { refresh_token: refresh.token } : {}),
    id_token: idToken(user, { issuer, clientId: granted.clientId, nonce: granted.nonce, nowMs, lifeSeconds: 3600 }),
    client_info: clientInfo(user),
  });
}

function pollAnswer(context: Context, parameters: URLSearchParams, userCode: string): HttpAnswer {
  const code = context.grants.deviceCodes.get(userCode);
  if (!code || code.clientId !== parameters.get('client_id')) {
    return refuse(context, 70018);
  }
  if (context.slowDowns > 0) {
    context.slowDowns -= 1;
    return errorAnswer({ error: 'slow_down', description: 'Polling too often.' }, new Date(context.now()));
  }
  if (code.state === 'redeemed') {
    return refuse(context, 70000);
  }
  if (code.state === 'declined') {
    const description = 'The end user denied the authorization request.';
    return errorAnswer({ error: 'authorization_declined', description }, new Date(context.now()));
  }
  if (context.now() >= code.expiresAtMs) {
    return refuse(context, 70019);
  }
  if (code.state === 'pending' || code.address === undefined) {
    return refuse(context, 70016);
  }
  if (refusedScope(context, code.scopes, 'token')) {
    return refuse(context, 65001);
  }
  const unmet = unmetChallenge(context, code.address, code.claims);
  if (unmet) {
    return errorAnswer(unmet, new Date(context.now()));
  }
  code.state = 'redeemed';
  return tokenAnswer(context, 'device_code', { ...code, address: code.address });
}

function poll(context: Context, parameters: URLSearchParams): HttpAnswer {
  context.counters.polls += 1;
  const wanted = parameters.get('device_code') ?? parameters.get('code');
  const userCode = [...context.grants.deviceCodes.values()].find((code) => code.deviceCode === wanted)?.userCode ?? '';
  const failure = context.takeFailure('poll');
  const answer = failure ? errorAnswer(failure, new Date(context.now())) : pollAnswer(context, parameters, userCode);
  context.log.emit('poll', { userCode, answer: answerWord(answer) });
  return answer;
}

function refreshAnswer(context: Context, parameters: URLSearchParams): HttpAnswer {
  const presented = context.grants.refreshTokens.get(parameters.get('refresh_token') ?? '');
  if (!presented || presented.clientId !== parameters.get('client_id')) {
    return refuse(context, 70000);
  }
  if (presented.state === 'redeemed') {
    context.counters.reusedRefreshTokens += 1;
    return refuse(context, 70000);
  }
  if (presented.state === 'revoked') {
    return refuse(context, 50173);
  }
  if (context.grants.disabled.has(addressKey(presented.address))) {
    return refuse(context, 50057);
  }
  const unmet = unmetChallenge(context, presented.address, undefined);
  if (unmet) {
    return errorAnswer(unmet, new Date(context.now()));
  }
  const asked = scopesOf(parameters);
  const scopes = asked.length > 0 ? asked : presented.scopes;
  const refusal = refuseScopes(context, scopes);
  if (refusal || refusedScope(context, scopes, 'token')) {
    return refusal ?? refuse(context, 65001);
  }
  const answer = tokenAnswer(context, 'refresh_token', { ...presented, scopes });
  if (answer.status === 200) {
    presented.state = 'redeemed';
  }
  return answer;
}

function refresh(context: Context, parameters: URLSearchParams): HttpAnswer {
  const address = context.grants.refreshTokens.get(parameters.get('refresh_token') ?? '')?.address;
  const failure = context.takeFailure('refresh');
  const answer = failure ? errorAnswer(failure, new Date(context.now())) : refreshAnswer(context, parameters);
  const word = answerWord(answer);
  context.counters[word === 'token' ? 'refreshes' : 'refusedRefreshes'] += 1;
  context.log.emit('refresh', { address, answer: word });
  return answer;
}

function redeemCode(context: Context, parameters: URLSearchParams): HttpAnswer {
  const failure = context.takeFailure('code');
  if (failure) {
    const answer = errorAnswer(failure, new Date(context.now()));
    return answer;
  }
  const code = context.grants.browserCodes.get(parameters.get('code') ?? '');
  // Single use, whatever comes of it (RFC 6749 4.1.2).
  context.grants.browserCodes.delete(code?.code ?? '');
  const matches =
    code?.clientId === parameters.get('client_id') && code?.redirectUri === parameters.get('redirect_uri');
  if (!code || !matches || context.now() >= code.expiresAtMs) {
    return refuse(context, 70000);
  }
  if (pkceChallenge(parameters.get('code_verifier') ?? '') !== code.challenge) {
    return refuse(context, 501481);
  }
  const unmet = unmetChallenge(context, code.address, code.claims);
  if (unmet) {
    return errorAnswer(unmet, new Date(context.now()));
  }
  return refusedScope(context, code.scopes, 'token')
    ? refuse(context, 65001)
    : tokenAnswer(context, 'authorization_code', code);
}

/** `/token`, for the three grants. */
export function token(context: Context, parameters: URLSearchParams): HttpAnswer {
  const refusal = refuseClient(context, parameters);
  if (refusal) {
    return refusal;
  }
  switch (parameters.get('grant_type')) {
    case 'urn:ietf:params:oauth:grant-type:device_code':
    case 'device_code':
      return poll(context, parameters);
    case 'refresh_token':
      return refresh(context, parameters);
    case 'authorization_code':
      return redeemCode(context, parameters);
    default:
      return errorAnswer({ error: 'unsupported_grant_type', aadsts: 70003 }, new Date(context.now()));
  }
}

/** `/introspect` (RFC 7662, as Dovecot asks): good tokens for IMAP only. */
export function introspect(context: Context, presented: string): HttpAnswer {
  context.counters.introspections += 1;
  const access = context.grants.accessTokens.get(presented);
  const active = access?.active === true && context.now() < access.expiresAtMs && access.scopes.includes(imapScope);
  if (!active) {
    context.counters.refusedIntrospections += 1;
  }
  context.log.emit('introspect', { address: access?.address, active });
  // Dovecot compares the name in lower case.
  if (!active) return json({ active: false });
  const username = addressKey(access.address);
  const shared = context.grants.sharedMailboxes.get(username) ?? username;
  return json({ active, username, shared, scope: access.scopes.join(' ') });
}
