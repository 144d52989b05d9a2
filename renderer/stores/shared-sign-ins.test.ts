import { describe, expect, it } from 'vitest';
import type { IdentityId } from '../../shared/mail.ts';
import { sampleView as view } from '../testing/sample-accounts.ts';
import { alsoOpened, opensOthers, signInFor } from './shared-sign-ins.ts';

describe('a sign-in for another mailbox', () => {
  const ada = view('ada@contoso.com', { username: 'ada@contoso.com' });
  const team = view('team@fabrikam.com', { username: 'ada@contoso.com' });
  const grace = view('grace@example.org', null);

  it('is one of the same domain, by the mailbox or by who signed in', () => {
    expect(signInFor([grace, ada], ' Sales@CONTOSO.com ')).toBe(ada);
    expect(signInFor([team], 'sales@contoso.com')).toBe(team);
    expect(signInFor([team], 'sales@fabrikam.com')).toBe(team);
    expect(signInFor([ada], 'sales@notcontoso.com')).toBeNull();
  });

  it('is never a password, and never Google’s, whose tokens open one mailbox', () => {
    expect(signInFor([grace], 'team@example.org')).toBeNull();
    expect(signInFor([view('ada@contoso.com', { provider: 'google' })], 'team@contoso.com')).toBeNull();
    expect(opensOthers(view('ada@contoso.com', { provider: 'openid' }))).toBe(true);
  });

  it('says which others it opens', () => {
    const other = view('x@contoso.com', { id: 'two' as IdentityId });
    expect(alsoOpened([ada, team, grace, other], ada)).toEqual([team]);
    expect(alsoOpened([ada, team, grace], grace)).toEqual([]);
  });
});
