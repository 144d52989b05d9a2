import { describe, expect, it } from 'vitest';
import { fold, indexedText, markHits, spellings } from './folding.ts';

describe('texts as a search compares them', () => {
  it.each([
    ['MÜLLER', 'muller'],
    ['Zürich Größe', 'zurich grosse'],
    ['Ærø Łódź Đorđe', 'aero lodz dorde'],
    ['Crème brûlée', 'creme brulee'],
    ['Ｆｕｌｌ ｗｉｄｔｈ', 'full width'],
    ['ＡＢＣ１２３', 'abc123'],
    ['İstanbul ISPARTA', 'istanbul isparta'],
    ['Ελλάδας', 'ελλαδασ'],
    ['Йод', 'иод'],
    ['한국어', '한국어'],
    ['ガ', 'カ\u3099'.normalize('NFC')],
    ['हिन्दी', 'हिन्दी'],
  ])('%s → %s', (text, wanted) => expect(fold(text)).toBe(wanted));

  it('makes each letter a word of its own where a script has no blanks between words', () => {
    expect(indexedText('会議の議事録 v2').trim().split(/\s+/)).toEqual(['会', '議', 'の', '議', '事', '録', 'v2']);
    expect(indexedText('Plain words')).toBe('plain words');
  });

  it('knows the spellings of umlauts', () => {
    for (const word of ['Müller', 'muller', 'mueller']) {
      expect(spellings(word), word).toEqual(expect.arrayContaining(['muller', 'mueller']));
    }
    expect(spellings('Übergröße')).toEqual(expect.arrayContaining(['ubergrosse', 'uebergroesse']));
    expect(spellings('cat')).toContain('cat');
  });

  it.each([
    ['Minutes of March', ['mar'], 'Minutes of [Mar]ch'],
    ['Herr Müller kommt', ['mueller'], 'Herr [Müller] kommt'],
    ['Herr Mueller kommt', ['Müller'], 'Herr [Mueller] kommt'],
    ['Cafe\u0301 au lait', ['café'], '[Cafe\u0301] au lait'],
    ['a discharge', ['charge'], 'a dis[charge]'],
    ['charge and discharge', ['charge'], '[charge] and discharge'],
    ['Geraniumtopf für März', ['ranium', 'mar'], 'Ge[ranium]topf für [Mär]z'],
    ['AB4711', ['4711'], 'AB[4711]'],
    ['a discharge', ['ge'], 'a discharge'],
    ['明日の会議について', ['会議'], '明日の[会議]について'],
    ['one two three', ['two three', 'two'], 'one [two three]'],
    ['aaa', [], 'aaa'],
    ['', ['a'], ''],
  ])('marks in %s what was searched for', (text, words, wanted) => {
    const pieces = markHits(text, words);
    expect(pieces.map(({ text: piece, hit }) => (hit ? `[${piece}]` : piece)).join('')).toBe(wanted);
    expect(pieces.map(({ text: piece }) => piece).join('')).toBe(text);
  });
});
