import { AppFailure } from '../../../shared/reply.ts';
import type { ImapSession } from '../../imap/session.ts';
import type { RemoteEnvelope } from '../../mail/remote-mail.ts';

/** How many newer messages may have arrived after the copies before the server is searched by Message-ID. */
const margin = 100;
/** The most messages with one Message-ID that are compared. */
const mostCandidates = 50;
/** The most envelopes that one command fetches. */
const largestFetch = 1_000;

/**
 * A move without MOVE may end between its COPY and the removal (Y2). Finds which of these originals have a copy in the
 * selected folder, the destination: among its newest messages, or by Message-ID. One copy counts for one original. An
 * equal Message-ID alone proves nothing, since the sender chose it: an original is removed only where an equal message
 * stays.
 *
 * @param isOriginal whether a UID of the selected folder is an original itself: one folder may have two names
 * @returns the UIDs of the originals that have a copy
 */
export async function findCopies(
  originals: readonly RemoteEnvelope[],
  session: ImapSession,
  exists: number,
  isOriginal: (uid: number) => boolean,
  signal: AbortSignal,
): Promise<ReadonlySet<number>> {
  const taken = new Set<number>();
  const take = (original: RemoteEnvelope, candidates: readonly RemoteEnvelope[]): boolean => {
    const copy = candidates.find(
      (candidate) => !taken.has(candidate.uid) && !isOriginal(candidate.uid) && isSame(original, candidate),
    );
    if (copy !== undefined) taken.add(copy.uid);
    return copy !== undefined;
  };
  const arrivals: RemoteEnvelope[] = [];
  const oldest = Math.max(1, exists - originals.length - margin + 1);
  for (let to = exists; to >= oldest; to -= largestFetch) {
    const window = { from: Math.max(oldest, to - largestFetch + 1), to };
    const { envelopes, refusal } = await session.fetchEnvelopesBySequence(window, signal);
    // A copy that was not seen would be made again.
    if (refusal !== null) throw new AppFailure(refusal);
    arrivals.push(...envelopes);
  }
  const copied = new Set<number>();
  for (const original of originals) {
    if (take(original, arrivals)) copied.add(original.uid);
    else if (original.messageIdHeader !== null && exists > originals.length + margin) {
      const uids = await session.findByMessageId(original.messageIdHeader, signal);
      const named = uids.length === 0 ? [] : await session.fetchEnvelopes(uids.slice(-mostCandidates), signal);
      if (take(original, named)) copied.add(original.uid);
    }
  }
  return copied;
}

/**
 * Whether a message may be the copy of an original. COPY keeps the text and should keep INTERNALDATE (RFC 9051 section
 * 6.4.7), so with a Message-ID one of size and date must agree (unless the server tells neither), and without one both.
 */
function isSame(original: RemoteEnvelope, candidate: RemoteEnvelope): boolean {
  if (original.messageIdHeader !== candidate.messageIdHeader || original.subject !== candidate.subject) return false;
  if (original.sentAt !== candidate.sentAt || original.from[0]?.address !== candidate.from[0]?.address) return false;
  const size = sameness(original.size, candidate.size);
  const date = sameness(original.internalDate, candidate.internalDate);
  if (original.messageIdHeader === null) return size === 'same' && date === 'same';
  return size === 'same' || date === 'same' || (size === 'unknown' && date === 'unknown');
}

function sameness(a: number | null, b: number | null): 'same' | 'other' | 'unknown' {
  if (a === null || b === null) return 'unknown';
  return a === b ? 'same' : 'other';
}
