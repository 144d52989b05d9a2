import { ChevronRight, FilePen, Inbox, type LucideIcon, Mail, Paperclip, Send, Star } from 'lucide-react';
import { useId } from 'react';
import { texts } from '../../../shared/texts/texts.ts';
import { classNames } from '../../components/class-names.ts';
import { Icon } from '../../components/icon.tsx';
import { useCompose } from '../../compose/composers.ts';
import { usePreferences } from '../../stores/preferences.ts';
import { unreadOver } from '../list/accounts-lists.ts';
import { openFolder } from '../list/open-view.ts';
import { type AccountsListId, accountsLists, useMailbox } from '../mailbox-state.ts';
import { setCollapsed } from '../memory.ts';
import { SidebarItem } from './sidebar-item.tsx';

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
  return (
    <SidebarItem
      icon={icons[list]}
      name={name}
      label={unread > 0 ? words.sidebar.unread(name, unread) : name}
      unread={unread}
      isShown={isShown}
      isEntry={isOpen}
      data={{ 'data-over': list }}
      onChoose={() => void openFolder({ over: list })}
    />
  );
}
