import { expect, it } from 'vitest';
import { imagePart } from './part-url.ts';

const account = '0b7c5f0e-8f3a-4a53-9c39-0d2c8a4f6f11';

it('reads the address of an inline image', () => {
  expect(imagePart(`heron-part://part/${account}/1799000000000000/2.1`)).toEqual({
    accountId: account,
    messageId: 1799000000000000,
    partId: '2.1',
  });
});

it.each([
  `heron-part://part/${account}/1/../../etc`,
  `heron-part://part/${account}/1/2.1/3`,
  `heron-part://part/${account}/x/2`,
  `heron-part://part/${account}/1/2.1?x=1`,
  'heron-part://part/not-an-id/1/2',
  `heron-part://other/${account}/1/2`,
  `https://part/${account}/1/2`,
  '',
])('refuses %s', (url) => {
  expect(imagePart(url)).toBeNull();
});
