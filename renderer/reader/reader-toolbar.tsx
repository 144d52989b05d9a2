import { Code, Ellipsis } from 'lucide-react';
import { Toolbar } from 'radix-ui';
import type { CommandId } from '../../shared/commands.ts';
import { texts } from '../../shared/texts/texts.ts';
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
  readonly onSource: () => void;
}

/** What can be done with the open message. One stop of the Tab key, arrows within. */
export function ReaderToolbar({ actions, fitting, onAction, onSource }: ReaderToolbarProps) {
  const direction = usePreferences((preferences) => preferences.direction);
  const { toolbar } = texts().reader;
  return (
    <Toolbar.Root dir={direction} aria-label={toolbar.label} className="flex flex-none gap-0.5">
      {actions.slice(0, fitting).map(({ action, icon, label, shortcutOf }) => (
        // Keyed by `shortcutOf`, so that a button keeps the focus when its action turns into the opposite one.
        <Toolbar.Button key={shortcutOf} asChild>
          <IconButton
            icon={icon}
            label={label}
            // The icon's arrow points in the reading direction.
            className={action === 'move' ? 'rtl:-scale-x-100' : ''}
            {...keysOf(shortcutOf)}
            onClick={() => onAction(action)}
          />
        </Toolbar.Button>
      ))}
      <Menu
        align="end"
        trigger={
          <Toolbar.Button asChild>
            <IconButton icon={Ellipsis} label={toolbar.more} />
          </Toolbar.Button>
        }
        items={[
          ...actions.slice(fitting).map(({ action, icon, label, shortcutOf, danger }) => ({
            label,
            icon,
            danger,
            ...keysOf(shortcutOf),
            onSelect: () => onAction(action),
          })),
          { label: toolbar.showSource, icon: Code, onSelect: onSource },
        ]}
      />
    </Toolbar.Root>
  );
}

function keysOf(command: CommandId): { readonly shortcut?: string } {
  const shortcut = shortcutLabel(command);
  return shortcut === '' ? {} : { shortcut };
}
