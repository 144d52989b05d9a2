import { ChevronRight, FilePen, Inbox, type LucideIcon, Mail, Paperclip, Send, Star } from 'lucide-react';
import { type KeyboardEvent, useId } from 'react';
import { texts } from '../../../shared/texts/texts.ts';
import { classNames } from '../../components/class-names.ts';
import { Icon } from '../../components/icon.tsx';
import { useCompose } from '../../compose/composers.ts';
import { usePreferences } from '../../stores/preferences.ts';
import { unreadOver } from '../list/accounts-lists.ts';
import { openFolder } from '../list/open-view.ts';
import { type AccountsListId, accountsLists, useMailbox } from '../mailbox-state.ts';
import { setCollapsed } from '../memory.ts';

const icons: Readonly<Record<AccountsListId, LucideIcon>> = {
  inboxes: Inbox,
  unread: Mail,
  starred: Star,
  attachments: Paperclip,
  drafts: FilePen,
  sent: Send,
};

/** What the group is remembered by among what is closed in the sidebar. */
const groupKey = 'over accounts';

/** The icon of a list over accounts. */
export function accountsListIcon(list: AccountsListId): LucideIcon {
  return icons[list];
}

/** Lists over all accounts, above them; nothing where there is one account, or where the user does not want them. */
export function OverAccounts() {
  const isWanted = usePreferences(({ overAccounts }) => overAccounts);
  const isOf = useMailbox(({ lists }) => lists.size > 1);
  const isClosed = useMailbox(({ collapsed }) => collapsed.has(groupKey));
  const id = useId();
  if (!isWanted || !isOf) return null;
  const words = texts().mailbox.overAccounts;
  return (
    <fieldset aria-labelledby={id} className="flex min-w-0 flex-col">
      <button
        id={id}
        type="button"
        aria-expanded={!isClosed}
        onClick={() => setCollapsed(groupKey, !isClosed)}
        className="flex h-13 items-center gap-1 rounded-md px-2 text-start font-semibold in-data-rail:h-7 in-data-rail:justify-center focus-visible:-outline-offset-2"
      >
        <span className="min-w-0 flex-1 truncate in-data-rail:sr-only">{words.group}</span>
        <Icon
          icon={ChevronRight}
          size={14}
          className={classNames('shrink-0 text-muted', isClosed ? 'rtl:-scale-x-100' : 'rotate-90')}
        />
      </button>
      {!isClosed && (
        <div role="tree" aria-label={words.group} className="group/tree flex flex-col">
          {accountsLists.map((list) => (
            <AccountsListItem key={list} list={list} />
          ))}
        </div>
      )}
    </fieldset>
  );
}

function AccountsListItem({ list }: { readonly list: AccountsListId }) {
  const words = texts().mailbox;
  const name = words.overAccounts.lists[list];
  const unread = useMailbox(({ lists }) => unreadOver(lists, list));
  const isOpen = useMailbox(({ open }) => open?.over === list);
  // Drafts or the outbox have taken the place of its messages.
  const isShown = useCompose((state) => state.list === null) && isOpen;
  const choose = (): void => void openFolder({ over: list });
  return (
    <div
      role="treeitem"
      tabIndex={isOpen ? 0 : -1}
      data-over={list}
      aria-level={1}
      aria-selected={isShown}
      title={name}
      aria-label={unread > 0 ? words.sidebar.unread(name, unread) : name}
      className={classNames(
        'relative flex h-(--item-height) shrink-0 items-center gap-2 rounded-md ps-5 pe-2 in-data-rail:justify-center in-data-rail:px-0! focus-visible:-outline-offset-2',
        isShown ? 'bg-selected-idle group-focus-within/tree:bg-selected' : 'hover:bg-hover',
      )}
      onClick={choose}
      onKeyDown={(event: KeyboardEvent) => {
        if (event.key !== 'Enter' && event.key !== ' ') return;
        event.preventDefault();
        choose();
      }}
    >
      <Icon icon={icons[list]} className={isShown ? 'shrink-0 text-accent-text' : 'shrink-0 text-muted'} />
      <span className="min-w-0 truncate in-data-rail:hidden">{name}</span>
      {unread > 0 && (
        <>
          <span className="ms-auto shrink-0 ps-1 text-small text-muted tabular-nums in-data-rail:hidden">
            {words.number(unread)}
          </span>
          <span
            aria-hidden="true"
            className="absolute end-1 top-0.5 hidden size-1.5 rounded-full bg-accent in-data-rail:block"
          />
        </>
      )}
    </div>
  );
}
