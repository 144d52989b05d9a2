import { texts } from '../../shared/texts/texts.ts';
import { Dialog } from '../components/dialog.tsx';
import { usePreferences } from '../stores/preferences.ts';
import { closeOver, useCommandsUi } from './commands-ui.ts';
import { ShortcutList } from './shortcut-list.tsx';

/** All shortcuts, on "?". */
export function ShortcutsDialog() {
  const open = useCommandsUi((state) => state.over === 'shortcuts');
  const singleKeys = usePreferences((preferences) => preferences.singleKeyShortcuts);
  const words = texts().commands.shortcuts;
  return (
    <Dialog
      wide
      open={open}
      onClose={closeOver}
      title={words.title}
      description={singleKeys ? words.singleKeys : words.singleKeysOff}
    >
      <ShortcutList heading="h3" />
    </Dialog>
  );
}
