import type { AccountId } from '../../shared/mail.ts';
import { call, on } from '../bridge.ts';
import { useAccounts } from './accounts.ts';
import { accountsListed, firstFolder, foldersFailed, foldersReceived } from './mailbox-folders.ts';
import { followSelection } from './mailbox-reading.ts';
import { useMailbox, viewChanged } from './mailbox-state.ts';
import { closeFolder, fillList, openFolder, reopenFolder } from './mailbox-view.ts';

/** Accounts whose folders are being asked for; `again`: they changed in the meantime. */
const loading = new Map<AccountId, 'once' | 'again'>();

/** Asks main for an account's folders, one request at a time. */
export async function loadFolders(accountId: AccountId): Promise<void> {
  if (loading.has(accountId)) {
    loading.set(accountId, 'again');
    return;
  }
  do {
    loading.set(accountId, 'once');
    const reply = await call('mail.folders', { accountId });
    if (!useMailbox.getState().lists.has(accountId)) break;
    useMailbox.setState(({ lists }) => ({
      lists: reply.ok ? foldersReceived(lists, accountId, reply.value) : foldersFailed(lists, accountId, reply.error),
    }));
    keepOpen();
  } while (loading.get(accountId) === 'again');
  loading.delete(accountId);
}

/** Opens an inbox when nothing is open, and finds the open folder again when its id changed or it is gone. */
function keepOpen(): void {
  const { open, lists } = useMailbox.getState();
  if (!open) {
    for (const { folders, error } of lists.values()) {
      const first = folders ? firstFolder(folders) : undefined;
      if (first) {
        void openFolder(first);
        return;
      }
      // Accounts open in their order: the first one's folders are still to come.
      if (!folders && !error) return;
    }
    return;
  }
  const folders = lists.get(open.accountId)?.folders;
  if (!folders) return;
  if (folders.some((folder) => folder.id === open.folderId)) {
    if (open.view.kind === 'failed') reopenFolder();
    return;
  }
  const again = folders.find((folder) => folder.path === open.path) ?? firstFolder(folders);
  if (again) void openFolder(again);
  else closeFolder();
}

function followAccountList(): void {
  const ids = useAccounts.getState().accounts?.map((view) => view.account.id) ?? [];
  const before = useMailbox.getState().lists;
  // The account was perhaps not open yet when its folders were asked for.
  for (const [id, { error }] of before) if (error && ids.includes(id)) void loadFolders(id);
  const lists = accountsListed(before, ids);
  if (lists === before) return;
  useMailbox.setState({ lists });
  const { open } = useMailbox.getState();
  if (open && !lists.has(open.accountId)) closeFolder();
  for (const id of ids) if (!before.has(id)) void loadFolders(id);
  keepOpen();
}

/** Follows main's events; returns the unsubscribe. Called once by app.tsx. */
export function followMailbox(): () => void {
  const stops = [
    on('mail.foldersChanged', ({ accountId }) => void loadFolders(accountId)),
    on('mail.viewChanged', (view) => {
      useMailbox.setState((state) => viewChanged(state, view));
      void fillList();
    }),
    useAccounts.subscribe(followAccountList),
    followSelection(),
  ];
  followAccountList();
  return () => {
    for (const stop of stops) stop();
  };
}
