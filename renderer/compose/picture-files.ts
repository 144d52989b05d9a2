import type { DraftFile, DraftId } from '../../shared/writing.ts';

/** The kinds of pictures that can stand in a message: every mail program shows them. By the first octets of their files, as Latin-1. */
const signatures: readonly { readonly type: string; readonly offset: number; readonly octets: string }[] = [
  { type: 'image/png', offset: 0, octets: '\x89PNG\r\n\x1a\n' },
  { type: 'image/jpeg', offset: 0, octets: '\xff\xd8\xff' },
  { type: 'image/gif', offset: 0, octets: 'GIF8' },
  { type: 'image/webp', offset: 8, octets: 'WEBP' },
];

/** The type of a picture by its first octets, whatever its name says; null when it is none that can stand in a message. */
export function pictureType(octets: Uint8Array): string | null {
  const start = String.fromCharCode(...octets.subarray(0, 16));
  return signatures.find((each) => start.startsWith(each.octets, each.offset))?.type ?? null;
}

/** Where the window reads a picture of a draft from (electron/bridge/part-url.ts). */
export function draftPictureUrl(draftId: DraftId, { id }: Pick<DraftFile, 'id'>): string {
  return `heron-part://draft/${draftId}/${id}`;
}

/** The Content-ID that a picture's address names; null when it names none. */
export function contentIdOf(src: string): string | null {
  return /^cid:(.+)$/i.exec(src)?.[1] ?? null;
}

/** The longest side of a picture that was made smaller, in pixels. */
export const pictureSizes = { large: 1600, small: 800 } as const;
export type PictureSize = keyof typeof pictureSizes;

/** A smaller copy of a picture. */
export interface ShrunkPicture {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly mimeType: string;
  readonly width: number;
}

/**
 * Copies of a picture with at most so many pixels a side; only those that have fewer octets. None of an animation, which would stand still.
 * Rejects where the picture cannot be read.
 */
export async function shrunkCopies(
  bytes: Uint8Array,
  mimeType: string,
): Promise<ReadonlyMap<PictureSize, ShrunkPicture>> {
  const copies = new Map<PictureSize, ShrunkPicture>();
  if (mimeType === 'image/gif') return copies;
  const picture = await createImageBitmap(new Blob([new Uint8Array(bytes)], { type: mimeType }));
  try {
    for (const [size, longest] of Object.entries(pictureSizes) as [PictureSize, number][]) {
      const factor = longest / Math.max(picture.width, picture.height);
      if (factor >= 1) continue;
      const width = Math.max(1, Math.round(picture.width * factor));
      const canvas = new OffscreenCanvas(width, Math.max(1, Math.round(picture.height * factor)));
      canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height);
      // A PNG may be transparent, so it stays one.
      const type = mimeType === 'image/png' ? 'image/png' : 'image/jpeg';
      const blob = await canvas.convertToBlob({ type, quality: 0.85 });
      const octets = new Uint8Array(await blob.arrayBuffer());
      if (octets.length < bytes.length) copies.set(size, { bytes: octets, mimeType: type, width });
    }
  } finally {
    picture.close();
  }
  return copies;
}
