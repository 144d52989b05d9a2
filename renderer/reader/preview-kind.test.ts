import { describe, expect, it } from 'vitest';
import { previewKind } from './preview-kind.ts';

const kind = (mimeType: string, filename: string, size = 1_000) =>
  previewKind({ partId: '2', mimeType, filename, size, contentId: null, inline: false });

describe('previewKind', () => {
  it.each([
    ['image/png', 'a.png', 'image'],
    ['application/octet-stream', 'photo.JPG', 'image'],
    ['image/svg+xml', 'drawing.svg', 'text'],
    ['image/tiff', 'scan.tif', null],
    ['application/pdf', 'a.pdf', 'pdf'],
    ['application/octet-stream', 'a.pdf', 'pdf'],
    ['text/csv', 'a.csv', 'text'],
    ['application/json', 'a.json', 'text'],
    ['application/octet-stream', 'server.log', 'text'],
    ['application/zip', 'a.txt', null],
    ['application/x-msdownload', 'a.exe', null],
    ['application/octet-stream', 'a.exe', null],
  ])('of %s named %s is %s', (mimeType, filename, expected) => {
    expect(kind(mimeType, filename)).toBe(expected);
  });

  it('leaves what is too large to another program, but the beginning of any text can be read', () => {
    expect([kind('image/png', 'a.png', 2 ** 30), kind('application/pdf', 'a.pdf', 2 ** 30)]).toEqual([null, null]);
    expect(kind('text/plain', 'a.txt', 2 ** 30)).toBe('text');
  });
});
