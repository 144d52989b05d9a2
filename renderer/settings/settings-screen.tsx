import { useLayoutEffect } from 'react';
import type { AccountId } from '../../shared/mail.ts';
import { assertNever } from '../../shared/reply.ts';
import { texts } from '../../shared/texts/texts.ts';
import { useAccount, useAccounts } from '../stores/accounts.ts';
import { isAccountPage, type SettingsPage, showFirstSetup, showMailbox, useUi } from '../stores/ui.ts';
import { AboutPage } from './about-page.tsx';
import { AccountPage } from './account-page.tsx';
import { AccountsPage } from './accounts-page.tsx';
import { AppearancePage } from './appearance-page.tsx';
import { BackgroundPage } from './background-page.tsx';
import { NotificationsPage } from './notifications-page.tsx';
import { PrivacyPage } from './privacy-page.tsx';
import { SettingsSidebar } from './settings-sidebar.tsx';
import { ShortcutsPage } from './shortcuts-page.tsx';
import { StoragePage } from './storage-page.tsx';
import { WritingPage } from './writing-page.tsx';

/** Goes back to the mailbox, or to setup when there is no account. */
function leave(): void {
  if (useAccounts.getState().accounts?.length === 0) showFirstSetup();
  else showMailbox();
}

/** Whether Escape only empties a search field, as Chromium does; the next Escape leaves the settings. */
function emptiesField(target: EventTarget | null): boolean {
  return target instanceof HTMLInputElement && target.type === 'search' && target.value !== '';
}

/** The pages at the left, the chosen one at the right. */
export function SettingsScreen() {
  const page = useUi((state) => (state.screen.kind === 'settings' ? state.screen.page : 'about'));

  useLayoutEffect(() => {
    const listener = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !event.defaultPrevented && !emptiesField(event.target)) leave();
    };
    document.addEventListener('keydown', listener);
    return () => document.removeEventListener('keydown', listener);
  }, []);

  return (
    <div className="flex h-full">
      <SettingsSidebar page={page} onLeave={leave} />
      <main
        key={page}
        aria-label={texts().settings.label}
        className="min-w-0 flex-1 animate-appear overflow-y-auto bg-surface px-8 [scrollbar-gutter:stable] py-6 max-[760px]:px-5"
      >
        <div className="mx-auto flex max-w-150 flex-col gap-6 pb-10">
          <Page page={page} />
        </div>
      </main>
    </div>
  );
}

function Page({ page }: { readonly page: SettingsPage }) {
  if (isAccountPage(page)) return <OneAccount accountId={page} />;
  switch (page) {
    case 'accounts':
      return <AccountsPage />;
    case 'appearance':
      return <AppearancePage />;
    case 'notifications':
      return <NotificationsPage />;
    case 'writing':
      return <WritingPage />;
    case 'privacy':
      return <PrivacyPage />;
    case 'storage':
      return <StoragePage />;
    case 'background':
      return <BackgroundPage />;
    case 'shortcuts':
      return <ShortcutsPage />;
    case 'about':
      return <AboutPage />;
    default:
      return assertNever(page);
  }
}

function OneAccount({ accountId }: { readonly accountId: AccountId }) {
  const view = useAccount(accountId);
  return view ? <AccountPage view={view} /> : null;
}
