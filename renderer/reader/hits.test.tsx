import { describe, expect, it } from 'vitest';
import { rangesOfHits } from './hits.ts';

const root = document.createElement('div');
const hits = (html: string, ...words: string[]): string[] => {
  root.innerHTML = html;
  return rangesOfHits(root, { words, asTyped: false }).map(String);
};
const found = (html: string, typed: string): string[] => {
  root.innerHTML = html;
  return rangesOfHits(root, { words: [typed], asTyped: true }).map(String);
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

describe('what is typed to find it in a message', () => {
  it('is found anywhere, without case and accents, as one phrase', () => {
    expect(found('<p>Umzugsgut, GUT, güt</p>', 'gut')).toEqual(['gut', 'GUT', 'güt']);
    expect(found('<p>Herr Müller, mueller, Muller</p>', 'Müller')).toEqual(['Müller', 'mueller', 'Muller']);
    expect(found('<p>blue blur</p>', 'blue')).toEqual(['blue']);
    expect(found('<p>an x</p>', 'x')).toEqual(['x']);
    expect(found('<p>anything</p>', '  ')).toEqual([]);
  });

  it('goes through letters of another kind and line breaks of the source, not from one block into the next', () => {
    expect(found('<p>Herr <b>Mü</b>ller\n  kommt</p>', 'herr müller kommt')).toEqual(['Herr Müller\n  kommt']);
    expect(found('<p>one</p><p>two</p>', 'one two')).toEqual([]);
    expect(found('one<br>two', 'onetwo')).toEqual([]);
    expect(found('<div>one</div>two', 'onetwo')).toEqual([]);
    expect(found('<div><p>o<i>n</i>e</p></div> <span>two</span>one', 'one')).toEqual(['one', 'one']);
  });

  it('is found below very many elements', () => {
    expect(found(`${'<b>'.repeat(400)}deep${'</b>'.repeat(400)} <p>deep</p>`, 'deep')).toEqual(['deep', 'deep']);
  });
});
