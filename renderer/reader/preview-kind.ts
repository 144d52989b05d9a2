import type { Attachment } from '../../shared/mail.ts';

/** How a file can be looked at inside Heron. */
export type PreviewKind = 'image' | 'text' | 'pdf';

const imageTypes: ReadonlySet<string> = new Set(['image/png', 'image/jpeg', 'image/jpg', 'image/gif', 'image/webp']);
const imageNames = /\.(?:png|jpe?g|gif|webp)$/i;
const textTypes = /^(?:text\/|application\/(?:json|xml|x-yaml|yaml|x-sh|javascript|x-ndjson)$|[^;]+\+(?:json|xml)$)/;
const textNames = /\.(?:txt|md|csv|tsv|log|json|xml|ya?ml|ini|conf|ics|vcf|diff|patch|srt|sql|asc|sig|eml)$/i;
/** What main decodes of a picture or PDF at most, in octets. */
const largest = 10 * 1024 * 1024;

/** Null for what only another program can show. */
export function previewKind({ mimeType, filename, size }: Attachment): PreviewKind | null {
  if (imageTypes.has(mimeType) || (isVague(mimeType) && imageNames.test(filename)))
    return size > largest ? null : 'image';
  if (mimeType === 'application/pdf' || (isVague(mimeType) && /\.pdf$/i.test(filename))) {
    return size > largest ? null : 'pdf';
  }
  return textTypes.test(mimeType) || (isVague(mimeType) && textNames.test(filename)) ? 'text' : null;
}

/** Senders that do not know a file's type say this. */
function isVague(mimeType: string): boolean {
  return mimeType === 'application/octet-stream' || mimeType === 'application/download';
}
