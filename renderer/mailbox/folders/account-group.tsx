import { ChevronRight, CircleAlert, Ellipsis } from 'lucide-react';
import { useId } from 'react';
import type { AccountView, FolderId, NamespaceKind } from '../../../shared/mail.ts';
import { texts } from '../../../shared/texts/texts.ts';
import { classNames } from '../../components/class-names.ts';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { Icon } from '../../components/icon.tsx';
import { IconButton } from '../../components/icon-button.tsx';
import { Menu } from '../../components/menu.tsx';
import { initialsOf } from '../../components/sender-colours.ts';
import { Skeleton } from '../../components/skeleton.tsx';
import { hasBanner } from '../../diagnosis/account-banner.tsx';
import { useColour } from '../../stores/accounts.ts';
import { isWorking } from '../list/list-phase.ts';
import { loadFolders } from '../mailbox.ts';
import { useMailbox } from '../mailbox-state.ts';
import { accountKey, setAccountFolded } from '../memory.ts';
import { useShownAccountId } from '../shown-account.ts';
import { type AccountState, accountState } from './account-state.ts';
import { FolderItem } from './folder-item.tsx';
import { accountItems } from './folder-menu.ts';
import { inSidebarOrder, type TreeRow, treeRows } from './folder-tree.ts';

/** An account of the sidebar: what it is called, its state when there is something to say, and its folders. */
export function AccountGroup({ view }: { readonly view: AccountView }) {
  const { account, status } = view;
  const list = useMailbox((state) => state.lists.get(account.id));
  const collapsed = useMailbox((state) => state.collapsed);
  const openId = useMailbox((state) => (state.open?.accountId === account.id ? state.open.folderId : null));
  const labelId = `account-${account.id}`;
  const rows = treeRows(inSidebarOrder(list?.folders ?? []), collapsed);
  const folded = collapsed.has(accountKey(account.id));
  const state = accountState(view);
  const bannered = useShownAccountId() === account.id && hasBanner(view);
  const waiting = rows.length === 0 && !list?.error && isWorking(status.connection);
  return (
    <fieldset aria-labelledby={labelId} data-account={account.id} className="group/account flex min-w-0 flex-col">
      <AccountHeader view={view} labelId={labelId} mark={bannered ? state : null} folded={folded} />
      <AccountStateLine view={view} state={bannered ? null : state} />
      {waiting && !folded && <FolderSkeletons />}
      {/* Where the account does not work, its state says why its folders are not listed. */}
      {list?.error && rows.length === 0 && !state && (
        <ErrorNotice
          title={texts().mailbox.sidebar.notListed}
          error={list.error}
          actions={{ retry: () => void loadFolders(account.id) }}
        />
      )}
      {!folded &&
        namespaceKinds.map((kind) => (
          <NamespaceTree
            key={kind}
            kind={kind}
            rows={rows.filter(({ folder }) => folder.namespace === kind)}
            openId={openId}
          />
        ))}
    </fieldset>
  );
}

const namespaceKinds: readonly NamespaceKind[] = ['personal', 'other', 'shared'];

interface NamespaceTreeProps {
  readonly kind: NamespaceKind;
  readonly rows: readonly TreeRow[];
  readonly openId: FolderId | null;
}

/** The folders of a namespace; those that are not the user's own stand below a heading. */
function NamespaceTree({ kind, rows, openId }: NamespaceTreeProps) {
  const id = useId();
  if (rows.length === 0) return null;
  const own = kind === 'personal';
  return (
    <>
      {!own && (
        <h3 id={id} className="mt-2 truncate px-2 pb-1 text-small text-muted in-data-rail:sr-only">
          {texts().folders.namespaces[kind]}
        </h3>
      )}
      <div
        role="tree"
        {...(own ? { 'aria-label': texts().mailbox.sidebar.folders } : { 'aria-labelledby': id })}
        className="group/tree flex flex-col"
      >
        {rows.map(({ folder, level, expanded, unread }) => (
          <FolderItem
            key={folder.id}
            folder={folder}
            level={level}
            expanded={expanded}
            unread={unread}
            open={folder.id === openId}
          />
        ))}
      </div>
    </>
  );
}

interface AccountHeaderProps {
  readonly view: AccountView;
  readonly labelId: string;
  /** The state that the banner above the mail says; here it is only marked. */
  readonly mark: AccountState | null;
  /** Its folders are hidden. */
  readonly folded: boolean;
}

