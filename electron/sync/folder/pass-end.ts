import type { RemoteStatus } from '../../mail/remote-mail.ts';
import type { FolderSyncState } from '../../store/mail-store.ts';
import type { RemoteState } from './plan.ts';

/**
 * What a pass over a folder has led to. `proved`: what is stored agrees with the server. `moved`: the folder changed on the server meanwhile.
 * `disagrees`: it did not, and yet the server counts another number of messages than are stored.
 */
export type PassEnd = 'proved' | 'moved' | 'disagrees';

/**
 * Compares what is stored after a pass with what the server says of the folder.
 * @param selected as SELECT told it when the pass began
 * @param status as STATUS tells it afterwards; null where the server refuses STATUS
 * @param isRepeated SELECT told the same before the pass before, and STATUS disagreed with it then too: a server whose STATUS and SELECT differ
 */
export function passEnd(
  stored: Pick<FolderSyncState, 'uidNext' | 'highestModseq'> & { readonly messages: number },
  selected: RemoteState,
  status: RemoteStatus | null,
  isRepeated: boolean,
): PassEnd {
  const told = isRepeated ? null : status;
  const messages = told?.messages ?? selected.exists;
  const uidNext = told?.uidNext ?? selected.uidNext;
  const highestModseq = told?.highestModseq ?? selected.highestModseq;
  const isBehind =
    messages !== selected.exists ||
    uidNext !== selected.uidNext ||
    highestModseq !== selected.highestModseq ||
    stored.uidNext !== uidNext ||
    (highestModseq !== null && stored.highestModseq !== highestModseq);
  if (isBehind) return 'moved';
  return stored.messages === messages ? 'proved' : 'disagrees';
}
