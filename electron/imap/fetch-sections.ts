import type { FetchMessageObject, FetchQueryObject, ImapFlow } from 'imapflow';
import { AppFailure } from '../../shared/reply.ts';
import { remoteParts } from './body-structure.ts';
import { makeError } from './imap-errors.ts';

/** Larger sections come in several answers, so that the parser's limit on literals can stay low. */
export const sectionChunk = 1024 * 1024;

/** A body section (or the whole message, for null) as on the wire, at most `maxBytes` of it. Throws message_gone. */
export async function fetchSection(
  client: ImapFlow,
  uid: number,
  partId: string | null,
  maxBytes: number,
): Promise<{ bytes: Uint8Array; truncated: boolean }> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  // One octet more than wanted tells whether there is more.
  while (length <= maxBytes) {
    const wanted = Math.min(sectionChunk, maxBytes + 1 - length);
    const chunk = await fetchChunk(client, uid, partId, length, wanted);
    chunks.push(chunk);
    length += chunk.length;
    if (chunk.length < wanted) break;
  }
  const bytes = chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks, length);
  return { bytes: bytes.subarray(0, maxBytes), truncated: length > maxBytes };
}

/** `BODY.PEEK[partId]<start.length>`; empty beyond the section's end, never longer than asked for. Throws message_gone. */
export async function fetchChunk(
  client: ImapFlow,
  uid: number,
  partId: string | null,
  start: number,
  length: number,
): Promise<Uint8Array> {
  const window = { start, maxLength: length };
  const query: FetchQueryObject =
    partId === null ? { uid: true, source: window } : { uid: true, bodyParts: [{ key: partId, ...window }] };
  const message = await fetchMessage(client, uid, query);
  const bytes = partId === null ? message.source : message.bodyParts?.get(partId.toLowerCase());
  return bytes ? bytes.subarray(0, length) : new Uint8Array();
}

/** The Content-Transfer-Encoding of a part, from BODYSTRUCTURE. Throws message_gone. */
export async function partEncoding(client: ImapFlow, uid: number, partId: string): Promise<string> {
  const message = await fetchMessage(client, uid, { uid: true, bodyStructure: true });
  return remoteParts(message.bodyStructure).find((part) => part.partId === partId)?.encoding ?? '7bit';
}

/** The answer about this UID; the server may tell other messages' flags among them. imapflow's fetchOne (2.10.2) would hold up to a million of them. */
async function fetchMessage(client: ImapFlow, uid: number, query: FetchQueryObject): Promise<FetchMessageObject> {
  let found: FetchMessageObject | null = null;
  for await (const row of client.fetch(`${uid}`, query, { uid: true })) {
    const asked = row.source !== undefined || row.bodyParts !== undefined || row.bodyStructure !== undefined;
    if (row.uid === uid && (found === null || asked)) found = row;
  }
  if (found) return found;
  throw new AppFailure(makeError('message_gone', { reason: 'from_server' }));
}
