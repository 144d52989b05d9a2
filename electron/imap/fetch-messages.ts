import type { ImapFlow } from 'imapflow';
import type { AppError } from '../../shared/reply.ts';
import type { LinkFields, MessageFacts, RemoteEnvelope, RemoteFlags, UidRange } from '../mail/remote-mail.ts';
import { fieldValue, readHeader, withLineFeeds } from '../mime/header-fields.ts';
import { mailingList } from '../mime/mailing-list.ts';
import type { CommandLog } from './command-log.ts';
import { remoteEnvelope, remoteFlags } from './envelope.ts';
import { type FetchedRow, type FetchItem, fetchRows, objectIds } from './fetch-rows.ts';
import { fromHeaderOctets, isGarbled } from './header-octets.ts';
import { type FaultContext, imapError, isRefusal } from './imap-errors.ts';
import { rangesOf, uidSets } from './uid-set.ts';

/** FETCH items whose values can always be parsed. */
const plainFacts: readonly FetchItem[] = ['FLAGS', 'INTERNALDATE', 'RFC822.SIZE'];
/**
 * What is asked for, tried in this order until all answers could be parsed. Deep nesting usually breaks BODYSTRUCTURE, and
 * seldom ENVELOPE.
 */
const lessAndLess: readonly (readonly FetchItem[])[] = [
  [...plainFacts, 'ENVELOPE', 'BODYSTRUCTURE'],
  [...plainFacts, 'ENVELOPE'],
  plainFacts,
];

/** Envelopes, and the server's NO or BAD if it sent one: then some of the messages are missing. */
export interface FetchedEnvelopes {
  readonly envelopes: RemoteEnvelope[];
  readonly refusal: AppError | null;
}

/**
 * Envelopes of sequence sets, up to the first refusal. A message whose ENVELOPE or BODYSTRUCTURE cannot be read is asked for again without it, and becomes an
 * envelope with what is known: imapflow 2.10.2 drops an answer that it cannot read, and of one that nests too deeply the item.
 *
 * @param sets UIDs, or sequence numbers where `byUid` is false
 * @param limit answers beyond this many are refused as nonsense
 * Throws what is no refusal.
 */
export async function fetchEnvelopes(
  client: ImapFlow,
  log: CommandLog,
  sets: readonly string[],
  byUid: boolean,
  limit: number,
  context: FaultContext,
): Promise<FetchedEnvelopes> {
  const found = new Map<number, RemoteEnvelope>();
  const garbled: RemoteEnvelope[] = [];
  const fetched = async (refusal: AppError | null): Promise<FetchedEnvelopes> => {
    for (const envelope of await fromHeaderOctets(client, garbled)) found.set(envelope.uid, envelope);
    return { envelopes: [...found.values()].sort((a, b) => a.uid - b.uid), refusal };
  };
  const ids = objectIds(client);
  for (const set of sets) {
    let asked = { sets: [set], byUid };
    for (const named of lessAndLess) {
      const items = [...named, ...ids];
      const unreadableBefore = log.unreadable;
      const lacking = new Set<number>();
      const take = (row: FetchedRow): void => {
        if (isOnlyFlags(row) || found.has(row.uid)) return;
        if (items.includes('ENVELOPE') && row.envelope === undefined) lacking.add(row.uid);
        else {
          const envelope = remoteEnvelope(row);
          found.set(row.uid, envelope);
          if (isGarbled(row, envelope)) garbled.push(envelope);
        }
      };
      try {
        for (const part of asked.sets) await fetchRows(client, { set: part, byUid: asked.byUid, items, limit }, take);
      } catch (error) {
        if (!isRefusal(error)) throw error;
        return await fetched(imapError(error, context));
      }
      // Which messages the dropped answers were about is not known: all are asked for again.
      if (log.unreadable !== unreadableBefore) continue;
      const missing = [...lacking].filter((uid) => !found.has(uid));
      if (missing.length === 0) break;
      asked = { sets: uidSets(missing), byUid: true };
    }
  }
  return await fetched(null);
}

/** Whether an answer is an unsolicited change of flags, and not an answer to what was asked for. */
function isOnlyFlags({ size, internalDate, envelope, bodyStructure }: FetchedRow): boolean {
  return [size, internalDate, envelope, bodyStructure].every((item) => item === undefined);
}

