import { type FileHandle, mkdir, open, readFile, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type AppError, AppFailure } from '../../../shared/reply.ts';
import type { Refusal } from '../../imap/session.ts';
import type { MessageFacts, SelectedFolder } from '../../mail/remote-mail.ts';
import type { Appending } from '../actions/transfer.ts';
import { folderGoneError, messageGoneError, noDeleteError, readOnlyError, tooLargeError } from '../operation-errors.ts';
import type { QueuedTransfer } from '../operation-queue.ts';
import { type OperationSession, selectFor, selectIfThere } from '../operation-session.ts';
import { type Arrival, findArrived, isLike } from './find-arrived.ts';

/** Octets of the largest message that is copied: imapflow holds what it appends in memory. */
const largestMessage = 256 * 2 ** 20;

/** It must not be carried out as it is. */
interface InTheWay {
  readonly kind: 'park';
  readonly error: AppError;
}

/** A message that was fetched into a file. */
export interface Fetched {
  readonly kind: 'fetched';
  /** Flags as the source has them. */
  readonly flags: readonly string[];
  readonly internalDate: number | null;
  /** Octets of the file. */
  readonly size: number;
}

const inTheWay = (error: AppError): InTheWay => ({ kind: 'park', error });

/** Fetches the message into a file, piece by piece. Throws AppFailure. */
export async function fetchToFile(
  operation: QueuedTransfer,
  path: string,
  connection: OperationSession,
  signal: AbortSignal,
): Promise<Fetched | InTheWay> {
  const { folderPath, uid, action } = operation;
  const { session } = connection;
  const opened = await selectFor(operation, connection, signal);
  if ('error' in opened) return inTheWay(opened.error);
  // What could not be removed in the end is not copied either.
  if (!action.stays && opened.selected.readOnly) return inTheWay(readOnlyError(folderPath));
  if (!action.stays && !session.capabilities.has('UIDPLUS')) return inTheWay(noDeleteError());
  const facts: MessageFacts | null = await session.fetchFacts(uid, signal);
  if (facts === null) return inTheWay(messageGoneError(folderPath));
  if ((facts.size ?? 0) > largestMessage) return inTheWay(tooLargeError(action.destination, facts.size ?? 0));
  try {
    const size = await writeChunks(path, session.streamSource(uid, signal));
    if (size > largestMessage) return inTheWay(tooLargeError(action.destination, size));
    // A message that vanished between both commands has no octets.
    if (size === 0) return inTheWay(messageGoneError(folderPath));
    return { kind: 'fetched', flags: facts.flags, internalDate: facts.internalDate, size };
  } catch (error) {
    if (error instanceof AppFailure && error.error.code === 'message_gone')
      return inTheWay(messageGoneError(folderPath));
    throw error;
  }
}

async function writeChunks(path: string, chunks: AsyncIterable<Uint8Array>): Promise<number> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  let size = 0;
  let file: FileHandle | null = null;
  try {
    file = await open(path, 'w', 0o600);
    for await (const chunk of chunks) {
      size += chunk.length;
      if (size > largestMessage) break;
      await file.writeFile(chunk);
    }
    return size;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null;
    if (code !== 'ENOSPC' && code !== 'EDQUOT') throw error;
    const params = { reason: 'folder', folder: dirname(path) } as const;
    throw new AppFailure({ code: 'disk_full', params, retryable: true }, error);
  } finally {
    await file?.close();
  }
}

/** How an APPEND ended: `unseen` is one that was accepted and whose message is not there. */
export type Appended =
  | { readonly kind: 'arrived'; readonly arrival: Arrival }
  | InTheWay
  | ({ readonly kind: 'refused' } & Refusal)
  | { readonly kind: 'unknown' | 'unseen' | 'withdrawn' };

/**
 * Appends the file to the destination and looks whether the message is there. Throws AppFailure as long as nothing was sent.
 * @param onSending keeps what is about to be sent; false: the user took the operation back, so nothing is sent
 */
export async function appendFile(
  operation: QueuedTransfer,
  path: string,
  fetched: Fetched,
  connection: OperationSession,
  onSending: (appending: Appending) => boolean,
  signal: AbortSignal,
): Promise<Appended> {
  const { destination } = operation.action;
  const { session } = connection;
  const selected = await selectAnew(destination, connection, signal);
  if (selected === null) return inTheWay(folderGoneError(destination));
  if (selected.readOnly) return inTheWay(readOnlyError(destination));
  const { uidValidity, uidNext } = selected;
  const { internalDate, size } = fetched;
  const appending: Appending = { uidValidity, uidNext, size, internalDate };
  const message = await readFile(path);
  if (!onSending(appending)) return { kind: 'withdrawn' };
  const flags = keptFlags(fetched.flags, selected);
  const outcome = await session.append(destination, message, flags, internalDate, signal);
  if (outcome.kind !== 'done') return isTooLarge(outcome) ? inTheWay(tooLargeError(destination, size)) : outcome;
  const told = outcome.uid === null ? null : await toldPlace(outcome.uid, outcome.uidValidity ?? uidValidity);
  const arrival = told ?? (await lookFor(operation, appending, connection, signal));
  return arrival === null ? { kind: 'unseen' } : { kind: 'arrived', arrival };

  /** Where APPENDUID says that it is, if a message is there. */
  async function toldPlace(uid: number, itsValidity: number): Promise<Arrival | null> {
    if (itsValidity !== uidValidity) return null;
    const [there] = await session.fetchEnvelopes([uid], signal);
    return there !== undefined && isLike(operation.messageIdHeader, appending, there) ? { uidValidity, uid } : null;
  }
}

/** Looks for the message of an APPEND whose answer got lost. Throws AppFailure. */
export async function lookFor(
  { messageIdHeader, action }: QueuedTransfer,
  appending: Appending,
  connection: OperationSession,
  signal: AbortSignal,
): Promise<Arrival | null> {
  const selected = await selectAnew(action.destination, connection, signal);
  if (selected === null) return null;
  return await findArrived(messageIdHeader, appending, selected, connection.session, signal);
}

/** Selects a folder so that its UIDNEXT is true now, also where it is selected already; null where it is not on the server. */
async function selectAnew(
  path: string,
  connection: OperationSession,
  signal: AbortSignal,
): Promise<SelectedFolder | null> {
  if ((await selectIfThere(path, connection, signal)) === null) return null;
  return await connection.session.select(path, signal);
}

export async function removeFile(path: string): Promise<void> {
  await rm(path, { force: true });
}

/** The flags that the destination keeps. \Recent is the server's own, and what is marked as deleted here is not there. */
function keptFlags(flags: readonly string[], { permanentFlags }: SelectedFolder): string[] {
  const left = flags.filter((flag) => !['\\recent', '\\deleted'].includes(flag.toLowerCase()));
  if (permanentFlags === undefined || permanentFlags.includes('\\*')) return left;
  const kept = new Set(permanentFlags.map((flag) => flag.toLowerCase()));
  return left.filter((flag) => kept.has(flag.toLowerCase()));
}

function isTooLarge(outcome: { readonly kind: string; readonly code?: string }): boolean {
  return outcome.kind === 'refused' && ['APPENDLIMIT', 'TOOBIG'].includes(outcome.code ?? '');
}
