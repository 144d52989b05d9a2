import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { errorMessage, errorText, guidanceText } from '../../shared/error-texts.ts';
import { newWords } from '../../shared/new-words.ts';
import type { ErrorCode } from '../../shared/reply.ts';
import { languages } from '../../shared/texts/format.ts';
import { setLanguage } from '../../shared/texts/texts.ts';
import { sampleIdentity } from '../accounts/account-samples.ts';
import { translateFailure } from './auth-errors.ts';
import { codesByClass } from './auth-guidance.ts';
import { readFailure } from './provider-failure.ts';

const identity = sampleIdentity({ tenant: 'contoso.test' });

/** The error that an AADSTS number leads to, with the OAuth word that Microsoft sends most often with it. */
const table: Readonly<Record<string, readonly [ErrorCode, string, 'you' | 'admin' | 'server' | 'nobody']>> = {
  65001: ['consent_required', 'invalid_grant', 'admin'],
  65004: ['consent_required', 'invalid_grant', 'admin'],
  90094: ['consent_required', 'access_denied', 'admin'],
  90095: ['consent_required', 'access_denied', 'admin'],
  700016: ['app_registration', 'unauthorized_client', 'admin'],
  700038: ['app_registration', 'unauthorized_client', 'admin'],
  7000112: ['app_registration', 'unauthorized_client', 'admin'],
  7000218: ['app_registration', 'invalid_client', 'admin'],
  700025: ['app_registration', 'invalid_client', 'admin'],
  50011: ['app_registration', 'invalid_request', 'admin'],
  50194: ['app_registration', 'invalid_request', 'admin'],
  65002: ['app_registration', 'invalid_request', 'admin'],
  70002: ['app_registration', 'invalid_client', 'admin'],
  9002346: ['app_registration', 'invalid_request', 'admin'],
  500011: ['app_registration', 'invalid_resource', 'admin'],
  650052: ['service_missing', 'invalid_client', 'admin'],
  50173: ['sign_in_required', 'invalid_grant', 'you'],
  700082: ['sign_in_required', 'invalid_grant', 'you'],
  70043: ['sign_in_required', 'invalid_grant', 'you'],
  50076: ['sign_in_required', 'interaction_required', 'you'],
  50078: ['sign_in_required', 'interaction_required', 'you'],
  50079: ['sign_in_required', 'interaction_required', 'you'],
  53000: ['policy_blocked', 'interaction_required', 'admin'],
  53001: ['policy_blocked', 'interaction_required', 'admin'],
  53002: ['policy_blocked', 'interaction_required', 'admin'],
  53003: ['policy_blocked', 'access_denied', 'admin'],
  530032: ['policy_blocked', 'interaction_required', 'admin'],
  530035: ['policy_blocked', 'interaction_required', 'admin'],
  50097: ['policy_blocked', 'interaction_required', 'admin'],
  50105: ['policy_blocked', 'invalid_grant', 'admin'],
  50131: ['policy_blocked', 'invalid_grant', 'admin'],
  50199: ['policy_blocked', 'interaction_required', 'admin'],
  50020: ['wrong_tenant', 'invalid_grant', 'you'],
  500208: ['wrong_tenant', 'invalid_grant', 'you'],
  50034: ['wrong_tenant', 'invalid_grant', 'you'],
  50059: ['wrong_tenant', 'invalid_request', 'you'],
  50128: ['wrong_tenant', 'invalid_request', 'you'],
  90002: ['wrong_tenant', 'invalid_request', 'you'],
  90038: ['wrong_tenant', 'invalid_request', 'you'],
  90072: ['wrong_tenant', 'invalid_grant', 'you'],
  900023: ['wrong_tenant', 'invalid_request', 'you'],
  50053: ['account_locked', 'invalid_grant', 'you'],
  53011: ['account_blocked', 'access_denied', 'admin'],
  530034: ['account_blocked', 'invalid_grant', 'admin'],
  50057: ['account_blocked', 'invalid_grant', 'admin'],
  50055: ['password_due', 'invalid_grant', 'you'],
  50132: ['sign_in_required', 'invalid_grant', 'you'],
  50133: ['sign_in_required', 'invalid_grant', 'you'],
  50196: ['identity_provider_unavailable', 'invalid_grant', 'server'],
  90033: ['identity_provider_unavailable', 'temporarily_unavailable', 'server'],
  90055: ['identity_provider_unavailable', 'temporarily_unavailable', 'server'],
};

