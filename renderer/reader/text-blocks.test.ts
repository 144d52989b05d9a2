import { describe, expect, it } from 'vitest';
import { textBlocks } from './text-blocks.ts';

const links = (text: string): string[] =>
  textBlocks(text).flatMap((block) => block.pieces.flatMap((piece) => (piece.kind === 'link' ? [piece.href] : [])));

describe('textBlocks', () => {
  it('splits quotes by depth', () => {
    expect(textBlocks('Hi\r\n\r\n> one\r\n> > two\r\n>>two\r\nbye\r\n')).toEqual([
      { depth: 0, pieces: [{ kind: 'text', text: 'Hi\n' }] },
      { depth: 1, pieces: [{ kind: 'text', text: 'one' }] },
      { depth: 2, pieces: [{ kind: 'text', text: 'two\ntwo' }] },
      { depth: 0, pieces: [{ kind: 'text', text: 'bye' }] },
    ]);
  });

  it('finds addresses, without the sentence around them', () => {
    expect(
      links(
        'See https://a.test/x, (www.b.test) or <https://c.test/w_(x)>. Write to ada@contoso.test. "http://d.test/?q=1!"',
      ),
    ).toEqual([
      'https://a.test/x',
      'https://www.b.test/',
      'https://c.test/w_(x)',
      'mailto:ada@contoso.test',
      'http://d.test/?q=1',
    ]);
  });

  it('makes no link of other schemes', () => {
    expect(links('javascript:alert(1) file:///etc/passwd data:text/html,x ftp://a.test')).toEqual([]);
  });

  it('keeps every character', () => {
    const text = 'a https://a.test/). b\n  indented\ttab ada@contoso.test';
    const shown = textBlocks(text).map((block) => block.pieces.map((piece) => piece.text).join(''));
    expect(shown.join('\n')).toBe(text);
  });

  it.each([
    ['brackets', `https://a.test/${')'.repeat(500_000)}`],
    ['addresses', 'a.a+'.repeat(200_000)],
    ['links', 'https://'.repeat(100_000)],
    ['quotes', '>'.repeat(500_000)],
    ['lines', '\n'.repeat(500_000)],
  ])('ends on hostile text: %s', (_name, text) => {
    expect(textBlocks(`${text}x`).length).toBeLessThanOrEqual(2);
  });
});
