import { describe, expect, it } from 'vitest';
import { parseSearch } from '../../../shared/search/query.ts';
import { searchText } from './filters.ts';

describe('filters of a list', () => {
  it('hold whatever is typed', () => {
    for (const text of ['', 'lamp', 'or lamp', 'ODER or lamp', '"lamp', 'cat or', 'cat or dog', '-lamp']) {
      const asked = searchText({ text, filters: ['unread', 'attachments'] });
      expect(parseSearch(asked).slice(0, 2), text).toEqual([
        [{ not: false, term: { kind: 'state', state: 'unread' } }],
        [{ not: false, term: { kind: 'state', state: 'attachment' } }],
      ]);
    }
    expect(searchText({ text: 'cat or dog', filters: ['starred'] })).toBe('is:starred cat or dog');
  });

  it('change nothing where there are none', () => {
    expect(searchText({ text: 'or lamp', filters: [] })).toBe('or lamp');
  });
});
