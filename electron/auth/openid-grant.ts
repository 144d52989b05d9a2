import type { TokenEndpointResponse } from 'oauth4webapi';
import * as oauth from 'oauth4webapi';
import { z } from 'zod';
import type { HeldToken, SignInGrant } from './identity-provider.ts';
import type { OpenIdHttp } from './openid-http.ts';

const stored = z.object({
  kind: z.literal('openid'),
  /** Null: the provider gave none, so the sign-in ends with its access token. */
  refreshToken: z.string().min(1).nullable(),
  /** What the provider gave to the program, for its token endpoint; null for a public client. */
  clientSecret: z.string().min(1).nullable(),
});

/** What the vault keeps of a sign-in at an OAuth2 or OpenID provider. */
export type StoredGrant = z.infer<typeof stored>;

/** The grant as the vault keeps it. */
export function writeGrant(grant: Omit<StoredGrant, 'kind'>): string {
  return JSON.stringify({ kind: 'openid', ...grant } satisfies StoredGrant);
}

/** Reads what `writeGrant` wrote; null for anything else. Never throws, and quotes nothing. */
export function readGrant(text: string): StoredGrant | null {
  try {
    return stored.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

/** What stays of a grant when somebody signs out: the client secret, which the next sign-in needs. Null where there is none. */
export function withoutTokens(text: string): string | null {
  const clientSecret = readGrant(text)?.clientSecret ?? null;
  return clientSecret === null ? null : writeGrant({ refreshToken: null, clientSecret });
}

/** An hour, where the provider does not say how long its tokens last (RFC 6749 section 5.1: it should). */
const usualLifeSeconds = 3600;

/** The token of an answer, for the scopes that were asked for and those that it names. */
export function tokenOf(answer: TokenEndpointResponse, asked: readonly string[], http: OpenIdHttp): HeldToken {
  const lifeMs = (answer.expires_in ?? usualLifeSeconds) * 1000;
  return {
    token: answer.access_token,
    scopes: [...new Set([...asked, ...(answer.scope?.split(' ') ?? [])])],
    timing: { lifeMs, ...http.received },
  };
}

/**
 * The grant of a finished sign-in. Where no ID token says who signed in, it is taken for the person that was asked for:
 * the mailbox is tried with the token before anything is saved.
 * @param asked the scopes of the mailbox, without OpenID's own
 */
export function grantOf(
  answer: TokenEndpointResponse,
  asked: readonly string[],
  clientSecret: string | null,
  loginHint: string | null,
  http: OpenIdHttp,
): SignInGrant {
  const claims: Record<string, unknown> = { ...oauth.getValidatedIdTokenClaims(answer) };
  const told = [claims['email'], claims['preferred_username'], claims['upn']].filter(
    (name): name is string => typeof name === 'string' && name !== '',
  );
  const names = told.length > 0 ? [...new Set(told)] : [loginHint ?? ''];
  const subject = claims['sub'];
  return {
    homeAccountId: typeof subject === 'string' ? subject : (names[0] ?? ''),
    username: names[0] ?? '',
    names,
    grantedScopes: answer.scope === undefined ? asked : answer.scope.split(' '),
    held: tokenOf(answer, asked, http),
    blob: writeGrant({ refreshToken: answer.refresh_token ?? null, clientSecret }),
  };
}
