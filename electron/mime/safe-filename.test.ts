import { describe, expect, it } from 'vitest';
import { safeFilename } from './safe-filename.ts';

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
    const taken = new Set<string>();
    expect(['a.txt', 'A.txt', 'a.txt'].map((name) => safeFilename(name, octets, taken))).toEqual([
      'a.txt',
      'A (2).txt',
      'a (3).txt',
    ]);
  });

  it('gives names that hold for any code point', () => {
    for (let code = 1; code < 0x3000; code++) {
      const name = safeFilename(`x${String.fromCodePoint(code)}y.txt`, octets);
      expect(name).toMatch(/^[^/\\:*?"<>|\p{Cc}\p{Cf}]+\.txt$/u);
    }
  });
});
