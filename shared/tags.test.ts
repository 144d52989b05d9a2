import { describe, expect, it } from 'vitest';
import { haveSameTags, isTag, tagsAmong, withTag } from './tags.ts';

describe('tags', () => {
  it.each(['$label1', '$Label5', '$Labelprojekt', 'work', 'To-Do', 'b&apw-ro', 'a/b', 'x_y.z', "it's", '1', '~[x'])(
    '%s is one',
    (name) => {
      expect(isTag(name)).toBe(true);
    },
  );

  it.each([
    '$Forwarded',
    'Forwarded',
    '$MDNSent',
    '$Junk',
    '$NotJunk',
    'Junk',
    'NonJunk',
    'JunkRecorded',
    '$Phishing',
    '$SubmitPending',
    '$Submitted',
    '$HasAttachment',
    '$MailFlagBit0',
    '$MailFlagBit2',
    '$X-ME-Annot-2',
    'Old',
    '\\Seen',
    '\\*',
    '',
    'two words',
    'a(b',
    'a"b',
    'a%b',
    'a*b',
    'a]b',
    'a\\b',
    'a{1}',
    'a\r\nb',
    'a\u0000b',
    'größe',
    'x'.repeat(101),
  ])('%j is none', (name) => {
    expect(isTag(name)).toBe(false);
  });

  it('stand in one order, each once, whatever a server lists', () => {
    expect(tagsAmong(['Work', '\\Seen', '$label2', 'WORK', 'NonJunk', 'art', '$Label2'])).toEqual([
      '$label2',
      'art',
      'Work',
    ]);
    expect(tagsAmong(Array.from({ length: 5_000 }, (_each, index) => `k${index}`))).toHaveLength(100);
    expect(tagsAmong([])).toEqual([]);
  });

  it('are given and taken in any case, in their order, and left as they are where that changes nothing', () => {
    const tags = ['art', 'Work'];
    expect(withTag(tags, 'ma', true)).toEqual(['art', 'ma', 'Work']);
    expect(withTag(tags, 'work', false)).toEqual(['art']);
    expect(withTag(tags, 'WORK', true)).toBe(tags);
    expect(withTag(tags, 'other', false)).toBe(tags);
    expect(withTag(undefined, 'art', true)).toEqual(['art']);
  });

  it('are the same in any case', () => {
    expect(haveSameTags(['art', 'Work'], ['Art', 'work'])).toBe(true);
    expect(haveSameTags(['art'], ['work'])).toBe(false);
    expect(haveSameTags(['art'], ['art', 'work'])).toBe(false);
    expect(haveSameTags(undefined, [])).toBe(true);
    expect(haveSameTags(undefined, ['art'])).toBe(false);
  });
});
