import { describe, expect, it } from 'vitest';
import { safeFilename, TakenNames } from './safe-filename.ts';

const octets = 'application/octet-stream';

describe('P2: safeFilename', () => {
  it.each([
    ['Report.pdf', 'Report.pdf'],
    ['Grüße 日本.txt', 'Grüße 日本.txt'],
    ['../../etc/passwd', 'etc_passwd'],
    ['..\\..\\Windows\\system.ini', 'Windows_system.ini'],
    ['/etc/shadow', '_etc_shadow'],
    ['C:\\evil.exe', 'C__evil.exe'],
    ['a\u2215b\uff0fc.txt', 'a_b_c.txt'],
    ['\uff0e\uff0e/x', 'x'],
    ['.bashrc', 'bashrc'],
    ['. . /hidden', 'hidden'],
    ['nul\0byte.txt', 'nulbyte.txt'],
    ['line\r\nbreak\t.txt', 'line break.txt'],
    ['photo\u202egpj.exe', 'photogpj.exe'],
    ['a\u200bb\u2066c\ufeff.txt', 'abc.txt'],
    ['invoice.pdf                                .exe', 'invoice.pdf.exe'],
    ['invoice.pdf\u00a0\u2003\u3000.exe', 'invoice.pdf.exe'],
    ['invoice.pdf.exe', 'invoice.pdf.exe'],
    ['trailing.txt. . .', 'trailing.txt'],
    ['con', '_con'],
    ['CON.txt', '_CON.txt'],
    ['aux.tar.gz', '_aux.tar.gz'],
    ['LPT¹', '_LPT¹'],
    ['COM9 .txt', '_COM9.txt'],
    ['console.txt', 'console.txt'],
    ['a<b>c:"d|e?f*.txt', 'a_b_c__d_e_f_.txt'],
    ['file.txt::$DATA', 'file.txt__$DATA'],
    ['\ud800x.txt', 'x.txt'],
    ['u\u0308.txt', '\u00fc.txt'],
    ['\u2024\u2024/x', 'x'],
    ['a\u3002exe', 'a.exe'],
    ['a\uff61exe', 'a.exe'],
    ['a\u2044b\u29f8c\u29f5d\ufe68e\uff3cf\uff1ag.txt', 'a_b_c_d_e_f_g.txt'],
    ['a\ue000b.txt', 'ab.txt'],
    ['a\u3164b.txt', 'ab.txt'],
    ['a\u2800b.txt', 'ab.txt'],
    ['a\ufffdb.txt', 'a_b.txt'],
    ['prn', '_prn'],
    ['NUL.txt', '_NUL.txt'],
    ['CONIN$', '_CONIN$'],
    ['conout$.txt', '_conout$.txt'],
    [`${'a'.repeat(194)}.${'b'.repeat(50)}.docx`, `${'a'.repeat(194)}.docx`],
  ])('%j becomes %j', (received, safe) => {
    expect(safeFilename(received, octets)).toBe(safe);
  });

  it.each([null, '', '   ', '...', '..', '/', '\u202e', '\0', '_'])('names %j "attachment"', (received) => {
    expect(safeFilename(received, octets)).toBe('attachment');
    expect(safeFilename(received, 'application/pdf')).toBe('attachment.pdf');
  });

  it('takes a missing extension from the type, and never changes one that is there', () => {
    expect(safeFilename('Report', 'application/pdf')).toBe('Report.pdf');
    expect(safeFilename('setup.exe', 'application/pdf')).toBe('setup.exe');
    expect(safeFilename('setup', 'application/x-msdownload')).toBe('setup');
    expect(safeFilename(`Report.${'b'.repeat(33)}`, 'application/pdf')).toBe(`Report.${'b'.repeat(33)}.pdf`);
    expect(safeFilename('Meeting no. 5 with Ada', 'text/plain')).toBe('Meeting no. 5 with Ada.txt');
  });

  it.each(['a'.repeat(5000), 'ä'.repeat(3000), '😀'.repeat(1000), `${'a.'.repeat(300)}b`])(
    'keeps to 200 octets with the extension (%#)',
    (stem) => {
      const name = safeFilename(`${stem}.docx`, octets);
      expect(Buffer.byteLength(name)).toBeLessThanOrEqual(200);
      expect(name.endsWith('.docx')).toBe(true);
      expect(name).not.toContain('\ufffd');
    },
  );

  it('tells equal names apart, without case', () => {
    const taken = new TakenNames();
    expect(['a.txt', 'A.txt', 'a.txt'].map((name) => safeFilename(name, octets, taken))).toEqual([
      'a.txt',
      'A (2).txt',
      'a (3).txt',
    ]);
  });

  it.each([
    ['one long name', () => `${'n'.repeat(300)}.pdf`],
    ['no name', () => ''],
    ['long names that differ at their end', (index: number) => `${'n'.repeat(300)}${index % 500}.pdf`],
    ['names with numbers', (index: number) => (index % 2 === 0 ? 'a.txt' : `a (${index}).txt`)],
  ])('H17 1,000 attachments of %s take linear time', (_kind, nameOf) => {
    const triesFor = (count: number): number => {
      const taken = new TakenNames();
      const names = Array.from({ length: count }, (_, index) => safeFilename(nameOf(index), octets, taken));
      expect(new Set(names).size).toBe(count);
      for (const name of names) expect(Buffer.byteLength(name)).toBeLessThanOrEqual(200);
      return taken.tries;
    };
    expect(triesFor(1_000)).toBeLessThanOrEqual(3_000);
  });

  it('gives names that hold for any code point', () => {
    for (let code = 1; code < 0x3000; code++) {
      const name = safeFilename(`x${String.fromCodePoint(code)}y.txt`, octets);
      expect(name).toMatch(/^[^/\\:*?"<>|\p{Cc}\p{Cf}]+\.txt$/u);
    }
  });
});
