import { Code, Ellipsis, Mail, MailOpen, Trash2 } from 'lucide-react';
import { IconButton } from '../../components/icon-button.tsx';
import { Menu } from '../../components/menu.tsx';
import type { ReaderAction } from './reader.tsx';

interface ReaderToolbarProps {
  readonly seen: boolean;
  readonly onAction: (action: ReaderAction) => void;
  readonly onSource: () => void;
  readonly trashDisabledReason?: string | undefined;
}

/** What can be done with the open message. */
export function ReaderToolbar({ seen, onAction, onSource, trashDisabledReason }: ReaderToolbarProps) {
  return (
    <div role="toolbar" aria-label="Message" className="flex flex-none gap-0.5">
      <IconButton
        icon={seen ? Mail : MailOpen}
        label={seen ? 'Mark as unread' : 'Mark as read'}
        shortcut="U"
        onClick={() => onAction(seen ? 'mark_unread' : 'mark_read')}
      />
      {trashDisabledReason === undefined ? (
        <IconButton icon={Trash2} label="Move to trash" shortcut="Delete" onClick={() => onAction('trash')} />
      ) : (
        // It keeps its focus and its tooltip, which says why.
        <IconButton icon={Trash2} label={trashDisabledReason} aria-disabled="true" className="opacity-50" />
      )}
      <Menu
        align="end"
        trigger={<IconButton icon={Ellipsis} label="More" />}
        items={[{ label: 'Show source', icon: Code, onSelect: onSource }]}
      />
    </div>
  );
}
