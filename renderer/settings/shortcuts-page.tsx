import { texts } from '../../shared/texts/texts.ts';
import { ShortcutList } from '../commands/shortcut-list.tsx';
import { Switch } from '../components/switch.tsx';
import { setPreferences, usePreferences } from '../stores/preferences.ts';
import { PreferencesError } from './preferences-error.tsx';
import { PageTitle } from './section.tsx';

/** All shortcuts, and whether single keys are shortcuts. */
export function ShortcutsPage() {
  const singleKeys = usePreferences((preferences) => preferences.singleKeyShortcuts);
  const words = texts().settings.shortcuts;
  return (
    <>
      <PageTitle>{texts().settings.pages.shortcuts}</PageTitle>
      <PreferencesError />
      <Switch
        label={words.single}
        hint={words.singleHint}
        checked={singleKeys}
        onChange={(singleKeyShortcuts) => void setPreferences({ singleKeyShortcuts })}
      />
      <ShortcutList heading="h2" />
    </>
  );
}
