import type { FetchMessageObject, FetchQueryObject, ImapFlow } from 'imapflow';
import { type AppError, AppFailure } from '../../shared/reply.ts';
import type { RemoteEnvelope, RemoteFlags } from '../mail/remote-mail.ts';
import type { CommandLog } from './command-log.ts';
import { remoteEnvelope, remoteFlags } from './envelope.ts';
import { fromHeaderOctets, isGarbled } from './header-octets.ts';
import { type FaultContext, imapError, isRefusal, makeError } from './imap-errors.ts';
import { uidSets } from './uid-set.ts';

const wholeEnvelope: FetchQueryObject = {
  uid: true,
  flags: true,
  internalDate: true,
  size: true,
  envelope: true,
  bodyStructure: true,
};
/** How long rows are processed before other work of this thread gets its turn. */
const longestStretchMs = 8;
/** FETCH items whose values can always be parsed. */
const plainFacts: FetchQueryObject = { uid: true, flags: true, internalDate: true, size: true };
/**
 * The queries, tried in this order until all answers could be parsed. Deep nesting usually breaks BODYSTRUCTURE, and
 * seldom ENVELOPE.
 */
const lessAndLess = [wholeEnvelope, { ...plainFacts, envelope: true }, plainFacts] as const;

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
  for (const set of sets) {
    let asked = { sets: [set], byUid };
    for (const query of lessAndLess) {
      const unreadableBefore = log.unreadable;
      const lacking = new Set<number>();
      const take = (row: FetchMessageObject): void => {
        if (isOnlyFlags(row) || found.has(row.uid)) return;
        if (query.envelope === true && row.envelope === undefined) lacking.add(row.uid);
        else {
          const envelope = remoteEnvelope(row);
          found.set(row.uid, envelope);
          if (isGarbled(row, envelope)) garbled.push(envelope);
        }
      };
      try {
        for (const part of asked.sets) await eachRow(client, part, query, asked.byUid, limit, take);
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
function isOnlyFlags({ size, internalDate, envelope, bodyStructure }: FetchMessageObject): boolean {
  return [size, internalDate, envelope, bodyStructure].every((item) => item === undefined);
}

/** UID and flags of a UID set; with `changedSince` (CONDSTORE, RFC 7162) only of messages changed after it. */
export async function fetchFlags(
  client: ImapFlow,
  set: string,
  changedSince: bigint | null,
  limit: number,
): Promise<{ uid: number; flags: RemoteFlags }[]> {
  const found = new Map<number, RemoteFlags>();
  const since = changedSince === null ? undefined : changedSince;
  await eachRow(
    client,
    set,
    { uid: true, flags: true },
    true,
    limit,
    (row) => {
      if (row.flags) found.set(row.uid, remoteFlags(row.flags));
    },
    since,
  );
  return [...found].map(([uid, flags]) => ({ uid, flags })).sort((a, b) => a.uid - b.uid);
}

/** The UIDs of a range of sequence numbers, ascending. */
export async function fetchUids(client: ImapFlow, set: string, limit: number): Promise<number[]> {
  const found = new Set<number>();
  await eachRow(client, set, { uid: true }, false, limit, (row) => found.add(row.uid));
  return [...found].sort((a, b) => a - b);
}

/** One FETCH; rows are handed over as they come, so that no more than one is held twice. */
async function eachRow(
  client: ImapFlow,
  set: string,
  query: FetchQueryObject,
  byUid: boolean,
  limit: number,
  take: (row: FetchMessageObject) => void,
  changedSince?: bigint,
): Promise<void> {
  let rows = 0;
  let pausedAt = performance.now();
  for await (const row of client.fetch(set, query, { uid: byUid, changedSince })) {
    rows += 1;
    if (rows > limit * 2 + 1_000) throw new AppFailure(tooMany());
    if (typeof row.uid === 'number') take(row);
    // imapflow itself parses a hundred envelopes and more without a pause; until this row is done it reads no further.
    if (performance.now() - pausedAt < longestStretchMs) continue;
    await new Promise<void>((resolve) => setImmediate(resolve));
    pausedAt = performance.now();
  }
}

function tooMany() {
  return makeError('imap_protocol', { reason: 'too_many_messages' });
}
