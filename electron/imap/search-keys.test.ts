import { describe, expect, it } from 'vitest';
import { searchOf } from './search-keys.ts';

describe('keys of a search', () => {
  it('are one, or one of several, each as IMAP has it', () => {
    expect(searchOf([{ not: false, place: 'from', words: 'ada\r\nA1 LOGOUT' }])).toEqual({ from: 'ada A1 LOGOUT' });
    expect(
      searchOf([
        { not: true, place: 'text', words: 'draft' },
        { not: false, place: 'list', words: 'birds' },
      ]),
    ).toEqual({ or: [{ not: { text: 'draft' } }, { header: { 'list-id': 'birds' } }] });
    expect(searchOf([{ not: false, place: 'flag', words: '\\Answered' }])).toEqual({ answered: true });
    expect(searchOf([{ not: true, place: 'flag', words: '$Forwarded' }])).toEqual({ not: { keyword: '$Forwarded' } });
    expect(searchOf([{ not: true, place: 'flag', words: '$label1' }])).toEqual({ not: { keyword: '$label1' } });
  });

  it('are Gmail’s own for a mailing list, and no value ends its quotes', () => {
    expect(searchOf([{ not: false, place: 'list', words: 'birds" OR in:anywhere \\' }], true)).toEqual({
      gmraw: 'list:"birds  OR in:anywhere  "',
    });
    expect(searchOf([{ not: false, place: 'from', words: 'ada' }], true)).toEqual({ from: 'ada' });
  });
});
