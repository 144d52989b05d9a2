/**
 * The longest request for claims that is passed on. Microsoft's have some 200 characters; they become part of a page's address, of which
 * Windows opens 2,083 characters.
 */
const maxLength = 1_000;

/**
 * A claims request (OpenID Connect Core section 5.5), as providers send it with a refusal: what the next sign-in has to bring, for example a
 * second factor. It is passed on as it is and never logged or shown. @returns the request as one line of JSON; null for anything else
 */
export function readClaims(value: unknown): string | null {
  if (typeof value !== 'string' || value.length > maxLength) return null;
  try {
    const parsed: unknown = JSON.parse(value);
    if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return null;
    const written = JSON.stringify(parsed);
    return written === '{}' || written.length > maxLength ? null : written;
  } catch {
    // The parser's error is dropped, because it quotes the text.
    return null;
  }
}

/**
 * The claims request in a WWW-Authenticate field of the scheme Bearer (RFC 6750 section 3), where Microsoft's services send it as Base64
 * beside `error="insufficient_claims"`; null where there is none.
 */
export function claimsInChallenge(field: string | undefined): string | null {
  if (field === undefined || field.length > 8 * maxLength || !/\berror="insufficient_claims"/.test(field)) return null;
  const encoded = /\bclaims="([A-Za-z0-9+/_-]+={0,2})"/.exec(field)?.[1];
  return encoded === undefined ? null : readClaims(Buffer.from(encoded, 'base64').toString('utf8'));
}
