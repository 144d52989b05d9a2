import { describe, expect, it } from 'vitest';
import { baseSubject, forwardSubject, replySubject } from './subject.ts';

describe('the subject of an answer', () => {
  it.each([
    ['Hello', 'Re: Hello'],
    ['Re: Hello', 'Re: Hello'],
    ['RE: re: Re: Hello', 'Re: Hello'],
    ['AW: Hallo', 'Re: Hallo'],
    ['SV: Hej', 'Re: Hej'],
    ['VS: Moi', 'Re: Moi'],
    ['TR: Bonjour', 'Re: Bonjour'],
    ['Re : Bonjour', 'Re: Bonjour'],
    ['RE[2]: Hello', 'Re: Hello'],
    ['Re^3: Hello', 'Re: Hello'],
    ['Re(4): Hello', 'Re: Hello'],
    ['Re *2: Hello', 'Re: Hello'],
    ['Antw: Hallo', 'Re: Hallo'],
    ['WG: AW: Fwd: Termin', 'Re: Termin'],
    ['RV: Hola', 'Re: Hola'],
    ['ENC: Olá', 'Re: Olá'],
    ['回复：你好', 'Re: 你好'],
    ['回覆: 你好', 'Re: 你好'],
    ['返信: こんにちは', 'Re: こんにちは'],
    ['Ynt: Merhaba', 'Re: Merhaba'],
    ['[heron-dev] Re: [heron-dev] Plan', 'Re: [heron-dev] Plan'],
    ['Re: [heron-dev] Re: Plan', 'Re: [heron-dev] Plan'],
    ['', 'Re:'],
    ['Re:', 'Re:'],
  ])('%s → %s', (subject, expected) => expect(replySubject(subject)).toBe(expected));

  it.each([
    'Regarding: the plan',
    'Reply: soon',
    'I: Claudius',
    'R: a language',
    'Rede: morgen',
    'Tree: an introduction',
    'Enclosed: two files',
    'Re Zero, a review',
    '10:30',
  ])('leaves ordinary subjects alone: %s', (subject) => expect(baseSubject(subject)).toBe(subject));

  it('of a forwarded message has one Fwd:', () => {
    expect(forwardSubject('AW: WG: Hallo')).toBe('Fwd: Hallo');
    expect(forwardSubject('Fwd: Hello')).toBe('Fwd: Hello');
  });

  it('takes time that does not grow faster than the subject', () => {
    const times = (count: number): number => {
      const before = performance.now();
      replySubject('Re: '.repeat(count) + '[x] '.repeat(count));
      return performance.now() - before;
    };
    times(200);
    expect(times(2_000)).toBeLessThan(200 * Math.max(1, times(200)));
  });
});
