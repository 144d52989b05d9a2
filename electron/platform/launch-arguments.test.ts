import { expect, it } from 'vitest';
import { hasMailAddress, mailAddressIn, ownArguments } from './launch-arguments.ts';

it('knows a mail address in any case, and nothing that only looks like one', () => {
  expect(hasMailAddress(['heron', 'mailto:ada@contoso.test'])).toBe(true);
  expect(hasMailAddress(['heron', 'MailTo:ada@contoso.test?subject=x'])).toBe(true);
  expect(hasMailAddress(['heron', '--profile=mailto:x', 'ada@contoso.test', 'https://contoso.test/mailto:x'])).toBe(
    false,
  );
});

it('takes no orders from behind a mail address', () => {
  const argv = ['heron', '--hidden', 'mailto:ada@contoso.test', '--profile=\\\\evil.test\\share'];
  expect(ownArguments(argv)).toEqual(['heron', '--hidden']);
  expect(ownArguments(['heron', '--profile', 'p'])).toEqual(['heron', '--profile', 'p']);
});

it('finds the mail address, unless it is too long to be meant', () => {
  expect(mailAddressIn(['heron', '--hidden', 'MAILTO:ada@contoso.test?subject=x'])).toBe(
    'MAILTO:ada@contoso.test?subject=x',
  );
  expect(mailAddressIn(['heron'])).toBeNull();
  expect(mailAddressIn(['heron', `mailto:${'a'.repeat(65_536)}`])).toBeNull();
});
