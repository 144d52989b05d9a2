import { describe, expect, it, vi } from 'vitest';
import { textBlocks, textPieces, textSections } from './text-blocks.ts';

const links = (text: string): string[] =>
  textBlocks(text).flatMap((block) =>
    textPieces(block.text).flatMap((piece) => (piece.kind === 'link' ? [piece.href] : [])),
  );

describe('textBlocks', () => {
  it('splits quotes by depth', () => {
    expect(textBlocks('Hi\r\n\r\n> one\r\n> > two\r\n>>two\r\nbye\r\n')).toEqual([
      { depth: 0, text: 'Hi\n', followsOwn: false },
      { depth: 1, text: 'one', followsOwn: true },
      { depth: 2, text: 'two\ntwo', followsOwn: false },
      { depth: 0, text: 'bye', followsOwn: false },
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
    const shown = textBlocks(text).map((block) =>
      textPieces(block.text)
        .map((piece) => piece.text)
        .join(''),
    );
    expect(shown.join('\n')).toBe(text);
  });

  it.each([
    ['brackets', `https://a.test/${')'.repeat(500_000)}`],
    ['addresses', 'a.a+'.repeat(200_000)],
    ['links', 'https://'.repeat(100_000)],
    ['lines', '\n'.repeat(500_000)],
    ['one line', 'some words '.repeat(190_000)],
    ['one word of pairs', '\u{1f600}'.repeat(50_000)],
    ['lines of blanks', ' \n \n\n'.repeat(9_000)],
  ])('H4 cuts long text into bounded blocks and keeps every character: %s', (_name, text) => {
    const blocks = textBlocks(`${text}x`);
    expect(blocks.map((block) => block.text).join('')).toBe(`${text}x`);
    for (const { text: part } of blocks) {
      expect(part.length).toBeLessThanOrEqual(4_001);
      expect(part).not.toMatch(/[\ud800-\udbff]$/);
    }
    expect(
      blocks.every(
        ({ text: part }) =>
          textPieces(part)
            .map((piece) => piece.text)
            .join('') === part,
      ),
    ).toBe(true);
  });

  it.each([
    ['words', 'some words '],
    ['words of a script without blanks', '言葉'],
    ['one word', 'あ'],
    ['blanks', ' '],
  ])('H4 the seam between two blocks never parts an address: among %s', (_name, filler) => {
    for (const address of ['https://contoso.test/a?b=c', 'www.contoso.test', 'ada.lovelace@contoso.test']) {
      const [expected] = links(address);
      for (let before = 3_960; before <= 4_010; before += 3) {
        const text = `${filler.repeat(4_100).slice(0, before)} ${address} ${filler.repeat(9_000)}`;
        expect(links(text), `${before}`).toEqual([expected]);
        // Without a blank beside it.
        expect(links(`${'。'.repeat(before)}${address} ${'。'.repeat(9_000)}`), `${before}`).toEqual([expected]);
      }
    }
  });

  it('H4 the seam between two blocks is no paragraph, and begins no quote', () => {
    const lines = Array.from({ length: 350 }, (_, at) => `line ${at}`);
    const own = textBlocks(lines.join('\n'));
    expect(own.map(({ text }) => text).join('')).toBe(lines.join('\n'));
    expect(own.length).toBeGreaterThan(3);
    const quoted = textBlocks(`Hi\n${lines.map((line) => `> ${line}`).join('\n')}`);
    expect(
      quoted
        .slice(1)
        .map(({ text }) => text)
        .join(''),
    ).toBe(lines.join('\n'));
    expect(quoted.map(({ followsOwn }) => followsOwn)).toEqual([false, true, ...quoted.slice(2).map(() => false)]);
    // An emptied line at the seam stays one line.
    const gaps = textBlocks(`${'x\n'.repeat(99)}\n\n${'y\n'.repeat(200)}z`);
    expect(gaps.map(({ text }) => text).join('')).toBe(`${'x\n'.repeat(99)}\n\n${'y\n'.repeat(200)}z`);
  });

  it('H7 makes no link of an address with a user name, and none of a telephone', () => {
    expect(links('https://user@contoso.test http://u:p@contoso.test/ www.contoso.test@evil.test')).toEqual([]);
    expect(links('tel:+15550100 sms:+15550100 callto:ada sip:ada')).toEqual([]);
  });

  it('H4 counts no more than fifty quote marks of a line', () => {
    expect(new Set(textBlocks(`${'>'.repeat(500_000)}x`).map(({ depth }) => depth))).toEqual(new Set([50]));
  });

  it.each([
    ['quotes', '>a\r\nb\r\n', 10_000],
    ['links', 'www.a.test/x\r\n', 10_000],
    ['one line', 'words of a line ', 10_000],
    ['one word', 'aaaaaaaaaa', 20_000],
    ['quote marks', '>', 100_000],
    ['deep quotes', '> > > >> a\n', 10_000],
  ])('H4 splits in steps that grow with the length alone: %s', (_name, piece, count) => {
    expect(charactersRead(piece.repeat(count * 2)) / charactersRead(piece.repeat(count))).toBeLessThan(2.1);
  });

  it('H4 groups blocks into few sections of bounded size', () => {
    const sections = textSections(textBlocks('>a\r\nb\r\n'.repeat(280_000)));
    expect(sections.flat()).toHaveLength(560_000);
    expect(sections).toHaveLength(560_000 / 50);
    for (const section of textSections(textBlocks('www.a.test/x\r\n'.repeat(150_000)))) {
      expect(section.reduce((sum, { text }) => sum + text.length, 0)).toBeLessThanOrEqual(4_001);
    }
  });
});

/** How many characters the splitting takes into new strings or gives to a pattern. */
function charactersRead(text: string): number {
  let read = 0;
  const slice = String.prototype.slice;
  const exec = RegExp.prototype.exec;
  const slices = vi.spyOn(String.prototype, 'slice').mockImplementation(function (this: string, from, to) {
    const part = slice.call(this, from, to);
    read += part.length;
    return part;
  });
  const patterns = vi.spyOn(RegExp.prototype, 'exec').mockImplementation(function (this: RegExp, input) {
    read += input.length;
    return exec.call(this, input);
  });
  try {
    textBlocks(text);
  } finally {
    slices.mockRestore();
    patterns.mockRestore();
  }
  return read;
}
