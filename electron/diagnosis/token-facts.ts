import type { RungFact } from '../../shared/diagnosis.ts';
import type { TokenFinding } from '../../shared/finding.ts';
import { cleanText } from '../mail/clean-text.ts';

/** What a token for the account's mail has to say; null: that is not known of this provider. */
export interface ExpectedToken {
  /** The resources that the mail server belongs to. */
  readonly audiences: readonly string[] | null;
  /** As the provider's permissions are named. */
  readonly scopes: readonly string[];
  /** The mailbox, which is `user=` of XOAUTH2. */
  readonly address: string;
}

/** What an access token tells of itself. It is read, not believed: only the provider and the mail server decide on it. */
export interface TokenFacts {
  readonly facts: readonly RungFact[];
  readonly finding: TokenFinding;
}

const nothingTold: TokenFinding = { audience: null, identity: null, scopes: null };
const longestToken = 16_384;

/** Reads a token: the claims of a JWT (RFC 9068, and Microsoft's names), or that it is opaque. Nothing of the token itself is kept. */
export function tokenFacts(token: string, expected: ExpectedToken): TokenFacts {
  const claims = claimsOf(token);
  if (claims === null) return { facts: [{ name: 'token', value: 'opaque' }], finding: nothingTold };
  const text = (...names: readonly string[]) => cleanText(names.map((name) => claims[name]).find(isText) ?? '', 200);
  const audience = cleanText([claims['aud']].flat().filter(isText).join(' '), 300);
  const scopes = text('scp', 'scope');
  const identity = text('upn', 'preferred_username', 'unique_name', 'email');
  const expires = claims['exp'];
  const facts: readonly RungFact[] = [
    { name: 'token', value: 'jwt' },
    { name: 'audience', value: audience },
    { name: 'scopes', value: scopes },
    { name: 'expires', value: typeof expires === 'number' ? String(expires * 1_000) : '' },
    { name: 'tenant', value: text('tid') },
    { name: 'identity', value: identity },
  ];
  return {
    facts: facts.filter(({ value }) => value !== ''),
    finding: {
      audience: audience === '' || expected.audiences === null ? null : audienceFits(audience, expected.audiences),
      identity: identity === '' ? null : sameText(identity, expected.address) ? 'same' : 'other',
      scopes: scopes === '' ? null : hasAll(scopes.split(' '), expected.scopes) ? 'enough' : 'missing',
    },
  };
}

function audienceFits(audience: string, expected: readonly string[]): 'mail' | 'other' {
  const withoutSlash = (text: string) => text.toLowerCase().replace(/\/+$/, '');
  const told = audience.split(' ').map(withoutSlash);
  return expected.some((each) => told.includes(withoutSlash(each))) ? 'mail' : 'other';
}

/** Scopes stand in a token by their last part alone: "IMAP.AccessAsUser.All". */
function hasAll(told: readonly string[], wanted: readonly string[]): boolean {
  const last = (scope: string) => (scope.split('/').at(-1) ?? scope).toLowerCase();
  const there = new Set(told.map(last));
  return wanted.every((scope) => there.has(last(scope)));
}

function claimsOf(token: string): Readonly<Record<string, unknown>> | null {
  const [header, payload, ...rest] = token.split('.');
  if (header === undefined || payload === undefined || rest.length !== 1 || token.length > longestToken) return null;
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
    return typeof claims === 'object' && claims !== null && !Array.isArray(claims)
      ? (claims as Readonly<Record<string, unknown>>)
      : null;
  } catch {
    return null;
  }
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function sameText(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
