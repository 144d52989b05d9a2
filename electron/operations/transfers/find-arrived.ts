import { maxUid, type RemoteEnvelope, type SelectedFolder } from '../../mail/remote-mail.ts';
import type { Appending } from '../actions/transfer.ts';
import type { OperationSession } from '../operation-session.ts';

/** The most messages that are looked at; more than arrive between an APPEND and the look for its message. */
const mostCandidates = 1_000;

/** A message's place in the destination. */
export interface Arrival {
  readonly uidValidity: number;
  readonly uid: number;
}

/**
 * Looks in the selected destination for the message of an APPEND: one that came after it, with the same Message-ID and the same size or INTERNALDATE,
 * or with both of these. A server may change a message as it stores it, so size alone proves nothing.
 */
export async function findArrived(
  messageIdHeader: string | null,
  appending: Appending,
  { uidValidity, exists }: SelectedFolder,
  session: OperationSession['session'],
  signal: AbortSignal,
): Promise<Arrival | null> {
  // Under another UIDVALIDITY the UIDs tell nothing of the order.
  const from = appending.uidValidity === uidValidity ? appending.uidNext : null;
  const isIt = (candidate: RemoteEnvelope): boolean =>
    candidate.uid >= (from ?? 1) && isSame(messageIdHeader, appending, candidate);
  const named = messageIdHeader === null ? [] : await session.findByMessageId(messageIdHeader, signal);
  const since = named.filter((uid) => uid >= (from ?? 1)).slice(-mostCandidates);
  const found = since.length === 0 ? [] : await session.fetchEnvelopes(since, signal);
  const match = found.find(isIt) ?? (await newest()).find(isIt);
  return match === undefined ? null : { uidValidity, uid: match.uid };

  async function newest(): Promise<readonly RemoteEnvelope[]> {
    if (from !== null) {
      return await session.fetchEnvelopes({ from, to: Math.min(maxUid, from + mostCandidates - 1) }, signal);
    }
    if (exists === null || exists === 0) return [];
    const window = { from: Math.max(1, exists - mostCandidates + 1), to: exists };
    return (await session.fetchEnvelopesBySequence(window, signal)).envelopes;
  }
}

/** Whether a message may be what was appended: said of one that the server names, so one thing that agrees is enough. */
export function isLike(
  messageIdHeader: string | null,
  { size, internalDate }: Appending,
  candidate: RemoteEnvelope,
): boolean {
  const isNamed = messageIdHeader !== null && candidate.messageIdHeader === messageIdHeader;
  return isNamed || candidate.size === size || (internalDate !== null && candidate.internalDate === internalDate);
}

function isSame(messageIdHeader: string | null, { size, internalDate }: Appending, candidate: RemoteEnvelope): boolean {
  const isSize = candidate.size === size;
  const isDate = internalDate !== null && candidate.internalDate === internalDate;
  if (messageIdHeader !== null && candidate.messageIdHeader === messageIdHeader) return isSize || isDate;
  return isSize && isDate;
}
