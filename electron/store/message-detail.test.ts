import { describe, expect, it } from 'vitest';
import type { Address } from '../../shared/mail.ts';
import type { RemotePart } from '../mail/remote-mail.ts';
import { type MessageDetail, readDetail, writeDetail } from './message-detail.ts';
import { seededRandom } from './store-fixture.ts';

const text: RemotePart = {
  partId: '1',
  mimeType: 'text/plain',
  charset: 'utf-8',
  encoding: '7bit',
  size: 12,
  disposition: null,
  filename: null,
  contentId: null,
  within: [],
};
const ada = { name: 'Ada', address: 'ada@example.com' };
const grace = { name: 'Grace', address: 'grace@example.org' };

/** As a row has it: the first sender and recipient are columns of their own. */
function row(detail: MessageDetail) {
  const [from = { name: '', address: '' }] = detail.from;
  const [to = { name: '', address: '' }] = detail.to;
  return {
    from_name: from.name,
    from_address: from.address,
    to_name: to.name,
    to_address: to.address,
    detail: writeDetail(detail),
  };
}

describe('the detail of a message', () => {
  it('takes few octets where all is as usual', () => {
    const usual = { from: [ada], to: [grace], cc: [], replyTo: [ada], inReplyTo: null, parts: [text] };
    expect(writeDetail(usual)).toBe('[[["1",0,0,0,12]]]');
    expect(writeDetail({ ...usual, parts: [] })).toBe('[]');
    expect(readDetail(row(usual))).toEqual(usual);
  });

  it('is read as an older Heron wrote it', () => {
    const former = { from: [ada, grace], to: [], cc: [ada], replyTo: [], inReplyTo: '<1@example.org>', parts: [text] };
    expect(readDetail({ ...row(former), detail: JSON.stringify(former) })).toEqual(former);
  });

  it.each([1, 2, 3])('is read as it was written (seed %i)', (seed) => {
    const random = seededRandom(seed);
    const one = <T>(...values: readonly [T, ...T[]]): T => values[random(values.length)] ?? values[0];
    const some = <T>(make: () => T): T[] => Array.from({ length: one(0, 1, 1, 2, 5) }, make);
    const address = (): Address =>
      one(ada, grace, { name: '', address: '' }, { name: '=0', address: '' }, { name: '"],null', address: 'x@[::1]' });
    const part = (): RemotePart => ({
      partId: one('1', '2', '1.2.3'),
      mimeType: one('text/plain', 'text/html', 'application/pdf', 'x/', '0', ''),
      charset: one<string | null>(null, 'utf-8', 'iso-2022-jp', '0'),
      encoding: one('7bit', 'base64', 'x-uuencode', '3'),
      size: random(1_000_000),
      disposition: one<RemotePart['disposition']>(null, 'inline', 'attachment'),
      filename: one<string | null>(null, '', 'a.pdf', ',null]'),
      contentId: one<string | null>(null, 'part1@example'),
      ...one<object>({}, {}, { contentLocation: 'https://example.org/a.png' }),
      ...one<object>({}, {}, { flowed: { delSp: true } }, { flowed: { delSp: false } }),
      within: one<string[]>(
        [],
        ['multipart/mixed'],
        ['multipart/mixed', 'multipart/x-mine'],
        ['multipart/appledouble'],
        ['0'],
      ),
    });
    for (let round = 0; round < 500; round++) {
      const detail: MessageDetail = {
        from: some(address),
        to: some(address),
        cc: some(address),
        replyTo: some(address),
        inReplyTo: one<string | null>(null, '', '<1@example.org>', '0'),
        parts: some(part),
      };
      expect(readDetail(row(detail))).toEqual(detail);
    }
  });
});
