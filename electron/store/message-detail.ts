import type { Address } from '../../shared/mail.ts';
import type { RemotePart } from '../mail/remote-mail.ts';

/** What only the reader needs of a message: in one column, in as few octets as plain JSON allows. */
export interface MessageDetail {
  readonly from: readonly Address[];
  readonly to: readonly Address[];
  readonly cc: readonly Address[];
  readonly replyTo: readonly Address[];
  readonly inReplyTo: string | null;
  readonly parts: readonly RemotePart[];
}

/** The columns that a detail is read with: those have the first sender and the first recipient, so the detail does not. */
export interface DetailColumns {
  readonly from_name: string;
  readonly from_address: string;
  readonly to_name: string;
  readonly to_address: string;
  readonly detail: string;
}

export const detailColumns = 'from_name, from_address, to_name, to_address, detail';

/** Name and address in turn; 0: as usual, which each field says for itself. */
type StoredAddresses = 0 | readonly string[];
type Numbered = string | number;
/** With nulls at the end left out. */
type StoredPart = readonly [
  partId: string,
  mimeType: Numbered,
  charset: Numbered | null,
  encoding: Numbered,
  size: number,
  within?: Numbered | null | readonly Numbered[],
  disposition?: RemotePart['disposition'],
  filename?: string | null,
  contentId?: string | null,
  contentLocation?: string | null,
  delSp?: boolean | null,
];
/** Usual: no parts; `from` and `to` as in their columns; no `cc`; `replyTo` as `from` (RFC 9051 section 7.5.2); no `inReplyTo`. */
type StoredDetail = readonly [
  parts?: 0 | readonly StoredPart[],
  from?: StoredAddresses,
  to?: StoredAddresses,
  cc?: StoredAddresses,
  replyTo?: StoredAddresses,
  inReplyTo?: 0 | string,
];

// Values have their index: append only.
const types: readonly string[] = [
  'text/plain',
  'text/html',
  'application/pdf',
  'image/png',
  'image/jpeg',
  'message/rfc822',
];
const charsets: readonly string[] = ['utf-8', 'us-ascii', 'iso-8859-1', 'windows-1252', 'iso-8859-15'];
const encodings: readonly string[] = ['7bit', '8bit', 'quoted-printable', 'base64', 'binary'];
const multiparts: readonly string[] = [
  'multipart/alternative',
  'multipart/mixed',
  'multipart/related',
  'multipart/signed',
  'multipart/report',
];

/** A detail as it is stored. */
export function writeDetail({ from, to, cc, replyTo, inReplyTo, parts }: MessageDetail): string {
  const addresses: readonly StoredAddresses[] = [
    from.length === 1 ? 0 : flat(from),
    to.length === 1 ? 0 : flat(to),
    cc.length === 0 ? 0 : flat(cc),
    isSame(replyTo, from) ? 0 : flat(replyTo),
  ];
  const structure = parts.length === 0 ? 0 : parts.map((part) => withoutLast(storedPart(part), null));
  return JSON.stringify(withoutLast<unknown>([structure, ...addresses, inReplyTo ?? 0], 0));
}

/** Without those values at its end that are the usual one. */
function withoutLast<T>(list: readonly T[], usual: T): readonly T[] {
  return list.slice(0, list.findLastIndex((value) => value !== usual) + 1);
}

/** The detail of a row; also of one that an older Heron wrote, as an object with all fields. */
export function readDetail(row: DetailColumns): MessageDetail {
  const stored: StoredDetail | MessageDetail = JSON.parse(row.detail);
  if (!isStored(stored)) return stored;
  const [parts = 0, from = 0, to = 0, cc = 0, replyTo = 0, inReplyTo = 0] = stored;
  const senders = from === 0 ? [{ name: row.from_name, address: row.from_address }] : pairs(from);
  return {
    from: senders,
    to: to === 0 ? [{ name: row.to_name, address: row.to_address }] : pairs(to),
    cc: cc === 0 ? [] : pairs(cc),
    replyTo: replyTo === 0 ? senders : pairs(replyTo),
    inReplyTo: inReplyTo === 0 ? null : inReplyTo,
    parts: parts === 0 ? [] : parts.map(readPart),
  };
}

function isStored(value: StoredDetail | MessageDetail): value is StoredDetail {
  return Array.isArray(value);
}

function flat(list: readonly Address[]): string[] {
  return list.flatMap(({ name, address }) => [name, address]);
}

function pairs(list: readonly string[]): Address[] {
  return Array.from({ length: list.length / 2 }, (_, index) => ({
    name: list[index * 2] ?? '',
    address: list[index * 2 + 1] ?? '',
  }));
}

function isSame(list: readonly Address[], other: readonly Address[]): boolean {
  return (
    list.length === other.length &&
    list.every(({ name, address }, index) => name === other[index]?.name && address === other[index]?.address)
  );
}

function storedPart(part: RemotePart): Required<StoredPart> {
  const within = part.within.map((type) => numbered(multiparts, type));
  return [
    part.partId,
    numbered(types, part.mimeType),
    part.charset === null ? null : numbered(charsets, part.charset),
    numbered(encodings, part.encoding),
    part.size,
    within.length === 0 ? null : within.length === 1 ? (within[0] ?? null) : within,
    part.disposition,
    part.filename,
    part.contentId,
    part.contentLocation ?? null,
    part.flowed?.delSp ?? null,
  ];
}

function readPart(part: StoredPart): RemotePart {
  const [
    partId,
    mimeType,
    charset,
    encoding,
    size,
    within = null,
    disposition,
    filename,
    contentId,
    contentLocation,
    delSp,
  ] = part;
  const inside = within === null ? [] : typeof within === 'object' ? within : [within];
  return {
    partId,
    mimeType: namedBy(types, mimeType),
    charset: charset === null ? null : namedBy(charsets, charset),
    encoding: namedBy(encodings, encoding),
    size,
    disposition: disposition ?? null,
    filename: filename ?? null,
    contentId: contentId ?? null,
    ...(contentLocation != null && { contentLocation }),
    ...(delSp != null && { flowed: { delSp } }),
    within: inside.map((type) => namedBy(multiparts, type)),
  };
}

function numbered(values: readonly string[], value: string): Numbered {
  const index = values.indexOf(value);
  return index < 0 ? value : index;
}

function namedBy(values: readonly string[], value: Numbered): string {
  return typeof value === 'number' ? (values[value] ?? '') : value;
}
