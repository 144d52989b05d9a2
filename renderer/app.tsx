import { useEffect } from 'react';
import { assertNever } from '../shared/reply.ts';
import { ErrorNotice } from './components/error-notice.tsx';
import { TooltipProvider } from './components/tooltip.tsx';
import { MailboxScreen } from './features/mailbox/mailbox-screen.tsx';
import { AccountDialogs } from './features/settings/account-dialogs.tsx';
import { SettingsScreen } from './features/settings/settings-screen.tsx';
import { SetupScreen } from './features/setup/setup-screen.tsx';
import { followAccounts, loadAccounts, useAccounts } from './stores/accounts.ts';
import { followMailbox } from './stores/mailbox.ts';
import { followSignIn } from './stores/sign-in.ts';
import { type Screen, useUi } from './stores/ui.ts';

/** The window: one screen, and the question over it if there is one. */
export function App() {
  const screen = useUi((state) => state.screen);

  useEffect(() => {
    const stops = [followAccounts(), followSignIn(), followMailbox()];
    void loadAccounts();
    return () => {
      for (const stop of stops) stop();
    };
  }, []);

  return (
    <TooltipProvider delayDuration={500} skipDelayDuration={200}>
      <CurrentScreen screen={screen} />
      <AccountDialogs />
    </TooltipProvider>
  );
}

function CurrentScreen({ screen }: { readonly screen: Screen }) {
  switch (screen.kind) {
    case 'starting':
      return <Starting />;
    case 'setup':
      return <SetupScreen />;
    case 'mailbox':
      return <MailboxScreen />;
    case 'settings':
      return <SettingsScreen />;
    default:
      return assertNever(screen);
  }
}

/** Main answers within milliseconds; only its failure is worth showing. */
function Starting() {
  const error = useAccounts((state) => state.error);
  return (
    <main className="mx-auto flex h-full max-w-105 flex-col justify-center p-4">
      {error && <ErrorNotice error={error} actions={{ retry: () => void loadAccounts() }} />}
    </main>
  );
}
