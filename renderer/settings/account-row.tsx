import { Bell, BellOff, ChevronDown, ChevronUp, Ellipsis, GripVertical, Settings2 } from 'lucide-react';
import type { DragEvent, KeyboardEvent } from 'react';
import { healthAction, healthOf } from '../../shared/health.ts';
import type { AccountId, AccountView } from '../../shared/mail.ts';
import type { AppError } from '../../shared/reply.ts';
import { texts } from '../../shared/texts/texts.ts';
import { classNames } from '../components/class-names.ts';
import { ColourDot } from '../components/colour-dot.tsx';
import { Icon } from '../components/icon.tsx';
import { IconButton } from '../components/icon-button.tsx';
import { Menu } from '../components/menu.tsx';
import { BareSwitch } from '../components/switch.tsx';
import { HealthLine } from '../diagnosis/health-line.tsx';
import { usePreferences } from '../stores/preferences.ts';
import { showSettings } from '../stores/ui.ts';
import { accountName, setLook } from './account-looks.ts';

/** The id of the button that opens an account's page, in the list of accounts. */
export function openButtonId(accountId: AccountId): string {
  return `open-${accountId}`;
}

interface AccountRowProps {
  readonly view: AccountView;
  /** Whether any account has a colour: then every row keeps space for one. */
  readonly coloured: boolean;
  readonly isFirst: boolean;
  readonly isLast: boolean;
  readonly dragged: boolean;
  /** The side of this row on which the dragged row would be dropped; null: it would not be dropped here. */
  readonly dropLine: 'before' | 'after' | null;
  readonly dragHandlers: Readonly<Record<'onDragStart' | 'onDragOver' | 'onDrop', (event: DragEvent) => void>>;
  /** Moves the account by one place; when the user moved it by keyboard, its button keeps the focus. */
  readonly onMove: (by: -1 | 1, keepFocus: boolean) => void;
  readonly onFailed: (error: AppError | null) => void;
}

/** One account in the list: a link to its page, buttons that move it, and whether it notifies of new mail. */
export function AccountRow({
  view,
  coloured,
  isFirst,
  isLast,
  dragged,
  dropLine,
  dragHandlers,
  onMove,
  onFailed,
}: AccountRowProps) {
  const { account } = view;
  const notifications = usePreferences((preferences) => preferences.notifications);
  const words = texts().settings.accounts;
  const name = accountName(account);
  const health = healthOf(view);
  const onKeyDown = (event: KeyboardEvent) => {
    if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
    event.preventDefault();
    onMove(event.key === 'ArrowUp' ? -1 : 1, true);
  };
  const notify = async (checked: boolean) => {
    onFailed(null);
    const reply = await setLook(account, { notify: checked });
    if (!reply.ok) onFailed(reply.error);
  };
  return (
    <li
      draggable
      {...dragHandlers}
      className={classNames(
        'group relative flex items-center gap-2 border-b border-line ps-2 pe-3 last:border-b-0',
        dragged && 'opacity-50',
      )}
    >
      {dropLine && (
        <span
          aria-hidden="true"
          className={classNames(
            'pointer-events-none absolute inset-x-0 z-10 h-0.5 bg-accent',
            dropLine === 'before' ? '-top-px' : '-bottom-px',
          )}
        />
      )}
      <span aria-hidden="true" className="cursor-grab text-line-strong">
        <Icon icon={GripVertical} className="shrink-0" />
      </span>
      {coloured && <ColourDot colour={account.colour} />}
      <button
        id={openButtonId(account.id)}
        type="button"
        aria-keyshortcuts="Alt+ArrowUp Alt+ArrowDown"
        onKeyDown={onKeyDown}
        onClick={() => showSettings(account.id)}
        className="flex min-h-13 min-w-0 flex-1 flex-col items-start justify-center rounded-md px-1 py-1.5 text-start hover:bg-hover focus-visible:-outline-offset-2"
      >
        <bdi className="max-w-full truncate">{name}</bdi>
        {name !== account.address && <bdi className="max-w-full truncate text-small text-muted">{account.address}</bdi>}
        {/* Healthy is silence, and so is what comes and goes. */}
        {healthAction(health) !== null && <HealthLine health={health} className="text-small" />}
      </button>
      <Menu
        align="end"
        trigger={<IconButton icon={Ellipsis} label={words.more(name)} />}
        items={[
          { label: words.details, icon: Settings2, onSelect: () => showSettings(account.id) },
          {
            label: words.moveUp,
            icon: ChevronUp,
            shortcut: 'Alt+↑',
            disabled: isFirst,
            onSelect: () => onMove(-1, false),
          },
          {
            label: words.moveDown,
            icon: ChevronDown,
            shortcut: 'Alt+↓',
            disabled: isLast,
            onSelect: () => onMove(1, false),
          },
        ]}
      />
      <Icon icon={account.notify && notifications ? Bell : BellOff} className="shrink-0 text-muted" />
      <BareSwitch
        label={words.notify(name)}
        disabled={!notifications}
        checked={account.notify}
        onChange={(checked) => void notify(checked)}
      />
    </li>
  );
}
