import type { ImapFlow } from 'imapflow';
import { AppFailure } from '../../shared/reply.ts';
import { noUidValidity, type RemoteStatus, type SelectedFolder } from '../mail/remote-mail.ts';
import type { CommandLog } from './command-log.ts';
import { canBeSent, type FolderPaths } from './folder-names.ts';
import { type FaultContext, imapFailure, makeError } from './imap-errors.ts';

/** STATUS (RFC 9051 section 6.3.11). Throws folder_missing, or what the server refused with. */
export async function folderStatus(
  client: ImapFlow,
  log: CommandLog,
  paths: FolderPaths,
  path: string,
  context: FaultContext,
): Promise<RemoteStatus> {
  log.refusal = null;
  const wire = sendable(paths, path);
  const query = { messages: true, unseen: true, uidNext: true, uidValidity: true, highestModseq: true };
  const status = await client.status(wire, query);
  // imapflow 2.10.2 answers false on NO, and tells why only its log.
  if (status === false) throw imapFailure(log.refusal ?? { code: 'NoConnection' }, context);
  return remoteStatus(status);
}

/** What STATUS told, as imapflow reads it; a count that is missing is undefined. */
interface ToldStatus {
  readonly messages?: number | undefined;
  readonly unseen?: number | undefined;
  readonly uidNext?: number | undefined;
  readonly uidValidity?: bigint | undefined;
  readonly highestModseq?: bigint | undefined;
}

export function remoteStatus(told: ToldStatus): RemoteStatus {
  return {
    messages: told.messages ?? null,
    unseen: told.unseen ?? null,
    uidNext: positive(told.uidNext),
    uidValidity: positive(told.uidValidity),
    highestModseq: modseq(told.highestModseq),
  };
}

/** SELECT, also of the folder that is selected already: imapflow 2.10.2 sends it again, so counts and UIDVALIDITY are fresh. */
export async function selectFolder(client: ImapFlow, paths: FolderPaths, path: string): Promise<SelectedFolder> {
  const wire = sendable(paths, path);
  const mailbox = await client.mailboxOpen(wire);
  nameAsHeronDoes(mailbox.permanentFlags);
  // imapflow 2.10.2 declares EXISTS to be there always; a server may leave it out all the same.
  const told: { exists?: number | undefined; uidNext?: number | undefined; uidValidity?: bigint | undefined } = mailbox;
  let exists = told.exists ?? null;
  let uidNext = positive(told.uidNext);
  let uidValidity = positive(told.uidValidity);
  if (exists === null || uidNext === null || uidValidity === null) {
    // Servers may leave UIDNEXT and UIDVALIDITY out of SELECT (RFC 3501 section 6.3.1). Without STATUS they stay unknown.
    const query = { messages: true, uidNext: true, uidValidity: true };
    const status = await client.status(wire, query).catch(() => false as const);
    if (status !== false) {
      exists ??= status.messages ?? null;
      uidNext ??= positive(status.uidNext);
      uidValidity ??= positive(status.uidValidity);
    }
  }
  return {
    path,
    exists,
    uidNext,
    uidValidity: uidValidity ?? noUidValidity,
    highestModseq: mailbox.noModseq === true ? null : modseq(mailbox.highestModseq),
    readOnly: mailbox.readOnly === true,
    ...(mailbox.permanentFlags === undefined ? {} : { permanentFlags: [...mailbox.permanentFlags] }),
  };
}

/**
 * Flags have no case (RFC 9051 section 2.3.2), but imapflow 2.10.2 sends none that the server lists in another one: each is listed as Heron writes it
 * as well.
 */
function nameAsHeronDoes(permanent: Set<string> | undefined): void {
  const listed = new Set([...(permanent ?? [])].map((flag) => flag.toLowerCase()));
  for (const flag of ['\\Seen', '\\Flagged', '\\Answered', '\\Deleted', '$Forwarded']) {
    if (listed.has(flag.toLowerCase())) permanent?.add(flag);
  }
}

/** UIDNEXT or UIDVALIDITY as a number; null where it is absent, or 0, which stands for no value (RFC 9051 section 9). */
function positive(value: number | bigint | undefined): number | null {
  return value === undefined || value <= 0 ? null : Number(value);
}

/** HIGHESTMODSEQ; 0 stands for a folder that keeps none (RFC 7162 section 3.1.2.2). */
function modseq(value: bigint | undefined): bigint | null {
  return value === undefined || value <= 0n ? null : value;
}

function sendable(paths: FolderPaths, path: string): string {
  const wire = paths.toWire(path);
  if (canBeSent(wire)) return wire;
  throw new AppFailure(makeError('folder_missing', { reason: 'name_not_sendable' }));
}
