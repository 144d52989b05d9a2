import { type KeyboardEvent, useState } from 'react';
import type { Account } from '../../shared/mail.ts';
import type { AppError, Reply } from '../../shared/reply.ts';
import { texts } from '../../shared/texts/texts.ts';
import { ErrorNotice } from '../components/error-notice.tsx';
import { Swatches } from '../components/swatches.tsx';
import { Switch } from '../components/switch.tsx';
import { TextField } from '../components/text-field.tsx';
import { usePreferences } from '../stores/preferences.ts';
import { setDisplayName, setLook } from './account-looks.ts';
import { Section } from './section.tsx';

/** What an account is called, here and to others, and its colour; each change takes effect at once. */
export function LookForm({ account }: { readonly account: Account }) {
  const words = texts().settings.look;
  const notifications = usePreferences((preferences) => preferences.notifications);
  const [error, setError] = useState<AppError | null>(null);

  const save = async (saving: Promise<Reply<null>>) => {
    setError(null);
    const reply = await saving;
    if (!reply.ok) setError(reply.error);
  };
  const change = (look: Parameters<typeof setLook>[1]) => void save(setLook(account, look));
  return (
    <Section title={words.title}>
      <SavedText
        label={words.displayName}
        hint={words.displayNameHint}
        saved={account.displayName}
        maxLength={200}
        onSave={(displayName) => void save(setDisplayName(account, displayName))}
      />
      <SavedText
        label={words.label}
        hint={words.labelHint}
        saved={account.label}
        maxLength={100}
        placeholder={account.address}
        onSave={(label) => change({ label })}
      />
      <Swatches
        label={words.colour}
        value={account.colour}
        onChange={(colour) => change({ colour })}
        names={words.colours}
        noneName={words.noColour}
      />
      <Switch
        label={words.notify}
        hint={notifications ? undefined : words.notifyOff}
        disabled={!notifications}
        checked={account.notify}
        onChange={(notify) => change({ notify })}
      />
      {error && <ErrorNotice error={error} title={texts().settings.notSaved} onDismiss={() => setError(null)} />}
    </Section>
  );
}

interface SavedTextProps {
  readonly label: string;
  readonly hint: string;
  readonly saved: string;
  readonly maxLength: number;
  readonly placeholder?: string;
  readonly onSave: (text: string) => void;
}

/** A line of text that is saved when the user leaves it or presses Enter. */
function SavedText({ saved, onSave, placeholder = '', ...field }: SavedTextProps) {
  const [text, setText] = useState(saved);
  const [known, setKnown] = useState(saved);

  // What is stored changed: it was saved, reverted after an error, or changed elsewhere.
  if (known !== saved) {
    setKnown(saved);
    setText(saved);
  }

  const save = () => {
    if (text.trim() !== saved) onSave(text.trim());
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') save();
    // The first Escape reverts what was typed; the next one closes the settings.
    if (event.key !== 'Escape' || text === saved) return;
    event.preventDefault();
    setText(saved);
  };
  return (
    <TextField
      {...field}
      dir="auto"
      value={text}
      onChange={setText}
      onBlur={save}
      onKeyDown={onKeyDown}
      placeholder={placeholder}
    />
  );
}
