import { randomUUID } from 'node:crypto';
import type { FolderId } from '../../shared/mail.ts';
import type { OtherVersion } from '../../shared/writing.ts';
import { headerField } from '../compose/original.ts';
import type { ImapSession } from '../imap/session.ts';
import type { RemoteEnvelope, SelectedFolder } from '../mail/remote-mail.ts';
import { topLevelPath } from '../operations/folder-paths.ts';
import type { MailStore } from '../store/mail-store.ts';
import type { DraftCopy, ServerCopy } from './draft-copy-store.ts';

/** A connection as the Drafts folder needs it. */
export interface DraftsConnection {
  readonly session: ImapSession;
  readonly select: (path: string, signal: AbortSignal) => Promise<SelectedFolder>;
}

/** The name of the folder where the account has none for drafts. */
const usualName = 'Drafts';
/** How much of a message is read for its header, in octets. */
const headerLimit = 16 * 1024;
/** The most messages that are looked through for a version from elsewhere. */
const lookedThrough = 500;

/** Where drafts lie: the folder of that role, else the one of the usual name, which is to be created where it is missing (`folder`: null). */
export function draftsFolder(store: Pick<MailStore, 'folderByRole' | 'folderNodes'>): {
  readonly path: string;
  readonly folder: { readonly folderId: FolderId; readonly uidValidity: number | null } | null;
} {
  const known = store.folderByRole('drafts');
  if (known !== null) return { path: known.path, folder: known };
  const nodes = store.folderNodes();
  const path = topLevelPath(nodes, usualName);
  return { path, folder: nodes.find((node) => node.path === path && !node.pending) ?? null };
}

/**
 * The Message-ID of a draft's next copy. Each has one of its own, so that a new one is told from the former; what it begins with says which
 * draft it is. Thunderbird keeps that in a field of its own (X-Mozilla-Draft-Info), which no ENVELOPE tells.
 */
export function copyMessageId(key: string): string {
  return `<${key}.${randomUUID().slice(0, 8)}@draft.heron>`;
}

/** The draft that a Message-ID belongs to; null where no Heron made it. */
export function keyOfCopy(messageId: string | null): string | null {
  return /^<([0-9a-f-]{36})\.[0-9a-f]{8}@draft\.heron>$/.exec(messageId ?? '')?.[1] ?? null;
}

/** Where a copy lies in the selected folder; nowhere where it is not there. `isDeleted`: it is marked as deleted, and not removed yet. */
export async function locate(
  copy: ServerCopy,
  { uidValidity }: SelectedFolder,
  session: ImapSession,
  signal: AbortSignal,
): Promise<{ readonly uid: number; readonly isDeleted: boolean }[]> {
  const { uid } = copy;
  if (uid !== null && copy.uidValidity === uidValidity) {
    const found = await session.fetchFlags({ from: uid, to: uid }, { changedSince: null }, signal);
    return found.map((each) => ({ uid: each.uid, isDeleted: each.flags.deleted }));
  }
  const uids = copy.messageId === null ? [] : await session.findByMessageId(copy.messageId, signal);
  return uids.map((each) => ({ uid: each, isDeleted: false }));
}

/**
 * Removes messages from the selected folder, and no others: UID EXPUNGE. A server without it (RFC 4315) gets them moved to the trash; one
 * without MOVE as well (RFC 6851) gets them marked as deleted. On Gmail they go to the trash, since there an expunged draft stays in All Mail.
 * Throws AppFailure where it is not known whether they are gone.
 */
export async function removeCopies(
  uids: readonly number[],
  trash: string | null,
  session: ImapSession,
  signal: AbortSignal,
): Promise<boolean> {
  if (uids.length === 0) return true;
  const { capabilities } = session;
  const keepsExpunged = capabilities.has('X-GM-EXT-1');
  if (capabilities.has('UIDPLUS') && !(keepsExpunged && trash !== null)) {
    return (await session.expunge(uids, signal)).kind === 'done';
  }
  if (trash !== null && capabilities.has('MOVE')) return (await session.move(uids, trash, signal)).kind === 'done';
  return (await session.markDeleted(uids, signal)).kind === 'done';
}

/**
 * The version that somebody else put in the place of a copy that is gone: another Heron's copy of the same draft, or a newer message that has
 * its Message-ID, or its subject and what it answers. Null where there is none: the draft was deleted, or sent, elsewhere.
 */
export async function otherVersion(
  { key, copies }: Pick<DraftCopy, 'key' | 'copies'>,
  draft: { readonly subject: string; readonly inReplyTo: string | null },
  selected: SelectedFolder,
  session: ImapSession,
  signal: AbortSignal,
): Promise<Omit<NonNullable<DraftCopy['other']>, 'isNewer'> | null> {
  const own = new Set(copies.map(({ messageId }) => messageId));
  const after = copies.at(-1)?.uidValidity === selected.uidValidity ? (copies.at(-1)?.uid ?? 0) : 0;
  const newest = await session.uidsBySequence(selected.exists ?? 0, lookedThrough, signal);
  const wanted = newest.filter((uid) => uid > after);
  if (wanted.length === 0) return null;
  const { envelopes } = await session.fetchAvailable(wanted, signal);
  const isIt = (envelope: RemoteEnvelope): boolean => {
    const { messageIdHeader, subject, inReplyTo, flags } = envelope;
    if (flags?.deleted === true) return false;
    if (keyOfCopy(messageIdHeader) !== null) return keyOfCopy(messageIdHeader) === key && !own.has(messageIdHeader);
    if (messageIdHeader !== null && own.has(messageIdHeader)) return true;
    return (
      after > 0 &&
      draft.subject.trim() !== '' &&
      subject.trim() === draft.subject.trim() &&
      inReplyTo === draft.inReplyTo
    );
  };
  const found = envelopes
    .filter(isIt)
    .toSorted((a, b) => a.uid - b.uid)
    .at(-1);
  if (found === undefined) return null;
  const { bytes } = await session.fetchSource(found.uid, headerLimit, signal);
  const header = Buffer.from(bytes).toString('latin1');
  const copy = {
    messageId: found.messageIdHeader,
    uid: found.uid,
    uidValidity: selected.uidValidity,
    stamp: '',
  };
  return { at: found.internalDate ?? found.sentAt, ...programOf(header), copy };
}

function programOf(header: string): Pick<OtherVersion, 'program' | 'computer'> {
  const heron = headerField(header, 'x-heron-draft');
  if (heron !== '') return { program: 'Heron', computer: heron === '-' ? '' : heron.slice(0, 100) };
  const program = headerField(header, 'user-agent') || headerField(header, 'x-mailer');
  return { program: program.slice(0, 100), computer: '' };
}
