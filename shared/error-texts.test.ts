import { afterEach, describe, expect, it } from 'vitest';
import { type ErrorText, errorMessage, errorText, errorTurns, guidanceText } from './error-texts.ts';
import { exampleError } from './example-errors.ts';
import { type AppError, type ErrorCode, type Guidance, logText } from './reply.ts';
import { languages } from './texts/format.ts';
import { setLanguage, textsIn } from './texts/texts.ts';

const codes = Object.keys(errorTurns) as ErrorCode[];

describe('error texts', () => {
  it.each(languages.flatMap((language) => codes.map((code) => [language, code] as const)))(
    'U3 say what happened in a plain sentence and have one named button (%s, %s)',
    (language, code) => {
      const { title, button } = textsIn(language).errors.codes[code];
      expect(title).toMatch(/^[A-ZÄÖÜ].*\.$/);
      expect(title).not.toMatch(/!|oops|please try again/i);
      expect(button).toMatch(/^[A-ZÄÖÜ]/);
      expect(button).not.toMatch(/[!.]$/);
    },
  );

  it('U3 never send the user to sign in for what the network or a server did', () => {
    for (const { whose, kind } of Object.values(errorTurns)) {
      if (whose === 'server' || whose === 'nobody') expect(kind).not.toBe('sign_in');
    }
  });

  it('offer Microsoft sign-in where passwords are blocked, in the language that is set', () => {
    const blocked = (): ErrorText['action'] => errorText('basic_auth_blocked').action;
    expect(blocked()).toEqual({ kind: 'sign_in_with_microsoft', label: 'Sign in with Microsoft instead' });
    setLanguage('de');
    expect(blocked()).toEqual({ kind: 'sign_in_with_microsoft', label: 'Stattdessen mit Microsoft anmelden' });
    setLanguage('en');
  });
});

describe('errorMessage', () => {
  afterEach(() => setLanguage('en'));

  it('words an error that was made under one language in another, once that is set', () => {
    const error: AppError = {
      code: 'offline',
      params: { reason: 'not_stored' },
      retryable: true,
      because: { code: 'dns_failed', params: { reason: 'no_such_name', host: 'mail.contoso.test' }, retryable: true },
    };
    expect(errorMessage(error)).toBe(
      'This is not stored on this computer, and the server cannot be reached. There is no server named mail.contoso.test.',
    );
    setLanguage('de');
    expect(errorMessage(error)).toBe(
      'Das ist nicht auf diesem Computer gespeichert, und der Server ist nicht erreichbar. Der Name mail.contoso.test ist nirgends eingetragen.',
    );
  });

  it.each(languages)('has a sentence for every code in %s', (language) => {
    setLanguage(language);
    for (const code of codes)
      expect([code, errorMessage(exampleError(code))]).toEqual([code, expect.stringMatching(/./)]);
  });

  it('says in place of the server why it refused, in the language of then', () => {
    const said = (params: { said: string; own?: 'ends_each_time' }): AppError => ({
      code: 'operation_parked',
      params: { reason: 'refused', times: 5, ...params },
      retryable: true,
    });
    expect(errorMessage(said({ said: 'Over quota.' }))).toBe('The server refused this change 5 times (“Over quota.”).');
    setLanguage('de');
    expect(errorMessage(said({ said: '', own: 'ends_each_time' }))).toBe(
      'Der Server hat diese Änderung 5-mal abgelehnt („Die Verbindung brach jedes Mal ab.“).',
    );
  });

  it('has the title for what a newer Heron stored', () => {
    const stored: AppError = JSON.parse('{"code":"of_tomorrow","params":{"reason":"new"},"retryable":true}');
    expect(errorMessage(stored)).toBe('Something went wrong inside Heron.');
  });
});

describe('guidanceText', () => {
  afterEach(() => setLanguage('en'));

  const guidance: Guidance = {
    explanation: 53003,
    letter: { kind: 'policy', clientId: 'the-client', tenant: 'contoso.test' },
    reference: 'AADSTS53003',
    correlationId: '0f0f',
  };

  it('builds the administrator’s text from its parts, in the language that is set', () => {
    expect(guidanceText(guidance).adminText).toContain(
      'A Conditional Access policy blocks this sign-in. Many organisations block signing in with a code.\n',
    );
    expect(guidanceText(guidance).adminText).toContain(
      'Application (client) ID: the-client\nTenant: contoso.test\nReference: AADSTS53003, correlation ID 0f0f',
    );
    setLanguage('de');
    expect(guidanceText(guidance).reference).toBe('AADSTS53003, Korrelations-ID 0f0f');
    expect(guidanceText(guidance).explanation).toMatch(/^Eine Richtlinie für bedingten Zugriff/);
  });

  it('has nothing to say where there is nothing', () => {
    expect(guidanceText(undefined)).toEqual({ explanation: null, adminText: null, reference: null });
    expect(guidanceText({})).toEqual({ explanation: null, adminText: null, reference: null });
  });
});

describe('logText', () => {
  it('is code and params, in no language', () => {
    setLanguage('de');
    expect(logText(exampleError('dns_failed'))).toBe('dns_failed (reason: no_such_name, host: mail.contoso.example)');
    setLanguage('en');
  });
});
