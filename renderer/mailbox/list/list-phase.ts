import type { ConnectionState, Folder } from '../../../shared/mail.ts';
import { assertNever } from '../../../shared/reply.ts';
import { isFound } from './accounts-lists.ts';
import type { DrawnOpen } from './drawn-open.ts';

/** What the middle pane shows. */
export type ListPhase =
  /** Skeleton rows: something is on its way. */
  | 'loading'
  /** The folder, or the whole account, was never downloaded, and cannot be just now. */
  | 'not_downloaded'
  /** The server refuses the folder, which was never downloaded. */
  | 'refused'
  | 'empty'
  /** A search without results. */
  | 'nothing_found'
  | 'failed'
  | 'rows';

/** Whether more can arrive before the user does something. */
export function isWorking(connection: ConnectionState): boolean {
  switch (connection.kind) {
    case 'stopped':
    case 'connecting':
    case 'online':
    case 'syncing':
      return true;
    case 'paused':
    case 'offline':
    case 'throttled':
    case 'needs_sign_in':
    case 'failed':
      return false;
    default:
      return assertNever(connection);
  }
}

/**
 * What the middle pane shows of a list over accounts.
 * @param folders those that it is made of, as far as they are known; null: those of an account are still on their way
 */
export function accountsPhase(
  open: DrawnOpen,
  folders: readonly Folder[] | null,
  connections: readonly ConnectionState[],
): ListPhase {
  if (open.view.kind === 'failed') return 'failed';
  if (open.list.total > 0) return 'rows';
  if (open.search) return 'nothing_found';
  if (open.view.kind === 'opening' || open.list.revision < open.list.latest) return 'loading';
  const isKnown = ({ syncState, total }: Folder): boolean =>
    syncState === 'complete' || (syncState === 'partial' && total === 0);
  // A list that is a search goes through what there is; its other folders may not be downloaded before somebody opens them.
  const isSearch = open.over !== null && isFound(open.over);
  if (isSearch ? folders?.some(isKnown) : folders?.every(isKnown)) return 'empty';
  return connections.some(isWorking) ? 'loading' : 'not_downloaded';
}

/** What the middle pane shows. `folder` is undefined while its list is on its way, `connection` while the account is. */
export function listPhase(
  open: DrawnOpen | null,
  folder: Folder | undefined,
  connection: ConnectionState | undefined,
): ListPhase {
  const waiting = connection === undefined || isWorking(connection) ? 'loading' : 'not_downloaded';
  if (!open) return waiting;
  if (open.view.kind === 'failed') return 'failed';
  if (open.list.total > 0) return 'rows';
  if (open.search) return 'nothing_found';
  if (open.view.kind === 'opening' || open.list.revision < open.list.latest || !folder) return 'loading';
  if (folder.syncState === 'complete' || (folder.syncState === 'partial' && folder.total === 0)) return 'empty';
  return folder.trouble === null ? waiting : 'refused';
}
