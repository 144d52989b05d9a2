import { describe, expect, it } from 'vitest';
import { claimsInChallenge, readClaims } from './claims.ts';
import { readFailure } from './provider-failure.ts';

const claims = '{"access_token":{"capolids":{"essential":true,"values":["a1b2"]}}}';

describe('a claims request', () => {
  it('is kept from a refusal as the provider wrote it', () => {
    const body = { error: 'interaction_required', error_codes: [50076], claims };
    expect(readFailure(400, body, undefined, 0)).toMatchObject({ kind: 'refused', refusal: { code: 50076, claims } });
  });

  it.each([
    ['an object in place of a text', { access_token: {} }],
    ['no JSON', '{"access_token":'],
    ['a list', '[{"access_token":{}}]'],
    ['a text', '"access_token"'],
    ['null', 'null'],
    ['nothing in it', '{}'],
    ['too much', `{"id_token":{"name":{"value":"${'x'.repeat(2_000)}"}}}`],
    ['much that JSON writes longer', `{"id_token":"${'\u2028\u0001'.repeat(250)}${'\ud800'.repeat(250)}"}`],
    ['nothing', undefined],
  ])('that is %s is dropped, and the refusal is read as without it', (_name, sent) => {
    const failure = readFailure(400, { error: 'interaction_required', claims: sent }, undefined, 0);
    expect(failure).toMatchObject({ kind: 'refused', refusal: { word: 'interaction_required', claims: null } });
  });

  it('is one line without anything that ends a header or an address', () => {
    const read = readClaims('{\n "id_token": {"note": "a\\r\\nX: 1"} }');
    expect(read).toBe('{"id_token":{"note":"a\\r\\nX: 1"}}');
  });
});

describe('a WWW-Authenticate field', () => {
  const base64 = Buffer.from(claims).toString('base64');
  const url = Buffer.from(claims).toString('base64url');

  it.each([
    [
      'as Graph sends it',
      `Bearer realm="", authorization_uri="https://login.test/", error="insufficient_claims", claims="${base64}"`,
    ],
    ['in another order', `Bearer claims="${base64}", error="insufficient_claims"`],
    ['in the alphabet of addresses', `Bearer error="insufficient_claims", claims="${url}"`],
    ['behind another scheme', `Negotiate, Bearer error="insufficient_claims", claims="${base64}"`],
  ])('names the claims: %s', (_name, field) => {
    expect(claimsInChallenge(field)).toBe(claims);
  });

  it.each([
    ['is missing', undefined],
    ['refuses the token for another reason', `Bearer error="invalid_token", claims="${base64}"`],
    ['names no claims', 'Bearer error="insufficient_claims"'],
    ['names no JSON', 'Bearer error="insufficient_claims", claims="QUFBQQ=="'],
    ['is huge', `Bearer error="insufficient_claims", x="${'x'.repeat(20_000)}", claims="${base64}"`],
  ])('that %s asks for nothing', (_name, field) => {
    expect(claimsInChallenge(field)).toBeNull();
  });
});
