import type { Address } from '../../shared/mail.ts';

/** A stored message, as far as an answer to it needs to know it. */
export interface Original {
  readonly subject: string;
  readonly from: readonly Address[];
  readonly to: readonly Address[];
  readonly cc: readonly Address[];
  readonly replyTo: readonly Address[];
  /** Milliseconds since the epoch; null when not known. */
  readonly sentAt: number | null;
  /** The Message-ID with its angle brackets; null when it has none. */
  readonly messageId: string | null;
  readonly inReplyTo: string | null;
  readonly html: string | null;
  readonly text: string | null;
}

/** What an answer repeats of the original's header fields (RFC 5322 section 3.6.4). */
export interface Thread {
  readonly inReplyTo: string | null;
  /** Message-IDs with their angle brackets, the oldest first. */
  readonly references: readonly string[];
}

/** The fields of a header block that ENVELOPE does not tell. */
export interface OriginalFields {
  readonly references: readonly string[];
  /** The address that List-Post names (RFC 2369); null where there is none. */
  readonly listPost: string | null;
  /** The addresses that the servers on its way noted as those that it was delivered to. */
  readonly deliveredTo: readonly string[];
}

export const noFields: OriginalFields = { references: [], listPost: null, deliveredTo: [] };
export const noThread: Thread = { inReplyTo: null, references: [] };

/** The most Message-IDs that References repeats: the first one and the newest. */
const mostReferences = 100;
/** Fields by which servers note for which address a message came (no standard but Delivered-To, RFC 9228). */
const deliveryFields: ReadonlySet<string> = new Set(['delivered-to', 'x-original-to', 'envelope-to', 'x-envelope-to']);
const messageIdPattern = /<[^<>\s]{1,995}>/g;

/** The Message-IDs in a field's value, each once. Anything else in it (comments, text without brackets) is left out. */
export function messageIds(value: string): string[] {
  return [...new Set(value.replaceAll(/\r?\n[ \t]/g, ' ').match(messageIdPattern) ?? [])].filter((id) =>
    /^[\x21-\x7e]+$/.test(id),
  );
}

/** In-Reply-To and References of an answer (RFC 5322 section 3.6.4). */
export function threadOf(original: Pick<Original, 'messageId' | 'inReplyTo'>, fields: OriginalFields): Thread {
  const [parent] = messageIds(original.messageId ?? '');
  if (parent === undefined) return noThread;
  const grandparents = messageIds(original.inReplyTo ?? '');
  const before = fields.references.length > 0 ? fields.references : grandparents.length === 1 ? grandparents : [];
  const all = [...before.filter((id) => id !== parent), parent];
  const references = all.length <= mostReferences ? all : [...all.slice(0, 1), ...all.slice(1 - mostReferences)];
  return { inReplyTo: parent, references };
}

/** A field of a header block, unfolded; empty where there is none. @param name lower case */
export function headerField(source: string, name: string): string {
  const line = linesOf(source).find((each) => each.toLowerCase().startsWith(`${name}:`));
  return line?.slice(name.length + 1).trim() ?? '';
}

function linesOf(source: string): string[] {
  const end = /\r?\n\r?\n/.exec(source)?.index ?? source.length;
  return source
    .slice(0, end)
    .replaceAll(/\r?\n[ \t]+/g, ' ')
    .split(/\r?\n/);
}

/** Reads the fields from the beginning of a message's source. */
export function readFields(source: string): OriginalFields {
  const lines = linesOf(source);
  const deliveredTo = lines.flatMap((line) => {
    const [, name = '', value = ''] = /^([a-z-]+):\s*<?([^<>\s]+@[^<>\s]+)>?\s*$/i.exec(line) ?? [];
    return deliveryFields.has(name.toLowerCase()) ? [value] : [];
  });
  const post = /<mailto:([^<>?\s]+)/i.exec(headerField(source, 'list-post'))?.[1];
  return {
    references: messageIds(headerField(source, 'references')),
    listPost: post === undefined ? null : decoded(post),
    deliveredTo,
  };
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
