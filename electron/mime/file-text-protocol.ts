import type { Attachment } from '../../shared/mail.ts';

/** Files whose text can be read; `office`: Office Open XML (ECMA-376) and OpenDocument (ISO 26300), which are archives of XML. */
export type FileTextKind = 'pdf' | 'office' | 'html' | 'text';

/** What file-text.worker is started with, as its workerData. */
export interface FileTextTask {
  readonly kind: FileTextKind;
  readonly bytes: Uint8Array;
}

/** The one message that it posts before it ends. `encrypted`: a password is needed to read it. */
export type FileTextAnswer =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'unreadable'; readonly reason: 'encrypted' | 'malformed' };

/** What reading a file's text may cost. Sizes are octets, times milliseconds. */
export const fileTextLimits = {
  inputBytes: 20 * 1024 * 1024,
  timeMs: 20_000,
  heapMegabytes: 256,
  growthBytes: 512 * 1024 * 1024,
  /** Characters of text that are handed on and indexed. */
  textLength: 200_000,
  /** Octets of an archive's entries once they are unpacked, all together. */
  unpackedBytes: 64 * 1024 * 1024,
  /** Entries of an archive that are read. */
  entries: 500,
  /** Pages of a PDF that are read. */
  pages: 2_000,
} as const;

const officeType =
  /^application\/(?:vnd\.openxmlformats-officedocument\.(?:wordprocessingml|spreadsheetml|presentationml)\..*|vnd\.oasis\.opendocument\.(?:text|spreadsheet|presentation).*)$/;
const officeName = /\.(?:docx|docm|xlsx|xlsm|pptx|pptm|odt|ods|odp)$/;
const textName = /\.(?:txt|text|csv|tsv|md|log|ics|vcf|json|xml|ya?ml)$/;

/** How the text of an attachment is read; null where it has none that can be. */
export function fileTextKind({ mimeType, filename }: Pick<Attachment, 'mimeType' | 'filename'>): FileTextKind | null {
  const name = filename.toLowerCase();
  if (mimeType === 'application/pdf' || name.endsWith('.pdf')) return 'pdf';
  if (officeType.test(mimeType) || officeName.test(name)) return 'office';
  if (mimeType === 'text/html' || mimeType === 'application/xhtml+xml' || /\.x?html?$/.test(name)) return 'html';
  if (mimeType.startsWith('text/') || mimeType === 'application/json' || textName.test(name)) return 'text';
  return null;
}
