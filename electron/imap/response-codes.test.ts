import { describe, expect, it } from 'vitest';
import { type CommandPurpose, refusalClass } from './response-codes.ts';

const gmail = 'Account exceeded command or bandwidth limits. (Failure)';

describe('refusalClass', () => {
  it.each<[string, CommandPurpose, string, string]>([
    // At a sign-in the whole account is concerned, at a command one folder.
    ['UNAVAILABLE', 'sign_in', 'account', 'temporary'],
    ['UNAVAILABLE', 'look', 'folder', 'temporary'],
    ['UNAVAILABLE', 'fetch', 'message', 'temporary'],
    ['INUSE', 'sign_in', 'account', 'temporary'],
    ['INUSE', 'look', 'folder', 'temporary'],
    ['SERVERBUG', 'sign_in', 'account', 'temporary'],
    ['SERVERBUG', 'look', 'folder', 'temporary'],
    ['SERVERBUG', 'fetch', 'message', 'temporary'],
    ['LIMIT', 'fetch', 'message', 'temporary'],
    ['CORRUPTION', 'fetch', 'message', 'decisive'],
    ['NOPERM', 'look', 'folder', 'decisive'],
    ['NOPERM', 'change', 'folder', 'decisive'],
    ['READ-ONLY', 'change', 'folder', 'decisive'],
    ['OVERQUOTA', 'change', 'account', 'decisive'],
    ['OVERQUOTA', 'look', 'account', 'throttled'],
    ['OVERQUOTA', 'fetch', 'account', 'throttled'],
    ['AUTHENTICATIONFAILED', 'sign_in', 'account', 'decisive'],
    ['nonexistent', 'look', 'folder', 'decisive'],
  ])('%s at %s: %s, %s', (code, purpose, scope, lasting) => {
    expect(refusalClass(code, purpose)).toEqual({ scope, lasting });
  });

  it("B3 takes Gmail's words about its limits for throttling, whatever was asked for", () => {
    for (const purpose of ['sign_in', 'look', 'fetch', 'change'] as const) {
      expect(refusalClass('OVERQUOTA', purpose, gmail)).toEqual({ scope: 'account', lasting: 'throttled' });
    }
    expect(refusalClass('', 'look', gmail)).toEqual({ scope: 'account', lasting: 'throttled' });
    expect(refusalClass('UNAVAILABLE', 'look', 'Request is throttled.')?.lasting).toBe('throttled');
  });

  it('does not read words after a code that decides alone: they may be the name of a folder', () => {
    expect(refusalClass('NONEXISTENT', 'look', "Mailbox doesn't exist: Throttle body")?.lasting).toBe('decisive');
    expect(refusalClass('READ-ONLY', 'change', 'Throttled is read-only')?.scope).toBe('folder');
  });

  it('says nothing without a code, and about a code that it does not know', () => {
    expect(refusalClass('', 'fetch', 'Some messages could not be FETCHed')).toBeNull();
    expect(refusalClass('X-SOMETHING', 'look', 'no')).toBeNull();
  });
});
