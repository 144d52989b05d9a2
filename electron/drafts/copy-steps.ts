import { AppFailure } from '../../shared/reply.ts';
import type { DraftContent } from '../../shared/writing.ts';
import type { SelectedFolder } from '../mail/remote-mail.ts';
import type { MailStore } from '../store/mail-store.ts';
import type { DraftCopy, ServerCopy } from './draft-copy-store.ts';
import {
  copyMessageId,
  type DraftsConnection,
  draftsFolder,
  locate,
  otherVersion,
  removeCopies,
} from './drafts-folder.ts';

/** What the steps on the server need. */
export interface CopySteps {
  readonly store: Pick<MailStore, 'folderByRole' | 'folderNodes'>;
  readonly connection: DraftsConnection;
  readonly signal: AbortSignal;
  /** Makes what is known of the copies durable. Called before each command whose answer may get lost. */
  readonly save: (copy: DraftCopy) => void;
}

/** The draft as it is to be copied. */
export interface CopiedDraft {
  readonly stamp: string;
  readonly content: DraftContent;
  readonly inReplyTo: string | null;
  /** The message with this Message-ID. */
  readonly build: (messageId: string) => Promise<Uint8Array>;
}

/**
 * `copied`: the server has it as it is, and no older copy. `gone`: its copy was removed elsewhere. `changed`: it was replaced elsewhere.
 * `again`: an answer got lost, or the server does not show the new copy yet.
 */
export type CopyResult = 'copied' | 'gone' | 'changed' | 'again';

/**
 * Brings the server's copy of a draft in step: the new one is written down, appended, and found on the server before the old ones are removed.
 * Ended anywhere, it begins anew with what is written down: there may be one copy too many for a while, and never one too few.
 */
export async function copyDraft(steps: CopySteps, known: DraftCopy, draft: CopiedDraft): Promise<CopyResult> {
  const { connection, signal, save } = steps;
  const path = await openDrafts(steps);
  const selected = await connection.select(path, signal);
  const found = await foundCopies(steps, { ...known, path }, selected);
  let copy = found.copy;
  if (found.isMissing) {
    const other = await otherVersion(
      known,
      { ...draft.content, inReplyTo: draft.inReplyTo },
      selected,
      connection.session,
      signal,
    );
    const wasCurrent = known.copies.some(({ stamp }) => stamp === draft.stamp);
    if (other !== null || wasCurrent) {
      const left = copy.copies.flatMap(({ uid }) => uid ?? []);
      if (!(await removeCopies(left, trashOf(steps.store, path), connection.session, signal))) return 'again';
      save({
        ...copy,
        copies: [],
        other: other && { ...other, isNewer: wasCurrent },
        gone: other === null ? draft.stamp : null,
      });
      return other === null ? 'gone' : 'changed';
    }
  }
  if (copy.copies.at(-1)?.stamp !== draft.stamp) {
    const appended = await appendCopy(steps, copy, path, draft);
    if (appended === null) return 'again';
    copy = appended;
  }
  return (await removeOlder(steps, copy, selected)) ? 'copied' : 'again';
}

/** Removes all copies of a draft that is no more: it was sent or thrown away. Whether none is left. */
export async function removeDraft(steps: CopySteps, { path, copies }: DraftCopy): Promise<boolean> {
  const { store, connection, signal } = steps;
  if (path === null || copies.length === 0) return true;
  let selected: SelectedFolder;
  try {
    selected = await connection.select(path, signal);
  } catch (error) {
    if (error instanceof AppFailure && error.error.code === 'folder_missing') return true;
    throw error;
  }
  const uids: number[] = [];
  for (const each of copies) uids.push(...uidsOf(await locate(each, selected, connection.session, signal)));
  return await removeCopies(uids, trashOf(store, path), connection.session, signal);
}

/** The folder's path, once it is there. */
async function openDrafts({ store, connection, signal }: CopySteps): Promise<string> {
  const { path, folder } = draftsFolder(store);
  // A refusal says that it is there already; another one shows when the folder is selected.
  if (folder === null) await connection.session.createFolder(path, signal);
  return path;
}

