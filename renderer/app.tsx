import { Direction } from 'radix-ui';
import { Fragment, useEffect } from 'react';
import { assertNever } from '../shared/reply.ts';
import type { WindowPage } from '../shared/window-page.ts';
import { CommandLayer } from './commands/command-layer.tsx';
import { runCommand } from './commands/commands.ts';
import { ErrorNotice } from './components/error-notice.tsx';
import { TooltipProvider } from './components/tooltip.tsx';
import { ComposeWindow } from './compose/compose-window.tsx';
import { followDrafts } from './compose/composers.ts';
import { prepareComposer } from './compose/prepare-composer.ts';
import { followDestinations, goToFirstDestination } from './destination.ts';
import { followMailbox } from './mailbox/mailbox.ts';
import { MailboxScreen } from './mailbox/mailbox-screen.tsx';
import { MessageWindow } from './reader/message-window.tsx';
import { AccountDialogs } from './settings/account-dialogs.tsx';
import { ProxyDialog } from './settings/proxy-dialog.tsx';
import { SettingsScreen } from './settings/settings-screen.tsx';
import { SetupScreen } from './setup/setup-screen.tsx';
import { followSignIn } from './sign-in/sign-in.ts';
import { followAccounts, loadAccounts, useAccounts } from './stores/accounts.ts';
import { followOrganisation } from './stores/organisation.ts';
import { followPreferences, usePreferences } from './stores/preferences.ts';
import { type Screen, useUi } from './stores/ui.ts';

/** The whole window, as its address asks for it. */
export function App({ page }: { readonly page: WindowPage }) {
  const language = usePreferences((preferences) => preferences.spokenLanguage);
  const direction = usePreferences((preferences) => preferences.direction);

  useEffect(() => {
    const stops = [followPreferences(), followAccounts()];
    return () => {
      for (const stop of stops) stop();
    };
  }, []);

  return (
    <Direction.Provider dir={direction}>
      <TooltipProvider delayDuration={500} skipDelayDuration={200}>
        {/* Texts are looked up while rendering, so a change of language has to render the whole screen anew. */}
        <Fragment key={language}>
          {page.kind === 'main' && <MainWindow />}
          {page.kind === 'compose' && <ComposeWindow draftId={page.draftId} />}
          {page.kind === 'message' && <MessageWindow accountId={page.accountId} messageId={page.messageId} />}
        </Fragment>
      </TooltipProvider>
    </Direction.Provider>
  );
}

/** The main window: the current screen and, over it, dialogs about an account and what the commands show. */
function MainWindow() {
  const screen = useUi((state) => state.screen);

  useEffect(() => {
    const stops = [
      followSignIn(),
      followOrganisation(),
      followMailbox(),
      followDrafts(),
      followDestinations(),
      prepareComposer(),
    ];
    void loadAccounts().then(goToFirstDestination);
    return () => {
      for (const stop of stops) stop();
    };
  }, []);

  return (
    <>
      <CurrentScreen screen={screen} />
      <AccountDialogs />
      <ProxyDialog />
      <CommandLayer />
    </>
  );
}

function CurrentScreen({ screen }: { readonly screen: Screen }) {
  switch (screen.kind) {
    case 'starting':
      return <Starting />;
    case 'setup':
      return <SetupScreen />;
    case 'mailbox':
      return <MailboxScreen onCommand={runCommand} />;
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
