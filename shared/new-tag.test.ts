import { describe, expect, it } from 'vitest';
import { newTag } from './new-tag.ts';
import { isTag } from './tags.ts';

describe('the keyword of a new tag', () => {
  it.each([
    ['travel', 'travel'],
    ['  Q3 plan ', 'Q3_plan'],
    ['Büro', 'Buero'],
    ['Büro', 'Buero'],
    ['STRAẞE & Größe', 'STRASSE_&_Groesse'],
    ['Œuvre à lire', 'Oeuvre_a_lire'],
    ['Zażółć', 'Zazolc'],
    ['a (b) "c" 50 % [d] \\ e*', 'a_b_c_50_[d_e_'],
    ['$500', '500'],
    ['$label9', 'label9'],
    ["it's", "it's"],
    ['To-Do', 'To-Do'],
    ['x'.repeat(100), 'x'.repeat(100)],
  ])('of %j is %s', (typed, keyword) => {
    expect(newTag(typed)).toEqual({ keyword });
    expect(isTag(keyword)).toBe(true);
  });

  it.each([
    ['日本', 'letters'],
    ['Москва', 'letters'],
    ['🎉', 'letters'],
    ['***', 'letters'],
    ['a\u0000b', 'letters'],
    ['$', 'letters'],
    ['Junk', 'program'],
    ['old', 'program'],
    ['$Forwarded', 'program'],
    ['x'.repeat(101), 'length'],
  ] as const)('there is none of %j: %s', (typed, problem) => {
    expect(newTag(typed)).toEqual({ problem });
  });

  it('there is none of a very long text', () => {
    expect(newTag('ä '.repeat(5_000))).toEqual({ problem: 'length' });
  });

  it.each(['', '   ', '\n'])('there is none of nothing (%j)', (typed) => {
    expect(newTag(typed)).toBeNull();
  });
});
