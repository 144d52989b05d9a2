import type { ImapFlow } from 'imapflow';
import type { CommandLog } from './command-log.ts';
import { canBeSent, type FolderPaths } from './folder-names.ts';
import { passingByCode, refusalText } from './imap-errors.ts';
import type { MoveOutcome, Outcome } from './session.ts';
import { uidSets } from './uid-set.ts';

const unsendable = { kind: 'refused', text: 'This is no name for a folder.' } as const;
const unremovable = { kind: 'refused', text: 'The server lets no messages be removed from this folder.' } as const;

/**
 * \Seen on or off. An empty list does nothing, and is never sent: imapflow would make another command of it. A later set that is
 * refused after an earlier one was carried out is `unknown`: the caller looks again.
 */
export async function setSeen(
  client: ImapFlow,
  log: CommandLog,
  uids: readonly number[],
  seen: boolean,
): Promise<Outcome> {
  const permanent = client.mailbox ? client.mailbox.permanentFlags : undefined;
  // imapflow would send nothing, and answer as if the server had refused.
  if (permanent && !permanent.has('\\Seen') && !permanent.has('\\*')) {
    return { kind: 'refused', text: 'The server keeps no read state in this folder.' };
  }
  let done = 0;
  for (const set of uidSets(uids)) {
    log.refusal = null;
    const options = { uid: true, silent: true };
    const changed = seen
      ? await client.messageFlagsAdd(set, ['\\Seen'], options)
      : await client.messageFlagsRemove(set, ['\\Seen'], options);
    if (!changed) return failed(client, log, done);
    done += 1;
  }
  return { kind: 'done' };
}

/**
 * UID MOVE (RFC 6851); without it COPY, \Deleted and UID EXPUNGE with UIDPLUS (RFC 4315). With neither it is refused: a plain
 * EXPUNGE would remove what other clients marked as deleted.
 */
export async function moveMessages(
  client: ImapFlow,
  log: CommandLog,
  paths: FolderPaths,
  uids: readonly number[],
  destination: string,
): Promise<MoveOutcome> {
  const hasMove = client.capabilities.has('MOVE');
  if (!hasMove && !client.capabilities.has('UIDPLUS')) {
    return { kind: 'refused', text: 'The server can neither move messages nor remove single ones.' };
  }
  const wire = paths.toWire(destination);
  if (!canBeSent(wire)) return unsendable;
  if (!hasMove && !canRemove(client)) return unremovable;
  const sets = uidSets(uids);
  const moved = new Map<number, number>();
  let uidValidity: number | null = null;
  let done = 0;
  for (const set of sets) {
    log.refusal = null;
    const result = hasMove
      ? await client.messageMove(set, wire, { uid: true })
      : await client.messageCopy(set, wire, { uid: true });
    if (!result) return failed(client, log, done);
    if (!hasMove) {
      const removed = await expungeSet(client, log, set);
      // Of several sets, the later ones are not copied: then the caller looks.
      if (removed.kind === 'refused' && sets.length === 1) return { ...removed, kind: 'copied' };
      if (removed.kind !== 'done') return { kind: 'unknown' };
    }
    for (const [from, to] of result.uidMap ?? []) moved.set(from, to);
    if (result.uidValidity !== undefined) uidValidity = Number(result.uidValidity);
    done += 1;
  }
  return { kind: 'done', uidValidity, uids: moved };
}

/** \Deleted and UID EXPUNGE of exactly these messages. Refused without UIDPLUS: a plain EXPUNGE would remove others' messages. */
export async function expungeMessages(client: ImapFlow, log: CommandLog, uids: readonly number[]): Promise<Outcome> {
  if (!client.capabilities.has('UIDPLUS') || !canRemove(client)) return unremovable;
  let done = 0;
  for (const set of uidSets(uids)) {
    const outcome = await expungeSet(client, log, set);
    if (outcome.kind !== 'done') return done > 0 ? { kind: 'unknown' } : outcome;
    done += 1;
  }
  return { kind: 'done' };
}

async function expungeSet(client: ImapFlow, log: CommandLog, set: string): Promise<Outcome> {
  log.refusal = null;
  return (await client.messageDelete(set, { uid: true })) ? { kind: 'done' } : failed(client, log, 0);
}

/** Whether \Deleted can be set at all: asked before anything is copied. imapflow would send nothing, and answer as if the server had refused. */
function canRemove(client: ImapFlow): boolean {
  const permanent = client.mailbox ? client.mailbox.permanentFlags : undefined;
  const isReadOnly = client.mailbox ? client.mailbox.readOnly === true : false;
  return !isReadOnly && (!permanent || permanent.has('\\Deleted') || permanent.has('\\*'));
}

/** CREATE; a folder that is there already counts as done. */
export async function createFolder(
  client: ImapFlow,
  log: CommandLog,
  paths: FolderPaths,
  path: string,
): Promise<Outcome> {
  const wire = paths.toWire(path);
  if (!canBeSent(wire)) return unsendable;
  log.refusal = null;
  try {
    await client.mailboxCreate(wire);
    return { kind: 'done' };
  } catch {
    return failed(client, log, 0);
  }
}

/** imapflow answered `false`: a NO or BAD that its log told, or nobody knows. */
function failed(client: ImapFlow, log: CommandLog, doneBefore: number): Exclude<Outcome, { kind: 'done' }> {
  if (log.refusal === null || client.isClosed || doneBefore > 0) return { kind: 'unknown' };
  const passing = passingByCode(log.refusal);
  return { kind: 'refused', text: refusalText(log.refusal), ...(passing === null ? {} : { passing }) };
}
