import { describe, expect, it } from 'vitest';
import { errorTexts } from './error-texts.ts';

describe('error texts', () => {
  it.each(Object.entries(errorTexts))(
    'U3 %s says what happened in a plain sentence and has one named button',
    (_, text) => {
      expect(text.title).toMatch(/^[A-Z].*\.$/);
      expect(text.title).not.toMatch(/!|oops|please try again/i);
      expect(text.action.label).toMatch(/^[A-Z]/);
      expect(text.action.label).not.toMatch(/[!.]$/);
    },
  );

  it('U3 never sends the user to sign in for what the network or a server did', () => {
    for (const text of Object.values(errorTexts)) {
      if (text.whose === 'server' || text.whose === 'nobody') expect(text.action.kind).not.toBe('sign_in');
    }
  });

  it('offers Microsoft sign-in where passwords are blocked', () => {
    expect(errorTexts.basic_auth_blocked.action).toEqual({
      kind: 'sign_in_with_microsoft',
      label: 'Sign in with Microsoft instead',
    });
  });
});
