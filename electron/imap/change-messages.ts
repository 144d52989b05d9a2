import type { ImapFlow } from 'imapflow';
import { isSameTag } from '../../shared/tags.ts';
import { failed, unsendable } from './change-outcome.ts';
import type { CommandLog } from './command-log.ts';
import { canBeSent, type FolderPaths } from './folder-names.ts';
import type { AppendOutcome, CopyOutcome, MessageMark, MoveOutcome, Outcome } from './session.ts';
import { uidSets } from './uid-set.ts';

const unremovable = (): Outcome & { kind: 'refused' } => ({
  kind: 'refused',
  text: '',
  own: 'no_removal',
});

/**
 * Sets or clears \Seen or \Flagged. An empty list does nothing. If a set is refused after an earlier one was carried
 * out, the outcome is `unknown`, so the caller asks the server what happened.
 *
 * @param sets UIDs as sequence sets
 */
export async function setFlag(
  client: ImapFlow,
  log: CommandLog,
  sets: readonly string[],
  flag: '\\Seen' | '\\Flagged',
  on: boolean,
): Promise<Outcome> {
  const permanent = client.mailbox ? client.mailbox.permanentFlags : undefined;
  // imapflow 2.10.2 would send nothing, and answer as if the server had refused.
  if (permanent && !permanent.has(flag) && !permanent.has('\\*')) {
    return { kind: 'refused', text: '', own: flag === '\\Seen' ? 'no_read_state' : 'no_flagged_state' };
  }
  return await storeInSets(client, log, sets, flag, on, { silent: true });
}

/** STORE, or UID STORE of X-GM-LABELS, set by set: adds one flag or label, or removes it. */
async function storeInSets(
  client: ImapFlow,
  log: CommandLog,
  sets: readonly string[],
  name: string,
  on: boolean,
  how: { readonly silent: true } | { readonly useLabels: true },
): Promise<Outcome> {
  const options = { uid: true, ...how };
  for (const [index, set] of sets.entries()) {
    log.refusal = null;
    const changed = on
      ? await client.messageFlagsAdd(set, [name], options)
      : await client.messageFlagsRemove(set, [name], options);
    if (!changed) return failed(client, log, index);
  }
  return { kind: 'done' };
}

/**
 * Adds \\Answered or $Forwarded. Other clients alone need them, so a folder that cannot keep them is none to complain about.
 *
 * @param sets UIDs as sequence sets
 */
export async function markMessages(
  client: ImapFlow,
  log: CommandLog,
  sets: readonly string[],
  mark: MessageMark,
): Promise<Outcome> {
  const flag = mark === 'answered' ? '\\Answered' : '$Forwarded';
  const permanent = client.mailbox ? client.mailbox.permanentFlags : undefined;
  if (permanent && !permanent.has(flag) && !permanent.has('\\*')) return { kind: 'done' };
  return await storeInSets(client, log, sets, flag, true, { silent: true });
}

/**
 * Adds a keyword that is a tag, or removes it. imapflow 2.10.2 sends no keyword that PERMANENTFLAGS lists in another case, though keywords have none
 * (RFC 9051 section 2.3.2), so it is sent as it is listed.
 *
 * @param sets UIDs as sequence sets
 */
export async function storeTag(
  client: ImapFlow,
  log: CommandLog,
  sets: readonly string[],
  tag: string,
  on: boolean,
): Promise<Outcome> {
  const permanent = client.mailbox ? client.mailbox.permanentFlags : undefined;
  const isAny = permanent === undefined || permanent.has('\\*');
  const listed = isAny ? tag : [...permanent].find((flag) => isSameTag(flag, tag));
  if (listed === undefined) return { kind: 'refused', text: '', own: 'no_tags' };
  return await storeInSets(client, log, sets, listed, on, { silent: true });
}

/**
 * X-GM-LABELS (Gmail's IMAP extensions): adds a label to messages, or removes it. That leaves it to no setting of the mailbox what becomes of a message
 * that loses its last label, as \\Deleted and EXPUNGE would.
 */
export async function storeLabel(
  client: ImapFlow,
  log: CommandLog,
  paths: FolderPaths,
  sets: readonly string[],
  label: string,
  on: boolean,
): Promise<Outcome> {
  if (!client.capabilities.has('X-GM-EXT-1')) return { kind: 'refused', text: '', own: 'no_labels' };
  const wire = paths.toWire(label);
  if (!canBeSent(wire)) return unsendable();
  const name = wire === 'INBOX' ? inboxLabel : wire;
  return await storeInSets(client, log, sets, name, on, { useLabels: true });
}

/** The inbox as X-GM-LABELS calls it. */
export const inboxLabel = '\\Inbox';

