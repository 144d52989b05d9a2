import type { RemoteFlags } from '../../mail/remote-mail.ts';

/**
 * The messages whose \\Seen or \\Flagged differs between the store and what the server found, with their flags as they have to be.
 * @param stored UIDs that are unread, or flagged, in the store
 * @param found the same as the server answered a SEARCH
 * @param flagsOf the stored flags; null for a message that is not stored
 */
export function markedOtherwise(
  stored: readonly number[],
  found: readonly number[],
  mark: 'unseen' | 'flagged',
  flagsOf: (uid: number) => RemoteFlags | null,
): { readonly uid: number; readonly flags: RemoteFlags }[] {
  const before = new Set(stored);
  const now = new Set(found);
  const marked = (uid: number, isMarked: boolean): { readonly uid: number; readonly flags: RemoteFlags }[] => {
    const flags = flagsOf(uid);
    if (flags === null) return [];
    return [{ uid, flags: mark === 'unseen' ? { ...flags, seen: !isMarked } : { ...flags, flagged: isMarked } }];
  };
  return [
    ...found.filter((uid) => !before.has(uid)).flatMap((uid) => marked(uid, true)),
    ...stored.filter((uid) => !now.has(uid)).flatMap((uid) => marked(uid, false)),
  ];
}
