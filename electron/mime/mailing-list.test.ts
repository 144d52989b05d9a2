import { describe, expect, it } from 'vitest';
import { listUnsubscribe, mailingList, mailingListOf } from './mailing-list.ts';

const of = (...lines: string[]) => listUnsubscribe(Buffer.from([...lines, '', ''].join('\r\n'), 'latin1'));

describe('listUnsubscribe', () => {
  it('reads the addresses, and whether one click is enough (RFC 8058)', () => {
    expect(
      of(
        'List-Unsubscribe: <mailto:leave@list.test?subject=leave>,',
        ' <https://list.test/leave?',
        ' id=7>',
        'List-Unsubscribe-Post: List-Unsubscribe=One-Click',
      ),
    ).toEqual({
      oneClick: 'https://list.test/leave?id=7',
      mailto: 'mailto:leave@list.test?subject=leave',
      link: 'https://list.test/leave?id=7',
    });
  });

  it('takes no other web address for one click, and no other scheme at all', () => {
    expect(
      of('List-Unsubscribe: <http://list.test/leave>', 'List-Unsubscribe-Post: List-Unsubscribe=One-Click'),
    ).toEqual({
      oneClick: null,
      mailto: null,
      link: 'http://list.test/leave',
    });
    expect(of('List-Unsubscribe: <https://list.test/leave>')?.oneClick).toBeNull();
    expect(of('List-Unsubscribe: <https://a:b@list.test/>, <javascript:alert(1)>, <file:///etc/passwd>')).toBeNull();
    expect(of('List-Unsubscribe: <mailto:?attach=/etc/passwd>, https://list.test/ , <>')).toBeNull();
    expect(of('Subject: a')).toBeNull();
  });

  it('is bounded: of thousands of addresses it reads the first ones', () => {
    const many = Array.from({ length: 5_000 }, (_, index) => `<x:${index}>`).join(',');
    expect(of(`List-Unsubscribe: ${many},<https://list.test/>`)).toBeNull();
  });
});

describe('mailingList', () => {
  it.each([
    [' Bird watchers <Birds.Lists.example.ORG>', { id: 'birds.lists.example.org', name: 'Bird watchers' }],
    ['<birds.example.org>', { id: 'birds.example.org', name: '' }],
    ['"Bird  watchers" <birds.example.org>', { id: 'birds.example.org', name: 'Bird watchers' }],
    ['=?utf-8?q?V=C3=B6gel?= <voegel.example.org>', { id: 'voegel.example.org', name: 'Vögel' }],
    [' birds.example.org (Birds)', { id: 'birds.example.org (birds)', name: '' }],
    ['< >', null],
    ['', null],
    [`<${'a'.repeat(5_000)}>`, null],
    [null, null],
  ])('reads %s', (value, wanted) => expect(mailingList(value)).toEqual(wanted));

  it('is found in a header, folded', () => {
    const header = Buffer.from('Subject: x\r\nList-Id: Birds\r\n <birds.example.org>\r\n\r\n', 'latin1');
    expect(mailingListOf(header)).toEqual({ id: 'birds.example.org', name: 'Birds' });
    expect(mailingListOf(Buffer.from('Subject: x\r\n\r\n'))).toBe(null);
  });
});
