/**
 * The raster images that the reader shows, with the first bytes of their files. SVG is left out: it is a document that
 * can hold anything.
 */
const signatures: readonly { readonly type: string; readonly offset: number; readonly bytes: string }[] = [
  { type: 'image/png', offset: 0, bytes: '\x89PNG\r\n\x1a\n' },
  { type: 'image/jpeg', offset: 0, bytes: '\xff\xd8\xff' },
  { type: 'image/gif', offset: 0, bytes: 'GIF87a' },
  { type: 'image/gif', offset: 0, bytes: 'GIF89a' },
  { type: 'image/webp', offset: 8, bytes: 'WEBP' },
  { type: 'image/avif', offset: 4, bytes: 'ftypavif' },
  { type: 'image/avif', offset: 4, bytes: 'ftypavis' },
  { type: 'image/bmp', offset: 0, bytes: 'BM' },
];

/** The type of an image by its first bytes, whatever its sender or server called it; null when the reader does not show it. */
export function rasterType(content: Uint8Array): string | null {
  const start = Buffer.from(content.buffer, content.byteOffset, Math.min(content.byteLength, 32)).toString('latin1');
  return signatures.find(({ offset, bytes }) => start.startsWith(bytes, offset))?.type ?? null;
}
