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
  /** Whether the server's folders show that the operation is carried out. */
  readonly isDone: (operation: Operation<A>, folders: readonly RemoteFolder[]) => boolean;
  /** Why the operation must not be carried out now; null when nothing is in the way. */
  readonly obstacle: (operation: Operation<A>, server: ServerAccess) => Promise<Park | null>;
  readonly command: (session: ImapSession, operation: Operation<A>, signal: AbortSignal) => Promise<Outcome>;
  /** True: a refused operation counts as carried out if `isDone` says so. */
  readonly refusedIsDone: boolean;
  /** Makes the change in the cache before LIST's answer is stored, so that the messages of a renamed folder stay. */
  readonly save: (store: ServerAccess['store'], operation: Operation<A>) => void;
}

/**
 * A kind that creates, renames or deletes a folder. LIST tells whether it was carried out, and its answer is stored.
 */
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
      // imapflow first closes the folder if it is selected. Where the server lacks UNSELECT that is CLOSE, which
      // removes what other clients marked as deleted (RFC 9051 section 6.4.1). So the inbox is selected in its place.
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

/** Whether LIST names this path, also as one that only holds other folders. */
export function isListed(path: string, folders: readonly RemoteFolder[]): boolean {
  return folders.some((folder) => folder.path === path);
}

/**
 * Whether LIST names this path as a folder that can hold messages. After DELETE or RENAME a server may keep the old
 * path as one that only holds other folders.
 */
export function isSelectable(path: string, folders: readonly RemoteFolder[]): boolean {
  return folders.some((folder) => folder.path === path && folder.selectable);
}
