import { type KeyboardEvent, useState } from 'react';
import type { Account } from '../../shared/mail.ts';
import type { AppError } from '../../shared/reply.ts';
import { texts } from '../../shared/texts/texts.ts';
import { ErrorNotice } from '../components/error-notice.tsx';
import { Swatches } from '../components/swatches.tsx';
import { Switch } from '../components/switch.tsx';
import { TextField } from '../components/text-field.tsx';
import { usePreferences } from '../stores/preferences.ts';
import { setLook } from './account-looks.ts';
import { Section } from './section.tsx';

/** An account's name and colour in Heron; each change takes effect at once. */
export function LookForm({ account }: { readonly account: Account }) {
  const words = texts().settings.look;
  const notifications = usePreferences((preferences) => preferences.notifications);
  const [label, setLabel] = useState(account.label);
  const [known, setKnown] = useState(account.label);
  const [error, setError] = useState<AppError | null>(null);

  // The label in the store changed: it was saved, reverted after an error, or changed elsewhere.
  if (known !== account.label) {
    setKnown(account.label);
    setLabel(account.label);
  }

  const change = async (look: Parameters<typeof setLook>[1]) => {
    setError(null);
    const reply = await setLook(account, look);
    if (!reply.ok) setError(reply.error);
  };
  const saveLabel = () => {
    if (label.trim() !== account.label) void change({ label: label.trim() });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') saveLabel();
    // The first Escape reverts what was typed; the next one closes the settings.
    if (event.key !== 'Escape' || label === account.label) return;
    event.preventDefault();
    setLabel(account.label);
  };
  return (
    <Section title={words.title}>
      <TextField
        dir="auto"
        label={words.label}
        hint={words.labelHint}
        value={label}
        onChange={setLabel}
        onBlur={saveLabel}
        onKeyDown={onKeyDown}
        maxLength={100}
        placeholder={account.address}
      />
      <Swatches
        label={words.colour}
        value={account.colour}
        onChange={(colour) => void change({ colour })}
        names={words.colours}
        noneName={words.noColour}
      />
      <Switch
        label={words.notify}
        hint={notifications ? undefined : words.notifyOff}
        disabled={!notifications}
        checked={account.notify}
        onChange={(notify) => void change({ notify })}
      />
      {error && <ErrorNotice error={error} title={texts().settings.notSaved} onDismiss={() => setError(null)} />}
    </Section>
  );
}