/** Flags with keywords, INTERNALDATE and size of one message; null where it is gone. */
export async function fetchFacts(client: ImapFlow, set: string): Promise<MessageFacts | null> {
  let found: MessageFacts | null = null;
  await fetchRows(client, { set, byUid: true, items: plainFacts, limit: 1 }, (row) => {
    if (isOnlyFlags(row)) return;
    const { flags, internalDate, size } = remoteEnvelope(row);
    found = { flags: flags === null ? [] : [...(row.flags ?? [])], internalDate, size };
  });
  return found;
}

/** A message's Gmail labels as on the wire; null where it is gone. */
export async function fetchLabels(client: ImapFlow, set: string): Promise<readonly string[] | null> {
  let found: readonly string[] | null = null;
  await fetchRows(client, { set, byUid: true, items: ['X-GM-LABELS'], limit: 1 }, (row) => {
    found = row.labels ?? found;
  });
  return found;
}

/** UID and flags of a set of messages; with `changedSince` (CONDSTORE, RFC 7162) only of messages changed after it. */
export async function fetchFlags(
  client: ImapFlow,
  set: string,
  byUid: boolean,
  changedSince: bigint | null,
  limit: number,
): Promise<{ uid: number; flags: RemoteFlags }[]> {
  const found = new Map<number, RemoteFlags>();
  await fetchRows(client, { set, byUid, items: ['FLAGS'], changedSince, limit }, (row) => {
    if (row.flags) found.set(row.uid, remoteFlags(row.flags));
  });
  return [...found].map(([uid, flags]) => ({ uid, flags })).sort((a, b) => a.uid - b.uid);
}

/** What changed after a MODSEQ. */
export interface FetchedChanges {
  readonly flags: { uid: number; flags: RemoteFlags }[];
  /** Where messages were expunged since, with UIDs that were never there among them; null: the server does not tell (QRESYNC). */
  readonly vanished: readonly UidRange[] | null;
}

/** More ranges are not believed to be what was expunged. */
const mostVanished = 20_000;

/** Flags that changed after a MODSEQ, and what was expunged since, where QRESYNC is enabled (RFC 7162 section 3.2.6). */
export async function fetchChanges(
  client: ImapFlow,
  set: string,
  since: bigint,
  limit: number,
): Promise<FetchedChanges> {
  const found = new Map<number, RemoteFlags>();
  let vanished: UidRange[] | null = client.enabled.has('QRESYNC') ? [] : null;
  const onVanished = (told: string): void => {
    const ranges = vanished === null ? null : rangesOf(told, mostVanished - vanished.length);
    vanished = ranges === null ? null : [...(vanished ?? []), ...ranges];
  };
  await fetchRows(
    client,
    { set, byUid: true, items: ['FLAGS'], changedSince: since, limit, ...(vanished !== null && { onVanished }) },
    (row) => {
      if (row.flags) found.set(row.uid, remoteFlags(row.flags));
    },
  );
  return { flags: [...found].map(([uid, flags]) => ({ uid, flags })).sort((a, b) => a.uid - b.uid), vanished };
}

/** The UIDs of a set of messages, ascending. */
export async function fetchUids(client: ImapFlow, set: string, limit: number, byUid = false): Promise<number[]> {
  const found = new Set<number>();
  await fetchRows(client, { set, byUid, items: [], limit }, (row) => found.add(row.uid));
  return [...found].sort((a, b) => a - b);
}

/** References and List-Id of messages, by UID; those with neither are left out. At most `limit` are read. */
export async function fetchLinks(
  client: ImapFlow,
  sets: readonly string[],
  limit: number,
): Promise<Map<number, LinkFields>> {
  const found = new Map<number, LinkFields>();
  for (const set of sets) {
    for await (const { uid, headers } of client.fetch(
      set,
      { uid: true, headers: ['references', 'list-id'] },
      { uid: true },
    )) {
      if (headers === undefined || found.size >= limit) continue;
      const source = withLineFeeds(headers.toString('latin1'));
      const { fields } = readHeader(source, 0, source.length);
      const references = fieldValue(fields, 'references');
      const list = mailingList(fieldValue(fields, 'list-id'));
      if (references !== null || list !== null) found.set(uid, { references, list });
    }
  }
  return found;
}
