import type { LucideIcon } from 'lucide-react';
import { Plus, Settings } from 'lucide-react';
import type { AccountView, ConnectionState } from '../../../shared/mail.ts';
import { classNames } from '../../components/class-names.ts';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { Icon } from '../../components/icon.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { Tooltip } from '../../components/tooltip.tsx';
import { useAccounts } from '../../stores/accounts.ts';
import { loadFolders } from '../../stores/mailbox.ts';
import { inSidebarOrder } from '../../stores/mailbox-folders.ts';
import { useMailbox } from '../../stores/mailbox-state.ts';
import { showSettings, showSetup } from '../../stores/ui.ts';
import { FolderItem } from './folder-item.tsx';
import { isWorking } from './list-phase.ts';
import { useTreeKeys } from './use-tree-keys.ts';

/** Accounts with their folders; settings and a new account at the bottom. */
export function Sidebar() {
  const accounts = useAccounts((state) => state.accounts) ?? [];
  const tree = useTreeKeys();
  return (
    <nav aria-label="Accounts and folders" className="flex h-full min-w-0 flex-col bg-window">
      <div
        ref={tree.ref}
        role="tree"
        data-pane="folders"
        aria-label="Folders"
        className="group/tree flex min-h-0 flex-1 flex-col gap-2 overflow-y-auto px-2 pb-2"
        onKeyDown={tree.onKeyDown}
        onFocus={tree.onFocus}
      >
        {accounts.map((view) => (
          <AccountGroup key={view.account.id} view={view} />
        ))}
      </div>
      <div className="flex flex-none flex-col border-t border-line p-2">
        <BottomButton icon={Plus} label="Add account" onClick={showSetup} />
        <BottomButton icon={Settings} label="Settings" onClick={showCurrentSettings} />
      </div>
    </nav>
  );
}

/** The page of the account whose folder is open: that is what somebody wants to change. */
function showCurrentSettings(): void {
  const accountId = useMailbox.getState().open?.accountId ?? useAccounts.getState().accounts?.[0]?.account.id;
  showSettings(accountId ?? 'accounts');
}

function AccountGroup({ view }: { readonly view: AccountView }) {
  const { account, status } = view;
  const list = useMailbox((state) => state.lists.get(account.id));
  const openId = useMailbox((state) => (state.open?.accountId === account.id ? state.open.folderId : null));
  const labelId = `account-${account.id}`;
  const entries = inSidebarOrder(list?.folders ?? []);
  const waiting = entries.length === 0 && !list?.error && isWorking(status.connection);
  return (
    <fieldset aria-labelledby={labelId} className="flex min-w-0 flex-col">
      {/* As high as the toolbars beside it, so that the first folder begins where the first message does. */}
      <div className="flex h-13 items-center gap-2 px-2">
        <span id={labelId} title={account.address} className="flex min-w-0 flex-1 flex-col">
          {account.displayName && (
            <span dir="auto" className="truncate text-start font-semibold">
              {account.displayName}
            </span>
          )}
          <span
            className={classNames(
              'truncate text-muted',
              account.displayName ? 'text-small' : 'text-base font-semibold',
            )}
          >
            {account.address}
          </span>
        </span>
        <StateDot connection={status.connection} />
      </div>
      {waiting && <FolderSkeletons />}
      {list?.error && entries.length === 0 && (
        <ErrorNotice error={list.error} actions={{ retry: () => void loadFolders(account.id) }} />
      )}
      {entries.map(({ folder, level }) => (
        <FolderItem key={folder.id} folder={folder} level={level} open={folder.id === openId} />
      ))}
    </fieldset>
  );
}

const stateWords: Partial<Record<ConnectionState['kind'], string>> = {
  offline: 'Offline',
  throttled: 'Waiting for the server',
  needs_sign_in: 'Needs you to sign in',
  failed: 'Not connected',
};

/** Healthy is silence; otherwise a dot, and in words for those who do not see it. */
function StateDot({ connection }: { readonly connection: ConnectionState }) {
  const words = stateWords[connection.kind];
  if (!words) return null;
  const yourTurn = connection.kind === 'needs_sign_in' || connection.kind === 'failed';
  return (
    <Tooltip text={words}>
      <span role="img" aria-label={words} className="flex size-4 shrink-0 items-center justify-center">
        <span
          className={classNames(
            'size-2 rounded-full',
            yourTurn ? 'bg-turn' : 'border-[1.5px] border-line-strong bg-transparent',
          )}
        />
      </span>
    </Tooltip>
  );
}

const skeletonWidths = ['w-16', 'w-20', 'w-24', 'w-16', 'w-28'];

function FolderSkeletons() {
  return skeletonWidths.map((width, index) => (
    <div key={`${width} ${String(index)}`} className="flex h-7 items-center gap-2 px-2">
      <Skeleton className="size-4" />
      <Skeleton className={width} />
    </div>
  ));
}

interface BottomButtonProps {
  readonly icon: LucideIcon;
  readonly label: string;
  readonly onClick: () => void;
}

function BottomButton({ icon, label, onClick }: BottomButtonProps) {
  return (
    <button
      type="button"
      onClick={onClick}
      className="flex h-7 items-center gap-2 rounded-md px-2 text-muted hover:bg-hover hover:text-text focus-visible:-outline-offset-2 active:bg-pressed"
    >
      <Icon icon={icon} className="shrink-0" />
      {label}
    </button>
  );
}
