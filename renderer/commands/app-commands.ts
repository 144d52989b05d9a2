import type { CommandId } from '../../shared/commands.ts';
import { errorMessage } from '../../shared/error-texts.ts';
import type { Reply } from '../../shared/reply.ts';
import { texts } from '../../shared/texts/texts.ts';
import { call } from '../bridge.ts';
import { type DraftList, showDraftList } from '../compose/composers.ts';
import { writeNew } from '../mailbox/actions/writing.ts';
import { pauseWork, resumeWork, useAccounts } from '../stores/accounts.ts';
import { showMailbox, showSettings, showSetup, useUi } from '../stores/ui.ts';
import { announceCommand, showShortcuts, togglePalette } from './commands-ui.ts';
import type { MailboxCommandId } from './mailbox-commands.ts';

interface AppCommand {
  readonly run: () => void;
  /** Why the command cannot be run now, as a sentence; null when it can. */
  readonly refusal: () => string | null;
}

const always = (): null => null;

/** The commands that work on every screen. */
export const appCommands: Readonly<Record<Exclude<CommandId, MailboxCommandId>, AppCommand>> = {
  palette: { run: togglePalette, refusal: always },
  shortcuts: { run: showShortcuts, refusal: always },
  settings: {
    run: () => showSettings('accounts'),
    // Without an account the user has to stay in setup.
    refusal: () => withoutAccount(),
  },
  add_account: {
    run: showSetup,
    refusal: inSetup,
  },
  new_message: {
    run: () => {
      showMailbox();
      writeNew();
    },
    refusal: () => withoutAccount() ?? inSetup(),
  },
  show_drafts: { run: () => showList('drafts'), refusal: () => withoutAccount() ?? inSetup() },
  show_outbox: { run: () => showList('outbox'), refusal: () => withoutAccount() ?? inSetup() },
  sync_now: { run: () => void tell(call('mail.syncNow', { accountId: null })), refusal: withoutAccount },
  pause_sync: {
    run: () => void tell(pauseWork()),
    refusal: () => withoutAccount() ?? (isPaused() ? texts().commands.unavailable.paused : null),
  },
  resume_sync: {
    run: () => void tell(resumeWork()),
    refusal: () => (isPaused() ? null : texts().commands.unavailable.notPaused),
  },
  close_window: { run: () => void tell(call('app.closeWindow', undefined)), refusal: always },
  quit: { run: () => void tell(call('app.quit', undefined)), refusal: always },
};

function showList(list: DraftList): void {
  showMailbox();
  showDraftList(list);
}

function withoutAccount(): string | null {
  return (useAccounts.getState().accounts ?? []).length > 0 ? null : texts().commands.unavailable.noAccount;
}

/** Leaving setup would lose what the user has entered there. */
function inSetup(): string | null {
  return useUi.getState().screen.kind === 'setup' ? texts().commands.unavailable.adding : null;
}

function isPaused(): boolean {
  return useAccounts.getState().pausedUntil !== null;
}

async function tell(asked: Promise<Reply<null>>): Promise<void> {
  const reply = await asked;
  if (!reply.ok) announceCommand(errorMessage(reply.error));
}
