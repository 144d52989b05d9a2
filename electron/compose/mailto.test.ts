import { describe, expect, it } from 'vitest';
import { readMailto } from './mailto.ts';

describe('mailto: links (RFC 6068)', () => {
  it.each([
    ['mailto:ada@contoso.test', { to: [{ name: '', address: 'ada@contoso.test' }] }],
    [
      'MAILTO:ada@contoso.test,grace@navy.test',
      {
        to: [
          { name: '', address: 'ada@contoso.test' },
          { name: '', address: 'grace@navy.test' },
        ],
      },
    ],
    [
      'mailto:?to=ada@contoso.test&cc=grace@navy.test&bcc=alan@b.test',
      { cc: [{ name: '', address: 'grace@navy.test' }], bcc: [{ name: '', address: 'alan@b.test' }] },
    ],
    ['mailto:gorby%25kremvax@example.com', { to: [{ name: '', address: 'gorby%kremvax@example.com' }] }],
    [
      'mailto:unlikely%3Faddress@example.com?blat=foop',
      { to: [{ name: '', address: 'unlikely?address@example.com' }] },
    ],
    ['mailto:%22not%40me%22@example.org', { to: [{ name: '', address: '"not@me"@example.org' }] }],
    ['mailto:user@example.org?subject=caf%C3%A9', { subject: 'café' }],
    ['mailto:a@b.test?subject=1+1', { subject: '1+1' }],
    ['mailto:a@b.test?subject=A%0D%0ABcc:%20evil@e.test', { subject: 'A Bcc: evil@e.test', bcc: [] }],
    ['mailto:a@b.test?body=one%0D%0Atwo%00', { body: 'one\ntwo' }],
    [
      'mailto:list@b.test?In-Reply-To=%3C3469A91.D10AF4C@example.com%3E',
      { inReplyTo: '<3469A91.D10AF4C@example.com>' },
    ],
    ['mailto:?subject=100%', { subject: '100%' }],
    ['mailto:?subject=%ff', { subject: '%ff' }],
    ['mailto:not an address', { to: [] }],
    ['mailto:x@e.test%0d%0aBcc:y@e.test', { to: [] }],
    ['https://example.org', { to: [], subject: '' }],
    ['', { to: [] }],
    ['mailto:a@b.test?subject=A&amp;body=B', { subject: 'A', body: 'B' }],
  ])('%s', (url, expected) => expect(readMailto(url)).toMatchObject(expected));

  it('never takes a file, a sender or any other field (H6)', () => {
    const fields = readMailto(
      'mailto:x@e.test?attach=/etc/passwd&attachment=/etc/passwd&from=boss@e.test&x-mailer=y&references=%3Ca@b%3E',
    );
    expect(Object.keys(fields).sort()).toEqual(['bcc', 'body', 'cc', 'inReplyTo', 'subject', 'to']);
    expect(JSON.stringify(fields)).not.toMatch(/passwd|boss/);
  });

  it('takes no more than a person would write', () => {
    const many = Array.from({ length: 10_000 }, (_each, index) => `p${index}@e.test`).join(',');
    expect(readMailto(`mailto:${many}`).to).toHaveLength(200);
    expect(readMailto(`mailto:a@b.test?body=${'x'.repeat(1_000_000)}`).body.length).toBeLessThanOrEqual(100_000);
  });
});