/** The copies that are on the server. One that was only written down and never arrived is forgotten. */
async function foundCopies(
  { connection, signal, save }: CopySteps,
  copy: DraftCopy,
  selected: SelectedFolder,
): Promise<{ readonly copy: DraftCopy; readonly isMissing: boolean }> {
  const there = new Map<ServerCopy, ServerCopy>();
  // What is marked as deleted counts as gone, and is still to be removed: the mark may be ours, from before the connection was cut.
  const alive = new Set<ServerCopy>();
  for (const each of copy.copies) {
    const found = (await locate(each, selected, connection.session, signal)).at(-1);
    if (found === undefined) continue;
    there.set(each, { ...each, uid: found.uid, uidValidity: selected.uidValidity });
    if (!found.isDeleted) alive.add(each);
  }
  const begun = copy.confirmed ? undefined : copy.copies.at(-1);
  const newest = copy.confirmed ? copy.copies.at(-1) : copy.copies.at(-2);
  const isMissing = newest !== undefined && !alive.has(newest) && (begun === undefined || !alive.has(begun));
  const now = { ...copy, copies: [...there.values()], confirmed: true };
  // Older copies are still to be removed, also where the newest was removed elsewhere: they stay known.
  if (!isMissing) save(now);
  return { copy: now, isMissing };
}

function uidsOf(found: readonly { readonly uid: number }[]): number[] {
  return found.map(({ uid }) => uid);
}

/** Null: it is not known whether the server has it. */
async function appendCopy(
  { connection, signal, save }: CopySteps,
  former: DraftCopy,
  path: string,
  { stamp, build }: CopiedDraft,
): Promise<DraftCopy | null> {
  const messageId = copyMessageId(former.key);
  const message = await build(messageId);
  const added = { messageId, uid: null, uidValidity: null, stamp };
  const begun: DraftCopy = {
    ...former,
    copies: [...former.copies, added],
    confirmed: false,
    gone: null,
    foreign: false,
    thrownAway: false,
  };
  save(begun);
  const outcome = await connection.session.append(path, message, ['\\Draft', '\\Seen'], null, signal);
  if (outcome.kind === 'refused') {
    save(former);
    const { text: said, code } = outcome;
    const params =
      code === 'OVERQUOTA'
        ? ({ reason: 'quota', said } as const)
        : ({ reason: 'refused', folder: path, said } as const);
    throw new AppFailure({ code: 'draft_not_copied', params, retryable: true });
  }
  if (outcome.kind === 'unknown') return null;
  const { uid, uidValidity } = outcome;
  // APPENDUID says that the server has it; else it is looked for.
  const place = uid !== null ? { uid, uidValidity } : await searched({ connection, signal }, path, messageId);
  if (place === null) return null;
  const done: DraftCopy = { ...begun, copies: [...former.copies, { ...added, ...place }], confirmed: true };
  save(done);
  return done;
}

async function searched(
  { connection, signal }: Pick<CopySteps, 'connection' | 'signal'>,
  path: string,
  messageId: string,
): Promise<{ readonly uid: number; readonly uidValidity: number } | null> {
  const { uidValidity } = await connection.select(path, signal);
  const uid = (await connection.session.findByMessageId(messageId, signal)).at(-1);
  return uid === undefined ? null : { uid, uidValidity };
}

async function removeOlder(
  { store, connection, signal, save }: CopySteps,
  copy: DraftCopy,
  selected: SelectedFolder,
): Promise<boolean> {
  const older = copy.copies.slice(0, -1);
  if (older.length > 0) {
    const uids: number[] = [];
    for (const each of older) uids.push(...uidsOf(await locate(each, selected, connection.session, signal)));
    if (!(await removeCopies(uids, trashOf(store, selected.path), connection.session, signal))) return false;
  }
  save({ ...copy, copies: copy.copies.slice(-1) });
  return true;
}

function trashOf(store: CopySteps['store'], drafts: string): string | null {
  const path = store.folderByRole('trash')?.path ?? null;
  return path === drafts ? null : path;
}
