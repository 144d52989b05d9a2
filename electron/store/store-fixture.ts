// Helpers of the store's tests.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { AccountId, FolderId, MessageId, OperationId } from '../../shared/mail.ts';
import { AppFailure, type ErrorCode } from '../../shared/reply.ts';
import { onlyNamespace } from '../mail/namespaces.ts';
import type { RemoteEnvelope, RemoteFlags, RemoteFolder } from '../mail/remote-mail.ts';
import type { OperationAction, QueuedOperation } from '../operations/operation-queue.ts';
import type { FolderSyncState } from './mail-store.ts';
import { openMailStore, type SqliteMailStore } from './sqlite-mail-store.ts';

export const accountId = '6d1f0c1e-0000-4000-8000-000000000001' as AccountId;
/** 2026-11-22 08:00:00 UTC in milliseconds. */
export const noon = 1_795_334_400_000;

export const inboxFolder: RemoteFolder = {
  path: 'INBOX',
  name: 'INBOX',
  delimiter: '/',
  role: 'inbox',
  selectable: true,
  namespace: onlyNamespace,
};
export const trashFolder: RemoteFolder = { ...inboxFolder, path: 'Trash', name: 'Trash', role: 'trash' };

/** A folder that is deleted when the test ends. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'heron-store-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export function flags(changes: Partial<RemoteFlags> = {}): RemoteFlags {
  return { seen: false, flagged: false, answered: false, forwarded: false, draft: false, deleted: false, ...changes };
}

export function envelope(uid: number, changes: Partial<RemoteEnvelope> = {}): RemoteEnvelope {
  return {
    uid,
    flags: flags(),
    internalDate: noon + uid * 1_000,
    sentAt: noon + uid * 1_000,
    size: 1_234,
    subject: `Subject ${uid}`,
    from: [{ name: 'Grace', address: 'grace@example.org' }],
    to: [{ name: 'Ada', address: 'ada@example.com' }],
    cc: [],
    replyTo: [],
    messageIdHeader: `<${uid}@example.org>`,
    inReplyTo: null,
    parts: [],
    ...changes,
  };
}

export function envelopes(from: number, to: number): RemoteEnvelope[] {
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => envelope(from + index));
}

export function syncState(changes: Partial<FolderSyncState> = {}): FolderSyncState {
  return { uidValidity: 7, uidNext: 1_000_000, highestModseq: null, lowestUid: 1, complete: false, ...changes };
}

let operations = 0;

export function operation(
  uid: number,
  action: OperationAction,
  changes: Partial<QueuedOperation> = {},
): QueuedOperation {
  operations++;
  return {
    id: operations as OperationId,
    accountId,
    folderPath: 'INBOX',
    uidValidity: 7,
    uid,
    messageIdHeader: null,
    subject: '',
    action,
    state: 'queued',
    attempts: 0,
    error: null,
    heldUntil: null,
    ...changes,
  };
}

export const toTrash: OperationAction = { kind: 'move', destination: 'Trash' };

/** A store in memory with INBOX and Trash. */
export function memoryStore(): { store: SqliteMailStore; inbox: FolderId; trash: FolderId } {
  const { store } = openMailStore({ path: ':memory:', accountId, now: () => noon });
  onTestFinished(() => store.close());
  store.saveFolders([inboxFolder, trashFolder]);
  return { store, inbox: folderIdOf(store, 'INBOX'), trash: folderIdOf(store, 'Trash') };
}

export function folderIdOf(store: SqliteMailStore, path: string): FolderId {
  const folder = store.folders().find((candidate) => candidate.path === path);
  if (!folder) throw new Error(`no folder ${path}`);
  return folder.id;
}

/** The code of the AppFailure that `work` throws; null when it throws none. */
export function failureCode(work: () => unknown): ErrorCode | null {
  try {
    work();
    return null;
  } catch (error) {
    if (error instanceof AppFailure) return error.error.code;
    throw error;
  }
}

/** Random numbers below `limit`, the same for the same seed (mulberry32). */
export function seededRandom(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * limit);
  };
}

/** The row id of a stored message; throws when there is none. */
export function idOf(store: SqliteMailStore, folderId: FolderId, uid: number): MessageId {
  const message = store.localMessages(folderId, uid, uid)[0];
  if (!message) throw new Error(`UID ${uid} is not stored`);
  return message.id;
}
