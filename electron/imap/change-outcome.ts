import type { ImapFlow } from 'imapflow';
import type { CommandLog } from './command-log.ts';
import { passingByCode, refusalCode, refusalText } from './imap-errors.ts';
import type { Outcome } from './session.ts';

/** The refusal of a folder name with characters that cannot be sent. */
export function unsendable(): Extract<Outcome, { readonly kind: 'refused' }> {
  return { kind: 'refused', text: '', own: 'no_folder_name' };
}

/**
 * The outcome when imapflow answered `false` (2.10.2 does for STORE, MOVE, COPY and EXPUNGE): `refused` if its log has
 * a NO or BAD, else `unknown`.
 * @param doneBefore how many earlier commands of the same change were carried out
 */
export function failed(client: ImapFlow, log: CommandLog, doneBefore: number): Exclude<Outcome, { kind: 'done' }> {
  if (log.refusal === null || client.isClosed || doneBefore > 0) return { kind: 'unknown' };
  const passing = passingByCode(log.refusal);
  const text = refusalText(log.refusal);
  const code = refusalCode(log.refusal);
  // RFC 5530: other clients removed some of the messages meanwhile. The others may have been changed.
  if (code === 'EXPUNGEISSUED') return { kind: 'unknown' };
  return {
    kind: 'refused',
    text,
    ...(text === '' ? { own: 'no_reason' as const } : {}),
    ...(passing === null ? {} : { passing }),
    ...(code === '' ? {} : { code }),
  };
}
