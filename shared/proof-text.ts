import type { FolderProof } from './mail.ts';
import { assertNever } from './reply.ts';
import { texts } from './texts/texts.ts';

/** Whether a folder is up to date, in words. @param time words a moment, milliseconds since the epoch */
export function proofText(proof: FolderProof, time: (moment: number) => string): string {
  const words = texts().troubles;
  if (proof.kind === 'unknown') return words.proof.unknown;
  if (proof.kind === 'reconciled') return words.proof.reconciled(time(proof.at));
  switch (proof.why) {
    case 'refused':
      return words.proof.refused;
    case 'filling':
      return words.proof.filling(proof.missing);
    case 'changed':
      return words.proof.changed;
    case 'disagrees':
      return words.proof.disagrees(proof.told, proof.stored);
    case 'unfetched':
      return words.messages(proof.messages);
    default:
      return assertNever(proof);
  }
}
