import { describe, expect, it } from 'vitest';
import { type ErrorText, errorText, errorTurns } from './error-texts.ts';
import type { ErrorCode } from './reply.ts';
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
