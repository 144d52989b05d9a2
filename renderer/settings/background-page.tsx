import { useState } from 'react';
import type { AppError, Reply } from '../../shared/reply.ts';
import { texts } from '../../shared/texts/texts.ts';
import { Button } from '../components/button.tsx';
import { ErrorNotice } from '../components/error-notice.tsx';
import { Phrase } from '../components/phrase.tsx';
import { Switch } from '../components/switch.tsx';
import { ClockTime } from '../diagnosis/clock-time.tsx';
import { pauseWork, resumeWork, useAccounts } from '../stores/accounts.ts';
import { setPreferences, usePreferences } from '../stores/preferences.ts';
import { PreferencesError } from './preferences-error.tsx';
import { PageTitle, Section } from './section.tsx';

/** What Heron does while its window is closed, and whether it starts with the system. */
export function BackgroundPage() {
  const { closeToTray, startAtLogin, hasTray, canStartAtLogin } = usePreferences((all) => all);
  const words = texts().settings.background;
  return (
    <>
      <PageTitle>{texts().settings.pages.background}</PageTitle>
      <PreferencesError />
      <Switch
        label={words.closeToTray}
        hint={hasTray ? words.closeToTrayHint : words.noTray}
        disabled={!hasTray}
        checked={closeToTray && hasTray}
        onChange={(chosen) => void setPreferences({ closeToTray: chosen })}
      />
      <Switch
        label={words.startAtLogin}
        hint={startAtLoginHint(canStartAtLogin, hasTray)}
        disabled={!canStartAtLogin}
        checked={startAtLogin && canStartAtLogin}
        onChange={(chosen) => void setPreferences({ startAtLogin: chosen })}
      />
      <PauseSection />
    </>
  );
}

function startAtLoginHint(canStartAtLogin: boolean, hasTray: boolean): string | undefined {
  const words = texts().settings.background;
  if (!canStartAtLogin) return words.cannotStartAtLogin;
  return hasTray ? words.startAtLoginHint : undefined;
}

function PauseSection() {
  const pausedUntil = useAccounts((state) => state.pausedUntil);
  const [error, setError] = useState<AppError | null>(null);
  const words = texts().settings.background;
  const act = async (action: () => Promise<Reply<null>>) => {
    setError(null);
    const reply = await action();
    if (!reply.ok) setError(reply.error);
  };
  return (
    <Section title={words.pauseTitle}>
      <p className="text-pretty text-muted">{words.pauseLead}</p>
      {pausedUntil !== null && (
        <p role="status">
          <Phrase text={texts().diagnosis.paused} parts={{ time: <ClockTime at={pausedUntil} /> }} />
        </p>
      )}
      <Button className="self-start" onClick={() => void act(pausedUntil === null ? pauseWork : resumeWork)}>
        {pausedUntil === null ? words.pause : texts().diagnosis.resume}
      </Button>
      {error && <ErrorNotice error={error} onDismiss={() => setError(null)} />}
    </Section>
  );
}
