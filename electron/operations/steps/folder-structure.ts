import type { ImapSession, Outcome } from '../../imap/session.ts';
import type { RemoteFolder } from '../../mail/remote-mail.ts';
import type { ActionKind, Park, ServerAccess } from '../action-kind.ts';
import type { Action, Operation } from '../operation.ts';
import { allDone } from './message-batch.ts';

/** An action on a folder itself; `delimiter` is the server's. */
export interface StructureAction extends Action {
  readonly delimiter: string | null;
}

/** What is different between the kinds that change folders themselves. */
export interface StructureKind<A extends StructureAction>
  extends Pick<ActionKind<A, readonly RemoteFolder[]>, 'renamed' | 'pending'> {
  /** The folders it changes, by path. */
  readonly folders: (operation: Operation<A>) => readonly string[];
  /** Whether the server's folders are as it was asked. */
  readonly isDone: (operation: Operation<A>, folders: readonly RemoteFolder[]) => boolean;
  /** Why it is not to be carried out now. */
  readonly obstacle: (operation: Operation<A>, server: ServerAccess) => Promise<Park | null>;
  readonly command: (session: ImapSession, operation: Operation<A>, signal: AbortSignal) => Promise<Outcome>;
  /** A refusal counts as done where the folders are as it was asked. */
  readonly refusedIsDone: boolean;
  /** Takes the change over into the cache, before LIST does. */
  readonly save: (store: ServerAccess['store'], operation: Operation<A>) => void;
}

/** A kind that changes folders themselves. LIST tells whether it was carried out, and its answer goes into the cache. */
export function structureKind<A extends StructureAction>(
  kind: StructureKind<A>,
): ActionKind<A, readonly RemoteFolder[]> {
  const { renamed, pending, folders, isDone, obstacle, command, refusedIsDone, save } = kind;
  return {
    scope: (operation) => ({
      of: 'structure',
      folders: folders(operation),
      delimiter: operation.action.delimiter,
    }),
    commandKey: () => null,
    replaces: [],
    renamed,
    verifiedOnRetry: true,
    pending,
    async verify(batch, { session, signal }) {
      const result = await session.listFolders(signal);
      return isDone(batch[0], result) ? { done: { operations: batch, result }, left: [] } : { done: null, left: batch };
    },
    secondHalf: null,
    async prepare([operation], server) {
      const { session, signal, store, select } = server;
      const park = await obstacle(operation, server);
      if (park !== null) return park;
      // A folder that is selected would be closed first, and CLOSE removes what other clients marked as deleted (RFC 9051 section 6.4.1).
      await select(store.folderByRole('inbox')?.path ?? 'INBOX', signal);
      return {
        kind: 'command',
        async send() {
          const outcome = await command(session, operation, signal);
          if (outcome.kind === 'unknown') return outcome;
          const result = await session.listFolders(signal);
          const isCarriedOut = outcome.kind === 'done' || (refusedIsDone && isDone(operation, result));
          return isCarriedOut ? { kind: 'done', result } : outcome;
        },
      };
    },
    apply([operation], listed, { store, onFolders }) {
      save(store, operation);
      store.saveFolders(listed);
      onFolders();
      return allDone;
    },
  };
}

/** Whether LIST names a folder, though it may only hold others. */
export function isListed(path: string, folders: readonly RemoteFolder[]): boolean {
  return folders.some((folder) => folder.path === path);
}

/** Whether LIST names a folder that can hold messages. A server may keep a deleted or renamed one as a name that only holds others. */
export function isSelectable(path: string, folders: readonly RemoteFolder[]): boolean {
  return folders.some((folder) => folder.path === path && folder.selectable);
}
