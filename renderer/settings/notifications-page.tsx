import { useState } from 'react';
import type { AppError } from '../../shared/reply.ts';
import { texts } from '../../shared/texts/texts.ts';
import { ColourDot } from '../components/colour-dot.tsx';
import { ErrorNotice } from '../components/error-notice.tsx';
import { BareSwitch, Switch } from '../components/switch.tsx';
import { useAccounts } from '../stores/accounts.ts';
import { setPreferences, usePreferences } from '../stores/preferences.ts';
import { accountName, setLook } from './account-looks.ts';
import { PreferencesError } from './preferences-error.tsx';
import { PageTitle, Section } from './section.tsx';

/** What Heron notifies the user of while its window is not in front. */
export function NotificationsPage() {
  const { notifications, notificationPreview } = usePreferences((all) => all);
  const accounts = useAccounts((state) => state.accounts) ?? [];
  const coloured = accounts.some(({ account }) => account.colour !== null);
  const [error, setError] = useState<AppError | null>(null);
  const words = texts().settings.notifications;
  return (
    <>
      <PageTitle>{texts().settings.pages.notifications}</PageTitle>
      <PreferencesError />
      <Switch
        label={words.on}
        hint={words.onHint}
        checked={notifications}
        onChange={(chosen) => void setPreferences({ notifications: chosen })}
      />
      <Switch
        label={words.preview}
        hint={words.previewHint}
        disabled={!notifications}
        checked={notificationPreview}
        onChange={(chosen) => void setPreferences({ notificationPreview: chosen })}
      />
      {accounts.length > 0 && (
        <Section title={words.accounts}>
          {error && <ErrorNotice error={error} title={texts().settings.notSaved} onDismiss={() => setError(null)} />}
          <ul className="flex flex-col gap-3">
            {accounts.map(({ account }) => (
              <li key={account.id} className="flex min-w-0 items-center gap-2">
                {coloured && <ColourDot colour={account.colour} />}
                <bdi className="min-w-0 truncate">{accountName(account)}</bdi>
                <span className="flex-1" />
                <BareSwitch
                  label={texts().settings.accounts.notify(accountName(account))}
                  disabled={!notifications}
                  checked={account.notify}
                  onChange={(notify) => {
                    setError(null);
                    void setLook(account, { notify }).then((reply) => (reply.ok ? undefined : setError(reply.error)));
                  }}
                />
              </li>
            ))}
          </ul>
        </Section>
      )}
    </>
  );
}
