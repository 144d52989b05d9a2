import { describe, expect, it } from 'vitest';
import { sampleIdentity } from '../accounts/account-samples.ts';
import { translateFailure } from './auth-errors.ts';
import { adminConsentUrl, mailScopes } from './microsoft.ts';
import { readFailure } from './provider-failure.ts';

const identity = sampleIdentity({ tenant: 'contoso.test' });

function translate(status: number, body: unknown, retryAfter?: string) {
  return translateFailure(readFailure(status, body, retryAfter, 0), identity);
}

const microsoft = (error: string, code: number) => ({
  error,
  error_description: `AADSTS${code}: Something for ada@contoso.test.\r\nTrace ID: 1`,
  error_codes: [code],
  correlation_id: '0f0f',
});

describe('translateFailure', () => {
  it.each([
    ['consent_required', 'sign_in', 'invalid_grant', [65001, 65004]],
    ['consent_required', 'stop', 'access_denied', [90094, 90095]],
    ['app_registration', 'stop', 'unauthorized_client', [700016, 7000112]],
    ['app_registration', 'stop', 'invalid_client', [7000218, 700025]],
    ['app_registration', 'stop', 'invalid_request', [50194]],
    ['sign_in_required', 'sign_in', 'invalid_grant', [50173, 700082, 70043, 70000, 999999]],
    ['sign_in_required', 'sign_in', 'interaction_required', [50076, 50078, 50079]],
    ['policy_blocked', 'sign_in', 'interaction_required', [53000, 53001, 53003, 530032, 530035, 50097, 50105, 50199]],
    ['wrong_tenant', 'sign_in', 'invalid_grant', [50020, 50034]],
    ['wrong_tenant', 'stop', 'invalid_request', [90038, 90002]],
    ['identity_provider_unavailable', 'later', 'invalid_grant', [50196]],
    ['identity_provider_unavailable', 'later', 'temporarily_unavailable', [90033, 90055]],
  ] as const)('%s, %s: %s %j', (code, consequence, word, numbers) => {
    for (const number of numbers) {
      const translated = translate(400, microsoft(word, number));
      expect([number, translated.error.code, translated.consequence]).toEqual([number, code, consequence]);
      expect(translated.error.guidance).toMatchObject({ reference: `AADSTS${number}`, correlationId: '0f0f' });
      expect(JSON.stringify(translated.error)).not.toContain('ada@');
    }
  });

  it('gives each class of an administrator’s work a text to send, and consent a page', () => {
    const consent = translate(400, microsoft('invalid_grant', 65001)).error.guidance;
    expect(consent?.adminUrl).toBe(adminConsentUrl(identity));
    for (const [word, code] of [
      ['invalid_grant', 65001],
      ['invalid_client', 7000218],
      ['interaction_required', 53003],
    ] as const) {
      expect(translate(400, microsoft(word, code)).error.guidance?.letter).toMatchObject({
        clientId: identity.clientId,
      });
    }
  });

  it('reads the number from the description when there is no list', () => {
    const body = { error: 'invalid_grant', error_description: 'AADSTS53003: Blocked' };
    expect(translate(400, body).error).toMatchObject({
      code: 'policy_blocked',
      guidance: { reference: 'AADSTS53003' },
    });
  });

  it.each([
    [429, undefined, '17', 17_000],
    [503, 'Service Unavailable', undefined, undefined],
    [500, { error: 'server_error' }, 'Thu, 01 Jan 1970 00:01:00 GMT', 60_000],
    [429, null, 'soon', undefined],
    [429, null, '-5', undefined],
    [429, null, '999999999', 3600_000],
  ])('waits after HTTP %s %j, Retry-After %s', (status, body, header, retryAfterMs) => {
    const { error, consequence } = translate(status, body, header);
    expect([error.code, error.retryable, consequence]).toEqual(['identity_provider_unavailable', true, 'later']);
    expect(error.retryAfterMs).toBe(retryAfterMs);
  });

  it.each([
    [400, undefined],
    [404, 'nope'],
    [200, null],
    [400, { error: 42 }],
    [400, { error: '<script>' }],
    [400, []],
  ])('takes HTTP %s %j for nonsense', (status, body) => {
    const { error, consequence } = translate(status, body);
    expect([error.code, consequence]).toEqual(['identity_provider_protocol', 'later']);
  });

  it('shows nothing that the provider worded freely', () => {
    const body = { error: 'evil', error_description: 'Call 0900-SCAM', suberror: 'x y', correlation_id: '<b>' };
    expect(JSON.stringify(translate(400, body))).not.toMatch(/SCAM|<b>|x y/);
  });
});

describe('providers', () => {
  it('sends admins of any tenant to a page that works', () => {
    expect(adminConsentUrl(sampleIdentity({ tenant: 'common' }))).toMatch(
      /^https:\/\/login\.microsoftonline\.com\/organizations\/adminconsent\?client_id=/,
    );
  });

  it('asks another cloud for another resource', () => {
    expect(mailScopes('https://login.microsoftonline.us').imap).toContain('https://outlook.office365.us/');
    expect(mailScopes('https://login.microsoftonline.com').imap).toBe(
      'https://outlook.office.com/IMAP.AccessAsUser.All',
    );
  });
});
