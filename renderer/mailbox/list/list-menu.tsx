import { ArrowDownWideNarrow } from 'lucide-react';
import { listOrders } from '../../../shared/mail.ts';
import { texts } from '../../../shared/texts/texts.ts';
import { IconButton } from '../../components/icon-button.tsx';
import { Menu } from '../../components/menu.tsx';
import { setPreferences, usePreferences } from '../../stores/preferences.ts';
import { useMailbox } from '../mailbox-state.ts';
import { chooseOrder } from './open-view.ts';

/** How the list is sorted, which a folder keeps, and whether its rows are conversations. */
export function ListMenu() {
  const order = useMailbox(({ open }) => open?.order ?? 'newest');
  const isFolder = useMailbox(({ open }) => open !== null && open.over === null);
  const conversations = usePreferences((preferences) => preferences.conversations);
  const words = texts().mailbox.list.order;
  return (
    <Menu
      align="end"
      trigger={
        <IconButton
          icon={ArrowDownWideNarrow}
          label={words.menu}
          className={order === 'newest' ? '' : 'bg-selected-idle text-accent-text'}
        />
      }
      items={[
        ...(isFolder
          ? listOrders.map((each) => ({
              label: words[each],
              checked: each === order,
              onSelect: () => chooseOrder(each),
            }))
          : []),
        {
          label: words.conversations,
          checked: conversations,
          startsGroup: isFolder,
          onSelect: () => void setPreferences({ conversations: !conversations }),
        },
      ]}
    />
  );
}
