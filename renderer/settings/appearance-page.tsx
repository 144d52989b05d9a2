import { useLayoutEffect, useRef } from 'react';
import { type Preferences, previewLineCounts, readingPanes } from '../../shared/preferences.ts';
import { languageFor, languages } from '../../shared/texts/format.ts';
import { texts } from '../../shared/texts/texts.ts';
import { Segmented } from '../components/segmented.tsx';
import { Select } from '../components/select.tsx';
import { Switch } from '../components/switch.tsx';
import { setPreferences, takeLanguageChosen, usePreferences } from '../stores/preferences.ts';
import { PreferencesError } from './preferences-error.tsx';
import { PageTitle } from './section.tsx';

const themes = ['system', 'light', 'dark'] as const;
const densities = ['comfortable', 'compact'] as const;
const textSizes = ['small', 'medium', 'large', 'largest'] as const;

/** The language and the looks of Heron; the window itself shows the result of each choice. */
export function AppearancePage() {
  const preferences = usePreferences((all) => all);
  const words = texts().settings.appearance;
  const languageField = useRef<HTMLDivElement>(null);

  // A new language draws the whole window anew, so the focus is put back on the language's field.
  useLayoutEffect(() => {
    if (takeLanguageChosen()) languageField.current?.querySelector('select')?.focus();
  }, []);

  const systemName = words.languages[languageFor(preferences.systemLocale)];
  const languageOptions: { value: Preferences['language']; label: string }[] = [
    { value: 'system', label: words.systemLanguage(systemName) },
    ...languages.map((language) => ({ value: language, label: words.languages[language] })),
  ];
  return (
    <>
      <PageTitle>{texts().settings.pages.appearance}</PageTitle>
      <PreferencesError />
      <div ref={languageField} className="max-w-70">
        <Select
          label={words.language}
          value={preferences.language}
          options={languageOptions}
          onChange={(language) => void setPreferences({ language })}
        />
      </div>
      <Segmented
        label={words.theme}
        value={preferences.theme}
        options={themes.map((value) => ({ value, label: words.themes[value] }))}
        onChange={(theme) => void setPreferences({ theme })}
      />
      <Segmented
        label={words.density}
        value={preferences.density}
        options={densities.map((value) => ({ value, label: words.densities[value] }))}
        onChange={(density) => void setPreferences({ density })}
      />
      {preferences.density === 'comfortable' && (
        <>
          <Segmented
            label={words.preview}
            value={String(preferences.previewLines)}
            options={previewLineCounts.map((lines) => ({ value: String(lines), label: words.previews[lines] ?? '' }))}
            onChange={(chosen) => {
              const previewLines = previewLineCounts.find((lines) => String(lines) === chosen);
              if (previewLines !== undefined) void setPreferences({ previewLines });
            }}
          />
          <Switch
            label={words.senderTiles}
            hint={words.senderTilesHint}
            checked={preferences.senderTiles}
            onChange={(senderTiles) => void setPreferences({ senderTiles })}
          />
        </>
      )}
      <Segmented
        label={words.readingPane}
        value={preferences.readingPane}
        options={readingPanes.map((value) => ({ value, label: words.readingPanes[value] }))}
        onChange={(readingPane) => void setPreferences({ readingPane })}
      />
      <Segmented
        label={words.textSize}
        value={preferences.textSize}
        options={textSizes.map((value) => ({ value, label: words.textSizes[value] }))}
        onChange={(textSize) => void setPreferences({ textSize })}
      />
      <Switch
        label={words.overAccounts}
        hint={words.overAccountsHint}
        checked={preferences.overAccounts}
        onChange={(overAccounts) => void setPreferences({ overAccounts })}
      />
      <Switch
        label={words.hideMarkedDeleted}
        hint={words.hideMarkedDeletedHint}
        checked={preferences.hideMarkedDeleted}
        onChange={(hideMarkedDeleted) => void setPreferences({ hideMarkedDeleted })}
      />
      <Switch
        label={words.conversations}
        hint={words.conversationsHint}
        checked={preferences.conversations}
        onChange={(conversations) => void setPreferences({ conversations })}
      />
    </>
  );
}
