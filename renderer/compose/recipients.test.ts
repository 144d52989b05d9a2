import { describe, expect, it } from 'vitest';
import { isValidAddress, parseRecipients, withRecipients } from './recipients.ts';

describe('recipients', () => {
  it('are read with and without names, however they are separated', () => {
    expect(
      parseRecipients(
        'ada@contoso.test, Grace Hopper <grace@contoso.test>;"Turing, Alan" <alan@contoso.test>\nmailto:x@y.test',
      ),
    ).toEqual([
      { name: '', address: 'ada@contoso.test' },
      { name: 'Grace Hopper', address: 'grace@contoso.test' },
      { name: 'Turing, Alan', address: 'alan@contoso.test' },
      { name: '', address: 'x@y.test' },
    ]);
  });

  it('keep what is no address, so that nothing typed is lost', () => {
    const [one] = parseRecipients('grace at contoso');
    expect(one).toEqual({ name: '', address: 'grace at contoso' });
    expect(one && isValidAddress(one)).toBe(false);
  });

  it.each([
    ['"never closed, a@b.test\nc@d.test', ['"never closed, a@b.test', 'c@d.test']],
    ['A <a@b.test, c@d.test', ['A <a@b.test, c@d.test']],
    [' ,;\n\r\n', []],
    ['"a\\"b" <a@b.test>', ['a@b.test']],
  ])('are read from damaged text: %j', (text, addresses) => {
    expect(parseRecipients(text).map(({ address }) => address)).toEqual(addresses);
  });

  it('reads ten thousand at once, each sign a constant number of times', () => {
    const many = Array.from({ length: 10_000 }, (_, index) => `P ${index} <p${index}@contoso.test>`).join(', ');
    expect(parseRecipients(many)).toHaveLength(10_000);
    expect(parseRecipients('<'.repeat(100_000) + '"'.repeat(100_000))).toHaveLength(1);
  });

  it('are not repeated', () => {
    const ada = { name: 'Ada', address: 'ada@contoso.test' };
    const list = withRecipients([ada], [{ name: '', address: 'ADA@contoso.test' }]);
    expect(list).toEqual([ada]);
    expect(withRecipients([], [ada, ada])).toEqual([ada]);
  });

  it('need one sign @ and no blanks', () => {
    const valid = (address: string) => isValidAddress({ name: '', address });
    expect(['a@b.test', 'ü@ü.test', "o'x@y.test"].map(valid)).toEqual([true, true, true]);
    expect(['', 'a', 'a@', '@b', 'a b@c.test', 'a@b@c', `${'a'.repeat(400)}@b.test`].map(valid)).toEqual(
      Array.from({ length: 7 }, () => false),
    );
  });
});
