import { useState } from 'react';
import { sendWarnings, spellingInForce } from '../../shared/preferences.ts';
import { texts } from '../../shared/texts/texts.ts';
import { Button } from '../components/button.tsx';
import { Select } from '../components/select.tsx';
import { Switch } from '../components/switch.tsx';
import { setPreferences, usePreferences } from '../stores/preferences.ts';
import { PreferencesError } from './preferences-error.tsx';
import { PageTitle, Section } from './section.tsx';

/** The settings for everything that is written, whatever the account. */
export function WritingPage() {
  const muted = usePreferences((preferences) => preferences.mutedWarnings);
  const words = texts().settings.composing;
  return (
    <>
      <PageTitle>{texts().settings.pages.writing}</PageTitle>
      <PreferencesError />
      <Section title={words.spelling} first>
        <Spelling />
      </Section>
      <Section title={words.beforeSending}>
        <p className="text-pretty text-muted">{words.beforeSendingLead}</p>
        {sendWarnings.map((kind) => (
          <Switch
            key={kind}
            label={words.warnings[kind]}
            checked={!muted.includes(kind)}
            onChange={(wanted) =>
              void setPreferences({
                mutedWarnings: wanted ? muted.filter((each) => each !== kind) : [...muted, kind],
              })
            }
          />
        ))}
      </Section>
    </>
  );
}

function Spelling() {
  const preferences = usePreferences((all) => all);
  const { downloadedFrom } = preferences.spelling;
  const { on } = spellingInForce(preferences, preferences.spelling);
  const words = texts().settings.composing;
  return (
    <>
      <Switch
        label={words.checkSpelling}
        hint={downloadedFrom === null ? words.bySystem : words.byDownload(downloadedFrom)}
        checked={on}
        onChange={(spellChecking) => void setPreferences({ spellChecking })}
      />
      {on && downloadedFrom !== null && <Languages />}
    </>
  );
}

/** The languages that are checked; each can be removed, and others added. */
function Languages() {
  const preferences = usePreferences((all) => all);
  const { offered } = preferences.spelling;
  const { languages } = spellingInForce(preferences, preferences.spelling);
  const [names] = useState(() => new Intl.DisplayNames(preferences.spokenLanguage, { type: 'language' }));
  const words = texts().settings.composing;
  const named = (tags: readonly string[]) =>
    tags
      .map((value) => ({ value, label: names.of(value) ?? value }))
      .sort((left, right) => left.label.localeCompare(right.label, preferences.spokenLanguage));
  const choose = (spellingLanguages: readonly string[]) => void setPreferences({ spellingLanguages });
  const others = named(offered.filter((tag) => !languages.includes(tag)));
  return (
    <>
      {languages.length === 0 && <p className="text-turn">{words.noLanguage}</p>}
      {languages.length > 0 && (
        <ul aria-label={words.languages} className="flex flex-col">
          {named(languages).map(({ value, label }) => (
            <li key={value} className="flex min-h-9 items-center gap-2 border-b border-line last:border-b-0">
              <span className="min-w-0 flex-1">{label}</span>
              <Button
                variant="quiet"
                className="-me-3"
                aria-label={words.removeLanguage(label)}
                onClick={() => choose(languages.filter((each) => each !== value))}
              >
                {words.remove}
              </Button>
            </li>
          ))}
        </ul>
      )}
      <div className="max-w-70">
        <Select
          label={words.addLanguage}
          value=""
          options={[{ value: '', label: words.chooseLanguage }, ...others]}
          onChange={(tag) => tag !== '' && choose([...languages, tag])}
        />
      </div>
    </>
  );
}
