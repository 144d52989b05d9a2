import type { Attachment } from '../../shared/mail.ts';
import type { RemotePart } from '../mail/remote-mail.ts';
import { type BodySelection, outsideForwarded } from './body.ts';
import { safeFilename, TakenNames } from './safe-filename.ts';
import { textKind } from './text-types.ts';
import { isUuencode } from './uuencode.ts';

const signatureTypes: ReadonlySet<string> = new Set([
  'application/pgp-signature',
  'application/pkcs7-signature',
  'application/x-pkcs7-signature',
]);
/** A line of base64 and its end (RFC 2045 section 6.8), and the octets in it. */
const base64Line = { length: 78, octets: 57 };
/** A full line of uuencode and its end, and the octets in it. */
const uuencodeLine = { length: 63, octets: 45 };

/**
 * The attachments: every leaf that is neither the text, nor another version of it, nor a signature. Names are made safe
 * (P2) and differ from each other. Text that is meant for programs (a calendar) is one even where it is shown.
 */
export function attachmentsOf(parts: readonly RemotePart[], selection: BodySelection): Attachment[] {
  const shown = new Set(
    [...selection.html, ...selection.text]
      .filter((part) => textKind(part.mimeType) !== 'data')
      .map((part) => part.partId),
  );
  const taken = new TakenNames();
  return outsideForwarded(parts)
    .filter((part) => !shown.has(part.partId) && !isUnchosenVersion(part) && !isSignature(part))
    .map((part) => ({
      partId: part.partId,
      filename: safeFilename(part.filename, part.mimeType, taken),
      mimeType: part.mimeType,
      size: decodedSize(part),
      contentId: part.contentId,
      ...(part.contentLocation === undefined ? {} : { contentLocation: part.contentLocation }),
      inline: isInline(part, selection),
    }));
}

/**
 * How many octets a part has once it is decoded, by its size on the server. Exact to four octets for base64 in lines of 76
 * characters, an estimate otherwise.
 */
export function decodedSize({ encoding, size }: Pick<RemotePart, 'encoding' | 'size'>): number {
  if (isUuencode(encoding)) return Math.floor((size / uuencodeLine.length) * uuencodeLine.octets);
  if (encoding !== 'base64') return size;
  const lines = Math.ceil(size / base64Line.length);
  // The last line may lack its end.
  for (const characters of [size - 2 * (lines - 1), size - 2 * lines]) {
    if (characters % 4 === 0) return (characters / 4) * 3;
  }
  return Math.floor((size / base64Line.length) * base64Line.octets);
}

/** Another rendering of a text that is shown already (text/enriched, AMP), but not an invitation. */
function isUnchosenVersion(part: RemotePart): boolean {
  return (
    part.within.at(-1) === 'multipart/alternative' &&
    part.mimeType.startsWith('text/') &&
    part.mimeType !== 'text/calendar' &&
    part.disposition !== 'attachment'
  );
}

function isSignature(part: RemotePart): boolean {
  return signatureTypes.has(part.mimeType) && part.within.includes('multipart/signed');
}

/** Meant to be drawn by the HTML: the reader lists it nevertheless where the HTML does not, or cannot. */
function isInline(part: RemotePart, selection: BodySelection): boolean {
  return (
    selection.html.length > 0 &&
    (part.contentId !== null || part.contentLocation !== undefined) &&
    (part.mimeType.startsWith('image/') || mayBeImage(part)) &&
    (part.disposition === 'inline' || part.within.includes('multipart/related'))
  );
}

const imageName = /\.(?:png|jpe?g|jpe|jfif|gif|webp|avif|bmp|tiff?)$/i;

/** A file whose sender does not say what it is: its name, where it has an extension at all, is an image's. */
function mayBeImage({ mimeType, disposition, filename }: RemotePart): boolean {
  if (!mimeType.endsWith('/octet-stream') || disposition === 'attachment') return false;
  return filename === null || !filename.includes('.') || imageName.test(filename);
}