function AccountHeader({ view, labelId, mark, folded }: AccountHeaderProps) {
  const { account } = view;
  const colour = useColour(account.id);
  const name = account.label || account.address;
  const words = texts().mailbox.sidebar;
  return (
    // As high as the toolbars beside it, so that the first folder begins where the first message does.
    <div className="relative flex h-13 items-center gap-2 px-2 in-data-rail:h-10 in-data-rail:flex-col in-data-rail:justify-center in-data-rail:gap-0.5">
      {colour && <span className="size-2 shrink-0 rounded-full" style={{ background: `var(--account-${colour})` }} />}
      <span
        id={labelId}
        title={account.address}
        dir="auto"
        className="min-w-0 flex-1 truncate font-semibold [text-align:-webkit-match-parent] in-data-rail:sr-only"
      >
        {name}
      </span>
      <span aria-hidden="true" title={name} className="hidden font-semibold in-data-rail:block">
        {initialsOf({ name, address: account.address })}
      </span>
      <button
        type="button"
        aria-expanded={!folded}
        aria-label={folded ? words.unfold(name) : words.fold(name)}
        title={folded ? words.unfold(name) : words.fold(name)}
        className={classNames(
          'absolute end-7 flex size-7 items-center justify-center rounded-md bg-window text-muted hover:bg-hover hover:text-text focus-visible:opacity-100 in-data-rail:hidden',
          !folded && 'opacity-0 group-hover/account:opacity-100',
        )}
        onClick={() => setAccountFolded(account.id, !folded)}
      >
        <Icon icon={ChevronRight} size={14} className={folded ? 'rtl:-scale-x-100' : 'rotate-90'} />
      </button>
      {mark && (
        <span
          role="img"
          aria-label={mark.words}
          title={mark.words}
          className={classNames('shrink-0', mark.yourTurn ? 'text-turn' : 'text-muted')}
        >
          <Icon icon={CircleAlert} />
        </span>
      )}
      <Menu
        align="end"
        trigger={
          <IconButton
            icon={Ellipsis}
            label={texts().folders.menu.account}
            className="absolute end-0 bg-window in-data-rail:hidden opacity-0 group-hover/account:opacity-100 focus-visible:opacity-100 data-[state=open]:opacity-100"
          />
        }
        items={accountItems(account.id)}
      />
    </div>
  );
}

interface AccountStateLineProps {
  readonly view: AccountView;
  /** Null where there is nothing to say, or where the banner says it. */
  readonly state: AccountState | null;
}

/** A quiet dot, a word, and one button; below it, how many changes wait until the account works again. */
function AccountStateLine({ view, state }: AccountStateLineProps) {
  const { account, status } = view;
  const words = texts().mailbox.states;
  // While the account works its changes are sent within seconds, so saying so would only move the folders up and down.
  const waiting = isWorking(status.connection) ? 0 : status.pendingOperations;
  if (!state && waiting === 0) return null;
  return (
    <div role="status" className="-mt-2 mb-1 flex flex-col ps-2 text-small in-data-rail:items-center in-data-rail:p-0">
      {state && (
        // Long words have the whole width, and the button stands below them.
        <div className="flex min-h-7 flex-wrap items-center gap-x-2" title={state.words}>
          <span className="flex min-w-0 flex-auto items-center gap-2 in-data-rail:flex-none">
            <span
              className={classNames(
                'size-2 shrink-0 rounded-full',
                state.yourTurn ? 'bg-turn' : 'border-[1.5px] border-line-strong bg-transparent',
              )}
            />
            <span
              className={classNames(
                'min-w-0 text-pretty in-data-rail:sr-only',
                state.yourTurn ? 'text-turn' : 'text-muted',
              )}
            >
              {state.words}
            </span>
          </span>
          <button
            type="button"
            aria-label={words.actionFor(state.action.label, account.label || account.address)}
            className="ms-auto h-6 shrink-0 rounded-md px-2 in-data-rail:sr-only font-semibold text-accent-text hover:bg-hover active:bg-pressed"
            onClick={state.action.run}
          >
            {state.action.label}
          </button>
        </div>
      )}
      {waiting > 0 && (
        <span className={classNames('pb-1 text-muted tabular-nums in-data-rail:sr-only', state && 'ps-4')}>
          {words.waiting(waiting)}
        </span>
      )}
    </div>
  );
}

const skeletonWidths = ['w-16', 'w-20', 'w-24', 'w-16', 'w-28'];

function FolderSkeletons() {
  return skeletonWidths.map((width, index) => (
    <div key={`${width} ${String(index)}`} className="flex h-(--item-height) items-center gap-2 ps-5 pe-2">
      <Skeleton className="size-4" />
      <Skeleton className={width} />
    </div>
  ));
}
