import { describe, expect, it } from 'vitest';
import { heavinessOf, measureHtml } from './heaviness.ts';

const times = (text: string, count: number) => text.repeat(count);

describe('H3 R2: HTML that is not drawn before the user wants it', () => {
  it.each([
    ['H3a nested div', times('<div>', 380_000)],
    ['H3b 100,000 attributes', `<p ${Array.from({ length: 100_000 }, (_, at) => `a${at}=1`).join(' ')}>x</p>`],
    ['H3c nested tables', times('<table><tr><td>', 30_000)],
    ['500,000 br', times('<br>', 500_000)],
    ['br by its end tag', times('</br>', 20_000)],
    ['nested blockquotes', times('<blockquote>', 1_000)],
    ['nested span', times('<span class=x>', 900)],
    ['deep lists', times('<ul><li>', 1_000)],
    ['MathML', times('<math><mrow>', 500)],
    ['select with options', `<select>${times('<option>x', 50_000)}</select>`],
    [
      'formatting that is made again in each block',
      `${Array.from({ length: 300 }, (_, at) => `<b id=${at}>`).join('')}${times('<p>x</p>', 2_000)}`,
    ],
    ['style of a megabyte', `<style>${times('p{color:red}', 90_000)}</style>`],
    ['style attributes', times(`<p style="${times('color:red;', 100)}">x</p>`, 600)],
    ['elements in a style of SVG', `<svg><style>${times('<div>', 50_000)}`],
    ['H1 cells over many columns', times('<td colspan=100000>x', 200)],
    ['H1 cells over many rows', times('<td class=a ROWSPAN = "60000">x', 200)],
    ['H1 a word without a break', `<p>words ${times('a', 1_900_000)}`],
    ['H1 a word in references', `<p>${times('&#x61;', 40_000)}`],
    ['H1 stacks of combining marks', `<p>${times(`a${times('\u0301', 500)}`, 50)}`],
    ['H1 other marks', times(`<p>b${times('\ufe20\u20dd', 20)}`, 800)],
    ['attributes without spaces', `<p ${times('a/', 5_000)}>`],
  ])('%s', (_name, html) => {
    expect(heavinessOf(html)).toBe('too_complex');
  });

  it('length', () => {
    expect(heavinessOf('x '.repeat(1_150_000))).toBe('too_large');
    expect(heavinessOf('x '.repeat(1_000_000))).toBeNull();
  });

  it('draws what real mail has', () => {
    const row = '<tr><td style="padding:0" valign="top"><a href="https://a.test/"><b>Words</b></a><br></td></tr>';
    expect(
      heavinessOf(`<html><head><style>p{color:red}</style></head><body><table>${times(row, 3_000)}</table>`),
    ).toBeNull();
    expect(
      heavinessOf(`${times('<blockquote><div><div>', 60)}deep${times('</div></div></blockquote>', 60)}`),
    ).toBeNull();
    expect(heavinessOf(times('<p>A paragraph that nothing ends', 9_000))).toBeNull();
    expect(heavinessOf(times('<font color=red>red</font><p>x', 5_000))).toBeNull();
    expect(heavinessOf(times('<tr><td colspan="12" rowspan="2">x</td><td colspan="100%">y</td></tr>', 500))).toBeNull();
    expect(
      heavinessOf(`<p>${times('言葉', 30_000)}</p><pre>${times(`${times('QUJD', 19)}\n`, 10_000)}</pre>`),
    ).toBeNull();
    expect(
      heavinessOf(`<p>${times('Tie\u0302\u0301ng Vie\u0323\u0302t Z\u0351\u036b\u0343a\u035a ', 20_000)}</p>`),
    ).toBeNull();
  });

  it.each([
    ['quotes and signs', 'a>b" <c = d\' e>x<!-- > --><!---><p>y'],
    ['a comment', '<!-- <div><div> --><p>x'],
    ['raw text', '<title><div></title><style>a > b {}</style><script>"<div>"</script><p>x'],
  ])('reads %s as browsers do', (_name, html) => {
    expect(measureHtml(html).depth).toBeLessThanOrEqual(4);
  });
});

/** A generator of pseudo-random numbers below a limit (mulberry32). */
function seeded(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

const scraps = [
  '<',
  '>',
  '</',
  '<!--',
  '--',
  '-->',
  '--!>',
  '<!',
  '<?',
  '"',
  "'",
  '=',
  '/',
  ' ',
  '\n',
  '&',
  '&#x;',
  'x',
  '<p',
  '<div ',
  '<style',
  '</style',
  '<style>',
  '</style>',
  '<script>',
  '</scrip',
  '<svg>',
  '</svg>',
  '<math>',
  '<title>',
  '<textarea>',
  '<br>',
  '</br>',
  '<table><tr><td>',
  ' a=',
  ' style="',
  " style='",
  '<![CDATA[',
  ']]>',
  '<template>',
  '<plaintext>',
  '<b id=1>',
  '</b>',
  '<iframe>',
  '</iframe',
  '\0',
  'İ',
];

describe('R2: any HTML is measured in linear time', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])('up to 2 MB of scraps, seed %i', (seed) => {
    const below = seeded(seed);
    const own = Array.from({ length: 1 + below(6) }, () => scraps[below(scraps.length)] ?? '');
    const parts: string[] = [];
    for (let length = 0; length < 2_000_000; ) {
      // Long runs of one scrap are what makes patterns quadratic.
      const scrap = own[below(own.length)] ?? '';
      const run = scrap.repeat(1 + below(below(4) === 0 ? 20_000 : 4));
      parts.push(run);
      length += run.length + 1;
    }
    const html = parts.join('').slice(0, 2_000_000);
    const measures = measureHtml(html);
    expect(measures.steps).toBeLessThan(3 * html.length + 10);
  });

  it.each(scraps)('a megabyte of %j', (scrap) => {
    const html = scrap.repeat(Math.ceil(1_000_000 / scrap.length));
    expect(measureHtml(html).steps).toBeLessThan(3 * html.length + 10);
  });
});
