import type { LucideIcon } from 'lucide-react';
import type { KeyboardEvent } from 'react';
import { texts } from '../../../shared/texts/texts.ts';
import { classNames } from '../../components/class-names.ts';
import { Icon } from '../../components/icon.tsx';

interface SidebarItemProps {
  readonly icon: LucideIcon;
  readonly name: string;
  /** For screen readers, where more than the name is to be said. */
  readonly label?: string;
  readonly unread?: number;
  readonly isShown: boolean;
  /** The item takes the focus when the sidebar is entered by Tab. */
  readonly isEntry: boolean;
  /** By which the item is found: `data-over`, `data-saved`. */
  readonly data: Readonly<Record<`data-${string}`, string>>;
  readonly onChoose: () => void;
}

/** A line of the sidebar that is no folder: a list over accounts, a saved search. */
export function SidebarItem({ icon, name, label, unread = 0, isShown, isEntry, data, onChoose }: SidebarItemProps) {
  return (
    <div
      role="treeitem"
      tabIndex={isEntry ? 0 : -1}
      {...data}
      aria-level={1}
      aria-selected={isShown}
      title={name}
      aria-label={label ?? name}
      className={classNames(
        'relative flex h-(--item-height) shrink-0 items-center gap-2 rounded-md ps-5 pe-2 in-data-rail:justify-center in-data-rail:px-0! focus-visible:-outline-offset-2 data-menu:bg-hover',
        isShown ? 'bg-selected-idle group-focus-within/tree:bg-selected' : 'hover:bg-hover',
      )}
      onClick={onChoose}
      onKeyDown={(event) => onChoosingKey(event, onChoose)}
    >
      <Icon icon={icon} className={isShown ? 'shrink-0 text-accent-text' : 'shrink-0 text-muted'} />
      <bdi title={name} className="min-w-0 truncate in-data-rail:hidden">
        {name}
      </bdi>
      <UnreadCount count={unread} />
    </div>
  );
}

/** Enter and the space bar choose, as a click does. */
export function onChoosingKey(event: KeyboardEvent, choose: () => void): void {
  if (event.key !== 'Enter' && event.key !== ' ') return;
  event.preventDefault();
  choose();
}

/** How many are unread, at the end of the line; a dot where there is only room for an icon. Nothing for none. */
export function UnreadCount({ count }: { readonly count: number }) {
  if (count === 0) return null;
  return (
    <>
      <span className="ms-auto shrink-0 ps-1 text-small text-muted tabular-nums in-data-rail:hidden">
        {texts().mailbox.number(count)}
      </span>
      <span
        aria-hidden="true"
        className="absolute end-1 top-0.5 hidden size-1.5 rounded-full bg-accent in-data-rail:block"
      />
    </>
  );
}
