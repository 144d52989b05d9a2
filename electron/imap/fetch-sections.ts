import type { FetchMessageObject, FetchQueryObject, ImapFlow } from 'imapflow';
import { AppFailure } from '../../shared/reply.ts';
import { remoteParts } from './body-structure.ts';
import { makeError } from './imap-errors.ts';
import { SectionProgress, sectionChunk } from './section-progress.ts';

/** A body section (or the whole message, for null) as on the wire, at most `maxBytes` of it. Throws message_gone. */
export async function fetchSection(
  client: ImapFlow,
  uid: number,
  partId: string | null,
  maxBytes: number,
): Promise<{ bytes: Uint8Array; truncated: boolean }> {
  const chunks: Uint8Array[] = [];
  const section = new SectionProgress(null);
  // One octet more than wanted tells whether there is more.
  while (!section.isComplete && section.length <= maxBytes) {
    const wanted = Math.min(sectionChunk, maxBytes + 1 - section.length);
    chunks.push(await fetchChunk(client, uid, partId, section, wanted));
  }
  const bytes = chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks, section.length);
  return { bytes: bytes.subarray(0, maxBytes), truncated: section.length > maxBytes };
}

/**
 * The next piece of a section by `BODY.PEEK[partId]<start.length>`; empty beyond the section's end. A server that ignores the length may have
 * sent more than `wanted`. Throws message_gone, and imap_protocol when the server sends the same again.
 */
export async function fetchChunk(
  client: ImapFlow,
  uid: number,
  partId: string | null,
  section: SectionProgress,
  wanted: number,
): Promise<Uint8Array> {
  const window = { start: section.length, maxLength: wanted };
  const query: FetchQueryObject =
    partId === null ? { uid: true, source: window } : { uid: true, bodyParts: [{ key: partId, ...window }] };
  const message = await fetchMessage(client, uid, query);
  const key = partId?.toLowerCase() ?? '';
  const bytes = (partId === null ? message.source : sectionOf(message, key)) ?? new Uint8Array();
  return section.take({ bytes, origin: originOf(message, key) }, wanted);
}

/** imapflow 2.10.2 keeps the section HEADER apart from the others. */
function sectionOf(message: FetchMessageObject, key: string): Uint8Array | undefined {
  return key === 'header' ? message.headers : message.bodyParts?.get(key);
}

/** Where the server says that a piece begins. imapflow 2.10.2 keeps it in a property that its types do not have. */
function originOf(message: FetchMessageObject, key: string): number | null {
  const origins: unknown = Reflect.get(message, 'partialOrigins');
  const origin: unknown = origins instanceof Map ? origins.get(key) : undefined;
  return typeof origin === 'number' ? origin : null;
}

/** The Content-Transfer-Encoding of a part and its size on the wire, from BODYSTRUCTURE. Throws message_gone. */
export async function partFacts(
  client: ImapFlow,
  uid: number,
  partId: string,
): Promise<{ readonly encoding: string; readonly size: number | null }> {
  const message = await fetchMessage(client, uid, { uid: true, bodyStructure: true });
  const part = remoteParts(message.bodyStructure).find((each) => each.partId === partId);
  return part === undefined ? { encoding: '7bit', size: null } : part;
}

/** The answer about this UID; the server may tell other messages' flags among them. imapflow's fetchOne (2.10.2) would hold up to a million of them. */
async function fetchMessage(client: ImapFlow, uid: number, query: FetchQueryObject): Promise<FetchMessageObject> {
  let found: FetchMessageObject | null = null;
  for await (const row of client.fetch(`${uid}`, query, { uid: true })) {
    const asked =
      row.source !== undefined ||
      row.bodyParts !== undefined ||
      row.headers !== undefined ||
      row.bodyStructure !== undefined;
    if (row.uid === uid && (found === null || asked)) found = row;
  }
  if (found) return found;
  throw new AppFailure(makeError('message_gone', { reason: 'from_server' }));
}
