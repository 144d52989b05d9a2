import { describe, expect, it } from 'vitest';
import { rangesOfHits } from './hits.ts';

const root = document.createElement('div');
const hits = (html: string, ...words: string[]): string[] => {
  root.innerHTML = html;
  return rangesOfHits(root, words).map(String);
};

describe('words that were searched for, in a message', () => {
  it('are found as the search finds them, in the order of the text', () => {
    const html = '<p>Herr <b>Müller</b> kommt</p><blockquote>mueller, MULLER, Einmueller</blockquote>会議の議事録';
    expect(hits(html, 'müller')).toEqual(['Müller', 'mueller', 'MULLER']);
    expect(hits(html, 'komm', 'herr')).toEqual(['Herr', 'komm']);
    expect(hits(html, '議事')).toEqual(['議事']);
    expect(hits(html)).toEqual([]);
  });

  it('are looked for inside words where they begin none', () => {
    expect(hits('<p>A geranium, Blogpost</p><p>of geraniums</p>', 'ranium')).toEqual(['ranium', 'ranium']);
    expect(hits('<p>A geranium, blogpost</p><b>post</b>', 'post', 'ranium')).toEqual(['ranium', 'post']);
    expect(hits('<p>geranium</p>', 'um')).toEqual([]);
  });

  it('are no part of styles, and the document stays as it is', () => {
    const html = '<style>.found { color: red }</style><p>found and lost</p>';
    expect(hits(html, 'found')).toEqual(['found']);
    expect(root.innerHTML).toBe(html);
  });

  it('are bounded in what may be an attack', () => {
    expect(hits(`<p>${'word '.repeat(100_000)}</p>`, 'word').length).toBe(1_000);
    expect(hits(`<p>${'a'.repeat(1_000_000)} word</p>`, 'word')).toEqual([]);
    expect(hits('<p>word</p>'.repeat(3_000), 'word').length).toBe(1_000);
  });
});