function answered(word: string, code: number | null) {
  const body = {
    error: word,
    error_description: `AADSTS${code ?? ''}: Call 0900-SCAM, ada@contoso.test.`,
    error_codes: code === null ? [] : [code],
    correlation_id: '0f0f',
  };
  return translateFailure(readFailure(400, body, undefined, 0), identity);
}

describe('what a refusal of Microsoft leads to', () => {
  it.each(Object.entries(table))('B10 AADSTS%s', (number, [code, word, whose]) => {
    const { error } = answered(word, Number(number));
    expect(error.code).toBe(code);
    expect(error.guidance).toMatchObject({ reference: `AADSTS${number}`, correlationId: '0f0f' });
    const { whose: turn, action } = errorText(error.code);
    expect(turn).toBe(whose);
    for (const language of ['en', 'de'] as const) {
      setLanguage(language);
      const said = `${errorText(error.code).title} ${errorMessage(error)} ${guidanceText(error.guidance).explanation ?? ''}`;
      expect(said).not.toMatch(/undefined|SCAM|ada@/);
      // The administrator gets a text to act on.
      const kit = action.kind === 'ask_administrator' || code === 'app_registration';
      expect(guidanceText(error.guidance).adminText !== null).toBe(kit);
    }
    setLanguage('en');
  });

  it.each(Object.entries(table))('B10 AADSTS%s means the same with any OAuth word', (number, [code]) => {
    const isDecided = !['sign_in_required', 'identity_provider_unavailable'].includes(code);
    for (const word of [
      'invalid_grant',
      'interaction_required',
      'access_denied',
      'invalid_request',
      'invalid_client',
    ]) {
      if (isDecided) expect(answered(word, Number(number)).error.code).toBe(code);
    }
  });

  it.each(languages)(
    'B10 U3 each sentence under a title says something that those before it do not, in %s',
    (language) => {
      setLanguage(language);
      const repeated: string[] = [];
      for (const [number, [, word]] of Object.entries(table)) {
        const { error } = answered(word, Number(number));
        const explanation = guidanceText(error.guidance).explanation ?? '';
        const sentences = [errorText(error.code).title, errorMessage(error), ...explanation.split(/(?<=\.) /)];
        sentences.forEach((sentence, index) => {
          const before = sentences.slice(0, index).join(' ');
          const news = newWords(sentence, before, language, [identity.tenant, identity.loginHost]);
          if (sentence !== '' && news.length === 0) repeated.push(`${number}: ${before} ${sentence}`);
        });
      }
      expect(repeated).toEqual([]);
      setLanguage('en');
    },
  );

  it('B10 every number of the table in docs/microsoft365.md is in this one', () => {
    const documented = readFileSync('docs/microsoft365.md', 'utf8')
      .split('\n')
      .filter((line) => line.startsWith('| ') && !line.startsWith('| `'))
      .flatMap((line) => line.match(/\b\d{5,7}\b/g) ?? []);
    expect(documented.length).toBeGreaterThan(40);
    expect(documented.filter((number) => !Object.hasOwn(table, number))).toEqual([]);
    for (const number of Object.values(codesByClass).flat()) expect(table).toHaveProperty(String(number));
  });

  it.each([
    ['invalid_grant', 'sign_in_required', 'sign_in'],
    ['interaction_required', 'sign_in_required', 'sign_in'],
    ['login_required', 'sign_in_required', 'sign_in'],
    ['consent_required', 'consent_required', 'sign_in'],
    ['access_denied', 'sign_in_declined', 'stop'],
    ['authorization_declined', 'sign_in_declined', 'stop'],
    ['expired_token', 'sign_in_expired', 'stop'],
    ['bad_verification_code', 'sign_in_expired', 'stop'],
    ['invalid_client', 'app_registration', 'stop'],
    ['unauthorized_client', 'app_registration', 'stop'],
    ['invalid_scope', 'app_registration', 'stop'],
    ['invalid_resource', 'app_registration', 'stop'],
    ['unsupported_grant_type', 'app_registration', 'stop'],
    ['temporarily_unavailable', 'identity_provider_unavailable', 'later'],
    ['server_error', 'identity_provider_unavailable', 'later'],
    ['invalid_request', 'identity_provider_protocol', 'stop'],
    ['a_new_word', 'identity_provider_protocol', 'stop'],
  ] as const)('B10 an unknown number is judged by the word %s alone', (word, code, consequence) => {
    for (const number of [999_999, 12_345_678, null]) {
      const { error, consequence: follows } = answered(word, number);
      expect([error.code, follows]).toEqual([code, consequence]);
      expect(JSON.stringify(error)).not.toMatch(/SCAM|ada@/);
    }
  });
});
