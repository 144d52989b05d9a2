import { ArrowLeft, Code, Ellipsis, Mail, MailOpen, Trash2 } from 'lucide-react';
import { IconButton } from '../../components/icon-button.tsx';
import { Menu } from '../../components/menu.tsx';
import type { ReaderAction } from './reader.tsx';

interface ReaderToolbarProps {
  readonly seen: boolean;
  readonly onAction: (action: ReaderAction) => void;
  readonly onSource: () => void;
  readonly onBack?: (() => void) | undefined;
}

/** What can be done with the open message. */
export function ReaderToolbar({ seen, onAction, onSource, onBack }: ReaderToolbarProps) {
  return (
    <div role="toolbar" aria-label="Message" className="flex flex-none gap-0.5">
      {onBack && <IconButton icon={ArrowLeft} label="Back to the list" shortcut="Esc" onClick={onBack} />}
      <IconButton
        icon={seen ? Mail : MailOpen}
        label={seen ? 'Mark as unread' : 'Mark as read'}
        shortcut="U"
        onClick={() => onAction(seen ? 'mark_unread' : 'mark_read')}
      />
      <IconButton icon={Trash2} label="Move to trash" shortcut="Delete" onClick={() => onAction('trash')} />
      <Menu
        align="end"
        trigger={<IconButton icon={Ellipsis} label="More" />}
        items={[{ label: 'Show source', icon: Code, onSelect: onSource }]}
      />
    </div>
  );
}
