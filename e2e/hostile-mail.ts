/** HTML that would freeze a program which draws it without bounds: by its size, its depth, its patterns, or what it has painted. */
const times = (text: string, count: number): string => text.repeat(count);
const many = (count: number, piece: (at: number) => string): string =>
  Array.from({ length: count }, (_, at) => piece(at)).join('');
const tall = 'width:900px;height:5000px;background:red';
const shadows = (count: number) => times('0 0 200px red,', count).slice(0, -1);

/** By name; each has the words `heavy words` in it where its form allows any. */
export const hostileHtml: Readonly<Record<string, string>> = {
  'H1a shadows in 4 KB': `<style>p{box-shadow:${shadows(200)}}</style>${times('<p>heavy words</p>', 100)}`,
  'H1b shadows in 36 KB': `<style>p{box-shadow:${shadows(2000)}}</style>${times('<p>heavy words</p>', 300)}`,
  'H1c blur in 1 KB': times(`<div style="filter:blur(50px);${tall}">heavy words`, 20),
  'H1d blur in 20 KB': times(`<div style="filter:blur(50px) drop-shadow(0 0 50px red);${tall}">heavy words`, 200),
  'H2a comments in CSS': `<style>${times('/*x', 166_000)}</style><p>heavy words</p>`,
  'H2b url and blanks': `<style>p{a:url(${times(' ', 499_000)})}</style><p>heavy words</p>`,
  'H2c import and blanks': `<style>@import${times(' ', 499_000)};</style><p>heavy words</p>`,
  'H2d commas in srcset': `<img srcset="x${times(',', 200_000)}y"><p>heavy words</p>`,
  'H3a nested div': `${times('<div>', 380_000)}heavy words`,
  'H3b 100,000 attributes': `<p ${many(100_000, (at) => `a${at}=1 `)}>heavy words</p>`,
  'H3c nested tables': `${times('<table><tr><td>', 30_000)}heavy words`,
  'text shadows': `<style>p{text-shadow:${shadows(300)}}</style>${times('<p>heavy words</p>', 300)}`,
  'backdrop filters': times(`<div style="backdrop-filter:blur(90px);position:absolute;inset:0">heavy words</div>`, 300),
  blending: times(`<div style="mix-blend-mode:difference;position:absolute;${tall}">heavy words</div>`, 500),
  gradients: `<style>p{background:${times('radial-gradient(red,blue),', 300)}red}</style>${times('<p>heavy words</p>', 300)}`,
  'filters of SVG': `<svg><filter id=f>${times('<feGaussianBlur stdDeviation=90 />', 500)}</filter></svg><p style="filter:url(#f)">heavy words</p>`,
  'masks and clips': times(
    `<div style="mask-image:linear-gradient(red,blue);clip-path:circle(9px);${tall}">heavy words</div>`,
    500,
  ),
  'a huge surface': '<div style="width:900px;height:5000000px;background:red">heavy words</div>',
  animations: `<style>@keyframes k{to{transform:rotate(9turn)}}p{animation:k 1ms infinite}</style>${times('<p>heavy words</p>', 900)}`,
  'select with options': `<p>heavy words</p><select>${times('<option>x', 100_000)}</select>`,
  marquees: times('<marquee>heavy words</marquee>', 5_000),
  details: `${times('<details open><summary>x</summary>', 5_000)}heavy words`,
  'huge colspan': `<table>${times('<tr><td colspan=100000 rowspan=60000>heavy words</td></tr>', 3_000)}</table>`,
  'grid of many tracks': `<div style="display:grid;grid-template-columns:repeat(100000,1px)">${times('<p>heavy words</p>', 900)}</div>`,
  columns: `<div style="columns:1000 1px">${times('heavy words ', 50_000)}</div>`,
  counters: `<style>p{counter-increment:${many(900, (at) => `c${at} `)}}</style>${times('<p>heavy words</p>', 5_000)}`,
  'a word without a break': `<p>heavy words ${times('a', 1_900_000)}</p>`,
  'stacks of combining marks': `<p>heavy words ${times(`a${times('\u0301', 500)}`, 1_500)}</p>`,
  'deep lists': `${times('<ul><li>', 60_000)}heavy words`,
  MathML: `<p>heavy words</p><math>${times('<msqrt><mrow>', 60_000)}</math>`,
  'inline pictures': `<p>heavy words</p>${times('<img src="data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7" width=99999 height=99999>', 5_000)}`,
  'many fonts': `<p>heavy words</p>${many(9_000, (at) => `<font face="f${at}" size=7>x</font>`)}`,
  'nests of media rules': `<style>${times('@media all{', 20_000)}p{color:red}</style><p>heavy words</p>`,
  selectors: `<style>${many(5_000, (at) => `div div div:not(.a${at}) *{color:red}`)}</style>${times('<div><p>heavy words</p>', 500)}`,
  'open formatting': `${many(1_000, (at) => `<b id=i${at}>`)}${times('<p>heavy words</p>', 5_000)}`,
  '500,000 breaks': `heavy words${times('<br>', 500_000)}`,
  'text alone': times('heavy words ', 160_000),
};

/** Plain text of up to 2 MB which a program must not lay out as a whole. */
export const hostileText: Readonly<Record<string, string>> = {
  'H4a quotes': times('>a\r\nb\r\n', 280_000),
  'H4b links': times('www.a.test/x\r\n', 150_000),
  'H4c one line': times('heavy words ', 170_000),
  'H4d one word': times('a', 2_000_000),
  'deep quotes': times('>>>>>>>>a\r\n>b\r\n', 120_000),
  'empty lines': `heavy words${times('\r\n', 900_000)}end`,
};
