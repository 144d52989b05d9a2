import type { AccountProof, Folder, FolderProof } from '../../shared/mail.ts';
import type { ToldState } from './mail-store.ts';

/** What a folder's proof depends on. */
export interface ProofFacts {
  readonly syncState: Folder['syncState'];
  /** The server refused the folder when it was last asked. */
  readonly isRefused: boolean;
  /** Messages that the server refused to send. */
  readonly unfetched: number;
  /** What is stored, up to which UID and MODSEQ. */
  readonly stored: ToldState & { readonly messages: number };
  /** What the server told last. */
  readonly told: ToldState;
  /** By how many messages its count was higher than what it listed, when all was compared. */
  readonly gap: number;
  /** When a pass ended with agreement, milliseconds since the epoch; null: never. */
  readonly provedAt: number | null;
}

/** Whether what is stored of a folder is what its server has: nothing is believed that was not compared. */
export function folderProof(facts: ProofFacts): FolderProof {
  const { syncState, isRefused, unfetched, stored, told, gap, provedAt } = facts;
  if (isRefused) return { kind: 'behind', why: 'refused' };
  if (syncState === 'never' || told.messages === null) return { kind: 'unknown' };
  const missing = told.messages - stored.messages;
  if (syncState === 'partial') return { kind: 'behind', why: 'filling', missing: Math.max(0, missing) };
  if (missing !== 0 && missing === gap) {
    return { kind: 'behind', why: 'disagrees', told: told.messages, stored: stored.messages };
  }
  if (missing !== 0 || !agrees(stored, told)) return { kind: 'behind', why: 'changed', missing };
  if (unfetched > 0) return { kind: 'behind', why: 'unfetched', messages: unfetched };
  return provedAt === null ? { kind: 'unknown' } : { kind: 'reconciled', at: provedAt };
}

/** Whether UIDNEXT and HIGHESTMODSEQ are the same, as far as the server tells them. */
function agrees(stored: ToldState, told: ToldState): boolean {
  return (
    (told.uidNext === null || stored.uidNext === told.uidNext) &&
    (told.highestModseq === null || stored.highestModseq === told.highestModseq)
  );
}

/** What is proved of all of an account's folders that are kept here. */
export function accountProof(folders: readonly FolderProof[]): AccountProof {
  const behind = folders.filter(({ kind }) => kind === 'behind').length;
  if (behind > 0) return { kind: 'behind', folders: behind };
  const times = folders.flatMap((proof) => (proof.kind === 'reconciled' ? [proof.at] : []));
  if (times.length === 0 || times.length < folders.length) return { kind: 'unknown' };
  return { kind: 'reconciled', at: Math.min(...times) };
}
