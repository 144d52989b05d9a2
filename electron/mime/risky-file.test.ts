import { describe, expect, it } from 'vitest';
import { isRiskyFile } from './risky-file.ts';

describe('isRiskyFile', () => {
  it.each([
    'setup.exe',
    'Invoice.pdf.EXE',
    'run.sh',
    'macro.docm',
    'link.lnk',
    'page.html',
    'drawing.svg',
    'disk.iso',
    'Heron.AppImage',
    'x.desktop',
    ' padded.js ',
  ])('asks before %s is opened', (name) => expect(isRiskyFile(name)).toBe(true));

  it.each(['report.pdf', 'photo.jpeg', 'notes.txt', 'table.xlsx', 'letter.docx', 'archive.zip', 'README', 'exe', ''])(
    'opens %s without asking',
    (name) => expect(isRiskyFile(name)).toBe(false),
  );
});
