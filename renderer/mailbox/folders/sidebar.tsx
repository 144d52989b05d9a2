import type { LucideIcon } from 'lucide-react';
import { PanelLeftClose, PanelLeftOpen, Plus, Settings } from 'lucide-react';
import { useRef } from 'react';
import { texts } from '../../../shared/texts/texts.ts';
import { Icon } from '../../components/icon.tsx';
import { WritingLines } from '../../compose/writing-lines.tsx';
import { useAccounts } from '../../stores/accounts.ts';
import { showSettings, showSetup } from '../../stores/ui.ts';
import { writeNew } from '../actions/writing.ts';
import { ContextMenu } from '../context-menu.tsx';
import { accountOfCursor, useMailbox } from '../mailbox-state.ts';
import { AccountGroup } from './account-group.tsx';
import { sidebarItems } from './folder-menu.ts';
import { OverAccounts } from './over-accounts.tsx';
import { SavedSearches } from './saved-searches.tsx';
import { focusIfPressed, showNames, useRail } from './use-rail.ts';
import { useTreeKeys } from './use-tree-keys.ts';

/** Lists over all accounts, and accounts with their folders; settings and a new account at the bottom. */
export function Sidebar() {
  const accounts = useAccounts((state) => state.accounts) ?? [];
  const treesRef = useRef<HTMLDivElement>(null);
  useTreeKeys(treesRef);
  const words = texts().mailbox.sidebar;
  const rail = useRail();
  return (
    <nav aria-label={words.name} className="flex h-full min-w-0 flex-col bg-window">
      <WritingLines onNewMessage={writeNew} />
      <ContextMenu label={texts().folders.menu.folder} itemsOf={sidebarItems}>
        <div
          ref={treesRef}
          data-pane="folders"
          className="flex min-h-0 flex-1 flex-col gap-2 overflow-y-auto px-2 pb-2 in-data-rail:[scrollbar-width:none]"
        >
          <OverAccounts />
          {accounts.map((view) => (
            <AccountGroup key={view.account.id} view={view} />
          ))}
          <SavedSearches />
        </div>
      </ContextMenu>
      <div className="flex flex-none flex-col border-t border-line p-2">
        {rail === 'rail' && (
          <BottomButton
            icon={PanelLeftOpen}
            label={words.showNames}
            onMount={focusIfPressed}
            onClick={() => showNames(true)}
          />
        )}
        {rail === 'unfolded' && (
          <BottomButton
            icon={PanelLeftClose}
            label={words.hideNames}
            onMount={focusIfPressed}
            onClick={() => showNames(false)}
          />
        )}
        <BottomButton icon={Plus} label={words.addAccount} onClick={showSetup} />
        <BottomButton icon={Settings} label={words.settings} onClick={showCurrentSettings} />
      </div>
    </nav>
  );
}

/** Opens the settings page of the account whose folder is open: that account is most likely the one to change. */
function showCurrentSettings(): void {
  const accountId = accountOfCursor(useMailbox.getState()) ?? useAccounts.getState().accounts?.[0]?.account.id;
  showSettings(accountId ?? 'accounts');
}

interface BottomButtonProps {
  readonly icon: LucideIcon;
  readonly label: string;
  readonly onClick: () => void;
  readonly onMount?: (button: HTMLElement | null) => void;
}

function BottomButton({ icon, label, onClick, onMount }: BottomButtonProps) {
  return (
    <button
      ref={onMount}
      type="button"
      aria-label={label}
      title={label}
      onClick={onClick}
      className="flex h-7 items-center gap-2 rounded-md px-2 in-data-rail:justify-center text-muted hover:bg-hover hover:text-text focus-visible:-outline-offset-2 active:bg-pressed"
    >
      <Icon icon={icon} className="shrink-0" />
      <span className="in-data-rail:hidden">{label}</span>
    </button>
  );
}
