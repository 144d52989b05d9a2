import { describe, expect, it } from 'vitest';
import { mailtoUrl } from './mailto-url.ts';

const rewritten = (text: string): string | null => mailtoUrl(new URL(text));

describe('H6 a mailto link', () => {
  it.each([
    ['mailto:ada@example.org', 'mailto:ada@example.org'],
    ['MAILTO:ada@example.org,bob@example.org', 'mailto:ada@example.org,bob@example.org'],
    ['mailto:?to=ada@example.org&SUBJECT=Hello', 'mailto:?to=ada@example.org&subject=Hello'],
    [
      'mailto:list@example.org?In-Reply-To=%3C3469A91.D10AF4C@example.com%3E',
      'mailto:list@example.org?in-reply-to=%3C3469A91.D10AF4C@example.com%3E',
    ],
    ['mailto:a@b.test?cc=c@b.test&bcc=d@b.test', 'mailto:a@b.test?cc=c@b.test&bcc=d@b.test'],
    ['mailto:%22not%40me%22@example.org', 'mailto:%22not@me%22@example.org'],
    [
      'mailto:user@example.org?subject=caf%C3%A9&body=caf%C3%A9',
      'mailto:user@example.org?subject=caf%C3%A9&body=caf%C3%A9',
    ],
    ['mailto:a@b.test?body=one%0Atwo%0D%0Athree', 'mailto:a@b.test?body=one%0D%0Atwo%0D%0Athree'],
    ["mailto:a@b.test?subject=don't", 'mailto:a@b.test?subject=don%27t'],
    ['mailto:gorby%25kremvax@example.com', 'mailto:gorby%25kremvax@example.com'],
  ])('keeps what RFC 6068 calls safe: %s', (link, expected) => {
    expect(rewritten(link)).toBe(expected);
  });

  it.each([
    'mailto:x@evil.test?attach=/etc/passwd',
    'mailto:x@evil.test?ATTACH=/etc/passwd',
    'mailto:x@evil.test?attachment=/etc/passwd',
    'mailto:x@evil.test?%61ttach=/etc/passwd',
    'mailto:x@evil.test?%2561ttach=/etc/passwd',
    'mailto:x@evil.test?amp;attach=/etc/passwd',
    'mailto:x@evil.test?attach[]=/etc/passwd&attach=C:%5Csecret.txt',
    'mailto:x@evil.test?insert=/etc/passwd&X-Mailer=x&from=boss@example.org&reply-to=y@evil.test',
    'mailto:x@evil.test?attach',
    'mailto:x@evil.test?subject=Hi%0d%0aBcc:%20victim@example.org',
    'mailto:x@evil.test?subject=Hi%250d%250aBcc:%20victim@example.org',
    'mailto:x@evil.test?subject=Hi%25250aBcc:%20victim@example.org',
    'mailto:x@evil.test?cc=a@b.test%0aattach:/etc/passwd',
    'mailto:x@evil.test?subject=a%00b',
    'mailto:x@evil.test?subject=%E2%80%A8Bcc:x',
    'mailto:x@evil.test?subject=%E4%F6',
    `mailto:x@evil.test?subject=%${'25'.repeat(20)}0a`,
    'mailto:x@evil.test,y@evil.test%0d%0aBcc:z@evil.test',
    'mailto:x@evil.test#?attach=/etc/passwd',
  ])('leaves out all else: %s', (link) => {
    expect(rewritten(link)).toBe('mailto:x@evil.test');
  });

  it('gives a value no way out of its field', () => {
    const link = "mailto:x@evil.test?body=%26attach=/etc/passwd&subject=',attachment='/etc/passwd";
    expect(rewritten(link)).toBe(
      'mailto:x@evil.test?subject=%27%2Cattachment%3D%27%2Fetc%2Fpasswd&body=%26attach%3D%2Fetc%2Fpasswd',
    );
  });

  it('takes the first of two equal fields', () => {
    expect(rewritten('mailto:a@b.test?subject=one&subject=two')).toBe('mailto:a@b.test?subject=one');
  });

  it.each(['mailto:', 'mailto:?attach=/etc/passwd', 'mailto:x%0d%0ay@evil.test', 'mailto:nobody'])(
    'of which nothing is left is refused: %s',
    (link) => expect(rewritten(link)).toBeNull(),
  );

  it('is cut where its body is very long, between characters, and refused where its addresses are', () => {
    const long = rewritten(`mailto:a@b.test?subject=Hello&body=${encodeURIComponent('ä🪶'.repeat(50_000))}`) ?? '';
    expect(long.length).toBeGreaterThan(1_900);
    expect(long.length).toBeLessThanOrEqual(2_000);
    expect(decodeURIComponent(long)).toMatch(/^mailto:a@b\.test\?subject=Hello&body=(ä🪶)+ä?$/);
    expect(rewritten(`mailto:${'someone@example.org,'.repeat(200)}`)).toBeNull();
  });
});
