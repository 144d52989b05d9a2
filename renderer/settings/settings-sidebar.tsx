import { ArrowLeft } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useLayoutEffect, useRef } from 'react';
import { texts } from '../../shared/texts/texts.ts';
import { classNames } from '../components/class-names.ts';
import { ColourDot } from '../components/colour-dot.tsx';
import { Icon } from '../components/icon.tsx';
import { useAccounts } from '../stores/accounts.ts';
import { type SettingsPage, settingsPages, showSettings } from '../stores/ui.ts';
import { accountName } from './account-looks.ts';

interface SettingsSidebarProps {
  readonly page: SettingsPage;
  readonly onLeave: () => void;
}

/** The list of pages: one stop of the Tab key, with arrow keys inside. The next stop is the page itself. */
export function SettingsSidebar({ page, onLeave }: SettingsSidebarProps) {
  const accounts = useAccounts((state) => state.accounts) ?? [];
  const list = useRef<HTMLUListElement>(null);
  const words = texts().settings;

  // When the settings open or another page is shown without a click on it, the focus goes to the name of the page.
  useLayoutEffect(() => {
    const elsewhere = document.activeElement !== null && document.activeElement !== document.body;
    if (!elsewhere) list.current?.querySelector<HTMLElement>(`[data-page="${page}"]`)?.focus();
  }, [page]);

  const onKeyDown = (event: KeyboardEvent<HTMLUListElement>) => {
    const links = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-page]')];
    const here = links.findIndex((link) => link.matches(':focus'));
    const next = nextLink(event.key, here, links.length);
    if (next === null) return;
    event.preventDefault();
    links[next]?.focus();
  };
  return (
    <nav
      aria-label={words.pagesLabel}
      className="flex w-60 shrink-0 flex-col gap-3 overflow-y-auto border-e border-line bg-window p-2 max-[760px]:w-46"
    >
      <button
        type="button"
        onClick={onLeave}
        className="flex min-h-7 shrink-0 items-center gap-2 rounded-md px-2 text-start text-muted hover:bg-hover hover:text-text focus-visible:-outline-offset-2 active:bg-pressed"
      >
        <Icon icon={ArrowLeft} className="shrink-0 rtl:-scale-x-100" />
        {words.back}
      </button>
      <ul ref={list} onKeyDown={onKeyDown} className="flex flex-col gap-0.5">
        {settingsPages.map((known) => (
          <li key={known} className="flex flex-col gap-0.5">
            <PageLink page={known} current={page === known}>
              <span className="truncate">{words.pages[known]}</span>
            </PageLink>
            {known === 'accounts' && accounts.length > 0 && (
              <ul className="flex flex-col gap-0.5">
                {accounts.map(({ account }) => (
                  <li key={account.id} className="flex flex-col">
                    <PageLink page={account.id} current={page === account.id} inset>
                      <ColourDot colour={account.colour} />
                      <bdi className="truncate">{accountName(account)}</bdi>
                    </PageLink>
                  </li>
                ))}
              </ul>
            )}
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** Where an arrow, Home or End leads among so many links; null for other keys. */
function nextLink(key: string, here: number, count: number): number | null {
  if (key === 'ArrowDown') return Math.min(count - 1, here + 1);
  if (key === 'ArrowUp') return Math.max(0, here - 1);
  if (key === 'Home') return 0;
  return key === 'End' ? count - 1 : null;
}

interface PageLinkProps {
  readonly page: SettingsPage;
  readonly current: boolean;
  readonly inset?: boolean;
  readonly children: ReactNode;
}

function PageLink({ page, current, inset = false, children }: PageLinkProps) {
  return (
    <button
      type="button"
      data-page={page}
      tabIndex={current ? 0 : -1}
      aria-current={current ? 'page' : undefined}
      onClick={() => showSettings(page)}
      className={classNames(
        'flex min-h-7 w-full min-w-0 shrink-0 items-center gap-2 rounded-md pe-2 text-start focus-visible:-outline-offset-2',
        inset ? 'ps-4' : 'ps-2',
        current ? 'bg-selected' : 'hover:bg-hover',
      )}
    >
      {children}
    </button>
  );
}
