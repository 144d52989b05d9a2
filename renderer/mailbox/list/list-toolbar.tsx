import { Ellipsis, RefreshCw, X } from 'lucide-react';
import { memo } from 'react';
import type { AccountView, Folder } from '../../../shared/mail.ts';
import { proofText } from '../../../shared/proof-text.ts';
import { texts } from '../../../shared/texts/texts.ts';
import { IconButton } from '../../components/icon-button.tsx';
import { Menu } from '../../components/menu.tsx';
import { ProgressBar } from '../../components/progress-bar.tsx';
import { shortcutLabel } from '../../keyboard/shortcut-label.ts';
import { retryNow, useAccounts } from '../../stores/accounts.ts';
import { dayTime } from '../../stores/ui-clock.ts';
import { selectNone } from '../actions/message-actions.ts';
import { messageItems } from '../actions/message-menu.ts';
import { folderName } from '../folders/folder-tree.ts';
import { type AccountsListId, useMailbox } from '../mailbox-state.ts';
import { useSearch } from '../search/search.ts';
import { isBeyondCursor } from '../selection/selection.ts';
import { foldersOver, isFound } from './accounts-lists.ts';
import { ListMenu } from './list-menu.tsx';

interface ListToolbarProps {
  readonly view: AccountView | undefined;
  readonly folder: Folder | undefined;
}

/** The open folder's name, what is in it or selected, what is arriving, and "Sync now". Its height never changes. */
export const ListToolbar = memo(function ListToolbar({ view, folder }: ListToolbarProps) {
  const selecting = useMailbox(({ open }) => open !== null && isBeyondCursor(open));
  const over = useMailbox(({ open }) => open?.over ?? null);
  const isSearch = useMailbox(({ open }) => open?.search != null);
  const status = view?.status;
  const progress = status?.progress && status.progress.folderId === folder?.id ? status.progress : null;
  const words = texts().mailbox;
  const isFolder = folder !== undefined && !selecting && !isSearch && over === null;
  return (
    <header className="relative flex h-13 flex-none items-center gap-2 border-b border-line ps-6 pe-2">
      <div className="min-w-0 flex-1">
        <h1 dir="auto" className="truncate font-semibold [text-align:-webkit-match-parent]">
          {over ? words.overAccounts.lists[over] : folder ? folderName(folder) : words.mail}
        </h1>
        <p
          dir="auto"
          title={isFolder ? proofText(folder.proof, dayTime) : undefined}
          className="truncate text-small text-muted tabular-nums [text-align:-webkit-match-parent]"
        >
          {selecting ? (
            <SelectedLine />
          ) : isSearch ? (
            <FoundLine />
          ) : over ? (
            <OverLine over={over} />
          ) : (
            statusLine(view, folder)
          )}
        </p>
      </div>
      {!selecting && !isSearch && <ListMenu />}
      {selecting ? <SelectionButtons /> : over ? <SyncAllButton /> : view && <SyncButton view={view} />}
      {progress && (
        <div className="absolute inset-x-0 -bottom-0.5 z-10">
          <ProgressBar
            label={words.list.downloading(folder ? folderName(folder) : '')}
            value={progress.stored}
            max={progress.total}
          />
        </div>
      )}
    </header>
  );
});

/** "Sync now" for all accounts. */
function SyncAllButton() {
  const isSyncing = useAccounts(({ accounts }) => accounts?.some((view) => isUnderWay(view)) ?? false);
  return (
    <SyncIcon label={texts().mailbox.overAccounts.syncNow} isSyncing={isSyncing} onSync={() => void retryNow(null)} />
  );
}

function SyncButton({ view }: { readonly view: AccountView }) {
  const sync = (): void => void retryNow(view.account.id);
  return <SyncIcon label={texts().mailbox.list.syncNow} isSyncing={isUnderWay(view)} onSync={sync} />;
}

function isUnderWay({ status: { connection } }: AccountView): boolean {
  return connection.kind === 'syncing' || connection.kind === 'connecting';
}

interface SyncIconProps {
  readonly label: string;
  readonly isSyncing: boolean;
  readonly onSync: () => void;
}

function SyncIcon({ label, isSyncing, onSync }: SyncIconProps) {
  return (
    <IconButton
      icon={RefreshCw}
      label={label}
      shortcut={shortcutLabel('sync_now')}
      aria-busy={isSyncing}
      className={isSyncing ? '[&>svg]:animate-turn' : ''}
      onClick={onSync}
    />
  );
}

/** "4,213 messages, 3 unread" over all accounts; of a list that is a search, how many are known. */
function OverLine({ over }: { readonly over: AccountsListId }) {
  const words = texts().mailbox;
  const lists = useMailbox((state) => state.lists);
  const isEmpty = useMailbox(({ open }) => open?.list.total === 0);
  const folders = foldersOver(lists, over);
  const unread = folders?.reduce((sum, folder) => sum + folder.unread, 0) ?? 0;
  if (over === 'unread') return unread > 0 ? words.overAccounts.unread(unread) : '';
  if (isFound(over)) return isEmpty ? '' : <FoundLine />;
  const total = folders?.reduce((sum, folder) => sum + folder.total, 0) ?? 0;
  if (total === 0) return '';
  return unread > 0 ? words.list.countUnread(total, unread) : words.list.count(total);
}

/** "12 found" */
function FoundLine() {
  const total = useMailbox(({ open }) => open?.list.total ?? 0);
  const isMore = useSearch(({ report }) => report?.isMore ?? false);
  return texts().search.found(total, isMore);
}

/** "12 of 4,213 selected" */
function SelectedLine() {
  const count = useMailbox(({ open }) => open?.selection.ids.size ?? 0);
  const total = useMailbox(({ open }) => open?.list.total ?? 0);
  return texts().mailbox.selection.countOf(count, total);
}

/** Actions on several messages. The reader offers the same ones, but in a narrow window it is not visible. */
function SelectionButtons() {
  const words = texts().mailbox;
  const narrow = useMailbox((state) => state.narrow);
  // Drawn anew with the selection, since what is offered depends on it.
  useMailbox(({ open }) => open?.selection);
  return (
    <div className="flex">
      {narrow && (
        <Menu
          align="end"
          trigger={<IconButton icon={Ellipsis} label={words.selection.actions} />}
          items={messageItems()}
        />
      )}
      <IconButton
        icon={X}
        label={words.selection.clear}
        shortcut={texts().commands.keys.other.Escape}
        onClick={selectNone}
      />
    </div>
  );
}

/** "12,000 of 100,000 messages" while it fills; "1,204 messages, 3 unread" otherwise. */
function statusLine(view: AccountView | undefined, folder: Folder | undefined): string {
  const status = view?.status;
  const words = texts().mailbox.list;
  if (!folder) return status?.connection.kind === 'connecting' ? words.connecting : '';
  const { progress } = status ?? { progress: null };
  if (progress && progress.folderId === folder.id) return words.downloaded(progress.stored, progress.total);
  if (folder.total === 0) return folder.syncState === 'complete' ? words.noMessages : '';
  return folder.unread > 0 ? words.countUnread(folder.total, folder.unread) : words.count(folder.total);
}
