import { ArrowLeft, type LucideIcon, Plus } from 'lucide-react';
import { type ReactNode, useEffect } from 'react';
import type { AccountId } from '../../../shared/mail.ts';
import { classNames } from '../../components/class-names.ts';
import { Icon } from '../../components/icon.tsx';
import { useAccount, useAccounts } from '../../stores/accounts.ts';
import { isAccountPage, type SettingsPage, showMailbox, showSettings, showSetup, useUi } from '../../stores/ui.ts';
import { AccountPage } from './account-page.tsx';
import { AppPage } from './app-page.tsx';

/** The accounts at the left, the chosen one's page at the right. */
export function SettingsScreen() {
  const page = useUi((state) => (state.screen.kind === 'settings' ? state.screen.page : 'about'));

  useEffect(() => {
    const listener = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !event.defaultPrevented) showMailbox();
    };
    document.addEventListener('keydown', listener);
    return () => document.removeEventListener('keydown', listener);
  }, []);

  return (
    <div className="flex h-full">
      <Sidebar page={page} />
      <main
        key={page}
        aria-label="Settings"
        className="min-w-0 flex-1 animate-appear overflow-y-auto bg-surface px-8 py-6"
      >
        <div className="mx-auto flex max-w-150 flex-col gap-6 pb-10">
          {!isAccountPage(page) ? <AppPage /> : <OneAccount accountId={page} />}
        </div>
      </main>
    </div>
  );
}

function Sidebar({ page }: { readonly page: SettingsPage }) {
  const accounts = useAccounts((state) => state.accounts) ?? [];
  return (
    <nav
      aria-label="Settings pages"
      className="flex w-60 shrink-0 flex-col gap-4 overflow-y-auto border-e border-line bg-window p-2"
    >
      <SidebarButton icon={ArrowLeft} label="Back to the mailbox" onClick={showMailbox} />
      <div className="flex flex-col gap-0.5">
        <h2 className="px-2 pb-1 text-small font-semibold text-muted">Accounts</h2>
        {accounts.map(({ account }) => (
          <PageLink key={account.id} page={account.id} current={page === account.id}>
            {account.address}
          </PageLink>
        ))}
        <SidebarButton icon={Plus} label="Add account" onClick={showSetup} />
      </div>
      <div className="flex flex-col gap-0.5">
        <h2 className="px-2 pb-1 text-small font-semibold text-muted">Heron</h2>
        <PageLink page="about" current={page === 'about'}>
          About this Heron
        </PageLink>
      </div>
    </nav>
  );
}

interface SidebarButtonProps {
  readonly icon: LucideIcon;
  readonly label: string;
  readonly onClick: () => void;
}

function SidebarButton({ icon, label, onClick }: SidebarButtonProps) {
  return (
    <button
      type="button"
      onClick={onClick}
      className="flex h-7 shrink-0 items-center gap-2 rounded-md px-2 text-muted hover:bg-hover hover:text-text focus-visible:-outline-offset-2 active:bg-pressed"
    >
      <Icon icon={icon} className="shrink-0" />
      {label}
    </button>
  );
}

interface PageLinkProps {
  readonly page: SettingsPage;
  readonly current: boolean;
  readonly children: ReactNode;
}

function PageLink({ page, current, children }: PageLinkProps) {
  return (
    <button
      type="button"
      aria-current={current ? 'page' : undefined}
      onClick={() => showSettings(page)}
      className={classNames(
        'h-7 shrink-0 truncate rounded-md px-2 text-start focus-visible:outline-offset-[-2px]',
        current ? 'bg-selected' : 'hover:bg-hover',
      )}
    >
      {children}
    </button>
  );
}

function OneAccount({ accountId }: { readonly accountId: AccountId }) {
  const view = useAccount(accountId);
  return view ? <AccountPage view={view} /> : null;
}
