import { Ellipsis } from 'lucide-react';
import { Toolbar } from 'radix-ui';
import { Fragment } from 'react';
import type { CommandId } from '../../shared/commands.ts';
import { texts } from '../../shared/texts/texts.ts';
import { classNames } from '../components/class-names.ts';
import { IconButton } from '../components/icon-button.tsx';
import { Menu } from '../components/menu.tsx';
import { shortcutLabel } from '../keyboard/shortcut-label.ts';
import { usePreferences } from '../stores/preferences.ts';
import type { OfferedAction, ReaderAction } from './reader-actions.ts';

interface ReaderToolbarProps {
  readonly actions: readonly OfferedAction[];
  /** How many of the actions have a button; the others are in the menu. */
  readonly fitting: number;
  readonly onAction: (action: ReaderAction) => void;
}

/** What can be done with the open message, in groups. One stop of the Tab key, arrows within. */
export function ReaderToolbar({ actions, fitting, onAction }: ReaderToolbarProps) {
  const direction = usePreferences((preferences) => preferences.direction);
  const { toolbar } = texts().reader;
  const shown = actions.slice(0, fitting);
  return (
    <Toolbar.Root dir={direction} aria-label={toolbar.label} className="flex min-w-0 flex-1 items-center gap-0.5">
      {shown.map(({ action, icon, label, shortcutOf, group }, index) => (
        // Keyed by `shortcutOf`, so that a button keeps the focus when its action turns into the opposite one.
        <Fragment key={shortcutOf}>
          {index > 0 && shown[index - 1]?.group !== group && <Toolbar.Separator className="mx-2 h-4 w-px bg-line" />}
          <Toolbar.Button asChild>
            <IconButton
              icon={icon}
              label={label}
              // The icon's arrow points in the reading direction.
              className={classNames(action === 'move' && 'rtl:-scale-x-100')}
              {...keysOf(shortcutOf)}
              onClick={() => onAction(action)}
            />
          </Toolbar.Button>
        </Fragment>
      ))}
      <span className="flex-1" />
      <Menu
        align="end"
        trigger={
          <Toolbar.Button asChild>
            <IconButton icon={Ellipsis} label={toolbar.more} />
          </Toolbar.Button>
        }
        items={actions.slice(fitting).map(({ action, icon, label, shortcutOf, danger, group }, index, rest) => ({
          label,
          icon,
          danger,
          startsGroup: index > 0 && rest[index - 1]?.group !== group,
          ...keysOf(shortcutOf),
          onSelect: () => onAction(action),
        }))}
      />
    </Toolbar.Root>
  );
}

function keysOf(command: CommandId): { readonly shortcut?: string } {
  const shortcut = shortcutLabel(command);
  return shortcut === '' ? {} : { shortcut };
}
