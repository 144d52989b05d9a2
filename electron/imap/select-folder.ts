import type { ImapFlow } from 'imapflow';
import { AppFailure } from '../../shared/reply.ts';
import type { RemoteStatus, SelectedFolder } from '../mail/remote-mail.ts';
import type { CommandLog } from './command-log.ts';
import { canBeSent, type FolderPaths } from './folder-names.ts';
import { type FaultContext, imapFailure, makeError, protocolError } from './imap-errors.ts';

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
  const uidValidity = Number(status.uidValidity ?? 0);
  if (uidValidity <= 0) throw new AppFailure(protocolError(context.endpoint));
  return {
    messages: status.messages ?? 0,
    unseen: status.unseen ?? 0,
    uidNext: status.uidNext ?? 0,
    uidValidity,
    highestModseq: status.highestModseq ?? null,
  };
}

/** SELECT, also of the folder that is selected already: imapflow 2.10.2 sends it again, so counts and UIDVALIDITY are fresh. */
export async function selectFolder(
  client: ImapFlow,
  paths: FolderPaths,
  path: string,
  context: FaultContext,
): Promise<SelectedFolder> {
  const wire = sendable(paths, path);
  const mailbox = await client.mailboxOpen(wire);
  const uidValidity = Number(mailbox.uidValidity ?? 0);
  if (uidValidity <= 0) throw new AppFailure(protocolError(context.endpoint));
  let uidNext = mailbox.uidNext ?? 0;
  if (uidNext <= 0) {
    // Servers may leave UIDNEXT out of SELECT (RFC 3501 section 6.3.1).
    const status = await client.status(wire, { uidNext: true });
    uidNext = status === false ? 1 : (status.uidNext ?? 1);
  }
  return {
    path,
    exists: mailbox.exists ?? 0,
    uidNext,
    uidValidity,
    highestModseq: mailbox.noModseq === true ? null : (mailbox.highestModseq ?? null),
    readOnly: mailbox.readOnly === true,
  };
}

function sendable(paths: FolderPaths, path: string): string {
  const wire = paths.toWire(path);
  if (canBeSent(wire)) return wire;
  throw new AppFailure(makeError('folder_missing', { reason: 'name_not_sendable' }));
}
