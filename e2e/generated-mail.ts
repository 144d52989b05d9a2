/** Mail that a seeded generator makes from what is heavy alone: nests, runs, paint and long text, in any mixture up to 2 MB. */

/** HTML or plain text of one message. */
export interface GeneratedMail {
  readonly name: string;
  readonly html: string | null;
  readonly text: string;
}

const maxLength = 2_000_000;

const nests = [
  '<div>',
  '<table><tr><td>',
  '<ul><li>',
  '<blockquote>',
  '<span><b>',
  '<font size=7>',
  '<math><mrow>',
  '<svg><g>',
  '<details open><summary>',
  '<fieldset>',
];
const runs = [
  '<p>heavy words</p>',
  '<br>',
  '<hr>',
  '<img src=x srcset="a,,b 2x">',
  '<input>',
  '<select><option>x</select>',
  '<a href="https://a.test/x">x</a>',
  '<td colspan=1000 rowspan=1000>x',
  '<!-- x -->',
  '&#x0301;',
  '</p>',
  '<marquee>x</marquee>',
];
const declarations = [
  'box-shadow:0 0 200px red,0 0 90px blue',
  'text-shadow:0 0 90px red,9px 9px 99px blue',
  'filter:blur(50px)',
  'backdrop-filter:blur(90px)',
  'mix-blend-mode:difference',
  'position:absolute;inset:0',
  'width:900px;height:90000px;background:red',
  'background:radial-gradient(red,blue),conic-gradient(red,blue)',
  'transform:rotate(9deg) perspective(9px)',
  'columns:500 1px',
  'display:grid;grid-template-columns:repeat(9999,1px)',
  'animation:k 1ms infinite',
  'mask-image:linear-gradient(red,blue)',
  'opacity:.5;will-change:transform',
  'border:9999px double red;border-radius:50%/9%',
];
const scraps = [
  '/*x',
  'url(',
  '@import',
  '@media all{',
  ':not(.a)',
  'p{color:red}',
  ' ',
  '\\',
  '"',
  ',',
  '--a:var(--a);',
];
const lines = [
  '>a\r\n',
  'b\r\n',
  '>>>>>> c\r\n',
  'www.a.test/x\r\n',
  'heavy words ',
  '\r\n',
  'a',
  '-- \r\n',
  'x@y.test,',
  '\u0301',
];

/** Random numbers below a limit, the same for the same seed (mulberry32). */
function seeded(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * limit);
  };
}

/** The message of a seed, the same each time. One in five is plain text. */
export function generatedMail(seed: number): GeneratedMail {
  const below = seeded(seed);
  const one = (from: readonly string[]): string => from[below(from.length)] ?? '';
  /** Small numbers and huge ones alike. */
  const count = (): number => Math.ceil(10 ** (1 + below(46) / 10));
  const run = (unit: string): string => unit.repeat(Math.max(1, Math.min(count(), Math.floor(600_000 / unit.length))));
  if (seed % 5 === 0) {
    const text = Array.from({ length: 2 + below(5) }, () => run(one(lines))).join('');
    return { name: `generated text ${seed}`, html: null, text: `heavy words\r\n${text}`.slice(0, maxLength) };
  }
  const styled = (): string => {
    const own = Array.from({ length: 1 + below(4) }, () => one(declarations)).join(';');
    return `<div style="${own}">heavy words`;
  };
  const pieces = [
    () => run(one(nests)),
    () => run(one(runs)),
    () => run(`${styled()}</div>`),
    () => run(styled()),
    () => `<style>${run(one(scraps))}</style>`,
    () => `<style>div,p{${Array.from({ length: 5 }, () => one(declarations)).join(';')}}</style>`,
    () => `<p ${Array.from({ length: Math.min(count(), 60_000) }, (_, at) => `a${at}=1`).join(' ')}>`,
    () => `<p>${run(one(lines))}</p>`,
  ];
  const html = Array.from({ length: 2 + below(4) }, () => (pieces[below(pieces.length)] ?? styled)()).join('\r\n');
  return {
    name: `generated HTML ${seed}`,
    html: `<p>heavy words</p>${html}`.slice(0, maxLength),
    text: 'The words instead',
  };
}
