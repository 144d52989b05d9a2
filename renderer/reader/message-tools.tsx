import { ChevronUp, Ellipsis } from 'lucide-react';
import { texts } from '../../shared/texts/texts.ts';
import { IconButton } from '../components/icon-button.tsx';
import { Menu } from '../components/menu.tsx';
import type { OfferedAction, ReaderAction } from './reader-actions.ts';

interface MessageToolsProps {
  /** What can be done with this message alone. */
  readonly actions: readonly OfferedAction[];
  readonly onAction: (action: ReaderAction) => void;
  readonly onFold: () => void;
}

/** What can be done with one of several messages, in its header: to answer it, its star, the rest in a menu, and to fold it. */
export function MessageTools({ actions, onAction, onFold }: MessageToolsProps) {
  const { toolbar, conversation } = texts().reader;
  const shown = actions.filter(({ action, group }) => group === 'answer' || action === 'toggle_flag');
  const rest = actions.filter((each) => !shown.includes(each));
  return (
    <span className="flex shrink-0 items-center">
      {shown.map(({ action, icon, label }) => (
        <IconButton key={action} icon={icon} label={label} onClick={() => onAction(action)} />
      ))}
      <Menu
        align="end"
        trigger={<IconButton icon={Ellipsis} label={toolbar.more} />}
        items={rest.map(({ action, icon, label, danger, group }, index) => ({
          label,
          icon,
          danger,
          startsGroup: index > 0 && rest[index - 1]?.group !== group,
          onSelect: () => onAction(action),
        }))}
      />
      <IconButton icon={ChevronUp} label={conversation.fold} aria-expanded onClick={onFold} />
    </span>
  );
}
