import { describe, expect, it } from 'vitest';
import { folded, score, wordsOf } from './palette-search.ts';

/** The texts that a query finds, best first. */
function found(query: string, texts: readonly (string | readonly [name: string, more: string])[]): string[] {
  const words = wordsOf(query);
  return texts
    .map((entry) => (typeof entry === 'string' ? ([entry, ''] as const) : entry))
    .map(([name, more]) => ({ name, found: score(words, { name: folded(name), more: folded(more) }) }))
    .filter(({ found }) => found > 0)
    .sort((a, b) => b.found - a.found)
    .map(({ name }) => name);
}

describe('search in the palette', () => {
  it.each([
    ['entwurfe', 'Entwürfe'],
    ['ENTWÜRFE', 'Entwürfe'],
    ['strasse', 'Straße'],
    ['cafe', 'Cafe\u0301'],
    ['zolc', 'Żółć'],
    ['faktury ąę', 'Faktury ae'],
    ['входящие', 'Входящие'],
    ['受信', '受信トレイ'],
    ['ａｂｃ', 'abc'],
  ])('finds “%s” without case and accents', (query, text) => expect(found(query, [text])).toEqual([text]));

  it('puts whole names before beginnings, words, parts and scattered letters', () => {
    const texts = ['Search a long archive', 'Research', 'Archive', 'Arc', 'Arctic', 'Alabaster car'];
    expect(found('arc', texts)).toEqual(['Arc', 'Arctic', 'Archive', 'Search a long archive', 'Research']);
  });

  it('finds by initials and left-out letters, but not by letters strewn anywhere', () => {
    expect(found('gti', ['Go to inbox', 'Settings'])).toEqual(['Go to inbox']);
    expect(found('arcv', ['Archive', 'Car racing venue'])).toEqual(['Archive']);
    expect(found('xz', ['A long text with x and much later z'])).toEqual([]);
  });

  it('asks for every word, in whatever order, in the name or the path', () => {
    const reports = ['Reports', 'Clients / Contoso ada@contoso.test'] as const;
    expect(found('contoso rep', [reports, ['Reports', 'Private'], 'Contoso'])).toEqual(['Reports']);
    expect(found('reports nowhere', [reports])).toEqual([]);
  });

  it('puts what is found by its name before what is found by its path', () => {
    expect(found('contoso', [['Reports', 'Contoso'], 'Old contoso'])).toEqual(['Old contoso', 'Reports']);
  });

  it('finds everything by nothing, and takes no sign for a pattern', () => {
    expect(found('  ', ['A', 'B'])).toHaveLength(0);
    expect(wordsOf('  ')).toEqual([]);
    expect(found('.*', ['Anything'])).toEqual([]);
    expect(found('[Gmail', ['[Gmail]'])).toEqual(['[Gmail]']);
    expect(found('a'.repeat(10_000), ['aaaa'])).toEqual([]);
  });

  it('stays quick over thousands of long names', () => {
    const long = Array.from({ length: 3000 }, (_, index) => `${'a b '.repeat(30)}${index}`);
    expect(found('ab 2999', long)[0]).toMatch(/2999$/);
  });
});
