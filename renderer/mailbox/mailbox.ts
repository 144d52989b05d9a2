import type { AccountId, Folder, FolderId, MessageId } from '../../shared/mail.ts';
import { call, on } from '../bridge.ts';
import { showDraftList } from '../compose/composers.ts';
import { useAccounts } from '../stores/accounts.ts';
import { useOpening } from '../stores/opening.ts';
import { usePreferencesStore } from '../stores/preferences.ts';
import { inboxShown, useUi } from '../stores/ui.ts';
import { followSelection } from './actions/reading.ts';
import { followTransfers } from './actions/transfers.ts';
import { forgetUndoOfOthers } from './actions/undo.ts';
import { accountsListed, firstFolder, folderOf, foldersFailed, foldersReceived } from './folders/folder-tree.ts';
import { changeOpen, closeFolder, fillList, findMessage, openFolder, reopenFolder } from './list/open-view.ts';
import { type AccountsListId, keyIn, useMailbox, viewChanged } from './mailbox-state.ts';
import { followMemory, type MailboxMemory, remembered } from './memory.ts';
import { followSearch } from './search/search.ts';
import { selectionCleared } from './selection/selection.ts';

/**
 * Accounts whose folders are being asked for. `again`: the folders changed meanwhile, so they are asked for once more.
 */
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

/** The stored view of the window's last run; null once any folder was opened. */
let memory: MailboxMemory | null = null;

/**
 * Opens the folder that was open last, as the user left it. `waiting`: the folder is not listed yet, but may still be.
 */
function openRemembered(): 'opened' | 'waiting' | 'none' {
  const place = memory?.folder;
  if (memory?.over) return openRememberedList(memory.over);
  const list = place && useMailbox.getState().lists.get(place.accountId);
  if (!memory || !place || !list) return 'none';
  if (!list.folders) return list.error ? 'none' : 'waiting';
  const folder = list.folders.find(({ path, selectable }) => path === place.path && selectable);
  if (!folder) return 'none';
  const { first, messageId } = memory;
  memory = null;
  void openFolder(folder, { first, messageId });
  return 'opened';
}

/** As `openRemembered`, for a list over accounts, which there is where there are several. */
function openRememberedList(over: AccountsListId): 'opened' | 'none' {
  const first = memory?.first ?? 0;
  if (useMailbox.getState().lists.size < 2) {
    memory = null;
    return 'none';
  }
  memory = null;
  void openFolder({ over }, { first, messageId: null });
  return 'opened';
}

/** A message to go to as soon as its folder is listed. */
let goal: { readonly accountId: AccountId; readonly folderId: FolderId; readonly messageId: MessageId } | null = null;

/** Opens a message's folder and the message, for example after a click on a notification; at once, or when its account is listed. */
export function goToMessage(accountId: AccountId, folderId: FolderId, messageId: MessageId): void {
  goal = { accountId, folderId, messageId };
  pursueGoal();
}

function pursueGoal(): boolean {
  const { lists } = useMailbox.getState();
  const folder = goal && folderOf(lists, goal.accountId, goal.folderId);
  if (!goal || !folder) return false;
  const { messageId } = goal;
  goal = null;
  memory = null;
  void showInFolder(folder, messageId);
  return true;
}

/** Opens the inbox of the account that was just added. */
function openWantedInbox(): boolean {
  const { inboxOf } = useUi.getState();
  const folders = inboxOf && useMailbox.getState().lists.get(inboxOf)?.folders;
  const inbox = folders ? firstFolder(folders) : undefined;
  if (!inbox) return false;
  inboxShown();
  memory = null;
  void openFolder(inbox);
  return true;
}

async function showInFolder(folder: Folder, messageId: MessageId): Promise<void> {
  const { open } = useMailbox.getState();
  const isAmongInboxes =
    open?.over === 'inboxes' && folder.role === 'inbox' && open.search === null && open.view.kind === 'ready';
  const isOpen =
    isAmongInboxes ||
    (open?.accountId === folder.accountId &&
      open.folderId === folder.id &&
      open.search === null &&
      open.view.kind === 'ready');
  if (isOpen) showDraftList(null);
  else await openFolder(folder);
  changeOpen(selectionCleared);
  const now = useMailbox.getState().open;
  const key = now && keyIn(now, { accountId: folder.accountId, messageId });
  const found = key !== null && (await findMessage(key, 'until_there'));
  if (found && useMailbox.getState().narrow) useMailbox.setState({ readerOpen: true });
}

/** Opens an inbox when nothing is open, and finds the open folder again when its id changed or it is gone. */
function keepOpen(): void {
  if (pursueGoal() || openWantedInbox()) return;
  const { open, lists } = useMailbox.getState();
  if (!open) {
    if (openRemembered() !== 'none') return;
    for (const { folders, error } of lists.values()) {
      const first = folders ? firstFolder(folders) : undefined;
      if (first) {
        memory = null;
        void openFolder(first);
        return;
      }
      // Accounts are opened in their order: the first account's folders may still be on their way.
      if (!folders && !error) return;
    }
    return;
  }
  if (open.accountId === null) {
    if (open.view.kind === 'failed') reopenFolder();
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
  // The account may not have been open yet when its folders were asked for.
  for (const [id, { error }] of before) if (error && ids.includes(id)) void loadFolders(id);
  const lists = accountsListed(before, ids);
  if (lists === before) return;
  useMailbox.setState({ lists });
  forgetUndoOfOthers(ids);
  const { open } = useMailbox.getState();
  // A list over accounts needs several.
  if (open && (open.accountId === null ? lists.size < 2 : !lists.has(open.accountId))) closeFolder();
  for (const id of ids) if (!before.has(id)) void loadFolders(id);
  keepOpen();
}

/** Follows main's events; returns the unsubscribe. Called once by app.tsx. */
export function followMailbox(): () => void {
  memory = remembered(useOpening.getState().stopped);
  useMailbox.setState({ collapsed: new Set(memory.collapsed) });
  const stops = [
    on('mail.foldersChanged', ({ accountId }) => void loadFolders(accountId)),
    on('mail.viewChanged', (view) => {
      useMailbox.setState((state) => viewChanged(state, view));
      void fillList();
    }),
    useAccounts.subscribe(followAccountList),
    useUi.subscribe(({ inboxOf }, before) => {
      if (inboxOf !== null && inboxOf !== before.inboxOf) openWantedInbox();
    }),
    usePreferencesStore.subscribe(({ preferences }, { preferences: before }) => {
      if (preferences.conversations !== before.conversations) reopenFolder();
    }),
    followSelection(),
    followSearch(),
    followTransfers(),
    followMemory(),
  ];
  followAccountList();
  return () => {
    for (const stop of stops) stop();
  };
}
