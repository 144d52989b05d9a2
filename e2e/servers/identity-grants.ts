/** What the identity provider has issued: codes and tokens, and who they belong to. Time comes from outside. */
import { createHash, randomBytes, randomInt, randomUUID } from 'node:crypto';

/** A person that can sign in. */
export interface TestUser {
  address: string;
  name: string;
  oid: string;
  tenantId: string;
}

/** A device code and where it stands. */
interface DeviceCode {
  userCode: string;
  deviceCode: string;
  clientId: string;
  tenant: string;
  scopes: string[];
  claims: string | undefined;
  expiresAtMs: number;
  state: 'pending' | 'approved' | 'declined' | 'redeemed';
  address?: string;
}

/** An authorization code of the browser flow, bound to its PKCE challenge (RFC 7636). */
interface BrowserCode {
  code: string;
  clientId: string;
  redirectUri: string;
  challenge: string;
  nonce?: string;
  scopes: string[];
  claims: string | undefined;
  address: string;
  expiresAtMs: number;
}

/** A refresh token; `state` says whether it may still be redeemed. */
export interface RefreshToken {
  token: string;
  address: string;
  clientId: string;
  scopes: string[];
  state: 'usable' | 'redeemed' | 'revoked';
}

/** An access token. */
export interface AccessToken {
  token: string;
  address: string;
  scopes: string[];
  expiresAtMs: number;
  active: boolean;
}

/** Everything that was issued or registered, by its keys. */
export interface Grants {
  users: Map<string, TestUser>;
  disabled: Set<string>;
  /** The mailbox that a person's token opens beside the person's own, by the person. */
  sharedMailboxes: Map<string, string>;
  deviceCodes: Map<string, DeviceCode>;
  browserCodes: Map<string, BrowserCode>;
  refreshTokens: Map<string, RefreshToken>;
  accessTokens: Map<string, AccessToken>;
  /** What people consented to when they signed in, by `consentKey`. */
  consents: Map<string, Set<string>>;
}

/** Grants without any entries. */
export function createGrants(): Grants {
  return {
    users: new Map(),
    disabled: new Set(),
    sharedMailboxes: new Map(),
    deviceCodes: new Map(),
    browserCodes: new Map(),
    refreshTokens: new Map(),
    accessTokens: new Map(),
    consents: new Map(),
  };
}

/** The tenant of users that name none. */
const contosoTenant = '5f0e3a52-1c9d-4c77-9e0b-c0270505a11e';
// Without the characters that look alike; Microsoft's codes have nine of them.
const codeAlphabet = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';

/** How addresses are compared everywhere: trimmed and in lower case. */
export const addressKey = (address: string) => address.trim().toLowerCase();
/** Consent is given by a person to an application. */
export const consentKey = (address: string, clientId: string) => `${clientId} ${addressKey(address)}`;
/** How typed codes are compared. */
export const codeKey = (code: string) => code.replace(/[\s-]/g, '').toUpperCase();

/** Adds a person; the object id is derived from the address, so that it is the same in every run. */
export function addUser(grants: Grants, user: Partial<TestUser> & { address: string }): TestUser {
  const digest = createHash('sha256').update(addressKey(user.address)).digest('hex');
  const added: TestUser = {
    address: user.address,
    name: user.name ?? user.address,
    oid: user.oid ?? digest.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-4$3-8$4-$5'),
    tenantId: user.tenantId ?? contosoTenant,
  };
  grants.users.set(addressKey(user.address), added);
  return added;
}

/** A user code that no live device code has. */
export function newUserCode(grants: Grants): string {
  for (;;) {
    const code = Array.from({ length: 9 }, () => codeAlphabet[randomInt(codeAlphabet.length)]).join('');
    if (!grants.deviceCodes.has(code)) {
      return code;
    }
  }
}

/** An unguessable text of `length` characters with `canary` in it. Microsoft's access tokens have about 1,500 characters. */
function opaque(prefix: string, canary: string, length: number): string {
  const start = `${prefix}.${canary}.`;
  return (
    start +
    randomBytes(length)
      .toString('base64url')
      .slice(0, Math.max(32, length - start.length))
  );
}

/** Issues an access token and, if `offline_access` was asked for, a refresh token. */
export function issueTokens(
  grants: Grants,
  grant: { address: string; clientId: string; scopes: string[] },
  life: { canary: string; expiresAtMs: number },
): { access: AccessToken; refresh: RefreshToken | undefined } {
  const { address, clientId, scopes } = grant;
  const access: AccessToken = {
    token: opaque('at', life.canary, 1500),
    address,
    scopes: resourceScopes(scopes),
    expiresAtMs: life.expiresAtMs,
    active: true,
  };
  grants.accessTokens.set(access.token, access);
  if (!scopes.includes('offline_access')) {
    return { access, refresh: undefined };
  }
  const refresh: RefreshToken = { token: opaque('rt', life.canary, 900), address, clientId, scopes, state: 'usable' };
  grants.refreshTokens.set(refresh.token, refresh);
  return { access, refresh };
}

/** The scopes that name a resource, i.e. not those of OpenID Connect. */
export function resourceScopes(scopes: string[]): string[] {
  return scopes.filter((scope) => !['openid', 'profile', 'email', 'offline_access'].includes(scope));
}

const base64Json = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** An unsigned ID token (alg none) with the claims that MSAL reads; `nowMs` is the server's clock. */
export function idToken(
  user: TestUser,
  about: { issuer: string; clientId: string; nonce?: string; nowMs: number; lifeSeconds: number },
): string {
  const now = Math.floor(about.nowMs / 1000);
  const claims = {
    aud: about.clientId,
    iss: about.issuer,
    iat: now,
    nbf: now,
    exp: now + about.lifeSeconds,
    name: user.name,
    preferred_username: user.address,
    email: user.address,
    oid: user.oid,
    sub: createHash('sha256').update(`${about.clientId}${user.oid}`).digest('base64url'),
    tid: user.tenantId,
    uti: randomUUID(),
    ver: '2.0',
    ...(about.nonce === undefined ? {} : { nonce: about.nonce }),
  };
  return `${base64Json({ typ: 'JWT', alg: 'none' })}.${base64Json(claims)}.`;
}

/** Microsoft's `client_info`, from which MSAL makes the home account id. */
export function clientInfo(user: TestUser): string {
  return base64Json({ uid: user.oid, utid: user.tenantId });
}

/** The S256 challenge of a PKCE verifier (RFC 7636 4.2). */
export function pkceChallenge(verifier: string): string {
  return createHash('sha256').update(verifier).digest('base64url');
}
