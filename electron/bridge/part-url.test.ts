import { describe, expect, it } from 'vitest';
import { imagePart, remoteImage } from './part-url.ts';

const account = '0b7c5f0e-8f3a-4a53-9c39-0d2c8a4f6f11';
const encoded = (url: string) => Buffer.from(url).toString('base64url');

describe('imagePart', () => {
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
    `heron-part://remote/${account}/1/2`,
    `https://part/${account}/1/2`,
    '',
  ])('refuses %s', (url) => {
    expect(imagePart(url)).toBeNull();
  });
});

describe('H4: remoteImage', () => {
  it('reads the address of a remote image', () => {
    const url = 'https://cdn.example/a/b.png?x=1&y=%C3%A9#z';
    expect(remoteImage(`heron-part://remote/${account}/7/${encoded(url)}`)).toEqual({
      accountId: account,
      messageId: 7,
      url,
    });
  });

  it.each([
    `heron-part://remote/${account}/1/`,
    `heron-part://remote/${account}/1/${encoded('no url')}`,
    `heron-part://remote/${account}/1/${encoded('https://a.example/')}/more`,
    `heron-part://remote/${account}/1/${encoded('https://a.example/')}?x=1`,
    `heron-part://remote/${account}/x/${encoded('https://a.example/')}`,
    `heron-part://remote/nobody/1/${encoded('https://a.example/')}`,
    `heron-part://part/${account}/1/${encoded('https://a.example/')}`,
    `heron-part://remote/${account}/1/${encoded(`https://a.example/${'a'.repeat(10_000)}`)}`,
    `heron-part://remote/${account}/1/https:%2f%2fa.example`,
  ])('refuses %.90s', (url) => {
    expect(remoteImage(url)).toBeNull();
  });
});
