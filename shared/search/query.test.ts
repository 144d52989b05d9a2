import { describe, expect, it } from 'vitest';
import { parseSearch, type SearchTerm, wordsToMark } from './query.ts';

/** A search as one line: clauses behind each other, alternatives with "|". */
function shape(text: string): string {
  return parseSearch(text)
    .map((clause) => clause.map(({ not, term }) => `${not ? '-' : ''}${termShape(term)}`).join('|'))
    .join(' ');
}

function termShape(term: SearchTerm): string {
  switch (term.kind) {
    case 'words':
      return `${term.place}${term.whole ? '=' : ':'}${term.text.replaceAll(' ', '_')}`;
    case 'state':
      return `is ${term.state}`.replace(' ', ':');
    case 'received':
      return [term.from, term.until].map((at) => (at === null ? '' : new Date(at).toDateString())).join('..');
    case 'size':
      return `size:${term.atLeast ?? ''}..${term.below ?? ''}`;
    case 'folder':
      return `in:${term.name}`;
    case 'account':
    case 'list':
    case 'tag':
      return `${term.kind}:${term.name}`;
  }
}

describe('a search as it is typed', () => {
  it.each([
    ['minutes march', 'anywhere:minutes anywhere:march'],
    ['"budget 2026" plan', 'anywhere=budget_2026 anywhere:plan'],
    ['„Sitzung im März“', 'anywhere=Sitzung_im_März'],
    ['"not closed', 'anywhere=not_closed'],
    ['from:ada to:grace cc:joan', 'from:ada to:grace cc:joan'],
    ['von:ada an:"Grace Hopper" betreff:Protokoll', 'from:ada to=Grace_Hopper subject:Protokoll'],
    ['-draft -from:bot', '-anywhere:draft -from:bot'],
    ['cat or dog OR bird fish', 'anywhere:cat|anywhere:dog|anywhere:bird anywhere:fish'],
    ['is:unread is:starred has:attachment', 'is:unread is:starred is:attachment'],
    ['ist:ungelesen hat:anhang', 'is:unread is:attachment'],
    ['is:replied ist:weitergeleitet -is:forwarded', 'is:answered is:forwarded -is:forwarded'],
    ['from:ada or is:starred', 'from:ada|is:starred'],
    ['larger:5M smaller:300k', 'size:5000000.. size:..300000'],
    ['larger:1,5MB', 'size:1500000..'],
    ['after:2026-11-01 before:2026-12', 'Sun Nov 01 2026.. ..Tue Dec 01 2026'],
    ['seit:29.11.2026 vor:2027', 'Sun Nov 29 2026.. ..Fri Jan 01 2027'],
    ['in:archive ordner:"Deleted Items"', 'in:archive in:Deleted Items'],
    [
      'account:ada -konto:work list:heron-devel liste:"Bird watchers"',
      'account:ada -account:work list:heron-devel list:Bird watchers',
    ],
    ['tag:travel keyword:$label1 -schlagwort:"Zu erledigen"', 'tag:travel tag:$label1 -tag:Zu erledigen'],
    ['filename:report.pdf body:hello', 'filename:report.pdf body:hello'],
  ])('%s', (text, wanted) => expect(shape(text)).toBe(wanted));

  it.each([
    ['an address of the Web', 'https://example.org/a', 'anywhere:https://example.org/a'],
    ['a prefix of a subject', 'Re: minutes', 'anywhere:Re: anywhere:minutes'],
    ['a state that there is not', 'is:blue', 'anywhere:is:blue'],
    ['a day that there is not', 'before:2026-02-30', 'anywhere:before:2026-02-30'],
    ['a size without a number', 'larger:big', 'anywhere:larger:big'],
    ['an operator without a value', 'from: ada', 'anywhere:ada'],
    ['signs alone', '--- ??? " "', ''],
    ['"or" at the beginning', 'or cat', 'anywhere:or anywhere:cat'],
    ['nothing', '   ', ''],
  ])('takes %s for what it is', (_name, text, wanted) => expect(shape(text)).toBe(wanted));

  it('takes of a pasted text only its beginning, and never fails', () => {
    const parts = [
      'a',
      '"',
      '-',
      ':',
      'from:',
      'or',
      ' ',
      '(',
      ')',
      '*',
      'ä',
      '日本',
      '\0',
      '\u202e',
      'is:unread',
      '“',
    ];
    let seed = 7;
    const next = (): number => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed;
    };
    for (let round = 0; round < 500; round++) {
      const text = Array.from({ length: next() % 60 }, () => parts[next() % parts.length]).join('');
      for (const clause of parseSearch(text)) expect(clause.length).toBeGreaterThan(0);
    }
    expect(parseSearch('word '.repeat(10_000)).length).toBe(32);
  });

  it('marks the words that are asked for, and not those that are excluded', () => {
    expect(wordsToMark(parseSearch('from:ada minutes -draft "two words" is:unread'))).toEqual([
      'ada',
      'minutes',
      'two words',
    ]);
  });
});
