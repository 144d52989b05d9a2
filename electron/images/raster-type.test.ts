import { describe, expect, it } from 'vitest';
import { rasterType } from './raster-type.ts';

const latin1 = (text: string) => Buffer.from(text, 'latin1');

describe('rasterType', () => {
  it.each([
    ['\x89PNG\r\n\x1a\n....', 'image/png'],
    ['\xff\xd8\xff\xe0..', 'image/jpeg'],
    ['GIF89a..', 'image/gif'],
    ['GIF87a..', 'image/gif'],
    ['RIFF\x10\x00\x00\x00WEBPVP8 ', 'image/webp'],
    ['\x00\x00\x00\x1cftypavif', 'image/avif'],
    ['\x00\x00\x00\x1cftypavis', 'image/avif'],
    ['BM\x36\x00', 'image/bmp'],
  ])('%j is %s', (start, type) => {
    expect(rasterType(latin1(start))).toBe(type);
  });

  it.each([
    '',
    'G',
    'GIF88a',
    'PNG\r\n',
    '<svg xmlns="http://www.w3.org/2000/svg">',
    '<?xml version="1.0"?><svg/>',
    '\xef\xbb\xbf<svg>',
    '<!doctype html><script>alert(1)</script>',
    '%PDF-1.7',
    ' GIF89a',
    '\x00\x00\x01\x00',
    'WEBP',
    'ftypavif',
    '\x1f\x8b\x08GIF89a',
    '\x00\x00\x00\x1cftypmp42',
  ])('%j is not shown', (start) => {
    expect(rasterType(latin1(start))).toBeNull();
  });

  it('looks at the octets of a view, not of the buffer behind it', () => {
    expect(rasterType(latin1('<html>GIF89a').subarray(6))).toBe('image/gif');
    expect(rasterType(latin1('GIF89a<html>').subarray(6))).toBeNull();
  });
});