/** APPEND (RFC 9051 section 6.3.12). imapflow keeps the whole message in memory. */
export async function appendMessage(
  client: ImapFlow,
  log: CommandLog,
  paths: FolderPaths,
  path: string,
  message: Uint8Array,
  flags: readonly string[],
  internalDate: number | null,
): Promise<AppendOutcome> {
  const wire = paths.toWire(path);
  if (!canBeSent(wire)) return unsendable();
  log.refusal = null;
  try {
    const result = await client.append(
      wire,
      message,
      [...flags],
      internalDate === null ? undefined : new Date(internalDate),
    );
    if (!result) return notAppended(failed(client, log, 0));
    // Without a UIDVALIDITY beside it, imapflow has guessed the UID.
    const uidValidity = result.uidValidity === undefined ? null : Number(result.uidValidity);
    return { kind: 'done', uid: uidValidity === null ? null : (result.uid ?? null), uidValidity };
  } catch (error) {
    // imapflow checks APPENDLIMIT (RFC 7889) itself, before it sends anything.
    if (
      error instanceof Error &&
      'serverResponseCode' in error &&
      error.serverResponseCode === 'APPENDLIMIT' &&
      log.refusal === null
    ) {
      return { kind: 'refused', text: 'APPENDLIMIT', passing: false, code: 'APPENDLIMIT' };
    }
    return notAppended(failed(client, log, 0));
  }
}

function notAppended(outcome: Outcome): AppendOutcome {
  return outcome.kind === 'done' ? { kind: 'unknown' } : outcome;
}

/** Sets \Deleted and removes nothing. Refused where the folder does not keep it. */
export async function markDeleted(client: ImapFlow, log: CommandLog, uids: readonly number[]): Promise<Outcome> {
  if (!canRemove(client)) return unremovable();
  for (const [index, set] of uidSets(uids).entries()) {
    log.refusal = null;
    if (!(await client.messageFlagsAdd(set, ['\\Deleted'], { uid: true, silent: true })))
      return failed(client, log, index);
  }
  return { kind: 'done' };
}

/**
 * UID MOVE (RFC 6851); without it COPY, \Deleted and UID EXPUNGE with UIDPLUS (RFC 4315). With neither it is refused: a plain
 * EXPUNGE would remove what other clients marked as deleted. imapflow 2.10.2 does all of this by itself, but sends the plain EXPUNGE, and
 * answers `false` where the copies were made and the originals stayed.
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
    return { kind: 'refused', text: '', own: 'no_move' };
  }
  const wire = paths.toWire(destination);
  if (!canBeSent(wire)) return unsendable();
  if (!hasMove && !canRemove(client)) return unremovable();
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
      // `copied` means that all messages were copied. With several sets the later ones are not, so the outcome is
      // `unknown`.
      if (removed.kind === 'refused' && sets.length === 1) return { ...removed, kind: 'copied' };
      if (removed.kind !== 'done') return { kind: 'unknown' };
    }
    for (const [from, to] of result.uidMap ?? []) moved.set(from, to);
    if (result.uidValidity !== undefined) uidValidity = Number(result.uidValidity);
    done += 1;
  }
  return { kind: 'done', uidValidity, uids: moved };
}

/** UID COPY (RFC 9051 section 6.4.7). If a later one of several sets is refused, the outcome is `unknown`. */
export async function copyMessages(
  client: ImapFlow,
  log: CommandLog,
  paths: FolderPaths,
  uids: readonly number[],
  destination: string,
): Promise<CopyOutcome> {
  const wire = paths.toWire(destination);
  if (!canBeSent(wire)) return unsendable();
  const copied = new Map<number, number>();
  let uidValidity: number | null = null;
  for (const [index, set] of uidSets(uids).entries()) {
    log.refusal = null;
    const result = await client.messageCopy(set, wire, { uid: true });
    if (!result) return failed(client, log, index);
    for (const [from, to] of result.uidMap ?? []) copied.set(from, to);
    if (result.uidValidity !== undefined) uidValidity = Number(result.uidValidity);
  }
  return { kind: 'done', uidValidity, uids: copied };
}

/**
 * Sets \Deleted and sends UID EXPUNGE for exactly these messages. Refused without UIDPLUS: a plain EXPUNGE would remove
 * others' messages.
 */
export async function expungeMessages(client: ImapFlow, log: CommandLog, uids: readonly number[]): Promise<Outcome> {
  if (!client.capabilities.has('UIDPLUS') || !canRemove(client)) return unremovable();
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

/**
 * Whether \Deleted can be set in the selected folder; checked before anything is copied. For a flag outside
 * PERMANENTFLAGS imapflow 2.10.2 sends nothing, and answers as if the server had refused.
 */
function canRemove(client: ImapFlow): boolean {
  const permanent = client.mailbox ? client.mailbox.permanentFlags : undefined;
  const isReadOnly = client.mailbox ? client.mailbox.readOnly === true : false;
  return !isReadOnly && (!permanent || permanent.has('\\Deleted') || permanent.has('\\*'));
}
